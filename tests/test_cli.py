"""The command line, run as users run it."""

import json
import os
import pty
import re
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from closeout.cli import cli, printable
from tests.conftest import ROOT, Run

AS_OF = ("--as-of", "2026-11-16")
DOCUMENTS = ("notice", "invoice", "log", "report")


def tree(folder: Path) -> dict[str, bytes]:
    """Return every file below `folder` with its content."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.parametrize("name", sorted(cli.commands))
def test_every_command_has_help_and_stands_in_the_readme(name: str, closeout: Run) -> None:
    outcome = closeout(name, "--help")
    assert outcome.code == 0
    assert "Usage:" in outcome.text
    assert f"| `closeout {name}` |" in (ROOT / "README.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", DOCUMENTS)
def test_a_document_is_printed_as_markdown_and_nothing_is_written(name: str, closeout: Run, engagement: Path) -> None:
    before = tree(engagement)
    outcome = closeout(name, engagement, *AS_OF)
    assert outcome.code == 0
    assert outcome.err == ""
    expected = ROOT / "examples" / "upwork-hourly" / "expected" / f"{name}.md"
    assert outcome.text == expected.read_text(encoding="utf-8")
    assert tree(engagement) == before


def test_the_message_is_short_and_names_no_account(closeout: Run, engagement: Path) -> None:
    outcome = closeout("notice", engagement, "--message", *AS_OF)
    assert outcome.code == 0
    assert len(outcome.text) < 1000
    assert "@" not in outcome.text


@pytest.mark.parametrize("options", [("-f", "html"), ("-o", "message.pdf")])
def test_the_message_is_text_only(options: tuple[str, ...], closeout: Run, engagement: Path) -> None:
    outcome = closeout("notice", engagement, "--message", *options, *AS_OF)
    assert outcome.code == 2
    assert "the message is a text to paste" in outcome.err


def test_a_pdf_goes_into_the_build_folder_for_its_owner_alone(closeout: Run, engagement: Path) -> None:
    outcome = closeout("invoice", engagement, "-f", "pdf", *AS_OF)
    written = engagement / "build" / "invoice.pdf"
    assert (outcome.code, outcome.text) == (0, f"{written}\n")
    assert written.read_bytes().startswith(b"%PDF-")
    assert stat.S_IMODE(written.stat().st_mode) == 0o600
    assert stat.S_IMODE(written.parent.stat().st_mode) == 0o700


@pytest.mark.parametrize(
    ("options", "start"),
    [
        (("-o", "-"), b"**Whitcombe"),
        (("-o", "-", "-f", "html"), b"<!DOCTYPE html>"),
        (("-o", "-", "-f", "pdf"), b"%PDF-"),
    ],
)
def test_a_dash_is_standard_output(options: tuple[str, ...], start: bytes, closeout: Run, engagement: Path) -> None:
    outcome = closeout("notice", engagement, *options, *AS_OF)
    assert outcome.code == 0
    assert outcome.out.startswith(start)


def test_the_name_of_the_file_tells_the_format(closeout: Run, engagement: Path, tmp_path: Path) -> None:
    assert closeout("notice", engagement, "-o", tmp_path / "letter.html", *AS_OF).code == 0
    assert (tmp_path / "letter.html").read_text(encoding="utf-8").startswith("<!DOCTYPE html>")
    assert closeout("notice", engagement, "-o", tmp_path / "letter.txt", *AS_OF).code == 0
    assert (tmp_path / "letter.txt").read_text(encoding="utf-8").startswith("**Whitcombe")


def test_a_folder_as_output_takes_the_name_of_the_document(closeout: Run, engagement: Path, tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    assert closeout("notice", engagement, "-o", tmp_path / "out", *AS_OF).code == 0
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["notice.md"]


def test_a_pdf_is_not_for_a_terminal(engagement: Path, home: Path) -> None:
    terminal, end = pty.openpty()
    command = [sys.executable, "-m", "closeout", "notice", str(engagement), "-f", "pdf", "-o", "-"]
    try:
        result = subprocess.run(command, stdout=end, stderr=subprocess.PIPE, cwd=home, timeout=60, check=False)
    finally:
        os.close(end)
        os.close(terminal)
    assert result.returncode == 2
    assert b"not for a terminal" in result.stderr


@pytest.mark.parametrize("day", ["2026-02-30", "20261116", "2026-W47-1", "16.11.2026", "today", ""])
def test_a_day_has_one_form(day: str, closeout: Run, engagement: Path) -> None:
    outcome = closeout("notice", engagement, "--as-of", day)
    assert outcome.code == 2
    assert "is not a date; write year-month-day" in outcome.err


def test_without_a_day_the_document_speaks_today(closeout: Run, engagement: Path) -> None:
    text = (engagement / "engagement.yaml").read_text(encoding="utf-8")
    (engagement / "engagement.yaml").write_text(re.sub(r"(notice_date|acknowledge_by): .*", "", text), encoding="utf-8")
    outcome = closeout("notice", engagement)
    assert outcome.code == 0
    assert re.search(r"^[A-Z][a-z]+\u00a0\d+,\u00a020\d\d$", outcome.text, re.MULTILINE)


@pytest.mark.parametrize("name", ["notice", "invoice", "log", "report", "check", "build"])
def test_problems_are_told_all_at_once_and_nothing_is_written(name: str, closeout: Run, engagement: Path) -> None:
    engagement.joinpath("engagement.yaml").write_text("contract:\n  titel: x\n", encoding="utf-8")
    engagement.joinpath("time.csv").write_text("date,description,hours\n2026-13-01,x,1\n", encoding="utf-8")
    before = tree(engagement)
    outcome = closeout(name, engagement, *AS_OF)
    assert outcome.code == 2
    assert outcome.out == b""
    assert "engagement.yaml:2:3: error[CO201]: there is no key 'titel' in contract" in outcome.err
    assert "did you mean 'title'?" in outcome.err
    assert "time.csv:2:1: error[CO205]" in outcome.err
    assert "Traceback" not in outcome.err
    assert tree(engagement) == before


def test_a_folder_that_is_not_there(closeout: Run, tmp_path: Path) -> None:
    outcome = closeout("notice", tmp_path / "nowhere")
    assert outcome.code == 2
    assert "error[CO101]" in outcome.err
    assert "there is no such folder" in outcome.err


def test_build_writes_everything_and_the_same_bytes_again(closeout: Run, engagement: Path) -> None:
    first = closeout("build", engagement, *AS_OF)
    assert (first.code, first.err) == (0, "")
    made = tree(engagement / "build")
    assert set(made) == {f"{name}.{suffix}" for name in DOCUMENTS for suffix in ("md", "pdf")} | {"message.md"}
    assert [Path(line).name for line in first.text.splitlines()] == list(
        dict.fromkeys(Path(line).name for line in first.text.splitlines())
    )
    assert closeout("build", engagement, *AS_OF).code == 0
    assert tree(engagement / "build") == made


def test_build_leaves_out_an_invoice_of_nothing_and_says_so(closeout: Run, tmp_path: Path) -> None:
    assert closeout("new", tmp_path / "fresh").code == 0
    outcome = closeout("build", tmp_path / "fresh", "-o", tmp_path / "out", *AS_OF)
    assert outcome.code == 0
    assert "warning[CO606]: nothing is left to bill" in outcome.err
    assert not (tmp_path / "out" / "invoice.pdf").exists()
    assert (tmp_path / "out" / "report.pdf").exists()
    assert closeout("invoice", tmp_path / "fresh", *AS_OF).code == 2


def test_build_warns_of_documents_of_an_earlier_build(closeout: Run, tmp_path: Path) -> None:
    assert closeout("new", tmp_path / "fresh").code == 0
    old = tmp_path / "fresh" / "build" / "invoice.pdf"
    old.parent.mkdir()
    old.write_bytes(b"old")
    outcome = closeout("build", tmp_path / "fresh", *AS_OF)
    assert outcome.code == 0
    assert f"{old}: warning[CO707]: this file is from an earlier build" in outcome.err
    assert old.read_bytes() == b"old"


def test_a_full_disk_behind_standard_output_is_no_bug(engagement: Path, home: Path) -> None:
    command = [sys.executable, "-m", "closeout", "notice", str(engagement), *AS_OF]
    with Path("/dev/full").open("wb") as full:
        result = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, cwd=home, timeout=60, check=False)
    assert result.returncode == 2
    assert b"error[CO701]: standard output cannot be written to" in result.stderr
    assert b"Traceback" not in result.stderr


def test_a_table_that_is_a_link_out_of_the_folder_is_not_read(closeout: Run, engagement: Path, tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("root:x:0\n", encoding="utf-8")
    (engagement / "time.csv").unlink()
    (engagement / "time.csv").symlink_to(tmp_path / "secret")
    outcome = closeout("notice", engagement, *AS_OF)
    assert outcome.code == 2
    assert "time.csv: error[CO102]: this is a link that leads out of the folder" in outcome.err
    assert "root" not in outcome.err


def test_a_build_that_fails_writes_none_of_its_documents(closeout: Run, engagement: Path) -> None:
    override = engagement / "templates" / "documents" / "report.md"
    override.parent.mkdir(parents=True)
    override.write_text("# {{ report.no_such_thing }}\n", encoding="utf-8")
    outcome = closeout("build", engagement, *AS_OF)
    assert outcome.code == 2
    assert f"{override}:1: error[CO605]" in outcome.err
    assert not (engagement / "build").exists()


@pytest.mark.parametrize("target", ["engagement.yaml", "time.csv", "messages/inbox.mbox", "messages/new.md"])
def test_records_are_never_written_to(target: str, closeout: Run, engagement: Path) -> None:
    before = tree(engagement)
    outcome = closeout("notice", engagement, "-o", engagement / target, *AS_OF)
    assert outcome.code == 2
    assert "error[CO704]: this file is part of your records" in outcome.err
    assert tree(engagement) == before


def test_a_place_that_cannot_be_written_to(closeout: Run, engagement: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    outcome = closeout("notice", engagement, "-o", tmp_path / "file" / "letter.md", *AS_OF)
    assert outcome.code == 2
    assert "error[CO701]: the file cannot be written" in outcome.err


def test_new_begins_a_folder_that_works_and_touches_nothing_that_is_there(closeout: Run, tmp_path: Path) -> None:
    folder = tmp_path / "shop"
    outcome = closeout("new", folder)
    assert outcome.code == 0
    made = tree(folder)
    assert set(made) == {
        "engagement.yaml",
        "engagement.schema.json",
        "time.csv",
        "invoices.csv",
        "messages/messages.csv",
    }
    assert made["engagement.yaml"].startswith(b"# yaml-language-server: $schema=engagement.schema.json\n")
    assert closeout("check", folder, *AS_OF).code == 0
    assert "Dear First Last" in closeout("notice", folder, *AS_OF).text
    again = closeout("new", folder)
    assert again.code == 2
    assert "error[CO704]: there is a file of this name already" in again.err
    assert tree(folder) == made


def test_check_prints_what_comes_first(closeout: Run, engagement: Path) -> None:
    outcome = closeout("check", engagement, *AS_OF)
    assert outcome.code == 0
    assert "Get paid first: $1,353.75 is open" in outcome.text
    assert "Bill what is not billed yet: $1,662.50 net, 17.5\u00a0hours" in outcome.text


def test_warnings_go_to_standard_error_and_stop_nothing(closeout: Run, engagement: Path) -> None:
    (engagement / "messages" / "odd.bin").write_bytes(b"\x00\x01")
    outcome = closeout("log", engagement, *AS_OF)
    assert outcome.code == 0
    assert "messages/odd.bin: warning[CO501]: not read: format not known" in outcome.err
    assert "odd.bin (format not known)" in outcome.text


def test_a_notice_does_not_read_the_mail(closeout: Run, engagement: Path) -> None:
    (engagement / "messages" / "odd.bin").write_bytes(b"\x00\x01")
    assert closeout("notice", engagement, *AS_OF).err == ""


def test_the_schema_is_printed(closeout: Run) -> None:
    outcome = closeout("schema")
    assert json.loads(outcome.text)["title"] == "closeout engagement"
    assert outcome.text == (ROOT / "examples" / "engagement.schema.json").read_text(encoding="utf-8")


def test_templates_are_listed_copied_and_take_the_place_of_ours(closeout: Run, engagement: Path, home: Path) -> None:
    names = [line.split("\t")[0] for line in closeout("templates").text.splitlines()]
    assert {"documents/notice.md", "layouts/letter.html", "styles/page.css", "locales/en/notice.md"} <= set(names)
    words = "locales/en/notice.md"
    assert closeout("templates", words, "--to", engagement / "templates").code == 0
    assert closeout("templates", words).code == 0
    own, users = engagement / "templates" / words, home / "config" / "closeout" / "templates" / words
    assert own.read_bytes() == users.read_bytes() == (ROOT / "templates" / words).read_bytes()
    users.write_text(users.read_text(encoding="utf-8").replace("Dear ", "Good day, "), encoding="utf-8")
    own.write_text(own.read_text(encoding="utf-8").replace("Dear ", "Hello, "), encoding="utf-8")
    assert "Hello, Zoë Åkesson" in closeout("notice", engagement, *AS_OF).text
    own.unlink()
    assert "Good day, Zoë Åkesson" in closeout("notice", engagement, *AS_OF).text


def test_a_template_that_is_not_there_and_one_that_is_there_already(closeout: Run, tmp_path: Path) -> None:
    unknown = closeout("templates", "documents/notise.md", "--to", tmp_path)
    assert unknown.code == 2
    assert "did you mean 'documents/notice.md'?" in unknown.err
    assert closeout("templates", "documents/notice.md", "--to", tmp_path).code == 0
    assert closeout("templates", "documents/notice.md", "--to", tmp_path).code == 2


def test_the_profile_completes_a_party_of_the_same_name(closeout: Run, engagement: Path, home: Path) -> None:
    profile = home / "config" / "closeout" / "profile.yaml"
    profile.parent.mkdir(parents=True)
    profile.write_text("freelancer:\n  name: Whitcombe Data Works LLC\n  tax_number: 12-345\n", encoding="utf-8")
    assert "12-345" in closeout("invoice", engagement, *AS_OF).text
    profile.write_text("freelancer:\n  name: Somebody Else\n  tax_number: 12-345\n", encoding="utf-8")
    assert "12-345" not in closeout("invoice", engagement, *AS_OF).text


def test_a_language_without_words(closeout: Run, engagement: Path) -> None:
    outcome = closeout("notice", engagement, "--lang", "xx")
    assert outcome.code == 2
    assert "error[CO212]: closeout has no words in 'xx'" in outcome.err
    assert "there are words in: en" in outcome.err


def test_what_is_printed_cannot_steer_a_terminal() -> None:
    assert printable("a\x1b[2Jb\nc\u202e") == "a\ufffd[2Jb\nc\ufffd"
