"""Entries of a register, from a few words."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import msgspec
import pytest

from closeout.domain.ledger import EntryKind
from closeout.register.entries import Entry

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

DAY = dt.date(2026, 11, 30)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Return where a register may lie, in a folder that is not there yet."""
    return tmp_path / "data" / "register.sqlite3"


@pytest.fixture
def entry() -> Callable[..., Entry]:
    """Return a builder of entries: the invoice of that count in the series A1, A2, …."""

    def build(count: int, /, **changes: object) -> Entry:
        values: dict[str, object] = {
            "number": f"A{count}",
            "kind": EntryKind.INVOICE,
            "series": "A{n}",
            "count": count,
            "known": 0,
            "engagement": f"engagement {count}",
            "title": "Website \x1b[31m",
            "credits": None,
            "issue_date": DAY,
            "as_of": DAY,
            "issued_at": dt.datetime(2026, 11, 30, 12, 0, 1, 5, tzinfo=dt.UTC),
            "version": "0.1.0",
            "amount": "119.00",
            "currency": "EUR",
            **changes,
        }
        content = msgspec.json.encode({"number": values["number"]})
        return Entry(**{"content": content, **values})  # type: ignore[arg-type]

    return build
