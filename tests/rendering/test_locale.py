"""Each country's own way to write: expected values by hand."""

from __future__ import annotations

import gettext
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest
from babel import Locale, localedata
from hypothesis import given
from hypothesis import strategies as st

from closeout.domain.money import CURRENCIES, Money, minor_digits
from closeout.domain.party import Address
from closeout.rendering.locale import Wording
from closeout.rendering.templates import packaged_templates

if TYPE_CHECKING:
    from pathlib import Path

CATALOGUES = packaged_templates() / "locales"
DAY = date(2026, 11, 6)


def wording(language: str, country: str) -> Wording:
    return Wording(language, country, CATALOGUES)


def spaced(text: str) -> str:
    """Show spaces that do not break as plain ones, after making sure there are no others."""
    assert " " not in text
    return text.replace("\u00a0", " ").replace("\u202f", " ")


@pytest.mark.parametrize(
    ("language", "country", "tag", "shown"),
    [
        ("en", "US", "en-US", ("November 6, 2026", "Nov 6, 2026", "November 2026")),
        ("en", "GB", "en-GB", ("6 November 2026", "6 Nov 2026", "November 2026")),
        ("en", "IE", "en-IE", ("6 November 2026", "6 Nov 2026", "November 2026")),
        ("en", "DE", "en", ("6 November 2026", "6 Nov 2026", "November 2026")),
        ("en", "JP", "en", ("6 November 2026", "6 Nov 2026", "November 2026")),
        ("de", "DE", "de-DE", ("6. November 2026", "06.11.2026", "November 2026")),
        ("de", "NL", "de", ("6. November 2026", "06.11.2026", "November 2026")),
        ("nl", "NL", "nl-NL", ("6 november 2026", "6 nov 2026", "november 2026")),
        ("ja", "JP", "ja-JP", ("2026年11月6日", "2026/11/06", "2026年11月")),
    ],
)
def test_dates(language: str, country: str, tag: str, shown: tuple[str, str, str]) -> None:
    words = wording(language, country)
    assert words.tag == tag
    assert (spaced(words.date(DAY)), spaced(words.short_date(DAY)), spaced(words.month(DAY))) == shown


def test_moments_are_iso_8601_with_their_offset() -> None:
    words = wording("en", "US")
    summer = datetime(2026, 7, 1, 9, 5, tzinfo=ZoneInfo("Europe/Berlin"))
    assert spaced(words.moment(summer)) == "2026-07-01 09:05 +02:00"
    assert spaced(words.moment(summer.astimezone(ZoneInfo("UTC")))) == "2026-07-01 07:05 +00:00"
    assert spaced(words.moment(summer.astimezone(ZoneInfo("Asia/Kathmandu")))) == "2026-07-01 12:50 +05:45"
    assert words.day(summer) == "2026-07-01"


@pytest.mark.parametrize(
    ("language", "country", "amount", "currency", "text"),
    [
        ("en", "US", "1234.5", "USD", "$1,234.50"),
        ("en", "US", "-5", "USD", "-$5.00"),
        ("en", "GB", "1234.5", "GBP", "£1,234.50"),
        ("en", "DE", "1234.5", "EUR", "€1,234.50"),
        ("en", "DE", "1234.5", "USD", "US$1,234.50"),
        ("de", "DE", "1234.5", "EUR", "1.234,50 €"),
        ("nl", "NL", "1234.5", "EUR", "€ 1.234,50"),
        ("ja", "JP", "1234", "JPY", "￥1,234"),
        ("en", "US", "1234", "JPY", "¥1,234"),
        ("en", "DE", "1.234", "KWD", "KWD 1.234"),
        ("en", "DE", "1234.5", "CHF", "CHF 1,234.50"),
        ("en", "DE", "-1234.5", "CHF", "-CHF 1,234.50"),
        # CLDR would round these, as their small coins are out of use; an invoice may not.
        ("en", "DE", "1234.56", "RSD", "RSD 1,234.56"),
        ("de", "DE", "0.5", "ALL", "0,50 ALL"),
        ("en", "DE", "1.234", "IQD", "IQD 1.234"),
    ],
)
def test_money(language: str, country: str, amount: str, currency: str, text: str) -> None:
    assert spaced(wording(language, country).money(Money.of(Decimal(amount), currency))) == text


@given(st.sampled_from(sorted(CURRENCIES)), st.integers(-(10**9), 10**9))
def test_money_shows_every_digit_it_has(currency: str, units: int) -> None:
    words = wording("en", "US")
    shown = words.money(Money(Decimal(units).scaleb(-minor_digits(currency)), currency))
    assert int("".join(filter(str.isdecimal, shown))) == abs(units)
    assert shown.startswith("-") == (units < 0)


def test_every_language_writes_money_with_a_fraction_that_can_be_widened() -> None:
    patterns = {Locale.parse(name).currency_formats["standard"].pattern for name in localedata.locale_identifiers()}
    assert all(".00" in pattern for pattern in patterns)


