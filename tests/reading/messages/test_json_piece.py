"""JSON in pieces: their places, and what is mended in them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from closeout.reading.messages import json_piece
from closeout.reading.messages.json_piece import Piece, piece_of

if TYPE_CHECKING:
    from pathlib import Path

VALUES = st.recursive(
    st.none() | st.integers(-9, 9) | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=8,
)


class Outer(msgspec.Struct):
    inner: msgspec.Raw


class Word(msgspec.Struct):
    word: str


@given(st.lists(VALUES, max_size=6), st.sampled_from([None, 2]), st.booleans())
def test_every_item_is_found_where_it_stands(values: list[object], indent: int | None, ascii_only: bool) -> None:  # noqa: FBT001
    data = json.dumps({"inner": values}, indent=indent, ensure_ascii=ascii_only).encode("utf-8", "replace")
    whole = Piece(100, data)
    outer = whole.read(Outer)
    assert outer is not None
    items = whole.inside(outer.inner).items()
    assert items is not None
    assert [json.loads(item.data) for item in items] == values
    assert all(data[item.offset - 100 :].startswith(item.data) for item in items)


@pytest.mark.parametrize(
    ("source", "word"),
    [
        (rb'"\ud83d\ude00"', "\N{GRINNING FACE}"),
        (rb'"a\ud83d"', "a\ufffd"),
        (rb'"\ude00b"', "\ufffdb"),
        (rb'"\\ud83d\ud83d"', "\\ud83d\ufffd"),
        (b'"a\xffb"', "a?b"),
    ],
)
def test_broken_characters_cost_only_themselves(source: bytes, word: str) -> None:
    data = b'[ {"word": %s}, {"word": "next"}]' % source
    items = Piece(0, data).items()
    assert items is not None
    assert [item.read(Word) for item in items] == [Word(word), Word("next")]
    assert data[items[0].offset :].startswith(items[0].data)
    assert items[0].data == b'{"word": %s}' % source


@pytest.mark.parametrize("data", [b"", b"{", b"{}", b"[1", b"[" * 100_000, b"null", b"\x00"])
def test_what_is_no_list_has_no_items(data: bytes) -> None:
    assert Piece(0, data).items() is None


def test_a_mark_before_the_text_is_left_out_and_a_large_file_is_not_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "x.json"
    path.write_bytes(b"\xef\xbb\xbf[]")
    assert piece_of(path) == Piece(3, b"[]")
    monkeypatch.setattr(json_piece, "LARGEST", 4)
    assert piece_of(path) is None
