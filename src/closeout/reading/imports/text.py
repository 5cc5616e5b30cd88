"""The text of an export: UTF-8, or UTF-16 as spreadsheets save it."""

from __future__ import annotations

import codecs
from typing import TYPE_CHECKING

from closeout.diagnostic import Code
from closeout.reading.source import CONTROL, location_after, read_bytes

if TYPE_CHECKING:
    from pathlib import Path

    from closeout.diagnostic import Report

_UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def read_export(path: Path, name: str, report: Report) -> str | None:
    """Return the text of the file at `path` without a byte order mark; report what forbids it, and return None.

    Control characters become spaces: nobody can mend them in a time tracker, and no place in the file moves.
    """
    data = read_bytes(path, name, report, "export a shorter time")
    text = None if data is None else _decode(data, name, report)
    return None if text is None else CONTROL.sub(" ", text)


def _decode(data: bytes, name: str, report: Report) -> str | None:
    codec = "utf-16" if data.startswith(_UTF_16) else "utf-8"
    data = data.removeprefix(codecs.BOM_UTF8)
    try:
        return data.decode(codec)
    except UnicodeDecodeError as error:
        before = data[: error.start].decode(codec, "replace")
        hint = "save the file as UTF-8 (in Excel: 'CSV UTF-8'), or export it again"
        report.error(Code.NOT_UTF8, f"this is not {codec.upper()}", location_after(before, name), hint)
        return None
