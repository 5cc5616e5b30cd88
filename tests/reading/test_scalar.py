from __future__ import annotations

import datetime as dt
import re
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from closeout.diagnostic import Code
from closeout.domain.money import Money
from closeout.domain.notice_period import NoticePeriod, PeriodEnd
from closeout.domain.period import Period, Unit
from closeout.reading.scalar import FORMS, READERS, ScalarError

# From the registry of ISO 13616.
IBANS = (
    "DE89370400440532013000",
    "GB29NWBK60161331926819",
    "FR1420041010050500013M02606",
    "NL91ABNA0417164300",
    "CH9300762011623852957",
    "NO9386011117947",
    "MT84MALT011000012345MTLCAST001S",
)
ANY = st.text() | st.text("0123456789.,-+_eE: '٣½")


def refusal(kind: object, text: str) -> tuple[Code, str | None]:
    """Return the code and the hint with which `text` is refused."""
    reader = FORMS[kind] if isinstance(kind, str) else READERS[kind]
    with pytest.raises(ScalarError) as caught:
        reader(text)
    return caught.value.code, caught.value.hint


def accepts(kind: object, text: str) -> bool:
    reader = FORMS[kind] if isinstance(kind, str) else READERS[kind]
    try:
        reader(text)
    except ScalarError:
        return False
    return True


@given(st.dates(dt.date(1900, 1, 1), dt.date(2199, 12, 31)))
def test_dates_round_trip(date: dt.date) -> None:
    assert READERS[dt.date](f"{date.year}-{date.month:02}-{date.day:02}") == date


@given(ANY | st.from_regex(r"[0-9]{3,5}-[0-9]{1,3}-[0-9]{1,3}", fullmatch=True))
def test_only_canonical_dates_are_read(text: str) -> None:
    if accepts(dt.date, text):
        assert str(READERS[dt.date](text)) == text


@pytest.mark.parametrize("year", ["0001", "1899", "2200", "9999"])
def test_years_that_cannot_be_right(year: str) -> None:
    assert refusal(dt.date, f"{year}-06-15") == (Code.BAD_DATE, "check the year")


@given(st.integers(-(10**15) + 1, 10**15 - 1), st.integers(0, 12))
def test_decimals_round_trip(digits: int, places: int) -> None:
    number = Decimal(digits).scaleb(-places)
    assert READERS[Decimal](f"{number:f}") == number


@given(ANY)
def test_only_canonical_decimals_are_read(text: str) -> None:
    if accepts(Decimal, text):
        assert re.fullmatch("-?[0123456789]+([.][0123456789]+)?", text)
        number = READERS[Decimal](text)
        assert isinstance(number, Decimal)
        assert Fraction(number) == Fraction(text)


@pytest.mark.parametrize("text", ["-0", "-0.00", "0"])
def test_nothing_has_no_sign(text: str) -> None:
    number = READERS[Decimal](text)
    assert isinstance(number, Decimal)
    assert not number.is_signed()


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("85,00", "write a decimal point: 85.00"),
        ("-1234,5", "write a decimal point: -1234.5"),
        ("1,250", "leave out the separators: 1250"),
        ("-1.250,50", "leave out the separators: -1250.50"),
        ("1,250,000.50", "leave out the separators: 1250000.50"),
        ("1.250.000", "leave out the separators: 1250000"),
        ("12 500,5", "leave out the separators: 12500.5"),
        ("1\u2019250.00", "leave out the separators: 1250.00"),
        ("1,250.000,00", "write digits and a decimal point, such as 1250.50"),
        ("1,25,000", "write digits and a decimal point, such as 1250.50"),
        ("Infinity", "write digits and a decimal point, such as 1250.50"),
    ],
)
def test_the_hint_tells_what_to_write(text: str, hint: str) -> None:
    assert refusal(Decimal, text) == (Code.BAD_NUMBER, hint)


@given(st.integers(0, 999_999_999))
def test_whole_numbers_round_trip(number: int) -> None:
    assert READERS[int](str(number)) == number


@pytest.mark.parametrize("text", ["-1", "+1", "1.0", "1_000", "1e3", "\u0663", "0x1", "1 000", "1000000000"])
def test_other_whole_numbers_are_refused(text: str) -> None:
    assert refusal(int, text) == (Code.BAD_NUMBER, "write digits only, such as 14")


@pytest.mark.parametrize(
    ("text", "truth"),
    [("true", True), ("Yes", True), ("ON", True), ("false", False), ("No", False), ("off", False)],
)
def test_yes_and_no(text: str, truth: bool) -> None:  # noqa: FBT001 - a table of them
    assert READERS[bool](text) is truth


