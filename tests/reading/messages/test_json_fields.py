"""Objects whose fields have unexpected types."""

from __future__ import annotations

import msgspec
import pytest
from msgspec import Struct

from closeout.reading.messages.json_fault import NOT_JSON
from closeout.reading.messages.json_fields import read_fields


class Inner(Struct):
    word: str = "?"
    numbers: list[int] = []


class Outer(Struct, rename="camel"):
    first_name: str | None = None
    one: Inner | None = None
    many: list[str | Inner] = []


@pytest.mark.parametrize(
    ("json", "outer", "unread"),
    [
        (b'{"firstName": "a", "one": {"word": "b"}, "x": 5}', Outer("a", Inner("b")), set()),
        (
            b'{"firstName": 5, "one": {"word": 5, "numbers": [1, "x", 2]}}',
            Outer(one=Inner("?", [1, 2])),
            {"first_name"},
        ),
        (b'{"one": 5, "many": ["a", 5, {"word": []}]}', Outer(many=["a", Inner()]), {"one"}),
        (b'{"one": null, "many": {}}', Outer(), {"many"}),
    ],
)
def test_a_field_of_another_type_costs_only_itself(json: bytes, outer: Outer, unread: set[str]) -> None:
    found = read_fields(json, Outer)
    assert (found.value, set(found.unread)) == (outer, unread)


@pytest.mark.parametrize("json", [b"5", b"[]", b'{"a"', b"null"])
def test_what_is_no_object_is_none(json: bytes) -> None:
    with pytest.raises(NOT_JSON):
        read_fields(json, Outer)


def test_a_sound_object_is_read_as_always() -> None:
    json = b'{"firstName": "a", "many": [{"numbers": [3]}]}'
    assert read_fields(json, Outer).value == msgspec.json.decode(json, type=Outer)
