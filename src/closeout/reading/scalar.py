"""Text into values, one strict reader for each kind: only what a person would read the same way is accepted."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from closeout.diagnostic import Code, nearest
from closeout.domain.business_calendar import regions
from closeout.domain.money import CURRENCIES
from closeout.domain.notice_period import NoticePeriod
from closeout.domain.party import COUNTRIES
from closeout.domain.period import Period
from closeout.domain.quantity import trimmed
from closeout.reading.identifier import bic_flaw, iban_flaw, reference_flaw, vat_flaw
from closeout.reading.period_hint import notice_period_hint

if TYPE_CHECKING:
    from collections.abc import Callable

    from closeout.reading.identifier import Flaw

_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_NUMBER = re.compile(r"-?[0-9]{1,15}(\.[0-9]{1,12})?")
_GROUPED = re.compile(r"(-?[0-9]{1,3}([.,'\u2019 \u00a0\u202f])[0-9]{3}(?:\2[0-9]{3})*)(?:[.,]([0-9]+))?")
_COMMA = re.compile(r"-?[0-9]+,[0-9]+")
_HOURS = re.compile(r"([0-9]{1,4}):([0-5][0-9])")
_TIME = re.compile(r"([01][0-9]|2[0-3]):[0-5][0-9]")
_EMAIL = re.compile(r"[^@\s<>()\[\],;:\\\"]{1,64}@[^@\s<>()\[\],;:\\\"]{1,253}")
_YEARS = range(1900, 2200)  # a contract of another year is a slip of the finger
_TRUE = frozenset({"true", "yes", "on"})
_FALSE = frozenset({"false", "no", "off"})
_HOUR_DIGITS = Decimal("1e-12")  # a third of an hour, fine enough for any price


class ScalarError(Exception):
    """The text is no value of the kind that is wanted here."""

    def __init__(self, code: Code, message: str, hint: str | None = None) -> None:
        """Say what is wrong and how to mend it."""
        super().__init__(message)
        self.code = code
        self.message = message
        self.hint = hint


def _text(text: str) -> str:
    return text.strip()


def _date(text: str) -> date:
    if _DATE.fullmatch(text):
        try:
            day = date.fromisoformat(text)
        except ValueError:
            raise ScalarError(Code.BAD_DATE, f"there is no day {text}", "check month and day") from None
        if day.year in _YEARS:
            return day
        raise ScalarError(Code.BAD_DATE, f"the year of {text} cannot be right", "check the year")
    raise ScalarError(Code.BAD_DATE, f"'{text}' is not a date", "write year-month-day, such as 2026-03-31")


def _decimal(text: str) -> Decimal:
    if _NUMBER.fullmatch(text):
        number = Decimal(text)
        return number or abs(number)  # -0 is 0
    hint = "write digits and a decimal point, such as 1250.50"
    if grouped := _GROUPED.fullmatch(text):
        whole, _, part = grouped.groups()
        hint = f"leave out the separators: {re.sub('[^0-9-]', '', whole)}{f'.{part}' if part else ''}"
    elif _COMMA.fullmatch(text):
        hint = f"write a decimal point: {text.replace(',', '.')}"
    raise ScalarError(Code.BAD_NUMBER, f"'{text}' is not a number", hint)


def _integer(text: str) -> int:
    if re.fullmatch("[0-9]{1,9}", text):
        return int(text)
    raise ScalarError(Code.BAD_NUMBER, f"'{text}' is not a whole number", "write digits only, such as 14")


def _boolean(text: str) -> bool:
    word = text.lower()
    if word in _TRUE | _FALSE:
        return word in _TRUE
    raise ScalarError(Code.BAD_CHOICE, f"'{text}' is neither yes nor no", "write true or false")


def _period(text: str) -> Period:
    try:
        return Period.parse(text)
    except ValueError:
        hint = "write '14 days', '10 business days', '2 weeks', '1 month' or ISO 8601 such as P14D"
        raise ScalarError(Code.BAD_PERIOD, f"'{text}' is not a period", hint) from None


def _notice_period(text: str) -> NoticePeriod:
    try:
        return NoticePeriod.parse(text)
    except ValueError:
        raise ScalarError(Code.BAD_PERIOD, f"'{text}' is not a notice period", notice_period_hint(text)) from None


def _hours(text: str) -> Decimal:
    match = _HOURS.fullmatch(text)
    if match is None:
        return _decimal(text)
    hours, minutes = match.groups()
    return trimmed((Decimal(hours) + Decimal(minutes) / 60).quantize(_HOUR_DIGITS))


def _country(text: str) -> str:
    if text in COUNTRIES:
        return text
    hint = "write the two letters of ISO 3166-1, such as DE, GB or US"
    if text.upper() in COUNTRIES:
        hint = f"did you mean '{text.upper()}'?"
    elif text.upper() == "UK":
        hint = "did you mean 'GB'?"
    raise ScalarError(Code.BAD_COUNTRY, f"'{text}' is not a country code", hint)


def _holidays(text: str) -> str:
    if text != text.upper() and _is_region(text.upper()):
        raise ScalarError(Code.BAD_REGION, f"'{text}' is not written in capitals", f"did you mean '{text.upper()}'?")
    country, dash, region = text.partition("-")
    _country(country)
    if not dash:
        return text
    known = regions(country)
    if region in known.values():
        return text
    names = {name.lower(): code for name, code in known.items()}
    near = nearest(region, names)
    codes = f"known there: {', '.join(sorted(set(known.values())))}; or" if known else "for the whole country"
    hint = f"did you mean '{country}-{names[near]}'?" if near else f"{codes} write {country}"
    raise ScalarError(Code.BAD_REGION, f"'{text}' is not a region whose holidays are known", hint)


def _is_region(text: str) -> bool:
    country, dash, region = text.partition("-")
    return country in COUNTRIES and (not dash or region in regions(country).values())


def _currency(text: str) -> str:
    if text in CURRENCIES:
        return text
    hint = f"did you mean '{text.upper()}'?" if text.upper() in CURRENCIES else "write its ISO 4217 code, such as EUR"
    raise ScalarError(Code.BAD_CURRENCY, f"'{text}' is not a currency code", hint)


def _time_zone(text: str) -> str:
    from zoneinfo import ZoneInfo, available_timezones  # noqa: PLC0415 - most engagements never need it twice

    try:
        ZoneInfo(text)
    except (KeyError, ValueError, OSError):
        zones = {zone.lower(): zone for zone in available_timezones()}
        hint = "write an IANA name, such as Europe/Berlin"
        near = nearest(text, zones)
        if near:
            hint = f"did you mean '{zones[near]}'?"
        raise ScalarError(Code.BAD_TIME_ZONE, f"'{text}' is not a time zone", hint) from None
    return text


def _language(text: str) -> str:
    if re.fullmatch("[a-z]{2}", text):
        return text
    raise ScalarError(Code.BAD_LANGUAGE, f"'{text}' is not a language code", "write two small letters, such as en")


def _email(text: str) -> str:
    if _EMAIL.fullmatch(text):
        return text
    raise ScalarError(Code.BAD_EMAIL, f"'{text}' is not an e-mail address", "write the bare address: name@example.com")


def _iban(text: str) -> str:
    """Check an IBAN and set the groups of four."""
    _raise_flaw(Code.BAD_IBAN, iban_flaw(text))
    compact = re.sub(r"\s", "", text).upper()
    return " ".join(compact[place : place + 4] for place in range(0, len(compact), 4))


def _bic(text: str) -> str:
    compact = re.sub(r"\s", "", text).upper()
    _raise_flaw(Code.BAD_BIC, bic_flaw(compact))
    return compact


def _vat_id(text: str) -> str:
    _raise_flaw(Code.BAD_VAT_ID, vat_flaw(text))
    return text


def _payment_reference(text: str) -> str:
    _raise_flaw(Code.BAD_REFERENCE, reference_flaw(text))
    return text


def _raise_flaw(code: Code, flaw: Flaw | None) -> None:
    if flaw is not None:
        raise ScalarError(code, flaw.message, flaw.hint)


def _clock_time(text: str) -> str:
    if _TIME.fullmatch(text):
        return text
    raise ScalarError(Code.BAD_TIME, f"'{text}' is not a time of day", "write hours and minutes, such as 09:30")


READERS: dict[object, Callable[[str], object]] = {
    str: _text,
    date: _date,
    Decimal: _decimal,
    int: _integer,
    bool: _boolean,
    Period: _period,
    NoticePeriod: _notice_period,
}
"""The reader for each type of a field."""

FORMS: dict[str, Callable[[str], object]] = {
    "bic": _bic,
    "country": _country,
    "currency": _currency,
    "email": _email,
    "holidays": _holidays,
    "hours": _hours,
    "iban": _iban,
    "language": _language,
    "payment reference": _payment_reference,
    "time": _clock_time,
    "time zone": _time_zone,
    "vat id": _vat_id,
}
"""The reader for each form that a field's annotation names (`Meta(extra={"form": …})`)."""
