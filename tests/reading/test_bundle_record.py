"""Entries are looked up in their sources in one pass, whatever lies over what, and in little memory."""

from __future__ import annotations

import datetime as dt
import io
from hashlib import sha256
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec import json

from closeout.domain.chain import Chain, leaf_hash
from closeout.domain.manifest import BundledContract, BundledFile, Counts, Manifest
from closeout.reading import bundle_record
from closeout.reading.bundle_record import RecordCheck, RecordDiffersError, Stretches, looked_up

if TYPE_CHECKING:
    from collections.abc import Sequence

DATA = bytes(range(200))
SMALL = [(0, 3), (3, 50), (10, 2), (60, 140), (200, 0)]


def place(offset: int, length: int, digest: str | None = None) -> bundle_record.Place:
    digest = digest or sha256(DATA[offset : offset + length]).hexdigest()
    return bundle_record.Place("messages/a.txt", offset, length, digest)


def stretches(places: Sequence[bundle_record.Place]) -> Stretches:
    found = Stretches()
    for number, each in enumerate(places, 1):
        found.add(number, each)
    return found


@pytest.fixture
def in_small_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bundle_record, "_CHUNK", 7)


@settings(max_examples=60)
@given(st.lists(st.tuples(st.integers(0, 200), st.integers(0, 200)), max_size=8), st.integers(1, 210))
def test_what_stands_there_is_found_in_pieces_of_any_size(spans: list[tuple[int, int]], size: int) -> None:
    within = stretches([place(offset, min(length, 200 - offset)) for offset, length in spans])
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(bundle_record, "_CHUNK", size)
        assert looked_up(io.BytesIO(DATA), within) == (sha256(DATA).hexdigest(), None)


@pytest.mark.usefixtures("in_small_pieces")
@pytest.mark.parametrize("wrong", range(5))
def test_the_first_that_differs_is_named(wrong: int) -> None:
    places = [place(*span) for span in SMALL]
    places[wrong] = place(*SMALL[wrong], digest="5" * 64)
    places.append(place(150, 9, digest="6" * 64))
    assert looked_up(io.BytesIO(DATA), stretches(places)).differs == wrong + 1


@pytest.mark.usefixtures("in_small_pieces")
def test_what_ends_behind_the_source_differs() -> None:
    assert looked_up(io.BytesIO(DATA), stretches([place(190, 11)])).differs == 1
    assert looked_up(io.BytesIO(DATA), stretches([place(300, 1, "5" * 64)])).differs == 1


def test_entries_may_share_bytes_and_not_without_end() -> None:
    assert stretches([place(0, 200)] * 1000).fit_into(200)
    assert stretches([place(each, 200 - each) for each in range(50)]).fit_into(200)
    assert not stretches([place(each, 200 - each) for each in range(100)]).fit_into(200)


def check(content: bytes, **counts: int) -> RecordCheck:
    """Check a record of one entry, whose hashes fit."""
    chain, leaf = Chain(), leaf_hash(content)
    seal = f',"hash":"{leaf.hex()}","chain":"{chain.add(leaf).hex()}"}}\n'.encode()
    manifest = Manifest(
        format="closeout bundle 1",
        closeout="1",
        as_of=dt.date(2026, 11, 16),
        contract=BundledContract("", "", None, "", ""),
        counts=Counts(**({"entries": 1, "attachments": 0, "duplicates": 0, "not_read": 0, "redacted": 0} | counts)),
        redacted=False,
        hidden={},
        chain_head=chain.head.hex(),
        merkle_root=chain.root.hex(),
        files=(BundledFile("sources/messages/a.txt", 200, ""), BundledFile("sources/messages/b.zip", 1, "")),
        sources=(),
        recheck=(),
    )
    found = RecordCheck(manifest)
    found.run(io.BytesIO(content[:-1] + seal))
    return found


def entry(path: str) -> bytes:
    source = {"path": path, "offset": 1, "length": 2, "sha256": "5" * 64}
    return json.encode({"number": 1, "source": source, "duplicates": [], "attachments": []})


def test_only_the_archive_is_looked_for_of_what_was_in_one() -> None:
    assert list(check(entry("messages/a.txt")).stretches) == ["sources/messages/a.txt"]
    assert not check(entry("messages/b.zip/deep/chat.txt")).stretches
    for path in ("messages/c.txt", "messages/a.tx", "messages", ""):
        with pytest.raises(RecordDiffersError, match="which is not there"):
            check(entry(path))


@pytest.mark.parametrize(
    "content",
    [
        b'{"number":1,}',
        b'{"number":1,"source":null}',
        entry("messages/a.txt").replace(b'"offset":1', b'"offset":-1'),
        entry("messages/a.txt").replace(b'"length":2', b'"length":9223372036854775808'),
        entry("messages/a.txt").replace(b"5" * 64, b"5" * 63),
        entry("messages/a.txt").replace(b"a.txt", b"\xff"),
    ],
)
def test_an_entry_that_says_no_place_is_told(content: bytes) -> None:
    with pytest.raises(RecordDiffersError, match="entry 1 cannot be read"):
        check(content)
