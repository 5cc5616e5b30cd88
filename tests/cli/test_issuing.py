"""Issuing, crediting and the register, through the command line."""

from __future__ import annotations

import json
import os
import resource
import sqlite3
import stat
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

import closeout.__main__
from closeout.register import database
from closeout.register.entries import digest, opened
from tests.conftest import Outcome, Run
from tests.small_engagement import swap, write_engagement

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

DAY = ("--as-of", "2026-05-04")
KEYS = "'number: 2026-001' and 'date: 2026-05-18'"


def add(folder: Path, text: str) -> None:
    """Add lines to the engagement."""
    with (folder / "engagement.yaml").open("a", encoding="utf-8") as stream:
        stream.write(text)


@pytest.fixture
def folder(tmp_path: Path, home: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a folder with an invoice to issue, and a home in which no register is."""
    monkeypatch.setenv("XDG_DATA_HOME", str(home / "data"))
    monkeypatch.delenv("CLOSEOUT_REGISTER", raising=False)
    return write_engagement(tmp_path / "contract")


@pytest.fixture
def register(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return where the register lies, by the environment."""
    path = tmp_path / "data" / "register.sqlite3"
    monkeypatch.setenv("CLOSEOUT_REGISTER", str(path))
    return path


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capfdbinary: pytest.CaptureFixture[bytes]) -> Run:
    """Run the command line in this process, from its way in to its exit code."""

    def run(*arguments: str | Path) -> Outcome:
        monkeypatch.setattr(sys, "argv", ["closeout", *map(str, arguments)])
        with pytest.raises(SystemExit) as end:
            closeout.__main__.main()
        out, err = capfdbinary.readouterr()
        code = end.value.code
        return Outcome(code if isinstance(code, int) else 0, out, err.decode())

    return run


