"""Files that an export names but does not hold."""

from __future__ import annotations

from closeout.domain.correspondence import Attachment
from closeout.reading.messages.characters import clean_line
from closeout.reading.messages.companions import media_type_of


def absent(name: str | None, media_type: str | None = None, size: int | None = None) -> Attachment:
    """Return a file without a hash; `size` is in bytes, as the export tells it."""
    name, media_type = clean_line(name or ""), clean_line(media_type or "").lower()
    return Attachment(name=name, media_type=media_type or media_type_of(name), size=size, sha256=None)
