"""Money: a decimal amount in one ISO 4217 currency, always rounded to that currency's minor units.

Rounding has this one home: half away from zero, as EN 16931 and commercial practice round.
"""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING, Self

from msgspec import Struct

if TYPE_CHECKING:
    from collections.abc import Iterable

# ISO 4217 list one, without funds, metals and testing codes.
CURRENCIES = frozenset(
    (
        "AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BHD BIF BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF CLP "
        "CNY COP CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GNF GTQ GYD HKD HNL HTG "
        "HUF IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD MAD MDL "
        "MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR "
        "RON RSD RUB RWF SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TND TOP TRY TTD TWD "
        "TZS UAH UGX USD UYU UZS VED VES VND VUV WST XAF XCD XCG XOF XPF YER ZAR ZMW ZWG"
    ).split()
)

_NO_MINOR_UNIT = frozenset("BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX VND VUV XAF XOF XPF".split())
_THREE_DIGITS = frozenset("BHD IQD JOD KWD LYD OMR TND".split())


def minor_digits(currency: str) -> int:
    """Return how many decimal digits amounts in `currency` have (ISO 4217)."""
    if currency in _NO_MINOR_UNIT:
        return 0
    return 3 if currency in _THREE_DIGITS else 2


class CurrencyMixError(ValueError):
    """Two currencies met in one sum: a bug of ours, as an engagement has one currency."""


class Money(Struct, frozen=True):
    """An amount in a currency. Build it with `Money.of`, which rounds to the minor unit."""

    amount: Decimal
    currency: str

    @classmethod
    def of(cls, amount: Decimal | int, currency: str) -> Self:
        """Round `amount`, half away from zero, to the minor unit of `currency`."""
        unit = Decimal(1).scaleb(-minor_digits(currency))
        return cls(Decimal(amount).quantize(unit, rounding=ROUND_HALF_UP), currency)

    @classmethod
    def zero(cls, currency: str) -> Self:
        """Return nothing, in `currency`."""
        return cls.of(0, currency)

    @classmethod
    def total(cls, moneys: Iterable[Self], currency: str) -> Self:
        """Add `moneys` up; the empty sum is zero `currency`."""
        result = cls.zero(currency)
        for money in moneys:
            result = result + money
        return result

    def __add__(self, other: Self) -> Self:
        """Add an amount of the same currency."""
        return self._with(self.amount + other.amount, other)

    def __sub__(self, other: Self) -> Self:
        """Subtract an amount of the same currency."""
        return self._with(self.amount - other.amount, other)

    def __neg__(self) -> Self:
        """Turn a charge into a credit."""
        return type(self)(-self.amount, self.currency)

    def __lt__(self, other: Self) -> bool:
        """Compare with an amount of the same currency."""
        return self._with(self.amount, other).amount < other.amount

    def __bool__(self) -> bool:
        """Tell whether there is any amount."""
        return bool(self.amount)

    def share(self, part: Decimal, whole: Decimal) -> Self:
        """Return `part`/`whole` of this amount, rounded."""
        return self.of(self.amount * part / whole, self.currency)

    def _with(self, amount: Decimal, other: Self) -> Self:
        if other.currency != self.currency:
            message = f"{self.currency} and {other.currency} in one sum"
            raise CurrencyMixError(message)
        return type(self)(amount, self.currency)
