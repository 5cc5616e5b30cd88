"""A bundle is whole, or the first thing that differs is named."""

from __future__ import annotations

import io
import json
import shutil
import subprocess
import sys
import zipfile
from hashlib import sha256
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from closeout.diagnostic import Code, UserError
from closeout.reading.bundle import anchors, verified
from tests.conftest import tree
from tests.reading.bundles import made, written

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

PATIENT = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=150, deadline=None)
MAIL = b"""\
From: Ada Byron <ada@byron.example>
To: Eve <eve@x.example>
Date: Mon, 2 Mar 2026 10:00:00 +0100
Subject: Draft

This is %b.
"""


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    return made(written(tmp_path_factory.mktemp("engagement")))


@pytest.fixture
def unzipped(whole: bytes, tmp_path: Path) -> Path:
    folder = tmp_path / "unzipped"
    with zipfile.ZipFile(io.BytesIO(whole)) as archive:
        archive.extractall(folder)
    return folder


def problem(path: Path) -> str:
    with pytest.raises(UserError) as error:
        verified(path)
    (diagnostic,) = error.value.diagnostics
    assert diagnostic.code in {Code.NOT_A_BUNDLE, Code.BUNDLE_DIFFERS}
    return str(diagnostic)


def rewrite(folder: Path, name: str, change: Callable[[bytes], bytes]) -> None:
    path = folder / name
    path.write_bytes(change(path.read_bytes()))


def renew(folder: Path) -> None:
    """Make the hashes of the files fit again, as somebody would who hides a change of the record."""
    manifest = json.loads((folder / "manifest.json").read_bytes())
    for file in manifest["files"]:
        content = (folder / file["name"]).read_bytes()
        file.update(size=len(content), sha256=sha256(content).hexdigest())
    text = json.dumps(manifest, ensure_ascii=False).encode()
    (folder / "manifest.json").write_bytes(text)
    lines = [f"{file['sha256']}  {file['name']}\n" for file in manifest["files"]]
    (folder / "SHA256SUMS").write_text("".join([*lines, f"{sha256(text).hexdigest()}  manifest.json\n"]))


def test_a_bundle_is_whole_in_its_archive_and_out_of_it(whole: bytes, unzipped: Path, tmp_path: Path) -> None:
    path = tmp_path / "bundle.zip"
    path.write_bytes(whole)
    assert verified(path) == verified(unzipped)
    assert verified(path).counts.entries == 3
    before = tree(tmp_path)
    verified(path)
    assert tree(tmp_path) == before


@pytest.mark.skipif(shutil.which("sha256sum") is None, reason="this system has no sha256sum")
def test_other_programs_check_it_as_well(unzipped: Path) -> None:
    def checked() -> subprocess.CompletedProcess[str]:
        command = ["sha256sum", "-c", "SHA256SUMS"]
        return subprocess.run(command, cwd=unzipped, capture_output=True, text=True, check=False)

    run = checked()
    assert run.returncode == 0
    assert {line.removesuffix(": OK") for line in run.stdout.splitlines()} == tree(unzipped).keys() - {"SHA256SUMS"}
    rewrite(unzipped, "record.jsonl", lambda content: content[:-1])
    assert checked().returncode == 1


def test_what_the_readme_says_of_the_chain_is_so(unzipped: Path) -> None:
    readme = (unzipped / "README.txt").read_text(encoding="utf-8")
    program = "\n".join(line[4:] for line in readme.splitlines() if line.startswith("    "))
    assert program.startswith("import hashlib")
    run = subprocess.run([sys.executable, "-c", program], cwd=unzipped, capture_output=True, text=True, check=True)
    assert run.stdout.strip() == json.loads((unzipped / "manifest.json").read_bytes())["chain_head"]


@PATIENT
@given(st.data())
def test_a_flipped_byte_is_noticed(whole: bytes, tmp_path: Path, data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(whole) - 1))
    flipped = bytearray(whole)
    flipped[place] ^= data.draw(st.integers(1, 255))
    path = tmp_path / "flipped.zip"
    path.write_bytes(flipped)
    with pytest.raises(UserError):
        verified(path)


@PATIENT
@given(st.integers(min_value=0), st.binary(max_size=40), st.integers(0, 40))
def test_bytes_put_in_or_taken_out_are_noticed(
    whole: bytes, tmp_path: Path, place: int, added: bytes, taken: int
) -> None:
    place %= len(whole) + 1
    path = tmp_path / "cut.zip"
    path.write_bytes(whole[:place] + added + whole[place + taken :])
    if path.read_bytes() != whole:
        with pytest.raises(UserError):
            verified(path)


