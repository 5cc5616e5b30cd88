"""How a language and a country write dates, numbers and money (Babel), and our own words in that language (gettext)."""

from __future__ import annotations

import gettext
from decimal import Decimal
from typing import TYPE_CHECKING

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_datetime, format_skeleton
from babel.languages import get_official_languages
from babel.lists import format_list
from babel.numbers import format_currency, format_decimal, format_percent, get_currency_symbol

from closeout.domain.money import minor_digits

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable
    from pathlib import Path

    from closeout.domain.money import Money
    from closeout.domain.party import Address

_CITY_LINES = {
    "AU": "{city} {region} {postcode}",
    "CA": "{city} {region} {postcode}",
    "GB": "{city}\n{region}\n{postcode}",
    "IE": "{city}\n{region}\n{postcode}",
    "IN": "{city} {postcode}\n{region}",
    "JP": "{city} {region}\n{postcode}",
    "NZ": "{city} {postcode}",
    "US": "{city}, {region} {postcode}",
}
_CITY_LINE = "{postcode} {city}\n{region}"


class Wording:
    """The conventions of one language as used in one country."""

    def __init__(self, language: str, country: str, catalogues: Path) -> None:
        """Use the country's own conventions where the language is official there, else the language's general ones."""
        self.language = language
        self.tag = language
        territory = country if language in get_official_languages(country, de_facto=True) else "001"
        try:
            self._locale = Locale(language, territory)
            self.tag = f"{language}-{territory}" if territory != "001" else language
        except UnknownLocaleError:
            self._locale = Locale(language)
        self._catalogue = gettext.translation("closeout", catalogues, [language], fallback=True)

    def gettext(self, message: str) -> str:
        """Translate a label; the English text is the key."""
        return self._catalogue.gettext(message)

    def ngettext(self, singular: str, plural: str, count: Decimal | int) -> str:
        """Translate a label that depends on a number; a fraction, for which gettext has no rule, reads like two."""
        whole = int(count)
        return self._catalogue.ngettext(singular, plural, whole if whole == count else 2)

    def date(self, day: dt.date) -> str:
        """Write a day in full, with spaces that do not break: 16 November 2026."""
        return _unbroken(format_date(day, "long", locale=self._locale))

    def short_date(self, day: dt.date) -> str:
        """Write a day for a table: 16 Nov 2026."""
        return _unbroken(format_date(day, "medium", locale=self._locale))

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

    def listed(self, items: Iterable[str]) -> str:
        """Join words with commas and 'and'."""
        return format_list(list(items), locale=self._locale)

    def country(self, code: str) -> str:
        """Name a country."""
        return str(self._locale.territories.get(code, code))

    def address(self, address: Address, home: str) -> list[str]:
        """Lay an address out as its country does; the country's name ends it where the letter goes abroad."""
        pattern = _CITY_LINES.get(address.country, _CITY_LINE)
        city = pattern.format(city=address.city, region=address.region or "", postcode=address.postcode or "")
        lines = [*address.street, *(" ".join(line.split()).strip(" ,") for line in city.split("\n"))]
        if address.country != home:
            lines.append(self.country(address.country).upper())
        return [line for line in lines if line]


def _unbroken(text: str) -> str:
    return text.replace(" ", "\u00a0")
