"""Small bundles, of a folder with a few messages and without any page, so that they are made in no time."""

from __future__ import annotations

import datetime as dt
import io
from typing import TYPE_CHECKING

from closeout.pipeline import Built, load
from closeout.pipeline.bundling import Bundle, bundle_sources
from closeout.pipeline.redacting import redacted
from tests.reading.conftest import GOOD

if TYPE_CHECKING:
    from pathlib import Path

AS_OF = dt.date(2026, 11, 16)
NOTES = """\
date,time,kind,channel,from,to,subject,text
2026-03-02,09:00,call,telephone,Ada Byron,Eve Lindqvist,Kick-off,"Eve wants the start page, 030 1234567."
2026-03-03,,note,note,Ada Byron,Café Zürich AG,,=SUM(A1)
2026-03-04,10:00,call,telephone,Café Zürich AG,Ada Byron,Start page,"Accepted, says Eve Lindqvist."
"""


def written(folder: Path) -> Path:
    """Write a folder with messages."""
    for name, content in {**GOOD, "messages/notes.csv": NOTES}.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8", newline="")
    return folder


def made(folder: Path, *, redact: bool = False) -> bytes:
    """Return the bundle of a folder, with one page for all documents."""
    stream = io.BytesIO()
    loaded = load(folder)
    seen = redacted(loaded) if redact else loaded
    documents = Built({"log.md": b"# Log\n", "notice.md": b"# Notice\n"}, ())
    Bundle(loaded, seen, AS_OF, documents, bundle_sources(loaded)).write(stream)
    return stream.getvalue()
