"""Ids for messages that their export gives none."""

from __future__ import annotations

from collections import Counter
from hashlib import sha256

import msgspec


class Occurrences:
    """Makes an id of what tells a message apart: the second of two that are alike gets another id.

    Two exports that overlap give the same message the same id, so that its copies are merged; two short answers within
    one minute stay two.
    """

    def __init__(self, channel: str) -> None:
        """Start with nothing seen; `channel` is the beginning of every id."""
        self._channel = channel
        self._seen: Counter[bytes] = Counter()

    def id(self, *marks: str) -> str:
        """Return the id of the next message with these marks."""
        digest = sha256(msgspec.json.encode([mark.encode("utf-8", "replace").decode() for mark in marks])).digest()
        self._seen[digest] += 1
        return f"{self._channel}:{digest.hex()[:32]}:{self._seen[digest]}"
