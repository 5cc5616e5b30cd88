from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from closeout.reading.imports.entry import described, one_line
from closeout.reading.source import CONTROL


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        (("Design", "Task"), "Design"),
        (("", " \t", "Task"), "Task"),
        ((None, "\u202e\x00", "Project"), "Project"),
        ((None, ""), ""),
    ],
)
def test_the_first_text_that_says_anything_is_the_description(texts: tuple[str | None, ...], expected: str) -> None:
    assert described(*texts) == expected


@given(st.text())
def test_one_line_has_nothing_that_a_file_may_not_hold(text: str) -> None:
    line = one_line(text)
    assert CONTROL.search(line) is None
    assert line == line.strip() == one_line(line)
    assert len(line.splitlines()) <= 1
