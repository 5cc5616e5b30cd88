"""Header fields of mails: encoded words, addresses and message ids.

Raw values come from `email` under its `compat32` policy: ASCII, with each other byte as a surrogate escape.
"""

from __future__ import annotations

import re
from email.utils import getaddresses
from typing import Final

from closeout.domain.correspondence import Correspondent
from closeout.reading.messages.characters import Decoded, clean_line, decode
from closeout.reading.messages.mail.transfer import decoded_word

# Longer values are no writing of people's; the limits keep every expression below quick.
_LONGEST: Final = 10_000
_LONGEST_LIST: Final = 100_000
_MOST_COMMENTS: Final = 50

_WORD = re.compile(r"=\?([^?\s*]{1,60})(?:\*[^?\s]{0,20})?\?([bBqQ])\?(.*?)\?=", re.DOTALL)
_ID = re.compile(r"<([^<>]{1,1000})>")
_SEPARATORS = re.compile(r'[\s<>,;"()]+')
_FIELD = re.compile(rb"[!-9;-~]+:")
_BOM: Final = b"\xef\xbb\xbf"


def decode_words(raw: str, hint: str | None = None) -> Decoded:
    """Decode the RFC 2047 words in `raw`, and its raw 8-bit bytes; `hint` is the character set of the mail's body."""
    raw = raw[:_LONGEST]
    pieces: list[tuple[str | None, bytes]] = []
    end = 0
    for word in _WORD.finditer(raw):
        between = raw[end : word.start()]
        if between.strip() or (between and not pieces):
            pieces.append((None, _raw_bytes(between)))
        charset, data = word[1].lower(), decoded_word(_raw_bytes(word[3]), word[2])
        # A character may be split between two words: their bytes are joined before they are decoded.
        if pieces and pieces[-1][0] == charset:
            data = pieces.pop()[1] + data
        pieces.append((charset, data))
        end = word.end()
    pieces.append((None, _raw_bytes(raw[end:])))
    texts = [decode(data, charset, hint) for charset, data in pieces if data]
    return Decoded("".join(text for text, _ in texts), any(guessed for _, guessed in texts))


def header_text(raw: str, hint: str | None = None) -> str:
    """Return the decoded value of a field, cleaned and on one line."""
    return clean_line(decode_words(raw, hint).text)


def addresses(fields: tuple[str, ...], hint: str | None = None) -> tuple[Correspondent, ...]:
    """Return the people that the raw address `fields` name, without empty and repeated entries."""
    raw = " ".join(", ".join(fields)[:_LONGEST_LIST].split())
    pairs = _address_pairs(raw)
    if "=?" in raw and not any("@" in address for _, address in pairs):
        # Some programs encode the whole field, address included, which the standard forbids.
        pairs = _address_pairs(header_text(raw, hint))
    people = (_correspondent(name, address, hint) for name, address in pairs)
    return tuple(dict.fromkeys(person for person in people if person.label))


def message_ids(raw: str) -> tuple[str, ...]:
    """Return the ids that `raw` names, without brackets; what has an `@` counts where no brackets are."""
    raw = raw[:_LONGEST_LIST]
    bracketed = (clean_line(native_id) for native_id in _ID.findall(raw))
    found = tuple(filter(None, bracketed)) or tuple(clean_line(word) for word in raw.split() if "@" in word)
    return tuple(dict.fromkeys(found))


def starts_with_header(data: bytes) -> bool:
    """Tell whether `data` begins with a header field, after a byte-order mark and empty lines."""
    return _FIELD.match(without_mark(data)) is not None


def without_mark(data: bytes) -> bytes:
    """Return `data` without the byte-order mark and empty lines that editors and exports put before a header."""
    return data.removeprefix(_BOM).lstrip(b"\r\n")


def _address_pairs(raw: str) -> list[tuple[str, str]]:
    # The standard parser calls itself for each open bracket, and answers ('', '') for what it cannot read.
    pairs = getaddresses([raw]) if raw.count("(") <= _MOST_COMMENTS else []
    if any(address for _, address in pairs):
        return pairs
    return [("", word) for word in _SEPARATORS.split(raw) if "@" in word]


def _correspondent(raw_name: str, raw_address: str, hint: str | None) -> Correspondent:
    name = header_text(raw_name, hint).strip("'\"")
    address = header_text(raw_address, hint).replace(" ", "")
    if "@" not in address:
        return Correspondent(name or address)
    return Correspondent("" if name.lower() == address.lower() else name, address.lower())


def _raw_bytes(raw: str) -> bytes:
    return raw.encode("utf-8", "surrogateescape")