def test_an_invoice_is_issued_once_and_given_again(closeout: Run, folder: Path, home: Path) -> None:
    """As users run it: with the register where the system keeps a program's data."""
    written = folder / "build" / "invoice.pdf"
    outcome = closeout("invoice", folder, "--issue", *DAY)
    path = home / "data" / "closeout" / "register.sqlite3"
    assert (outcome.code, outcome.text) == (0, f"{written}\n")
    assert outcome.err.splitlines() == [
        f"issued as 2026-001 (register: {path})",
        f"    hint: write {KEYS} below final_invoice: in engagement.yaml, so that the other documents know it",
    ]
    assert stat.S_IMODE(path.stat().st_mode) == stat.S_IMODE(written.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    issued = written.read_bytes()
    assert issued.startswith(b"%PDF-")
    written.unlink()
    again = closeout("invoice", folder, "--issue")
    assert (again.code, again.text) == (0, f"{written}\n")
    assert again.err.startswith("it was issued on ")
    assert again.err.endswith(f" as 2026-001 (register: {path})\n")
    assert written.read_bytes() == issued
    listed = closeout("register")
    assert listed.text.split("\t")[:4] == ["2026-001", "2026-05-18", "invoice", "238.00 EUR"]
    assert f"pdf:{digest(issued)}" in listed.text


def test_a_stated_number_needs_no_hint(run: Run, folder: Path, register: Path) -> None:
    add(folder, "final_invoice: {number: R 7}\n")
    outcome = run("invoice", folder, "--issue", *DAY)
    assert (outcome.code, outcome.err) == (0, f"issued as R 7 (register: {register})\n")


def test_without_issue_it_is_a_draft_and_there_is_no_register(run: Run, folder: Path, register: Path) -> None:
    outcome = run("invoice", folder, *DAY)
    assert outcome.code == 0
    assert "DRAFT" in outcome.text
    assert not register.parent.exists()


def test_the_whole_way_of_a_correction(run: Run, folder: Path, register: Path, tmp_path: Path) -> None:
    assert run("invoice", folder, "--issue", *DAY).code == 0
    draft = run("credit-note", "2026-001", folder, "--as-of", "2026-12-01")
    assert draft.code == 0
    assert "# Credit note: DRAFT, not yet numbered" in draft.text
    swap(folder / "time.csv", "2.5", "3")
    refused = run("invoice", folder, "--issue", *DAY)
    assert (refused.code, refused.out) == (2, b"")
    assert "error[CO714]: this invoice was issued on " in refused.err
    assert "lines[0].net.amount: '200.00' → '240.00'" in refused.err
    credit = run("credit-note", "2026-001", folder, "--issue", "--as-of", "2026-12-01")
    written = folder / "build" / "credit-note.pdf"
    assert (credit.code, credit.text) == (0, f"{written}\n")
    assert credit.err.splitlines()[0] == f"issued as CN-2026-001 (register: {register})"
    assert "closeout invoice --issue" in credit.err
    twice = run("credit-note", "2026-001", folder, "--issue")
    assert twice.code == 2
    assert "error[CO716]: 2026-001 was taken back on " in twice.err
    copy = tmp_path / "copy.pdf"
    assert run("register", "--get", "CN-2026-001", "-o", copy).code == 0
    assert copy.read_bytes() == written.read_bytes() == run("register", "--get", "CN-2026-001", "-o", "-").out
    corrected = run("invoice", folder, "--issue", "--as-of", "2026-12-02")
    assert corrected.code == 0
    assert "issued as 2026-002" in corrected.err
    rows = json.loads(run("register", "--json").text)
    assert [(row["number"], row["kind"], row["credits"]) for row in rows] == [
        ("2026-001", "invoice", None),
        ("CN-2026-001", "credit note", "2026-001"),
        ("2026-002", "invoice", None),
    ]
    assert rows[1]["files"]["pdf"] == digest(copy.read_bytes())
    checked = run("register", "--verify")
    assert checked.text == "3 issued: each is as it was issued, and no number is missing.\n"


def test_an_einvoice_is_filed_beside_the_page(run: Run, folder: Path, register: Path, tmp_path: Path) -> None:
    assert run("invoice", folder, "--issue", *DAY).code == 0
    written = tmp_path / "invoice.xml"
    assert run("invoice", folder, "--issue", "-o", written).code == 0
    with opened(register) as book:
        assert written.read_bytes() == book.file("2026-001", "cii")
        assert run("register", "--get", "2026-001", "-f", "ubl", "-o", "-").out == book.file("2026-001", "ubl")


def test_a_register_is_never_written_over(run: Run, folder: Path, register: Path) -> None:
    outcome = run("invoice", folder, "--issue", *DAY, "-f", "pdf", "-o", register)
    assert outcome.code == 2
    assert "error[CO704]" in outcome.err
    assert run("register", "--get", "2026-001", "-o", register).code == 2
    assert run("register", "--verify").code == 0


def test_strict_stops_before_a_number_is_taken(run: Run, folder: Path, register: Path) -> None:
    (folder / "invoice.csv").write_text("a\n", encoding="utf-8")
    outcome = run("invoice", folder, "--issue", "--strict", *DAY)
    assert (outcome.code, outcome.out) == (1, b"")
    assert run("register", "--json").text == "[]\n"
    assert register.exists()


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (("invoice", "--issue", "-f", "md"), "there is no 'md' of this; it can be pdf, cii, ubl"),
        (("credit-note", "1", "--issue", "-f", "html"), "there is no 'html' of this; it can be pdf, cii, ubl"),
        (("register", "--json", "--verify"), "choose one of --json, --verify and --get"),
    ],
)
@pytest.mark.usefixtures("register")
def test_what_cannot_be_asked_is_told(run: Run, folder: Path, options: tuple[str, ...], message: str) -> None:
    rest = () if options[0] == "register" else (folder,)
    outcome = run(*options, *rest)
    assert outcome.code == 2
    assert message in outcome.err