@pytest.mark.parametrize("text", ["y", "n", "1", "0", "ja", "truth"])
def test_neither_yes_nor_no(text: str) -> None:
    assert refusal(bool, text) == (Code.BAD_CHOICE, "write true or false")


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("14 days", Period(14, Unit.DAY)),
        ("1 Day", Period(1, Unit.DAY)),
        ("2  weeks", Period(2, Unit.WEEK)),
        ("1 month", Period(1, Unit.MONTH)),
        ("P14D", Period(14, Unit.DAY)),
        ("P2W", Period(2, Unit.WEEK)),
        ("P3M", Period(3, Unit.MONTH)),
        ("1 year", Period(1, Unit.YEAR)),
        ("3 working days", Period(3, Unit.BUSINESS_DAY)),
    ],
)
def test_periods(text: str, period: Period) -> None:
    assert READERS[Period](text) == period


@pytest.mark.parametrize("text", ["14", "14days", "-1 days", "1.5 months", "P1M2D", "PT1H", "p1m", "end of a week"])
def test_no_periods(text: str) -> None:
    code, hint = refusal(Period, text)
    assert code is Code.BAD_PERIOD
    assert hint is not None
    assert hint.startswith("write '14 days', '10 business days', '2 weeks', '1 month' or ISO 8601")


@given(st.builds(Period, st.integers(0, 999), st.sampled_from(Unit)), st.sampled_from(PeriodEnd))
def test_notice_periods(period: Period, end: PeriodEnd) -> None:
    notice = NoticePeriod(period, end)
    assert READERS[NoticePeriod](str(notice)) == notice


@given(ANY | st.text("0123456789 thdaysweekmonthendofquarterby"))
def test_no_text_is_worse_than_a_wrong_period(text: str) -> None:
    assert accepts(NoticePeriod, text) or refusal(NoticePeriod, text)[0] is Code.BAD_PERIOD


@pytest.mark.parametrize("code", ["DE", "DE-BY", "DE-HH", "US-CA", "GB-SCT", "CH-ZH", "ES-CT", "FR"])
def test_holidays(code: str) -> None:
    assert FORMS["holidays"](code) == code


@pytest.mark.parametrize(
    ("text", "code", "hint"),
    [
        ("de", Code.BAD_REGION, "did you mean 'DE'?"),
        ("de-by", Code.BAD_REGION, "did you mean 'DE-BY'?"),
        ("UK-ENG", Code.BAD_COUNTRY, "did you mean 'GB'?"),
        ("Germany", Code.BAD_COUNTRY, "write the two letters of ISO 3166-1, such as DE, GB or US"),
        ("DE-by", Code.BAD_REGION, "did you mean 'DE-BY'?"),
        ("DE-Bayern", Code.BAD_REGION, "did you mean 'DE-BY'?"),
        ("US-Californa", Code.BAD_REGION, "did you mean 'US-CA'?"),
        ("GB-XX", Code.BAD_REGION, "known there: ENG, NIR, SCT, WLS; or write GB"),
        ("GB-", Code.BAD_REGION, "known there: ENG, NIR, SCT, WLS; or write GB"),
        ("AW-X", Code.BAD_REGION, "for the whole country write AW"),
    ],
)
def test_no_holidays(text: str, code: Code, hint: str) -> None:
    assert refusal("holidays", text) == (code, hint)


@pytest.mark.parametrize(
    ("text", "hours"),
    [
        ("7:30", "7.5"),
        ("0:20", "0.333333333333"),
        ("0:40", "0.666666666667"),
        ("12:00", "12"),
        ("20:00", "20"),
        ("7.25", "7.25"),
    ],
)
def test_hours(text: str, hours: str) -> None:
    assert str(FORMS["hours"](text)) == hours


@given(st.integers(0, 9999), st.integers(0, 59))
def test_hours_are_a_minute_exact(hours: int, minutes: int) -> None:
    number = FORMS["hours"](f"{hours}:{minutes:02}")
    assert isinstance(number, Decimal)
    assert abs(Fraction(number) - hours - Fraction(minutes, 60)) <= Fraction(1, 20_000)


@pytest.mark.parametrize("text", ["7:60", "7:5", "-7:30", "7:30:00", ":30", "7h", "7,5"])
def test_no_hours(text: str) -> None:
    assert refusal("hours", text)[0] is Code.BAD_NUMBER


@pytest.mark.parametrize("text", ["00:00", "09:30", "23:59"])
def test_times_of_day(text: str) -> None:
    assert FORMS["time"](text) == text


@pytest.mark.parametrize("text", ["9:30", "24:00", "09:60", "09:30:00", "9.30", "0930", "9 am", "\u0660\u0669:30"])
def test_no_times_of_day(text: str) -> None:
    assert refusal("time", text) == (Code.BAD_TIME, "write hours and minutes, such as 09:30")


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("de", "did you mean 'DE'?"),
        ("uk", "did you mean 'GB'?"),
        ("EU", "write the two letters of ISO 3166-1, such as DE, GB or US"),
        ("DEU", "write the two letters of ISO 3166-1, such as DE, GB or US"),
    ],
)
def test_no_countries(text: str, hint: str) -> None:
    assert refusal("country", text) == (Code.BAD_COUNTRY, hint)


