"""Archives that are damaged, or made to harm, are told and never unpacked."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING

import pytest

from closeout.diagnostic import Code, UserError
from closeout.reading.bundle import verified
from tests.conftest import tree

if TYPE_CHECKING:
    from pathlib import Path


def archive(*members: tuple[str, bytes], method: int = zipfile.ZIP_STORED, mode: int = 0) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", method) as made:
        for name, content in members:
            info = zipfile.ZipInfo(name)
            info.filename = name  # as it is written, whatever this system calls it
            info.compress_type = method
            info.external_attr = mode << 16
            made.writestr(info, content)
    return stream.getvalue()


GOOD = archive(("manifest.json", b"{}"), ("SHA256SUMS", b""))
BOMB = archive(("manifest.json", b"\0" * (50 << 20)), ("SHA256SUMS", b""), method=zipfile.ZIP_DEFLATED)


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"", "the archive is damaged"),
        (b"no archive", "the archive is damaged"),
        (GOOD[:-1], "the archive is damaged"),
        (GOOD[:60], "the archive is damaged"),
        (archive(), "it has no manifest.json"),
        (archive(("manifest.json", b"{}")), "it has no SHA256SUMS"),
        (b"hidden" + GOOD, "there is something before 'manifest.json' that is no file"),
        (GOOD + b"hidden", "there is something after the last file"),
        (BOMB, "'manifest.json' is compressed, as closeout never does"),
        (archive(("../evil", b"")), "'../evil' is no name for a file in a bundle"),
        (archive(("a/../../evil", b"")), "is no name for a file in a bundle"),
        (archive(("/etc/evil", b"")), "is no name for a file in a bundle"),
        (archive(("C:evil", b"")), "is no name for a file in a bundle"),
        (archive(("a\\evil", b"")), "is no name for a file in a bundle"),
        (archive(("folder/", b"")), "is no name for a file in a bundle"),
        (archive(("link", b"/etc/passwd"), mode=0o120777), "'link' is not a file"),
    ],
)
def test_it_is_told_and_nothing_is_written(tmp_path: Path, content: bytes, expected: str) -> None:
    path = tmp_path / "bundle.zip"
    path.write_bytes(content)
    with pytest.raises(UserError) as error:
        verified(path)
    (diagnostic,) = error.value.diagnostics
    assert diagnostic.code is Code.NOT_A_BUNDLE
    assert expected in diagnostic.message
    assert list(tree(tmp_path)) == ["bundle.zip"]


def test_two_files_of_one_name_are_told(tmp_path: Path) -> None:
    path = tmp_path / "bundle.zip"
    with pytest.warns(UserWarning, match="Duplicate name"):
        path.write_bytes(archive(("a", b"1"), ("a", b"2")))
    with pytest.raises(UserError, match="two files in it are called 'a'"):
        verified(path)


def test_what_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="it cannot be read: No such file"):
        verified(tmp_path / "none.zip")
    with pytest.raises(UserError, match=r"it has no manifest\.json"):
        verified(tmp_path)
