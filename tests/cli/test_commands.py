"""Each command in this very process: what it answers with, and how it ends. The other tests run it as users do."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from closeout.cli import cli
from tests.conftest import AS_OF, ROOT

if TYPE_CHECKING:
    from pathlib import Path

UPWORK, LATE = ROOT / "examples" / "upwork-hourly", ROOT / "examples" / "uk-late-payment"
LATE_ON = ("--as-of", "2026-10-26")
TOGGL = "Description,Billable,Start date,Duration\nWork,Yes,2026-11-02,1:00:00\n"


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("notice", UPWORK, *AS_OF), 0, "Dear Zoë"),
        (("notice", UPWORK, "--explain", *AS_OF), 0, "How the end is reckoned"),
        (("notice", UPWORK, "--explain", "--message"), 2, "choose one"),
        (("invoice", UPWORK, *AS_OF, "-f", "html", "-o", "-"), 0, "<!DOCTYPE html>"),
        (("invoice", UPWORK, "--explain", *AS_OF), 0, "time.csv:53:1"),
        (("invoice", UPWORK, "--explain", "--issue"), 2, "choose one"),
        (("report", LATE, *LATE_ON), 0, "# Closing report"),
        (("log", UPWORK, "--with", "Daniel Farrow", "--detail", "key", *AS_OF), 0, "Daniel Farrow"),
        (("log", UPWORK, "--sources", *AS_OF), 0, "inbox.mbox"),
        (("check", UPWORK, *AS_OF), 0, "First of all"),
        (("check", UPWORK, "--json", *AS_OF), 0, '"money"'),
        (("statement", LATE, *LATE_ON), 0, "Statement of account"),
        (("remind", LATE, *LATE_ON), 0, "Final demand"),
        (("remind", LATE, "--as-of", "2026-05-01"), 2, ""),
        (("schema",), 0, "closeout engagement"),
        (("templates",), 0, "documents/notice.md"),
        (("register", "--verify", "--json"), 2, "choose one"),
        (("register",), 0, "Nothing was issued"),
    ],
    ids=lambda value: " ".join(str(each).rpartition("/")[2] for each in value) if isinstance(value, tuple) else "",
)
def test_it_answers(arguments: tuple[str | Path, ...], code: int, said: str, home: Path) -> None:
    del home  # the commands must not find a real one
    result = CliRunner().invoke(cli, list(map(str, arguments)))
    found = getattr(result.exception, "code", None) if isinstance(result.exception, SystemExit) else None
    assert (found if found is not None else 2 if result.exception else result.exit_code) == code
    assert said in result.output


def test_from_a_new_folder_to_what_is_issued_packed_and_verified(home: Path, tmp_path: Path) -> None:
    del home
    folder, export = tmp_path / "shop", tmp_path / "toggl.csv"
    export.write_text(TOGGL, encoding="utf-8")
    commands: tuple[tuple[object, ...], ...] = (
        ("new", folder),
        ("import", export, folder),
        ("import", export, folder, "--write"),
        ("invoice", folder, "--issue", "-o", tmp_path / "invoice.pdf", *AS_OF),
        ("register",),
        ("register", "--verify"),
        ("register", "--get", "2026-001", "-o", tmp_path / "again.pdf"),
        ("credit-note", "2026-001", folder, *AS_OF),
        ("credit-note", "2026-001", folder, "--issue", "-o", tmp_path / "credit.pdf", *AS_OF),
        ("templates", "locales/en/notice.md", "--to", folder / "templates"),
        ("build", folder, "-o", tmp_path / "out", *AS_OF),
        ("bundle", folder, "--redact", "-o", tmp_path / "bundle.zip", *AS_OF),
        ("verify", tmp_path / "bundle.zip"),
    )
    for command in commands:
        result = CliRunner().invoke(cli, list(map(str, command)))
        assert result.exit_code == 0, (command, result.output, result.exception)
    assert (tmp_path / "invoice.pdf").read_bytes() == (tmp_path / "again.pdf").read_bytes()
    assert (tmp_path / "again.pdf").read_bytes().startswith(b"%PDF")
