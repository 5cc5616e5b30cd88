"""The bytes around the files of a bundle are those that the standard library writes, for sizes beyond 2 GiB as well."""

from __future__ import annotations

import io
import stat
import zipfile

import pytest

from closeout.reading.bundle_layout import TAIL, Member, directory_size, end_of

DAY = (2026, 11, 16)


def info_of(member: Member) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(member.name, (*member.day, 0, 0, 0))
    info.create_system = 3
    info.external_attr = (stat.S_IFREG | 0o644) << 16
    info.file_size = info.compress_size = member.size
    info.header_offset, info.CRC = member.offset, member.crc
    return info


@pytest.mark.parametrize("offset", [0, 2**31 - 1, 2**31, 2**33])
@pytest.mark.parametrize("size", [0, 5, 2**31 - 1, 2**31, 2**32 - 1, 2**32, 2**34])
@pytest.mark.parametrize("name", ["README.txt", "record.jsonl", "sources/messages/Zoë.mbox"])
def test_headers_and_entries_are_as_the_standard_library_writes_them(name: str, size: int, offset: int) -> None:
    member = Member(name, size, offset, 0x12345678, DAY)
    info = info_of(member)
    assert member.local_header == info.FileHeader(zip64=name == "record.jsonl" or size >= 2**31)
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.filelist.append(info)
        archive._didModify = True  # type: ignore[attr-defined]  # noqa: SLF001 - so that a directory is written
    written = stream.getvalue()
    end = end_of(1, len(member.central_entry), 0)
    assert written == member.central_entry + end
    assert directory_size(written[-TAIL:]) == len(member.central_entry)


@pytest.mark.parametrize(("count", "size", "offset"), [(70_000, 9, 9), (1, 2**31, 9), (1, 9, 2**31), (1, 2**33, 2**33)])
def test_the_end_has_a_long_form(count: int, size: int, offset: int) -> None:
    end = end_of(count, size, offset)
    assert len(end) == TAIL
    assert directory_size(end) == size


@pytest.mark.parametrize("tail", [b"", b"PK\5\6", b"x" * 98])
def test_what_ends_no_archive_has_no_directory(tail: bytes) -> None:
    assert directory_size(tail) is None
