from __future__ import annotations

import pytest

from closeout.diagnostic import Location
from closeout.reading.node import ScalarNode


@pytest.mark.parametrize("text", ["", "~", "null", "Null", "NULL"])
def test_nothing_is_written_in_five_ways(text: str) -> None:
    assert ScalarNode(text, Location("f")).empty
    assert not ScalarNode(text, Location("f"), plain=False).empty


@pytest.mark.parametrize("text", ["nULL", "none", "0", "-", " "])
def test_other_text_is_something(text: str) -> None:
    assert not ScalarNode(text, Location("f")).empty
