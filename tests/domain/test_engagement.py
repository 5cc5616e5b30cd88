from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from closeout.diagnostic import Location
from closeout.domain.party import Side

if TYPE_CHECKING:
    from closeout.domain.engagement import Engagement


def test_each_side_has_its_party(engagement: Engagement) -> None:
    assert engagement.party(Side.FREELANCER).name == "Ada"
    assert engagement.party(Side.CLIENT).name == "Acme"


@pytest.mark.parametrize(
    ("path", "line"), [("contract", 5), ("contract.rate", 5), ("contract.tax.rate", 5), ("ending.by", 1), ("", 1)]
)
def test_a_place_is_that_of_the_nearest_key_that_was_written(engagement: Engagement, path: str, line: int) -> None:
    place = engagement.place(path)
    assert isinstance(place, Location)
    assert place.line == line


def test_an_engagement_cannot_change(engagement: Engagement) -> None:
    with pytest.raises(AttributeError):
        engagement.language = "de"  # type: ignore[misc] # that it is refused is the point
