"""The text of one small file of the user's: found, decoded, and free of control characters."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from closeout.diagnostic import Code, Location

if TYPE_CHECKING:
    from pathlib import Path

    from closeout.diagnostic import Report

LARGEST_FILE = 32 * 1024 * 1024  # bytes: a time sheet of a whole working life has less
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\x80-\x84\x86-\x9f\u202a-\u202e\u2066-\u2069\ufffe\uffff]")


def read_text(path: Path, name: str, report: Report) -> str | None:
    """Return the text of the UTF-8 file at `path`, without a byte order mark; report what forbids it, and return None.

    `name` is what diagnostics call the file. Line ends stay as they are.
    """
    try:
        if not path.is_file():
            report.error(Code.UNREADABLE_FILE, "this is not a regular file", Location(name))
            return None
        if path.stat().st_size > LARGEST_FILE:
            hint = "split the engagement, or check that this is the right file"
            report.error(Code.TOO_LARGE, f"the file is larger than {LARGEST_FILE >> 20} MiB", Location(name), hint)
            return None
        data = path.read_bytes()
    except OSError as error:
        report.error(Code.UNREADABLE_FILE, f"the file cannot be read: {error.strerror}", Location(name))
        return None
    return _decode(data.removeprefix(b"\xef\xbb\xbf"), name, report)


def _decode(data: bytes, name: str, report: Report) -> str | None:
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        before = data[: error.start].decode("utf-8")
        byte = f"0x{data[error.start]:02X}"
        hint = "save the file as UTF-8 (in Excel: 'CSV UTF-8')"
        report.error(Code.NOT_UTF8, f"byte {byte} is not UTF-8", _location(name, before), hint)
        return None
    control = CONTROL.search(text)
    if control is not None:
        point = f"U+{ord(control.group()):04X}"
        hint = "delete it; it cannot be seen, but it can be found by its column"
        where = _location(name, text[: control.start()])
        report.error(Code.CONTROL_CHARACTER, f"the control character {point} stands here", where, hint)
        return None
    return text


def _location(name: str, before: str) -> Location:
    return Location(name, before.count("\n") + 1, len(before) - before.rfind("\n"))