def test_every_file_is_checked(unzipped: Path) -> None:
    for name, content in tree(unzipped).items():
        rewrite(unzipped, name, lambda before: before + b" ")
        assert f"{unzipped}/{name}" in problem(unzipped)
        (unzipped / name).unlink()
        assert name in problem(unzipped)
        (unzipped / name).write_bytes(content)
    assert verified(unzipped)


def test_what_was_added_is_named(unzipped: Path) -> None:
    (unzipped / "documents" / "extra.md").write_bytes(b"")
    assert "documents/extra.md: error[CO718]: it was added" in problem(unzipped)
    (unzipped / "documents" / "extra.md").unlink()
    (unzipped / "link").symlink_to("README.txt")
    assert "'link' is not a file" in problem(unzipped)


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (
            lambda lines: [lines[0], lines[1].replace(b"=SUM", b"-SUM"), lines[2]],
            ":2: error[CO718]: entry 2 was changed",
        ),
        (lambda lines: [lines[1], lines[0], lines[2]], ":1: error[CO718]: entry 1 is not where it was"),
        (lambda lines: [lines[0], lines[2]], ":2: error[CO718]: entry 2 is not where it was"),
        (lambda lines: lines[:2], "error[CO718]: it has 2 entries, and had 3"),
        (lambda lines: [*lines, lines[2]], ":4: error[CO718]: entry 4 is not where it was"),
        (lambda lines: [lines[0], b"\n", *lines[1:]], ":2: error[CO718]: entry 2 is not where it was, or has no hash"),
        (lambda lines: [lines[0], lines[1][:-70] + b"0" * 64 + lines[1][-6:], lines[2]], ":2: error[CO718]"),
    ],
)
def test_the_first_entry_that_differs_is_named_even_if_the_files_have_new_hashes(
    unzipped: Path, change: Callable[[list[bytes]], list[bytes]], expected: str
) -> None:
    rewrite(unzipped, "record.jsonl", lambda content: b"".join(change(content.splitlines(keepends=True))))
    renew(unzipped)
    assert f"record.jsonl{expected}" in problem(unzipped).replace("record.jsonl: ", "record.jsonl")


def test_a_manifest_of_another_chain_is_noticed(unzipped: Path) -> None:
    rewrite(unzipped, "manifest.json", lambda text: text.replace(b'"merkle_root": "', b'"merkle_root": "0')[:])
    renew(unzipped)
    assert "its chain or its Merkle root is not that of the manifest" in problem(unzipped)


@pytest.mark.parametrize("text", [b"", b"{}", b"[" * 100_000, b"\xff", b'{"format": "closeout bundle 2"}'])
def test_a_manifest_that_cannot_be_read_is_told(unzipped: Path, text: bytes) -> None:
    (unzipped / "manifest.json").write_bytes(text)
    (unzipped / "SHA256SUMS").write_text(f"{sha256(text).hexdigest()}  manifest.json\n")
    assert "error[CO717]: manifest.json cannot be read" in problem(unzipped)


def change_manifest(folder: Path, **values: object) -> None:
    text = json.loads((folder / "manifest.json").read_bytes())
    (folder / "manifest.json").write_bytes(json.dumps(text | values, ensure_ascii=False).encode())
    renew(folder)


def test_a_file_of_another_size_is_told_before_anything_of_it_is_read(unzipped: Path) -> None:
    with (unzipped / "record.jsonl").open("r+b") as stream:
        stream.truncate(30 << 30)
    assert "record.jsonl: error[CO718]: it was changed" in problem(unzipped)


