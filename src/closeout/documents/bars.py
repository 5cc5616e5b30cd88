"""A picture of amounts that are compared: a horizontal bar for each, from a common line of zero."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Final

from msgspec import Struct

from closeout.domain.money import Money

if TYPE_CHECKING:
    from collections.abc import Iterable

LEFT: Final = 190  # where bars may begin; names stand before it
RIGHT: Final = 520  # where they end; amounts stand behind it, and have room for 12 digits and their currency
_ROW: Final = 20
_THIN: Final = 0.8  # the least width of a bar that is not empty


class Bar(Struct, frozen=True, kw_only=True):
    """An amount, and where its bar is. `name` is the user's own word, or one that the page translates."""

    name: str
    value: Money | Decimal
    x: float
    y: int
    width: float

    @property
    def money(self) -> bool:
        """Whether it is an amount of money."""
        return isinstance(self.value, Money)


class Bars(Struct, frozen=True, kw_only=True):
    """The picture, in units of its own; `zero` is where the line stands."""

    bars: tuple[Bar, ...]
    zero: float
    height: int


def draw_bars(amounts: Iterable[tuple[str, Money | Decimal]]) -> Bars:
    """Draw one bar for each amount, all to one scale; what is negative reaches to the left."""
    named = tuple(amounts)
    values = [_number(value) for _, value in named]
    low, high = min([Decimal(0), *values]), max([Decimal(0), *values])
    span = high - low or Decimal(1)

    def x(value: Decimal) -> float:
        return round(float(LEFT + (value - low) * (RIGHT - LEFT) / span), 1)

    zero = x(Decimal(0))
    bars = tuple(
        Bar(
            name=name,
            value=value,
            x=min(x(number), zero),
            y=_ROW * place,
            width=_width(x(number) - zero) if number else 0.0,
        )
        for place, ((name, value), number) in enumerate(zip(named, values, strict=True))
    )
    return Bars(bars=bars, zero=zero, height=_ROW * len(bars))


def _number(value: Money | Decimal) -> Decimal:
    return value.amount if isinstance(value, Money) else value


def _width(length: float) -> float:
    return max(round(abs(length), 1), _THIN)
