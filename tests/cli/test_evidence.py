"""The bundle and its verification, as users ask for them."""

from __future__ import annotations

import json
from hashlib import sha256
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from closeout.cli import cli
from closeout.diagnostic import UserError
from tests.conftest import AS_OF, Run, tree
from tests.reading.bundles import made, written

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return written(tmp_path / "engagement")


@pytest.fixture
def here(home: Path) -> CliRunner:
    """Run the command line in this process, for a user with an empty home."""
    return CliRunner(env={"HOME": str(home)})


@pytest.mark.apart
def test_two_processes_make_the_same_bytes_and_both_are_whole(
    closeout: Run, here: CliRunner, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = tree(folder)
    (tmp_path / "out").mkdir()
    assert here.invoke(cli, ["bundle", str(folder), "-o", str(tmp_path / "out"), *AS_OF]).exit_code == 0
    monkeypatch.setenv("TZ", "Pacific/Auckland")
    monkeypatch.setenv("PYTHONHASHSEED", "7")
    outcome = closeout("bundle", folder, *AS_OF)
    assert outcome.code == 0
    of_archive = sha256((folder / "build" / "bundle.zip").read_bytes()).hexdigest()
    printed, *anchors = outcome.text.splitlines()
    assert printed == f"{folder}/build/bundle.zip"
    assert anchors[0] == f"SHA-256 of the archive: {of_archive}"
    assert anchors[1].startswith("SHA-256 of SHA256SUMS: ")
    assert (folder / "build" / "bundle.zip").read_bytes() == (tmp_path / "out" / "bundle.zip").read_bytes()
    assert {name for name in tree(folder) if not name.startswith("build/")} == before.keys()
    checked = closeout("verify", tmp_path / "out" / "bundle.zip")
    assert checked.code == 0
    assert checked.text.startswith("whole: 14 files, 3 entries, as of 2026-11-16; chain head ")
    assert checked.text.splitlines()[1:] == anchors


def test_what_is_not_whole_is_told_with_exit_code_2(closeout: Run, folder: Path, tmp_path: Path) -> None:
    path = tmp_path / "bundle.zip"
    content = made(folder)
    path.write_bytes(content.replace(b"Kick-off", b"Kick-out"))
    outcome = closeout("verify", path)
    assert outcome.code == 2
    assert "bug" not in outcome.err
    assert "error[CO71" in outcome.err


def test_a_redacted_bundle_says_what_cannot_be_checked(here: CliRunner, folder: Path, tmp_path: Path) -> None:
    path = tmp_path / "bundle.zip"
    path.write_bytes(made(folder, redact=True))
    outcome = here.invoke(cli, ["verify", str(path)])
    assert outcome.exit_code == 0
    assert "; 2 entries are redacted: only the sources show whether they have their hashes" in outcome.stdout


def test_the_record_is_written_for_programs_and_redacted_where_asked(here: CliRunner, folder: Path) -> None:
    plain = here.invoke(cli, ["log", str(folder), "-f", "jsonl", "-o", "-", *AS_OF])
    redacted = here.invoke(cli, ["log", str(folder), "-o", str(folder / "log.jsonl"), "--redact", *AS_OF])
    assert (plain.exit_code, redacted.exit_code) == (0, 0)
    before = [json.loads(line) for line in plain.stdout.splitlines()]
    after = [json.loads(line) for line in (folder / "log.jsonl").read_text(encoding="utf-8").splitlines()]
    assert [each["visible"] for each in before][2] == "Accepted, says Eve Lindqvist."
    assert [each["visible"] for each in after][2] == "Accepted, says [person 1]."
    assert [each["hash"] for each in before] == [each["hash"] for each in after]


@pytest.mark.parametrize("place", ["engagement.yaml", "messages/bundle.zip"])
def test_no_bundle_takes_the_place_of_a_source(here: CliRunner, folder: Path, place: str) -> None:
    before = tree(folder)
    outcome = here.invoke(cli, ["bundle", str(folder), "-o", str(folder / place), "--redact", *AS_OF])
    assert isinstance(outcome.exception, UserError)
    assert "this file is part of your records" in str(outcome.exception)
    assert tree(folder) == before


def test_a_bundle_is_not_for_standard_output(here: CliRunner, folder: Path) -> None:
    outcome = here.invoke(cli, ["bundle", str(folder), "-o", "-"])
    assert outcome.exit_code == 2
    assert "name a file with -o" in outcome.stderr