def test_what_other_readers_take_for_false_is_a_country() -> None:
    assert FORMS["country"]("NO") == "NO"


@pytest.mark.parametrize(
    ("text", "hint"), [("usd", "did you mean 'USD'?"), ("XAU", "write its ISO 4217 code, such as EUR")]
)
def test_no_currencies(text: str, hint: str) -> None:
    assert FORMS["currency"]("USD") == "USD"
    assert refusal("currency", text) == (Code.BAD_CURRENCY, hint)


@pytest.mark.parametrize("text", ["UTC", "Europe/Berlin", "America/Argentina/Buenos_Aires"])
def test_time_zones(text: str) -> None:
    assert FORMS["time zone"](text) == text


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("Europe/Berlim", "did you mean 'Europe/Berlin'?"),
        ("america/los_angles", "did you mean 'America/Los_Angeles'?"),
        ("+01:00", "write an IANA name, such as Europe/Berlin"),
        ("/etc/passwd", "write an IANA name, such as Europe/Berlin"),
        ("x" * 5000, "write an IANA name, such as Europe/Berlin"),
    ],
)
def test_no_time_zones(text: str, hint: str) -> None:
    assert refusal("time zone", text) == (Code.BAD_TIME_ZONE, hint)


@pytest.mark.apart
@given(st.text(st.characters(exclude_categories=["Cs"]), min_size=1))
def test_no_text_as_a_time_zone_raises(text: str) -> None:
    if accepts("time zone", text):
        assert text.isascii()


@pytest.mark.parametrize("text", ["EN", "eng", "de-AT", "d", ""])
def test_no_languages(text: str) -> None:
    assert FORMS["language"]("de") == "de"
    assert refusal("language", text) == (Code.BAD_LANGUAGE, "write two small letters, such as en")


@pytest.mark.parametrize("text", ["a@b.example", "a.b+c@d-e.example", "用户@例え.example", "o'neil@x.example"])
def test_addresses(text: str) -> None:
    assert FORMS["email"](text) == text


@pytest.mark.parametrize(
    "text", ["a", "a@", "@b", "a@b@c", "a b@c", "A <a@b>", "a@b,c@d", "mailto:a@b", "a@b\r\nBcc: c@d", "x" * 65 + "@b"]
)
def test_no_addresses(text: str) -> None:
    assert refusal("email", text) == (Code.BAD_EMAIL, "write the bare address: name@example.com")


@pytest.mark.parametrize("iban", IBANS)
def test_ibans_are_read_however_they_are_spaced(iban: str) -> None:
    groups = FORMS["iban"](iban)
    assert isinstance(groups, str)
    assert groups.replace(" ", "") == iban
    assert re.fullmatch("(.{4} )*.{1,4}", groups)
    assert FORMS["iban"]("\u00a0".join(iban.lower())) == groups
    assert FORMS["iban"](groups) == groups


@given(st.sampled_from(IBANS), st.data())
def test_an_iban_with_one_wrong_digit_is_refused(iban: str, data: st.DataObject) -> None:
    place = data.draw(st.sampled_from([each.start() for each in re.finditer("[0-9]", iban)]))
    digit = data.draw(st.sampled_from("0123456789"))
    assume(digit != iban[place])
    wrong = iban[:place] + digit + iban[place + 1 :]
    assert refusal("iban", wrong) == (Code.BAD_IBAN, "compare it with your bank statement, digit by digit")


@pytest.mark.parametrize("iban", IBANS)
def test_an_iban_with_two_digits_exchanged_is_refused(iban: str) -> None:
    places = [n for n in range(len(iban) - 1) if iban[n : n + 2].isdigit() and iban[n] != iban[n + 1]]
    assert len(places) > 5
    for place in places:
        wrong = iban[:place] + iban[place + 1] + iban[place] + iban[place + 2 :]
        assert refusal("iban", wrong)[0] is Code.BAD_IBAN


@pytest.mark.parametrize("text", ["", "DE89", "89370400440532013000", "DE8937040044053201300Ä", "D" * 40, "DE89-3704"])
def test_no_ibans(text: str) -> None:
    assert refusal("iban", text) == (Code.BAD_IBAN, "it starts with a country code and two digits")


@given(st.sampled_from([*READERS, *FORMS]), st.text())
def test_no_text_makes_a_reader_raise_anything_else(kind: object, text: str) -> None:
    assert accepts(kind, text) in {True, False}


@pytest.mark.parametrize(
    ("hours", "rate", "amount"), [("6:40", 80, "533.33"), ("7:20", 80, "586.67"), ("0:20", 1500, "500.00")]
)
def test_hours_and_minutes_are_worth_what_they_are_to_the_cent(hours: str, rate: int, amount: str) -> None:
    quantity = FORMS["hours"](hours)
    assert isinstance(quantity, Decimal)
    assert str(Money.of(quantity * rate, "EUR").amount) == amount
