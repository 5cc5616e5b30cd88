"""The manifest of a bundle: what is in it, and the hashes by which it is checked."""

from __future__ import annotations

import datetime as dt
import re
from typing import Final, Literal

from msgspec import Struct

FORMAT: Final = "closeout bundle 1"
MANIFEST: Final = "manifest.json"
SUMS: Final = "SHA256SUMS"
RECORD: Final = "record.jsonl"
SOURCES: Final = "sources/"
_UNFIT: Final = re.compile(r"[\x00-\x1f\x7f\\]")  # what no name in an archive should hold
_LARGE: Final = 1 << 31
_FIRST_YEAR, _LAST_YEAR = 1980, 2107  # that a zip archive can say


class BundledFile(Struct, frozen=True, forbid_unknown_fields=True):
    """A file by its name in the bundle, with forward slashes; its size in bytes, and its SHA-256."""

    name: str
    size: int
    sha256: str


class BundledContract(Struct, frozen=True, forbid_unknown_fields=True):
    """The contract that a bundle is about; `identity` is the engagement's own, or what is left of it if redacted."""

    identity: str
    title: str
    reference: str | None
    freelancer: str
    client: str


class Counts(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How much the record holds; `redacted` entries have the hash of what they were before."""

    entries: int
    attachments: int
    duplicates: int
    not_read: int
    redacted: int


class Manifest(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a bundle says of itself.

    `files` are all but the manifest and the sums, in the order of the archive, which ends with these two; `sources`
    are those of the folder that a redacted bundle leaves out.
    `hidden` counts what was redacted, by kind. Hashes are SHA-256 in hexadecimal digits.
    """

    format: Literal["closeout bundle 1"]
    closeout: str
    as_of: dt.date
    contract: BundledContract
    counts: Counts
    redacted: bool
    hidden: dict[str, int]
    chain_head: str
    merkle_root: str
    files: tuple[BundledFile, ...]
    sources: tuple[BundledFile, ...]
    recheck: tuple[str, ...]


def sums(files: tuple[BundledFile, ...]) -> str:
    """Return the lines by which `sha256sum -c` checks files."""
    return "".join(f"{file.sha256}  {file.name}\n" for file in files)


def source_name(path: str) -> str:
    """Return what the file at `path` in the engagement folder, with forward slashes, is called in a bundle."""
    return SOURCES + _UNFIT.sub("\N{REPLACEMENT CHARACTER}", path)


def moment(as_of: dt.date) -> tuple[int, int, int, int, int, int]:
    """Return the time that all members of the archive bear: the start of that day, in the nearest year it can say."""
    return min(max(as_of.year, _FIRST_YEAR), _LAST_YEAR), as_of.month, as_of.day, 0, 0, 0


def has_long_sizes(name: str, size: int) -> bool:
    """Tell whether a member has its sizes in the long form (zip64): large ones, and the record, of unknown length."""
    return name == RECORD or size >= _LARGE