def test_an_entry_of_any_length_fills_no_memory(unzipped: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("closeout.reading.bundle_record.LONGEST_LINE", 1 << 20)
    rewrite(unzipped, "record.jsonl", lambda content: b"\0" * (3 << 20) + content)
    renew(unzipped)
    assert "record.jsonl:1: error[CO718]: entry 1 is longer than 1 MiB" in problem(unzipped)


def test_the_first_entry_that_a_source_no_longer_says_is_named(unzipped: Path) -> None:
    rewrite(unzipped, "sources/messages/notes.csv", lambda content: content.replace(b"Accepted", b"Rejected"))
    renew(unzipped)
    assert ":3: error[CO718]: entry 3 is not what stands in sources/messages/notes.csv" in problem(unzipped)
    rewrite(unzipped, "sources/messages/notes.csv", lambda content: content[:10])
    renew(unzipped)
    assert ":1: error[CO718]: entry 1 is not what stands in sources/messages/notes.csv" in problem(unzipped)


def test_a_source_that_was_left_out_is_told_even_if_the_manifest_never_had_it(unzipped: Path) -> None:
    (unzipped / "sources/messages/notes.csv").unlink()
    manifest = json.loads((unzipped / "manifest.json").read_bytes())
    change_manifest(unzipped, files=[file for file in manifest["files"] if "notes" not in file["name"]])
    assert "entry 1 is said to stand in 'sources/messages/notes.csv', which is not there" in problem(unzipped)


@pytest.mark.parametrize("name", ["attachments", "duplicates"])
def test_the_counts_of_the_manifest_are_compared(unzipped: Path, name: str) -> None:
    counts = json.loads((unzipped / "manifest.json").read_bytes())["counts"]
    change_manifest(unzipped, counts=counts | {name: 7})
    assert f"it has 0 {name}, and had 7" in problem(unzipped)


def test_a_forged_entry_is_not_excused_by_saying_that_the_bundle_is_redacted(unzipped: Path) -> None:
    rewrite(unzipped, "record.jsonl", lambda content: content.replace(b"Accepted", b"Rejected"))
    change_manifest(unzipped, redacted=True)
    assert "a bundle that is redacted has no sources" in problem(unzipped)
    manifest = json.loads((unzipped / "manifest.json").read_bytes())
    shutil.rmtree(unzipped / "sources")
    change_manifest(unzipped, files=[each for each in manifest["files"] if "sources/" not in each["name"]])
    assert "record.jsonl:3: error[CO718]: entry 3 was changed" in problem(unzipped)
    change_manifest(unzipped, counts=manifest["counts"] | {"redacted": 2})
    assert "it has 1 redacted entries, and had 2" in problem(unzipped)


def test_a_bundle_that_hides_something_is_redacted(unzipped: Path) -> None:
    change_manifest(unzipped, hidden={"person": 1})
    assert "it hides something, and says that it is not redacted" in problem(unzipped)


def test_entries_in_an_archive_and_in_a_folder_are_found(tmp_path: Path) -> None:
    folder = written(tmp_path / "engagement")
    with zipfile.ZipFile(folder / "messages" / "export.zip", "w") as archive:
        archive.writestr("deep/one.eml", MAIL % b"in an archive")
    (folder / "messages" / "box" / "cur").mkdir(parents=True)
    (folder / "messages" / "box" / "cur" / "1:2,S").write_bytes(MAIL % b"in a folder")
    (folder / "messages" / "back\\slash\n.eml").write_bytes(MAIL % b"of a strange name")
    (folder / "messages" / "copy.eml").write_bytes(MAIL % b"of a strange name")
    path = tmp_path / "bundle.zip"
    path.write_bytes(made(folder))
    assert (verified(path).counts.entries, verified(path).counts.duplicates) == (6, 1)


def test_the_anchors_are_the_hashes_of_archive_and_sums(whole: bytes, unzipped: Path, tmp_path: Path) -> None:
    path = tmp_path / "bundle.zip"
    path.write_bytes(whole)
    of_sums = sha256((unzipped / "SHA256SUMS").read_bytes()).hexdigest()
    assert anchors(path) == (of_sums, sha256(whole).hexdigest())
    assert anchors(unzipped) == (of_sums, None)


def test_a_redacted_bundle_is_checked_as_far_as_it_can_be(tmp_path: Path) -> None:
    path = tmp_path / "redacted.zip"
    folder = written(tmp_path / "engagement")
    path.write_bytes(made(folder, redact=True))
    manifest = verified(path)
    assert manifest.redacted
    assert {"person": 1, "phone": 1}.items() <= manifest.hidden.items()
    assert manifest.counts.redacted == 2
    (tmp_path / "whole.zip").write_bytes(made(folder))
    open_manifest = verified(tmp_path / "whole.zip")
    assert (manifest.chain_head, manifest.merkle_root) == (open_manifest.chain_head, open_manifest.merkle_root)
    with zipfile.ZipFile(path) as archive:
        assert not any(name.startswith("sources/") for name in archive.namelist())
        assert not any(word in archive.read(name) for name in archive.namelist() for word in (b"Lindqvist", b"1234567"))
    left_out = {file.sha256 for file in manifest.sources}
    assert left_out == {file.sha256 for file in open_manifest.files if file.name.startswith("sources/")}
