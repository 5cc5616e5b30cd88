"""Mails that are in a mailbox without having been sent or wanted: drafts and spam, by where programs keep them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from closeout.reading.messages.mail.headers import header_text

if TYPE_CHECKING:
    from closeout.reading.messages.mail.part import Part

_A_DRAFT: Final = "a draft"
_SPAM: Final = "in the spam folder"
_LABELS: Final = {"draft": _A_DRAFT, "drafts": _A_DRAFT, "spam": _SPAM}
_FOLDERS: Final = {**_LABELS, "junk": _SPAM}
# Thunderbird keeps its mark of drafts in a mail that is sent later: such a mail has passed a relay, or is in `Sent`.
_RELAYED: Final = ("Received", "Return-Path", "Delivered-To", "DKIM-Signature")
_SENT = re.compile(r"(?<![a-z])(?:sent|gesendet\w*)(?![a-z])", re.IGNORECASE)
# `cur/name:2,flags` in a folder `.Name` or `.INBOX.Name`; other systems write `;` or `!`, as names have no colon there.
_MAILDIR = re.compile(r"(?:^|/)(?P<folder>[^/]+)/(?:cur|new)/[^/]*?(?:[:;!]2,(?P<flags>[A-Za-z]*))?$")


def why_left_out(part: Part, path: str) -> str | None:
    """Return why the mail that stands in the file at `path` is none of the record, or None if it belongs there."""
    if "Sent" in (labels := _labels(part)):
        return None
    by_label = next((reason for label, reason in _LABELS.items() if label.capitalize() in labels), None)
    return by_label or _by_folder(path) or (_A_DRAFT if _is_draft_of_thunderbird(part, path) else None)


def _labels(part: Part) -> frozenset[str]:
    """Return the labels that Google Takeout writes."""
    field = part.raw("X-Gmail-Labels")
    return frozenset(label.strip().capitalize() for label in header_text(field).split(",")) if field else frozenset()


def _by_folder(path: str) -> str | None:
    place = _MAILDIR.search(path)
    if place is None:
        return None
    name = place["folder"].rpartition(".")[2].lower()
    return _FOLDERS.get(name) or (_A_DRAFT if "D" in (place["flags"] or "") else None)


def _is_draft_of_thunderbird(part: Part, path: str) -> bool:
    if not part.raw("X-Mozilla-Draft-Info") or _SENT.search(path):
        return False
    return not any(part.raw(field) for field in _RELAYED)
