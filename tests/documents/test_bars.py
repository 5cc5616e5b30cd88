from __future__ import annotations

from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from closeout.documents.bars import LEFT, RIGHT, draw_bars
from closeout.domain.money import Money

AMOUNTS = st.lists(st.decimals(-(10**12), 10**12, places=2), min_size=1, max_size=8)


@settings(max_examples=60)
@given(AMOUNTS)
def test_every_bar_is_inside_and_to_scale(amounts: list[Decimal]) -> None:
    chart = draw_bars((str(place), Money.of(amount, "EUR")) for place, amount in enumerate(amounts))
    span = max([Decimal(0), *amounts]) - min([Decimal(0), *amounts])
    for amount, bar in zip(amounts, chart.bars, strict=True):
        assert LEFT <= bar.x <= bar.x + bar.width <= RIGHT + 1
        assert (bar.width > 0) == bool(amount)
        assert not span or abs(bar.width - float(abs(amount) / span) * (RIGHT - LEFT)) <= 1
        assert bar.x < chart.zero or amount >= 0 or bar.width <= 1


def test_nothing_at_all_is_drawn_as_a_line() -> None:
    chart = draw_bars([("billed", Money.zero("EUR")), ("hours", Decimal(0))])
    assert [(bar.width, bar.y, bar.money) for bar in chart.bars] == [(0.0, 0, True), (0.0, 20, False)]
    assert (chart.zero, chart.height) == (LEFT, 40)


def test_what_is_owed_back_reaches_to_the_left() -> None:
    paid, back = draw_bars([("paid", Decimal(100)), ("back", Decimal(-100))]).bars
    assert (back.x, back.width) == (LEFT, 165.0)
    assert (paid.x, paid.width) == (LEFT + 165, 165.0)