@pytest.mark.parametrize(
    ("language", "country", "price", "currency", "text"),
    [
        ("en", "US", "80", "USD", "$80.00"),
        ("en", "US", "80.00", "USD", "$80.00"),
        ("en", "US", "0.0125", "USD", "$0.0125"),
        ("en", "US", "12.3450", "USD", "$12.345"),
        ("de", "DE", "1234.5678", "EUR", "1.234,5678 €"),
        ("en", "US", "4500", "JPY", "¥4,500"),
        ("en", "US", "4500.5", "JPY", "¥4,500.5"),
        ("en", "US", "1.5", "KWD", "KWD 1.500"),
        ("en", "US", "1.23456", "KWD", "KWD 1.23456"),
    ],
)
def test_unit_prices_keep_all_their_digits(language: str, country: str, price: str, currency: str, text: str) -> None:
    assert spaced(wording(language, country).price(Decimal(price), currency)) == text


@pytest.mark.parametrize(
    ("language", "country", "rate", "text"),
    [
        ("en", "US", "19", "19%"),
        ("en", "US", "8.875", "8.875%"),
        ("de", "DE", "19", "19 %"),
        ("de", "DE", "7.7", "7,7 %"),
        ("en", "US", "0", "0%"),
    ],
)
def test_percent(language: str, country: str, rate: str, text: str) -> None:
    assert spaced(wording(language, country).percent(Decimal(rate))) == text


def test_numbers_have_as_many_digits_as_they_have() -> None:
    assert wording("en", "US").number(Decimal("1234.0625")) == "1,234.0625"
    assert wording("de", "DE").number(1200) == "1.200"


def test_words_are_listed_and_countries_named() -> None:
    assert wording("en", "US").listed(["a", "b", "c"]) == "a, b, and c"
    assert wording("en", "GB").listed(iter(["a", "b", "c"])) == "a, b and c"
    assert [wording("de", "DE").language_name(code) for code in ("en", "qq")] == ["Englisch", "qq"]
    assert wording("en", "GB").country("DE") == "Germany"
    assert wording("de", "DE").country("NL") == "Niederlande"
    assert wording("en", "GB").country("XX") == "XX"


def test_a_letter_abroad_names_the_country() -> None:
    words = wording("en", "GB")
    home = Address(street=("1 Main Street",), postcode="12435", city="Berlin", country="DE")
    assert words.address(home, "DE") == ["1 Main Street", "12435 Berlin"]
    assert words.address(home, "FR") == ["1 Main Street", "12435 Berlin", "GERMANY"]


@pytest.mark.parametrize(
    ("count", "text"), [(1, "day"), (Decimal("1.00"), "day"), (2, "days"), (0, "days"), (Decimal("0.5"), "days")]
)
def test_plurals(count: Decimal | int, text: str) -> None:
    assert wording("en", "US").ngettext("day", "days", count) == text


@pytest.mark.parametrize(
    ("language", "count", "form"),
    [
        ("pl", 1, "one"),
        ("pl", 3, "few"),
        ("pl", 12, "many"),
        ("pl", Decimal("2.5"), "other"),
        ("en", 1, "one"),
        ("en", Decimal("0.5"), "other"),
        ("fr", 0, "one"),
        ("it", Decimal("1.00"), "one"),
    ],
)
def test_the_form_of_a_word_follows_the_language(language: str, count: Decimal | int, form: str) -> None:
    forms = {name: name for name in ("one", "few", "many", "other")}
    assert wording(language, "PL").plural(count, **forms) == form


@pytest.mark.parametrize(
    ("language", "country", "text"),
    [
        ("pt", "BR", "16/10/2026"),
        ("pt", "DE", "16/10/2026"),
        ("fr", "CA", "16 oct. 2026"),
        ("pl", "PL", "16 paź 2026"),
    ],
)
def test_a_date_in_a_table_is_narrow(language: str, country: str, text: str) -> None:
    assert wording(language, country).short_date(date(2026, 10, 16)).replace("\u00a0", " ") == text


@pytest.mark.parametrize(
    ("language", "text"), [("fr", "1er septembre 2026"), ("it", "1º settembre 2026"), ("de", "1. September 2026")]
)
def test_the_first_of_a_month(language: str, text: str) -> None:
    words = wording(language, {"fr": "FR", "it": "IT", "de": "DE"}[language])
    assert words.date(date(2026, 9, 1)).replace("\u00a0", " ") == text
    assert words.date(date(2026, 9, 11)).startswith("11")


def test_portuguese_elsewhere_is_that_of_portugal() -> None:
    assert wording("pt", "DE").tag == "pt-PT"


def test_one_form_may_serve_all() -> None:
    assert wording("pl", "PL").plural(3, other="dni") == "dni"


def test_a_translation_is_used_and_fractions_do_not_upset_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Catalogue(gettext.NullTranslations):
        def gettext(self, message: str) -> str:
            return {"Total": "Summe"}.get(message, message)

        def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
            assert isinstance(n, int)
            return msgid1 if n == 1 else msgid2

    monkeypatch.setattr(gettext, "translation", lambda *_, **__: Catalogue())
    words = Wording("de", "DE", tmp_path)
    assert (words.gettext("Total"), words.gettext("Other")) == ("Summe", "Other")
    assert words.ngettext("Stunde", "Stunden", Decimal("1.5")) == "Stunden"
    assert words.ngettext("Stunde", "Stunden", Decimal("1.0")) == "Stunde"
