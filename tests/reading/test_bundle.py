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
from closeout.reading.bundle import verified
from tests.conftest import tree
from tests.reading.bundles import made, written

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

PATIENT = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=150, deadline=None)


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    return made(written(tmp_path_factory.mktemp("engagement")))


@pytest.fixture
def unzipped(whole: bytes, tmp_path: Path) -> Path:
    folder = tmp_path / "unzipped"
    with zipfile.ZipFile(io.BytesIO(whole)) as archive:
        archive.extractall(folder)
    return folder


def contents(archive: bytes) -> list[tuple[str, bytes]]:
    with zipfile.ZipFile(io.BytesIO(archive)) as members:
        return [(name, members.read(name)) for name in members.namelist()]


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
def test_a_flipped_byte_is_noticed_or_changes_nothing(whole: bytes, tmp_path: Path, data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(whole) - 1))
    flipped = bytearray(whole)
    flipped[place] ^= data.draw(st.integers(1, 255))
    path = tmp_path / "flipped.zip"
    path.write_bytes(flipped)
    try:
        verified(path)
    except UserError:
        return
    assert contents(bytes(flipped)) == contents(whole)


def test_a_change_in_any_region_is_noticed_or_changes_nothing(whole: bytes, tmp_path: Path) -> None:
    path = tmp_path / "flipped.zip"
    noticed = 0
    for place in range(0, len(whole), 41):
        path.write_bytes(whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :])
        try:
            verified(path)
        except UserError:
            noticed += 1
        else:
            assert contents(path.read_bytes()) == contents(whole)
    assert noticed > 0.8 * len(whole) / 41


@PATIENT
@given(st.integers(min_value=0), st.binary(max_size=40), st.integers(0, 40))
def test_bytes_put_in_or_taken_out_are_noticed(
    whole: bytes, tmp_path: Path, place: int, added: bytes, taken: int
) -> None:
    place %= len(whole) + 1
    path = tmp_path / "cut.zip"
    path.write_bytes(whole[:place] + added + whole[place + taken :])
    if path.read_bytes() != whole:
        try:
            verified(path)
        except UserError:
            return
        assert contents(path.read_bytes()) == contents(whole)
        assert len(path.read_bytes()) == len(whole)


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


def test_a_redacted_bundle_is_checked_as_far_as_it_can_be(tmp_path: Path) -> None:
    path = tmp_path / "redacted.zip"
    folder = written(tmp_path / "engagement")
    path.write_bytes(made(folder, redact=True))
    manifest = verified(path)
    assert manifest.redacted
    assert manifest.hidden == {"person": 1, "phone": 1}
    (tmp_path / "whole.zip").write_bytes(made(folder))
    open_manifest = verified(tmp_path / "whole.zip")
    assert (manifest.chain_head, manifest.merkle_root) == (open_manifest.chain_head, open_manifest.merkle_root)
    with zipfile.ZipFile(path) as archive:
        assert not any(name.startswith("sources/") for name in archive.namelist())
        assert not any(word in archive.read(name) for name in archive.namelist() for word in (b"Lindqvist", b"1234567"))
    left_out = {file.sha256 for file in manifest.sources}
    assert left_out == {file.sha256 for file in open_manifest.files if file.name.startswith("sources/")}
