from __future__ import annotations

import stat
import zipfile
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from closeout.reading.messages.unpacking import LIMITS, Limits, is_zip, unpacked


def zipped(files: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return buffer.getvalue()


def unpack(folder: Path, data: bytes, limits: Limits = LIMITS) -> tuple[dict[str, bytes], list[tuple[str, str]]] | None:
    """Return the members that are written, and those that are left out with their reasons."""
    path = folder / "archive"
    path.write_bytes(data)
    with unpacked(path, limits) as found:
        where = found and found.folder
        result = found and (
            {p.relative_to(found.folder).as_posix(): p.read_bytes() for p in found.folder.rglob("*") if p.is_file()},
            [(each.path, each.reason) for each in found.skipped],
        )
    assert where is None or not where.exists()
    return result


def test_members_are_written_below_a_folder_that_is_removed(tmp_path: Path) -> None:
    files = {"_chat.txt": b"x", "a/b/c.jpg": b"y" * 3_000_000, "leer/": b""}
    expected = {"_chat.txt": b"x", "a/b/c.jpg": b"y" * 3_000_000}
    for method in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2):
        assert unpack(tmp_path, zipped(files, method)) == (expected, [])
    assert is_zip(zipped(files)[:4])
    assert not is_zip(b"PKzip")


@pytest.mark.parametrize("name", ["../x", "/x", "a/../../x", "C:/x", "C:\\x", "..\\x", "a//b", "./x", "x\ny", " "])
def test_names_that_lead_out(tmp_path: Path, name: str) -> None:
    found = unpack(tmp_path, zipped({name: b"x", "good": b"y"}))
    assert found is not None
    assert found[0] == {"good": b"y"}
    assert [reason for _, reason in found[1]] == ["its name leads out of the archive"]
    assert not (tmp_path.parent / "x").exists()


def test_links_and_devices(tmp_path: Path) -> None:
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, mode in {"link": stat.S_IFLNK, "pipe": stat.S_IFIFO, "file": stat.S_IFREG}.items():
            member = zipfile.ZipInfo(name)
            member.external_attr = (mode | 0o777) << 16
            archive.writestr(member, "/etc/hosts")
    reason = "link or device in an archive"
    assert unpack(tmp_path, buffer.getvalue()) == ({"file": b"/etc/hosts"}, [("link", reason), ("pipe", reason)])


def patched(data: bytes, local: int, central: int, value: bytes) -> bytes:
    """Change a field in the local header and in the central directory of an archive with one member."""
    at = data.index(b"PK\x01\x02") + central
    data = data[:at] + value + data[at + len(value) :]
    return data[:local] + value + data[local + len(value) :]


def test_encrypted_members(tmp_path: Path) -> None:
    data = patched(zipped({"x": b"y"}), 6, 8, b"\x01\x00")
    assert unpack(tmp_path, data) == ({}, [("x", "encrypted; unpack it with its password")])


def test_compressions_that_are_not_known(tmp_path: Path) -> None:
    data = patched(zipped({"x": b"y"}), 8, 10, b"\x63\x00")
    assert unpack(tmp_path, data) == ({}, [("x", "compression not known")])
    assert unpack(tmp_path, zipped({"x": b"y"}, zipfile.ZIP_LZMA)) == ({}, [("x", "compression not known")])


def test_bombs(tmp_path: Path) -> None:
    zeros = bytes(8 << 20)
    tight = Limits(free=1 << 20)
    data = zipped({"a": b"text", "zeros": zeros, "b": b"text"})
    bomb = "too large: the archive may be a bomb"
    assert unpack(tmp_path, data, tight) == ({"a": b"text"}, [("zeros", bomb), ("b", bomb)])
    assert unpack(tmp_path, data, Limits(member_size=1 << 20)) == (
        {"a": b"text", "b": b"text"},
        [("zeros", "too large")],
    )
    many = zipped({str(number): b"" for number in range(20)})
    assert unpack(tmp_path, many, Limits(members=19)) == ({}, [("", "more than 19 files in one archive")])


def test_a_size_that_is_a_lie(tmp_path: Path) -> None:
    data = patched(zipped({"x": bytes(1 << 20)}), 22, 24, (10).to_bytes(4, "little"))
    assert unpack(tmp_path, data) == ({}, [("x", "damaged")])


def test_two_members_of_one_name(tmp_path: Path) -> None:
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("x", "one")
        with pytest.warns(UserWarning, match="Duplicate name"):
            archive.writestr("x", "two")
        archive.writestr("x/y", "three")
    reason = "another member of the archive has its name"
    assert unpack(tmp_path, buffer.getvalue()) == ({"x": b"one"}, [("x", reason), ("x/y", reason)])


def test_a_name_that_cannot_be_written(tmp_path: Path) -> None:
    name = "x" * 300
    assert unpack(tmp_path, zipped({name: b"y"})) == ({}, [(name, "its name cannot be written")])


def test_names_in_utf_8_without_a_flag(tmp_path: Path) -> None:
    data = zipped({"Gr\u00fc\u00dfe.txt": b"x"})
    at = data.index(b"PK\x01\x02")
    data = data[:6] + b"\x00\x00" + data[8 : at + 8] + b"\x00\x00" + data[at + 10 :]
    assert unpack(tmp_path, data) == ({"Gr\u00fc\u00dfe.txt": b"x"}, [])


@pytest.mark.parametrize("name", ["[Content_Types].xml", "mimetype", "META-INF/MANIFEST.MF"])
def test_documents_and_programs_are_no_archives_of_messages(tmp_path: Path, name: str) -> None:
    assert unpack(tmp_path, zipped({name: b"x", "word/document.xml": b"y"})) is None


def test_what_is_no_whole_archive(tmp_path: Path) -> None:
    whole = zipped({"x": b"y" * 100})
    for data in (b"PK\x03\x04", whole[:-10], whole[:40]):
        assert unpack(tmp_path, data) == ({}, [("", "damaged zip archive")])


WHOLE = zipped({"_chat.txt": b"31.12.25, 14:05 - Ada: x\n" * 9, "media/a.jpg": bytes(range(256)), "b": b""})


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.integers(0, len(WHOLE)), st.integers(0, 9), st.binary(max_size=4)), max_size=5))
def test_damage_raises_nothing_and_every_member_is_accounted_for(damages: list[tuple[int, int, bytes]]) -> None:
    data = WHOLE
    for at, cut, inserted in damages:
        data = data[:at] + inserted + data[at + cut :]
    with TemporaryDirectory() as name:
        found = unpack(Path(name), data)
        assert [path.name for path in Path(name).iterdir()] == ["archive"]
    if found is not None:
        try:
            members = [
                each for each in zipfile.ZipFile(BytesIO(data)).infolist() if not each.filename.endswith(("/", "\\"))
            ]
        except (zipfile.BadZipFile, ValueError, NotImplementedError):
            assert found[1] == [("", "damaged zip archive")]
        else:
            assert len(found[0]) + len(found[1]) >= len(members)
