from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from closeout.diagnostic import Report
from closeout.reading.imports.json_list import JsonList

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=8,
)


def read(text: str) -> tuple[list[Any], list[str], list[str]]:
    """Return the items, their places, and the problems."""
    report = Report()
    pairs = list(JsonList(text, "f").items(report))
    problems = [f"{each.location}: {each.message}" for each in report.diagnostics]
    return [item for item, _ in pairs], [str(place) for _, place in pairs], problems


@given(st.lists(VALUES), st.sampled_from([None, 0, 3]))
def test_items_are_what_was_written(values: list[object], indent: int | None) -> None:
    text = f" {json.dumps(values, indent=indent, ensure_ascii=False)}\n"
    items, places, problems = read(text)
    assert (items, problems) == (values, [])
    lines = text.split("\n")
    for value, place in zip(values, places, strict=True):
        _, line, column = place.split(":")
        rest = "\n".join([lines[int(line) - 1][int(column) - 1 :], *lines[int(line) :]])
        assert json.JSONDecoder().raw_decode(rest)[0] == value


@pytest.mark.parametrize(
    ("text", "count", "problem"),
    [
        ("[1, 2", 2, "f:1:6: this is not valid JSON: a comma or ] is missing"),
        ("[1\n 2]", 1, "f:1:3: this is not valid JSON: a comma or ] is missing"),
        ('[1,\n{"a": }]', 1, "f:2:7: this is not valid JSON: Expecting value"),
        ("[1]\n[2]", 1, "f:2:1: this is not valid JSON: something follows the list"),
        ("[1,]", 1, "f:1:4: this is not valid JSON: Expecting value"),
        ("[1e9999999999999999999999]", 0, "f:1:2: this is not valid JSON: a number or a nesting in it cannot be read"),
        ("[NaN]", 0, "f:1:2: this is not valid JSON: a number or a nesting in it cannot be read"),
        (f"[{'9' * 5000}]", 0, "f:1:2: this is not valid JSON: a number or a nesting in it cannot be read"),
        (f"[{'[' * 99_999}", 0, "f:1:2: this is not valid JSON: a number or a nesting in it cannot be read"),
    ],
)
def test_what_is_no_json_has_its_place(text: str, count: int, problem: str) -> None:
    items, _, problems = read(text)
    assert len(items) == count
    assert problems == [problem]


def test_what_is_no_list_has_no_items() -> None:
    assert read('{"a": 1}') == ([], [], [])
    assert read("[ ]\n") == ([], [], [])


def test_decimals_are_exact() -> None:
    assert read("[0.1]")[0] == [Decimal("0.1")]
