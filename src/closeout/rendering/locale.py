"""How a language and a country write dates, numbers and money (Babel), and our own words in that language (gettext)."""

from __future__ import annotations

import datetime as dt
import gettext
from decimal import Decimal
from typing import TYPE_CHECKING

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_datetime, format_skeleton
from babel.languages import get_official_languages
from babel.lists import format_list
from babel.numbers import format_currency, format_decimal, format_percent, get_currency_symbol

from closeout.diagnostic import Code, Location, UserError
from closeout.domain.money import Money, minor_digits
from closeout.domain.quantity import trimmed
from closeout.rendering.postal import postal_lines

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from closeout.domain.party import Address

_ELSEWHERE = {"pt": "PT"}  # where a language is spoken as nobody's own: CLDR's plain Portuguese is that of Brazil
_FIRST = {"fr": "1er", "it": "1º"}
_NARROW = 14  # characters of a date that a column takes


def official_languages(country: str) -> tuple[str, ...]:
    """Return the official languages of a country (ISO 3166-1), the most spoken first (CLDR)."""
    return tuple(get_official_languages(country, de_facto=True))


class Wording:
    """The conventions of one language as used in one country."""

    def __init__(self, language: str, country: str, catalogues: Path) -> None:
        """Use the country's own conventions where the language is official there, else the language's general ones.

        Raises `UserError` where CLDR knows nothing of the language, or its labels in `catalogues` are damaged.
        """
        self.language = language
        self.tag = language
        official = language in official_languages(country)
        territory = country if official else _ELSEWHERE.get(language, "001")
        try:
            self._locale = Locale(language, territory)
            self.tag = f"{language}-{territory}" if territory != "001" else language
        except UnknownLocaleError:
            self._locale = _general(language, catalogues)
        self._catalogue = _labels(catalogues, language)

    def gettext(self, message: str) -> str:
        """Translate a label; the English text is the key."""
        return self._catalogue.gettext(message)

    def ngettext(self, singular: str, plural: str, count: Decimal | int) -> str:
        """Translate a label that depends on a number."""
        return self._catalogue.ngettext(singular, plural, self._like(trimmed(Decimal(count))))

    def plural(self, count: Decimal | int, **forms: str) -> str:
        """Choose among `forms` by the plural category of `count` (CLDR: one, few, many, other); `other` serves all."""
        return forms.get(self._locale.plural_form(trimmed(Decimal(count))), forms["other"])

    def _like(self, count: Decimal) -> int:
        """Return a whole number that takes the same form of a word: gettext has no rule for fractions."""
        if count == int(count):
            return abs(int(count))
        form = self._locale.plural_form(count)
        return next((whole for whole in (1, 2) if self._locale.plural_form(whole) == form), 2)

    def date(self, day: dt.date) -> str:
        """Write a day in full, with spaces that do not break: 16 November 2026."""
        return self._day(format_date(day, "long", locale=self._locale))

    def short_date(self, day: dt.date) -> str:
        """Write a day for a table: 16 Nov 2026, or 16/11/2026 where the language would take many words."""
        text = format_date(day, "medium", locale=self._locale)
        return self._day(text if len(text) <= _NARROW else format_skeleton("yMMdd", day, locale=self._locale))

    def _day(self, text: str) -> str:
        """Write the first of a month as the language does, which CLDR leaves out."""
        first = _FIRST.get(self.language)
        return _unbroken(f"{first} {text[2:]}" if first and text.startswith("1 ") else text)

    def month(self, day: dt.date) -> str:
        """Write a month: November 2026."""
        return _unbroken(format_skeleton("yMMMM", day, locale=self._locale))

    def moment(self, moment: dt.datetime) -> str:
        """Write an instant for the record, to the minute, with its offset (ISO 8601): 2026-11-16 09:30 +01:00."""
        offset = format_datetime(moment, "xxx", locale=self._locale)
        return _unbroken(f"{moment:%Y-%m-%d %H:%M} {offset}")

    def day(self, moment: dt.datetime) -> str:
        """Write an instant of which only the day is known (ISO 8601): 2026-11-16."""
        return f"{moment:%Y-%m-%d}"

    def money(self, money: Money) -> str:
        """Write an amount with its currency."""
        return self._currency(money.amount, money.currency, minor_digits(money.currency))

    def price(self, price: Decimal, currency: str) -> str:
        """Write a unit price: with the digits of money, or with more where it has more."""
        digits = -int(price.normalize().as_tuple().exponent)
        return self._currency(price, currency, max(digits, minor_digits(currency)))

    def _currency(self, amount: Decimal, currency: str, digits: int) -> str:
        """Write `amount` with exactly `digits` digits: Babel would round what is below CLDR's smallest coin."""
        pattern = self._locale.currency_formats["standard"].pattern.replace(".00", f".{'0' * digits}".rstrip("."))
        if get_currency_symbol(currency, self._locale)[-1].isalpha():
            pattern = pattern.replace("¤#", "¤\u00a0#")  # CHF 5, as CLDR spaces letters and digits
        return _unbroken(format_currency(amount, currency, pattern, locale=self._locale, currency_digits=False))

    def number(self, number: Decimal | int) -> str:
        """Write a number with as many digits as it has, but no more than four after the point."""
        return _unbroken(format_decimal(round(Decimal(number), 4), locale=self._locale, decimal_quantization=False))

    def percent(self, rate: Decimal) -> str:
        """Write a rate that is given in per cent: 19 %."""
        return _unbroken(format_percent(rate / 100, locale=self._locale, decimal_quantization=False))

    def value(self, value: object) -> str:
        """Write a value as its type is written: a day, an amount, a number, or text as it is."""
        if isinstance(value, Money):
            return self.money(value)
        if isinstance(value, dt.date):
            return self.date(value)
        return self.number(value) if isinstance(value, Decimal | int) else str(value)

    def language_name(self, code: str) -> str:
        """Return the name of a language (ISO 639-1 code), or the code of one that CLDR does not know."""
        return str(self._locale.languages.get(code) or code)

    def listed(self, items: Iterable[str]) -> str:
        """Join words with commas and 'and'."""
        return format_list(list(items), locale=self._locale)

    def country(self, code: str) -> str:
        """Name a country."""
        return str(self._locale.territories.get(code, code))

    def address(self, address: Address, home: str) -> list[str]:
        """Lay an address out as its country does; the country's name ends it where the letter goes abroad."""
        lines = postal_lines(address)
        return lines if address.country == home else [*lines, self.country(address.country).upper()]


def _unbroken(text: str) -> str:
    return text.replace(" ", "\u00a0")


def _general(language: str, catalogues: Path) -> Locale:
    try:
        return Locale(language)
    except (UnknownLocaleError, ValueError):
        message = f"nothing is known of the dates and numbers of the language '{language}'"
        hint = "name its folder by its ISO 639-1 code, such as sv"
        raise UserError.of(Code.BAD_LANGUAGE, message, Location(str(catalogues / language)), hint) from None


def _labels(catalogues: Path, language: str) -> gettext.NullTranslations:
    try:
        return gettext.translation("closeout", catalogues, [language], fallback=True)
    except (OSError, UnicodeDecodeError, ValueError) as error:
        file = catalogues / language / "LC_MESSAGES" / "closeout.mo"
        message, hint = f"the labels cannot be read: {error}", "compile closeout.po again, with msgfmt"
        raise UserError.of(Code.TEMPLATE_SYNTAX, message, Location(str(file)), hint) from None