def test_where_nothing_was_issued_nothing_is_listed_or_made(run: Run, folder: Path, register: Path) -> None:
    for option in ((), ("--verify",)):
        assert run("register", *option).text == f"Nothing was issued: there is no register at {register}.\n"
    assert run("register", "--json").text == "[]\n"
    for command in (("register", "--get", "1"), ("credit-note", "1", folder)):
        outcome = run(*command)
        assert (outcome.code, outcome.err.split(": ", 1)[1].splitlines()[0]) == (
            2,
            "error[CO709]: there is no register here yet",
        )
    assert not register.parent.exists()


def _text(path: Path) -> None:
    path.write_bytes(b"My invoices are here.\n" * 100)


def _foreign(path: Path) -> None:
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE invoice (number TEXT)")
    connection.close()


def _newer(path: Path) -> None:
    with opened(path, create=True) as book:
        book.connection.execute("PRAGMA user_version = 99")


def _damaged(path: Path) -> None:
    with opened(path, create=True) as book:
        book.connection.execute("DROP TABLE entry")


def _folder(path: Path) -> None:
    path.mkdir()


@pytest.mark.parametrize(
    ("spoil", "code"),
    [(_text, "CO709"), (_foreign, "CO709"), (_newer, "CO710"), (_damaged, "CO711"), (_folder, "CO709")],
)
def test_a_register_that_cannot_be_one_is_told_by_every_command(
    run: Run, folder: Path, register: Path, spoil: Callable[[Path], None], code: str
) -> None:
    register.parent.mkdir()
    spoil(register)
    for command in (
        ("invoice", folder, "--issue", *DAY),
        ("credit-note", "1", folder),
        ("credit-note", "1", folder, "--issue"),
        ("register",),
        ("register", "--json"),
        ("register", "--verify"),
        ("register", "--get", "1"),
    ):
        outcome = run(*command)
        assert (outcome.code, outcome.out) == (2, b"")
        assert outcome.err.startswith(f"{register}: error[{code}]: ")
        assert "    hint: " in outcome.err
    assert not (folder / "build").exists()


def test_a_place_that_takes_no_register_is_told(run: Run, folder: Path) -> None:
    file = folder / "engagement.yaml"
    long = folder / ("x" * 300)
    for place in (file / "below" / "register", long):
        outcome = run("invoice", folder, "--issue", *DAY, "--register", place)
        assert outcome.code == 2
        assert "error[CO708]: the register cannot be made" in outcome.err
    assert "error[CO708]" in run("register", "--register", long).err


@pytest.mark.skipif(os.geteuid() == 0, reason="nothing can be denied to root")
def test_a_register_in_a_place_that_is_read_only_is_told(run: Run, folder: Path, register: Path) -> None:
    assert run("invoice", folder, "--issue", *DAY).code == 0
    swap(folder / "engagement.yaml", "title: Website", "title: Shop")
    register.chmod(0o400)
    register.parent.chmod(0o500)
    try:
        outcome = run("invoice", folder, "--issue", *DAY)
        listed = run("register")
    finally:
        register.parent.chmod(0o700)
    assert (outcome.code, listed.code) == (2, 0)
    assert "error[CO708]: the register cannot be written to" in outcome.err


def test_a_full_disk_is_told_and_nothing_is_issued(run: Run, folder: Path, register: Path) -> None:
    assert run("register", "--verify").code == 0
    with opened(register, create=True):
        pass
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (register.stat().st_size + 8192, limits[1]))
    try:
        outcome = run("invoice", folder, "--issue", *DAY)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    assert outcome.code == 2
    assert f"{register}: error[CO708]: " in outcome.err
    assert run("register", "--json").text == "[]\n"
    assert "issued as 2026-001 " in run("invoice", folder, "--issue", *DAY).err


def test_whoever_waits_too_long_is_told(
    run: Run, folder: Path, register: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database, "PATIENCE", 0.05)
    with opened(register, create=True) as book, book.alone():
        outcome = run("invoice", folder, "--issue", *DAY)
    assert outcome.code == 2
    assert "error[CO708]: others are using the register" in outcome.err


