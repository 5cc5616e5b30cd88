"""The markup of Slack's messages as plain text: mentions, links and escaped characters.

Source: Slack's developer documentation, "Formatting text with mrkdwn".
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from closeout.reading.messages.slack.directory import Directory

_MARK = re.compile(r"<([^<>|\n]{1,3000})(?:\|([^<>]{0,3000}))?>")
_NAMED = re.compile(r"([@#])([A-Z0-9]{2,30})")
_ESCAPED = re.compile(r"&(amp|lt|gt);")
_CHARACTERS = {"amp": "&", "lt": "<", "gt": ">"}


def plain(text: str, directory: Directory) -> str:
    """Return `text` as its readers saw it, with the address of a link behind its words."""
    text = _MARK.sub(lambda mark: _written_out(mark[1], mark[2] or "", directory), text)
    return _ESCAPED.sub(lambda escaped: _CHARACTERS[escaped[1]], text)


def _written_out(target: str, label: str, directory: Directory) -> str:
    if named := _NAMED.fullmatch(target):
        known = directory.user(named[2]).label if named[1] == "@" else directory.name_of_channel(named[2])
        return named[1] + (label or known).removeprefix(named[1])
    if target.startswith("!"):
        command = target[1:].partition("^")[0]
        return label or f"@{command}"
    address = target.removeprefix("mailto:")
    return address if label in ("", target, address) else f"{label} ({address})"
