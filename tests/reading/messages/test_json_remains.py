"""JSON that breaks off or is damaged: what is whole before it is kept, in its place."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from closeout.reading.messages.json_piece import Piece
from closeout.reading.messages.json_remains import Keys, intact

LISTS: tuple[Keys, ...] = (("chats",), ("chats", "list"))
VALUES = st.recursive(
    st.none() | st.booleans() | st.floats(-9, 9) | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["list", "chats", "x"]), inner),
    max_leaves=6,
)
CUT_ITEM, CUT = "the file ends in the middle of a message", "the file ends before the export does"


def document(before: object, chats: list[list[object]]) -> dict[str, object]:
    return {"x": before, "chats": [{"name": "a", "list": each, "y": before} for each in chats], "z": before}


def kept(data: bytes, lists: tuple[Keys, ...] = LISTS) -> tuple[Any, list[tuple[str, int | None]]]:
    piece, lost = intact(Piece(7, data), "x.json", lists)
    assert piece.offset == 7
    return piece.read(object), [(each.reason, each.offset) for each in lost]


@settings(max_examples=40, deadline=None)
@given(VALUES, st.lists(st.lists(VALUES, max_size=3), max_size=3), st.sampled_from([None, 1]), st.data())
def test_every_item_before_a_cut_is_kept(
    before: object, chats: list[list[object]], indent: int | None, draw: st.DataObject
) -> None:
    whole = document(before, chats)
    data = json.dumps(whole, indent=indent).encode()
    assert intact(Piece(0, data), "x.json", LISTS) == (Piece(0, data), ())
    start = json.dumps({"x": before, "chats": []}, indent=indent).encode().rindex(b'"chats": [') + len('"chats": [')
    cut = draw.draw(st.integers(start, len(data) - 1))
    found, ((_, offset),) = kept(data[:cut])
    assert offset is not None
    lists = [chat.get("list", []) for chat in found["chats"]]
    assert lists == [chat[: len(mine)] for mine, chat in zip(lists, chats, strict=False)]
    # The list in which the file ends lacks only what begins after the place that is named.
    again, _ = kept(data[: max(start, offset - 7)])
    assert again["chats"] == found["chats"]


@pytest.mark.parametrize(
    ("data", "items", "reason", "offset"),
    [
        (b'[{"a": 1}, {"a": "b', [{"a": 1}], CUT_ITEM, 11),
        (b'[{"a": 1}, {"a": tr', [{"a": 1}], CUT_ITEM, 11),
        (b'[{"a": 1}, {"a": "\\u00', [{"a": 1}], CUT_ITEM, 11),
        (b'[{"a": 1}, {"a": "\\ud83d"}, {', [{"a": 1}, {"a": "\ufffd"}], CUT_ITEM, 28),
        (b'[{"a": 1},', [{"a": 1}], CUT, 10),
        (b'[{"a": 1} ', [{"a": 1}], CUT, 10),
        (b"[", [], CUT, 1),
        (
            b'[{"a": 1}, {"a": \x00}, {"a": 2}]',
            [{"a": 1}],
            "damaged JSON: the last 19 bytes of the file are not read",
            11,
        ),
        (b'[{"a": 1}, NaN, {"a": 2}]', [{"a": 1}], "damaged JSON: the last 14 bytes of the file are not read", 11),
        (b'[{"a": 1} {"a": 2}, {}]', [{"a": 1}], "damaged JSON: the last 13 bytes of the file are not read", 10),
        (b'[{"a": 1}]\x00\x00', [{"a": 1}], "damaged JSON: the last 2 bytes of the file are not read", 10),
        (b"[1, " + b"[" * 5000 + b"]" * 5001, [1], "damaged JSON: the last 10001 bytes of the file are not read", 4),
    ],
)
def test_where_and_how_a_file_ends_is_told(data: bytes, items: list[object], reason: str, offset: int) -> None:
    found, lost = kept(data, ((),))
    assert (found, lost) == (items, [(reason, 7 + offset)])


@pytest.mark.parametrize(
    "data", [b"", b"{", b'{"x": [1, 2', b'{"chats": {"a"', b"[1, 2", b'{5: 6, "chats": []', b"nul"]
)
def test_what_has_no_list_of_messages_is_left_as_it_is(data: bytes) -> None:
    assert intact(Piece(0, data), "x.json", LISTS) == (Piece(0, data), ())
