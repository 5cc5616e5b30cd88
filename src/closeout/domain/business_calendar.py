"""Which days are business days: neither weekend nor public holiday, where the contract is at home."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache
from typing import TYPE_CHECKING, Protocol, Self

from msgspec import Struct

if TYPE_CHECKING:
    from collections.abc import Mapping

    from holidays import HolidayBase

_DAY = timedelta(days=1)


class BusinessCalendar(Protocol):
    """Knows the days on which business is done."""

    def is_business_day(self, day: date) -> bool:
        """Tell whether business is done on `day`."""
        ...

    def holiday(self, day: date) -> str | None:
        """Return the name of the public holiday on `day`, if it is one."""
        ...


class PublicHolidays(Struct, frozen=True):
    """The weekends and public holidays of a country (ISO 3166-1 alpha-2) or of a region in it (ISO 3166-2 without DE-).

    Every country of `party.COUNTRIES` is known. The library is loaded with the first question, which takes a fifth of a
    second; to make a calendar costs nothing.
    """

    country: str
    region: str | None = None

    @classmethod
    def of(cls, code: str) -> Self:
        """Return the calendar of `DE` or `DE-BY`."""
        country, _, region = code.partition("-")
        return cls(country, region or None)

    def is_business_day(self, day: date) -> bool:
        """Tell whether `day` is neither weekend nor public holiday, or a weekend day declared to be worked."""
        return _known(self.country, self.region).is_working_day(day)

    def holiday(self, day: date) -> str | None:
        """Return the name of the public holiday on `day`, in the country's own language."""
        return _known(self.country, self.region).get(day)


def regions(country: str) -> Mapping[str, str]:
    """Return the codes of the regions in `country` whose holidays are known, by code and by name; loads the library."""
    known = _known(country, None)
    return {code: code for code in known.subdivisions} | known.subdivisions_aliases


def after_business_days(calendar: BusinessCalendar, start: date, count: int) -> date:
    """Return the business day that is the `count`th after `start`, which is not counted itself; 0 gives `start`.

    Raises OverflowError past the year 9999.
    """
    day = start
    while count:
        day += _DAY
        count -= calendar.is_business_day(day)
    return day


@cache
def _known(country: str, region: str | None) -> HolidayBase:
    from holidays import country_holidays  # noqa: PLC0415 - a notice that counts no business days never waits for it

    # Without a language, the names would be in that of whoever runs this.
    own = country_holidays(country).default_language
    return country_holidays(country, subdiv=region, language=own)
