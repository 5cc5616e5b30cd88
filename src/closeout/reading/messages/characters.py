"""Characters: bytes whose character set may be wrong or missing, and text without what could deceive a reader."""

from __future__ import annotations

import codecs
import re
import unicodedata
from typing import Final, NamedTuple

from charset_normalizer import from_bytes

_UTF_8: Final = "utf_8"

# What mail programs declare is often the name of a subset of what they write.
_WIDER: Final = {
    "us_ascii": _UTF_8,
    "ascii": _UTF_8,
    "ansi_x3.4_1968": _UTF_8,
    "utf8mb4": _UTF_8,
    "iso_8859_1": "cp1252",
    "iso8859_1": "cp1252",
    "latin1": "cp1252",
    "latin_1": "cp1252",
    "l1": "cp1252",
    "iso_8859_8_i": "iso8859_8",
    "iso_8859_9": "cp1254",
    "ks_c_5601_1987": "cp949",
    "ks_c_5601": "cp949",
    "euc_kr": "cp949",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "x_gbk": "gb18030",
    "shift_jis": "cp932",
    "x_sjis": "cp932",
    "windows_874": "cp874",
    "x_mac_roman": "mac_roman",
}
_UNDECLARED: Final = frozenset({"", "unknown", "unknown_8bit", "x_unknown", "8bit", "default", "none", "utf"})
# Python's codecs that are no character sets of messages, or that depend on the machine.
_REFUSED: Final = frozenset(
    {"idna", "punycode", "unicode_escape", "raw_unicode_escape", "undefined", "mbcs", "ansi", "dbcs", "oem"},
)
_LIKELY: Final = [
    *("cp1252", "cp1250", "cp1251", "koi8_r", "cp1253", "cp1254", "cp1255", "cp1256"),
    *("gb18030", "big5", "cp932", "euc_jp", "cp949"),
]
_SAMPLE: Final = 4096
_TOO_SHORT_TO_GUESS: Final = 12
_MOSTLY_RIGHT: Final = 0.1
_RIGHT_TO_WRONG: Final = 2

_IN_NEED = re.compile(r"[^\t\n -~]")  # anything else may have to be cleaned
_NEWLINE = re.compile(r"\r\n?|[\x0b\x0c\x85\u2028\u2029]")
_DECEIVING = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufeff]")
_SURROGATE = re.compile(r"[\ud800-\udfff]")
_UNUSUAL = re.compile(r"[^\w\s\x00-\u02ff]{31,}")
_MOST_MARKS: Final = 30  # Unicode's stream-safe limit: longer runs are no writing, and they make normalisation slow


class Decoded(NamedTuple):
    """Text, and whether its character set had to be guessed."""

    text: str
    guessed: bool = False


def decode(data: bytes, declared: str | None = None, hint: str | None = None) -> Decoded:
    """Decode `data`, believing the `declared` character set as far as it fits, then UTF-8, then `hint`."""
    codec = _codec(declared)
    if codec is None and b"\x1b$" in data:
        codec = "iso2022_jp"
    for name in (codec, _UTF_8):
        if name is not None and (text := _strict(data, name)) is not None:
            return Decoded(text, guessed=codec is not None and name != codec)
    if codec is not None and (text := _damaged(data, codec)) is not None:
        return Decoded(text, guessed=True)
    if (fitting := _codec(hint)) and (text := _strict(data, fitting)) is not None:
        return Decoded(text, guessed=True)
    return Decoded(data.decode(charset_of(data), "replace"), guessed=True)


def charset_of(data: bytes) -> str:
    """Return the character set that is likely for `data` that declares none: UTF-8 if most of it fits."""
    if data.isascii() or _is_mostly_utf_8(data):
        return _UTF_8
    sample = data[:_SAMPLE]
    foreign = sum(byte > 0x7F for byte in sample)  # noqa: PLR2004  # above ASCII
    best = None if foreign < _TOO_SHORT_TO_GUESS else from_bytes(sample, cp_isolation=_LIKELY).best()
    return best.encoding if best else "cp1252"


def clean_text(text: str) -> str:
    """Return `text` in NFC, its lines ended by newlines, without control and direction-override characters."""
    if not _IN_NEED.search(text):
        return text
    text = _DECEIVING.sub("", _NEWLINE.sub("\n", text))
    text = _UNUSUAL.sub(_with_fewer_marks, _SURROGATE.sub("\N{REPLACEMENT CHARACTER}", text))
    return unicodedata.normalize("NFC", text)


def clean_line(text: str) -> str:
    """Return `text` cleaned and on one line, with single spaces."""
    return " ".join(clean_text(text).split())


def _with_fewer_marks(run: re.Match[str]) -> str:
    kept, marks = "", 0
    for character in run[0]:
        marks = marks + 1 if unicodedata.combining(character) else 0
        kept += character if marks <= _MOST_MARKS else ""
    return kept


def _codec(declared: str | None) -> str | None:
    name = (declared or "").strip().strip("\"'").lower().replace("-", "_").replace(" ", "_")
    return None if name in _UNDECLARED or name in _REFUSED else _WIDER.get(name, name)


def _strict(data: bytes, codec: str) -> str | None:
    try:
        return data.decode(codec)
    except (LookupError, ValueError):
        return None


def _damaged(data: bytes, codec: str) -> str | None:
    """Decode `data` if few enough bytes do not fit that the declaration, not the data, is to be believed."""
    try:
        text = data.decode(codec, "replace")
    except (LookupError, ValueError):
        return None
    foreign = sum(character > "\x7f" for character in text)
    return text if text.count("\N{REPLACEMENT CHARACTER}") <= foreign * _MOSTLY_RIGHT else None


def _is_mostly_utf_8(data: bytes) -> bool:
    """Tell whether characters of several bytes are far more than bytes that fit nowhere.

    Other character sets hardly ever look so. A character that is cut off at the end counts neither way.
    """
    text = codecs.getincrementaldecoder(_UTF_8)("replace").decode(data)
    wrong = text.count("\N{REPLACEMENT CHARACTER}")
    right = sum(character > "\x7f" for character in text) - wrong
    return right > 0 and wrong * _RIGHT_TO_WRONG <= right
