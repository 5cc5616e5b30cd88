from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING

import pytest

from closeout.domain.correspondence import Attachment
from closeout.reading.messages.companions import Companions, media_type_of
from closeout.reading.messages.source import Candidate

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def candidate(tmp_path: Path) -> Candidate:
    folder = tmp_path / "chat"
    (folder / "files").mkdir(parents=True)
    (folder / "files/a.pdf").write_bytes(b"one")
    (folder / "files/b").write_bytes(b"two")
    (tmp_path / "secret").write_bytes(b"secret")
    (folder / "out").symlink_to(tmp_path / "secret")
    return Candidate(path=folder / "chat.json", relative="messages/chat/chat.json")


def test_a_file_beside_the_export_is_hashed_and_claimed(candidate: Candidate) -> None:
    found = Companions(candidate).attachment("files/a.pdf", size=99)
    digest = sha256(b"one").hexdigest()
    assert found == Attachment(name="a.pdf", media_type="application/pdf", size=3, sha256=digest)
    assert candidate.claimed == {candidate.path.parent / "files/a.pdf"}


@pytest.mark.parametrize(
    "path",
    [
        *("", "gone", "out", "../secret", "/etc/hosts", "files/../../secret", "files", "files//a.pdf", "a\x00b"),
        *("x" * 300, "..\\secret", "./files/a.pdf"),
    ],
)
def test_what_is_missing_or_elsewhere_has_no_hash(candidate: Candidate, path: str) -> None:
    found = Companions(candidate).attachment(path, name="Offer.PDF", size=7)
    assert found == Attachment(name="Offer.PDF", media_type="application/pdf", size=7, sha256=None)
    assert candidate.claimed == set()


def test_a_name_whose_letters_are_written_apart(candidate: Candidate) -> None:
    (candidate.path.parent / "u\u0308.pdf").write_bytes(b"three")
    assert Companions(candidate).attachment("\u00fc.pdf").size == 5


def test_files_by_their_hash(candidate: Candidate) -> None:
    companions = Companions(candidate)
    digest = sha256(b"two").hexdigest()
    found = companions.by_hash(digest, "files", name="x.jpg", media_type="image/jpeg", size=None)
    assert (found.name, found.size, found.sha256) == ("x.jpg", 3, digest)
    assert companions.by_hash("0" * 64, "files", name="x", media_type="", size=None).sha256 is None
    assert Companions(candidate).by_hash(digest, "gone", name="x", media_type="", size=None).sha256 is None


def test_a_file_without_a_word_in_the_record(candidate: Candidate) -> None:
    companions = Companions(candidate)
    companions.claim("files/b")
    companions.claim("gone")
    companions.claim(None)
    assert candidate.claimed == {candidate.path.parent / "files/b"}


def test_media_types() -> None:
    assert media_type_of("photo.JPEG") == "image/jpeg"
    assert media_type_of("x") == media_type_of("x.zzz") == "application/octet-stream"
