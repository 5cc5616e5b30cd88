"""The parts of a multimedia message: its text, and pictures and other files in base64."""

from __future__ import annotations

import binascii
from hashlib import sha256
from typing import TYPE_CHECKING, Final

from closeout.domain.correspondence import Attachment
from closeout.reading.messages.absent import absent

if TYPE_CHECKING:
    from collections.abc import Iterator

_TEXT: Final = "text/plain"
_LAYOUT: Final = "application/smil"


def text_of_parts(parts: tuple[dict[str, str], ...]) -> str:
    """Return the texts, one below the other."""
    texts = (part.get("text", "") for part in parts if part.get("ct") == _TEXT)
    return "\n".join(text for text in texts if text)


def attachments_of(parts: tuple[dict[str, str], ...]) -> Iterator[Attachment]:
    """Yield what is neither text nor the layout of the message."""
    for part in parts:
        media_type = part.get("ct", "")
        if media_type in (_TEXT, _LAYOUT):
            continue
        name = part.get("name") or part.get("cl") or part.get("fn") or media_type.replace("/", ".")
        yield _with_content(absent(name, media_type), part.get("data", ""))


def _with_content(named: Attachment, source: str) -> Attachment:
    try:
        data = binascii.a2b_base64(source.encode("ascii"))
    except ValueError:
        return named
    if not data:
        return named
    digest = sha256(data).hexdigest()
    return Attachment(name=named.name, media_type=named.media_type, size=len(data), sha256=digest)
