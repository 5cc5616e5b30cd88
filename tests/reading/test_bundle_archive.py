"""Archives that are damaged, or made to harm, are told and never unpacked."""

from __future__ import annotations

import io
import os
import struct
import zipfile
from typing import TYPE_CHECKING

import pytest

from closeout.diagnostic import Code, UserError
from closeout.reading.bundle import verified
from tests.conftest import tree
from tests.reading.bundles import made, written

if TYPE_CHECKING:
    from collections.abc import Callable
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
        (GOOD + b"hidden", "there is something after its end"),
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


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    return made(written(tmp_path_factory.mktemp("engagement")))


def packed_anew(content: bytes, change: Callable[[list[zipfile.ZipInfo], zipfile.ZipFile], None]) -> bytes:
    """Return an archive of the same files, of whose members something else was changed."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as before, zipfile.ZipFile(stream, "w") as after:
        infos = before.infolist()
        contents = {info.filename: before.read(info) for info in infos}
        change(infos, after)
        for info in infos:
            with after.open(info, "w", force_zip64=info.filename == "record.jsonl") as member:
                member.write(contents[info.filename])
    return stream.getvalue()


def test_packed_anew_in_the_same_way_it_is_the_same(whole: bytes) -> None:
    assert packed_anew(whole, lambda *_: None) == whole


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (lambda infos, _: setattr(infos[3], "comment", b"x"), "the entry of '{}' in its directory"),
        (lambda infos, _: setattr(infos[3], "extra", b"\x99\x99\1\0x"), "the header of '{}'"),
        (lambda infos, _: setattr(infos[3], "date_time", (2026, 11, 17, 0, 0, 0)), "the header of '{}'"),
        (lambda infos, _: setattr(infos[3], "external_attr", 0o100755 << 16), "the entry of '{}' in its directory"),
        (lambda infos, _: setattr(infos[3], "internal_attr", 1), "the entry of '{}' in its directory"),
        (lambda infos, _: setattr(infos[3], "create_system", 0), "the entry of '{}' in its directory"),
        (lambda infos, _: infos.reverse(), "is not in its place in the archive"),
        (lambda _, after: setattr(after, "comment", b"x"), "there is something after its end"),
    ],
)
def test_what_is_around_the_files_is_compared_as_well(
    whole: bytes, tmp_path: Path, change: Callable[[list[zipfile.ZipInfo], zipfile.ZipFile], None], expected: str
) -> None:
    path = tmp_path / "bundle.zip"
    path.write_bytes(packed_anew(whole, change))
    with zipfile.ZipFile(io.BytesIO(whole)) as members:
        name = members.namelist()[3]
    with pytest.raises(UserError) as error:
        verified(path)
    assert expected.format(name) in error.value.diagnostics[0].message


def test_every_bit_of_an_archive_counts(whole: bytes, tmp_path: Path) -> None:
    path = tmp_path / "bundle.zip"
    start = zipfile.ZipFile(io.BytesIO(whole)).start_dir
    for place in (*range(0, start, 61), *range(start, len(whole), 5), *range(len(whole) - 22, len(whole))):
        path.write_bytes(whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :])
        with pytest.raises(UserError):
            verified(path)


def test_what_is_no_regular_file_is_not_read(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    for path in (tmp_path / "pipe", "/dev/zero", "/dev/full"):
        with pytest.raises(UserError, match="it is neither a file nor a folder"):
            verified(tmp_path / path)


def test_a_directory_that_would_fill_the_memory_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "bundle.zip"
    with path.open("wb") as stream:
        stream.truncate(8 << 30)
        stream.seek(0, 2)
        stream.write(struct.pack("<4sQ2H2L4Q", b"PK\6\6", 44, 45, 45, 0, 0, 1, 1, 7 << 30, 1 << 30))
        stream.write(struct.pack("<4sLQL", b"PK\6\7", 0, 8 << 30, 1))
        stream.write(struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, 1, 1, 1000, 1000, 0))
    with pytest.raises(UserError, match="it holds too many files"):
        verified(path)


def test_what_needs_too_much_memory_is_told(whole: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise MemoryError

    path = tmp_path / "bundle.zip"
    path.write_bytes(whole)
    monkeypatch.setattr(zipfile, "ZipFile", full)
    with pytest.raises(UserError, match="there is not enough memory to check it"):
        verified(path)