def test_what_was_changed_afterwards_is_told(run: Run, folder: Path, register: Path) -> None:
    assert run("invoice", folder, "--issue", *DAY).code == 0
    with opened(register) as book:
        book.connection.execute("DROP TRIGGER file_update")
        book.connection.execute("UPDATE file SET content = x'00'")
    for command in (("register", "--verify"), ("register", "--get", "2026-001"), ("invoice", folder, "--issue", *DAY)):
        outcome = run(*command)
        assert (outcome.code, outcome.out) == (2, b"")
        assert "error[CO711]: the register is damaged: the " in outcome.err


def test_a_missing_number_is_told(run: Run, folder: Path, register: Path) -> None:
    assert run("invoice", folder, "--issue", *DAY).code == 0
    for number in ("2026-001", "CN"):
        assert "error[CO715]" in run("register", "--get", f"{number}x").err
    swap(folder / "engagement.yaml", "title: Website", "title: Shop")
    add(folder, "final_invoice: {number: 2026-033}\n")
    skipped = run("invoice", folder, "--issue", *DAY)
    assert skipped.code == 0
    assert "warning[CO713]: 2026-033 leaves a gap" in skipped.err
    outcome = run("register", "--verify")
    assert outcome.code == 2
    assert f"{register}: error[CO713]: numbers are missing between 2026-001 and 2026-033" in outcome.err


def test_a_number_that_is_taken_is_told_at_its_place(run: Run, folder: Path, register: Path, tmp_path: Path) -> None:
    assert run("invoice", folder, "--issue", *DAY).code == 0
    other = write_engagement(tmp_path / "other", "Shop")
    add(other, "final_invoice: {number: 2026-001}\n")
    outcome = run("invoice", other, "--issue", *DAY)
    assert (outcome.code, outcome.out) == (2, b"")
    assert outcome.err.startswith("engagement.yaml:19:25: error[CO712]: the number 2026-001 was issued already, on ")
    assert not (other / "build").exists()
    itself = run("credit-note", "2026-001", other, "--issue")
    assert itself.code == 0, "the credit note is of the invoice, whatever the folder says"
    outcome = run("credit-note", "CN-" + itself.err.split("CN-")[1].split(" ")[0], folder)
    assert (outcome.code, "error[CO715]" in outcome.err) == (2, True)
    assert register.exists()


def test_what_cannot_be_an_invoice_takes_no_number(run: Run, folder: Path, register: Path) -> None:
    swap(folder / "engagement.yaml", "  billing: hourly", "  platform: upwork\n  billing: hourly")
    copy = run("invoice", folder, "--issue", *DAY)
    assert (copy.code, copy.err.split(": ", 1)[1].startswith("error[CO606]: there is nothing to issue")) == (2, True)
    swap(folder / "engagement.yaml", "  platform: upwork\n", "")
    swap(folder / "time.csv", "2026-04-02,Import,2.5,\n", "")
    empty = run("invoice", folder, "--issue", *DAY)
    assert (empty.code, "error[CO606]: nothing is left to bill" in empty.err) == (2, True)
    add(folder, "numbering: {invoice: R}\n")
    pattern = run("invoice", folder, "--issue", *DAY)
    assert (pattern.code, "engagement.yaml:19:22: error[CO219]: " in pattern.err) == (2, True)
    assert run("register", "--register", register, "--json").text == "[]\n"


def test_other_commands_do_not_wait_for_the_register(home: Path, folder: Path) -> None:
    command = [sys.executable, "-X", "importtime", "-m", "closeout", "invoice", str(folder), *DAY]
    result = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False, cwd=home)
    assert result.returncode == 0
    assert "jinja2" in result.stderr
    assert "closeout.register" not in result.stderr  # the only room that knows SQLite, which coverage imports as well
