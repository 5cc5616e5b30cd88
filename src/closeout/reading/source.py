"""The text of one small file of the user's: found, decoded, and free of control characters."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from closeout.diagnostic import Code, Location

if TYPE_CHECKING:
    from pathlib import Path

    from closeout.diagnostic import Report

LARGEST_FILE = 32 * 1024 * 1024  # bytes: a time sheet of a whole working life has less
# With the line ends that editors do not show as such: YAML would count them, and no place would be where it is said.
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufeff\ufffe\uffff]")
_LINE_END = re.compile(r"\r\n|\r|\n")


def read_text(path: Path, name: str, report: Report) -> str | None:
    """Return the text of the UTF-8 file at `path`, without a byte order mark; report what forbids it, and return None.

    `name` is what diagnostics call the file. Line ends stay as they are.
    """
    data = read_bytes(path, name, report, "split the engagement, or check that this is the right file")
    return None if data is None else _decode(data.removeprefix(b"\xef\xbb\xbf"), name, report)


def read_bytes(path: Path, name: str, report: Report, if_too_large: str) -> bytes | None:
    """Return the bytes of the file at `path`; report what forbids it, and return None."""
    try:
        if not path.is_file():
            there = path.exists()
            message = "this is not a regular file" if there else "there is no such file"
            report.error(Code.UNREADABLE_FILE, message, Location(name), None if there else "check its name")
            return None
        if path.stat().st_size > LARGEST_FILE:
            message = f"the file is larger than {LARGEST_FILE >> 20} MiB"
            report.error(Code.TOO_LARGE, message, Location(name), if_too_large)
            return None
        return path.read_bytes()
    except OSError as error:
        report.error(Code.UNREADABLE_FILE, f"the file cannot be read: {error.strerror}", Location(name))
        return None


def _decode(data: bytes, name: str, report: Report) -> str | None:
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        before = data[: error.start].decode("utf-8")
        byte = f"0x{data[error.start]:02X}"
        hint = "save the file as UTF-8 (in Excel: 'CSV UTF-8')"
        report.error(Code.NOT_UTF8, f"byte {byte} is not UTF-8", location_after(before, name), hint)
        return None
    control = CONTROL.search(text)
    if control is not None:
        point = f"U+{ord(control.group()):04X}"
        hint = "delete it; it cannot be seen, but it can be found by its column"
        where = location_after(text[: control.start()], name)
        report.error(Code.CONTROL_CHARACTER, f"the control character {point} stands here", where, hint)
        return None
    return text


def location_after(before: str, name: str, first_line: int = 1) -> Location:
    """Return the place in file `name` that follows the text `before`, which begins at `first_line`."""
    lines = _LINE_END.split(before)
    return Location(name, first_line + len(lines) - 1, len(lines[-1]) + 1)
