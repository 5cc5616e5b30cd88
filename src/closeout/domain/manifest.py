"""The manifest of a bundle: what is in it, and the hashes by which it is checked."""

from __future__ import annotations

import datetime as dt
from typing import Final, Literal

from msgspec import Struct

FORMAT: Final = "closeout bundle 1"
MANIFEST: Final = "manifest.json"
SUMS: Final = "SHA256SUMS"
RECORD: Final = "record.jsonl"


class BundledFile(Struct, frozen=True, forbid_unknown_fields=True):
    """A file by its name in the bundle, with forward slashes; its size in bytes, and its SHA-256."""

    name: str
    size: int
    sha256: str


class BundledContract(Struct, frozen=True, forbid_unknown_fields=True):
    """The contract that a bundle is about; `identity` is the engagement's own."""

    identity: str
    title: str
    reference: str | None
    freelancer: str
    client: str


class Counts(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How much the record holds."""

    entries: int
    attachments: int
    duplicates: int
    not_read: int


class Manifest(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a bundle says of itself.

    `files` are all but the manifest and the sums; `sources` those of the folder that a redacted bundle leaves out.
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
