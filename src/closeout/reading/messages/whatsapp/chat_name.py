"""The name of a chat, which WhatsApp writes into the name of the file or archive only."""

from __future__ import annotations

import re
from pathlib import PurePosixPath

from closeout.reading.messages.characters import clean_line

# `WhatsApp Chat with Ada`, `WhatsApp Chat - Ada`, `Chat de WhatsApp con Ada` and so on.
_NAMED = re.compile(
    r"(?:.{0,30}\s)?whatsapp(?:[\s-]chat)?(?:\s\w{1,12})??\s"
    r"(?:[-\u2013]|with|mit|con|com|avec|met|cu|med|с контактом|с|з|z|ze|s uživatelem|s|amb|dengan|ile|με)\s?:?\s"  # noqa: RUF001
    r"(?P<name>\S.*)",
    re.IGNORECASE,
)
_COPY = re.compile(r"\s?\(\d{1,3}\)$")
_ENDINGS = re.compile(r"(?:\.txt|\.zip)+$", re.IGNORECASE)


def chat_name(relative: str) -> str:
    """Return the name of the chat in the file at `relative`, or nothing if neither file nor folder tells it."""
    path = PurePosixPath(relative)
    for part in (path.name, path.parent.name):
        name = _COPY.sub("", _ENDINGS.sub("", clean_line(part.replace("_", " "))))
        if match := _NAMED.fullmatch(name):
            return match["name"]
    return ""
