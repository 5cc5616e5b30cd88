"""Files that are no export of messages: what they are, what to do instead, and which of them nobody will miss.

They are known by the endings of their names, or by their first bytes, after the formats' own specifications.
"""

from __future__ import annotations

import re
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from pathlib import Path

HIDDEN: Final = "hidden file of the system"
OF_A_MAC: Final = "__MACOSX"  # what macOS adds to archives
_SYSTEM_FILES: Final = frozenset({"thumbs.db", "desktop.ini"})
_OF_MAIL: Final = frozenset({"table_of_contents", "msgfilterrules.dat", "popstate.dat"})
_MAILBOXES: Final = frozenset(
    {"inbox", "outbox", "sent", "drafts", "templates", "trash", "junk", "archives", "unsent messages", "mbox"}
)
_BY_HAND: Final = "write what it tells into notes, a .csv or .yaml"


class Foreign(NamedTuple):
    """Why a file is not read, and what to do with it."""

    reason: str
    hint: str


class _Kind(NamedTuple):
    """A kind of file, by the endings of names without their dots and by the first bytes."""

    endings: str
    magic: re.Pattern[bytes] | None
    foreign: Foreign

    def fits(self, ending: str, head: bytes) -> bool:
        """Tell whether files of the kind are called or begin so."""
        return ending in self.endings.split() or (self.magic is not None and self.magic.match(head) is not None)


def _kind(endings: str, magic: bytes | None, reason: str, hint: str) -> _Kind:
    pattern = None if magic is None else re.compile(magic, re.DOTALL | re.IGNORECASE)
    return _Kind(endings, pattern, Foreign(reason, hint))


# The first that fits counts: some formats share their first bytes.
_KINDS: Final = (
    _kind("msg", None, "Outlook message", "open it in Outlook or Thunderbird and save it as .eml"),
    _kind("pst ost", rb"!BDN", "Outlook data file", "export its folders as mbox, or the messages as .eml"),
    _kind("emlx", None, "message of Apple Mail", "export the mailbox in Mail: it becomes an mbox"),
    _kind("crypt12 crypt14 crypt15", None, "encrypted backup of WhatsApp", "export the chat in WhatsApp, as a .txt"),
    _kind("", rb"SQLite format 3\0", "database of a program", "export the messages with the program that made it"),
    _kind(
        "gz tgz tar bz2 xz zst 7z rar",
        rb"\x1f\x8b|BZh[1-9]|\xfd7zXZ\0|\x28\xb5\x2f\xfd|7z\xbc\xaf\x27\x1c|Rar!\x1a\x07|.{257}ustar",
        "archive that is no zip",
        "unpack it, and put what it holds here",
    ),
    _kind("pdf", rb"%PDF-", "PDF", _BY_HAND),
    _kind(
        "doc docx docm dot xls xlsx xlsm ppt pptx odt ods odp rtf pages numbers",
        rb"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1|\{\\rtf",
        "office document",
        f"save a table as .csv; of anything else, {_BY_HAND}",
    ),
    _kind(
        "jpg jpeg png gif webp heic heif tif tiff bmp svg",
        rb"\xff\xd8\xff|\x89PNG|GIF8|RIFF.{4}WEBP|.{4}ftyp(?:hei|hev|mif|avif)|II\*\0|MM\0\*",
        "picture",
        _BY_HAND,
    ),
    _kind(
        "mp3 m4a aac amr wav ogg oga opus flac mp4 m4v mov 3gp avi mkv webm",
        rb"ID3|\xff[\xfb\xf3\xf2\xf1\xf9]|OggS|fLaC|#!AMR|RIFF.{4}(?:WAVE|AVI )|.{4}ftyp|\x1a\x45\xdf\xa3",
        "sound or film",
        _BY_HAND,
    ),
    _kind(
        "",
        rb"(?:\xef\xbb\xbf)?\s*<!DOCTYPE html.{0,400}?<title>Exported Data</title>",
        "Telegram export as HTML",
        "export the chat again as 'machine-readable JSON'",
    ),
    _kind(
        "html htm mht mhtml",
        rb"(?:\xef\xbb\xbf)?\s*(?:<!--.{0,400}?-->\s*)?<(?:!DOCTYPE html|html)\b",
        "web page",
        f"export the messages again as JSON, CSV or .eml, or {_BY_HAND}",
    ),
    _kind("", rb"\xff\xfe|\xfe\xff", "text in UTF-16", "save it as UTF-8 (in Excel: 'CSV UTF-8')"),
)


def foreign(name: str, head: bytes) -> Foreign | None:
    """Return what the file called `name` that begins with `head` is, if it is of a kind that people take for messages.

    To be asked of files that no source recognises only.
    """
    ending = PurePosixPath(name.lower()).suffix.removeprefix(".")
    return next((kind.foreign for kind in _KINDS if kind.fits(ending, head)), None)


def bookkeeping(path: Path, *, is_empty: bool) -> str | None:
    """Return what the file is for the program that made it, if it holds nothing that anybody wrote."""
    name = path.name.lower()
    if name.startswith(".") or name in _SYSTEM_FILES:
        return HIDDEN
    if name.endswith(".msf") or name in _OF_MAIL:
        return "bookkeeping of the mail program"
    if name == "archive_browser.html" or name.endswith("_thumb.jpg"):
        return "bookkeeping of the export"
    if is_empty and (name in _MAILBOXES or name.endswith(".mbox") or path.with_name(f"{path.name}.msf").exists()):
        return "empty mailbox"
    return None
