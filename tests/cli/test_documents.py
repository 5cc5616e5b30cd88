"""The commands that write one document, run as users run them."""

import email
import email.policy
import json
import os
import pty
import re
import stat
import subprocess
import sys
from pathlib import Path

import icalendar
import pytest

from tests.conftest import AS_OF, DOCUMENTS, ROOT, Run, tree


@pytest.mark.parametrize("name", DOCUMENTS)
def test_a_document_is_printed_as_markdown_and_nothing_is_written(name: str, closeout: Run, engagement: Path) -> None:
    before = tree(engagement)
    outcome = closeout(name, engagement, *AS_OF)
    assert outcome.code == 0
    assert {line.partition(":")[0] for line in outcome.err.splitlines()} <= {"warning[CO801]", "    hint"}
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
    assert "it can be txt" in outcome.err


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
    assert (tmp_path / "letter.txt").read_text(encoding="utf-8").startswith("Notice to end")
    unknown = closeout("notice", engagement, "-o", tmp_path / "letter.docx", *AS_OF)
    assert unknown.code == 2
    assert "there is no 'docx' of this; it can be md, pdf, html, txt, eml, ics" in unknown.err


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


def test_a_table_that_is_a_link_out_of_the_folder_is_not_read(closeout: Run, engagement: Path, tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("root:x:0\n", encoding="utf-8")
    (engagement / "time.csv").unlink()
    (engagement / "time.csv").symlink_to(tmp_path / "secret")
    outcome = closeout("notice", engagement, *AS_OF)
    assert outcome.code == 2
    assert "time.csv: error[CO102]: this is a link that leads out of the folder" in outcome.err
    assert "root" not in outcome.err


@pytest.mark.parametrize("target", ["engagement.yaml", "time.csv", "messages/inbox.mbox", "messages/new.md"])
def test_records_are_never_written_to(target: str, closeout: Run, engagement: Path) -> None:
    before = tree(engagement)
    outcome = closeout("notice", engagement, "-f", "md", "-o", engagement / target, *AS_OF)
    assert outcome.code == 2
    assert "error[CO704]: this file is part of your records" in outcome.err
    assert tree(engagement) == before


def test_a_place_that_cannot_be_written_to(closeout: Run, engagement: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    outcome = closeout("notice", engagement, "-o", tmp_path / "file" / "letter.md", *AS_OF)
    assert outcome.code == 2
    assert "error[CO701]: the file cannot be written" in outcome.err


def test_check_prints_what_comes_first(closeout: Run, engagement: Path) -> None:
    outcome = closeout("check", engagement, *AS_OF)
    assert outcome.code == 0
    assert "The client still owes $1,353.75 on invoices that have been sent." in outcome.text
    assert "Work worth $1,662.50 before tax is done and not billed yet." in outcome.text
    assert outcome.err == ""


def test_check_is_strict_if_asked(closeout: Run, engagement: Path) -> None:
    loose, strict = closeout("check", engagement, *AS_OF), closeout("check", engagement, "--strict", *AS_OF)
    assert (loose.code, strict.code) == (0, 1)
    assert strict.text == loose.text


def test_check_for_programs(closeout: Run, engagement: Path) -> None:
    outcome = closeout("check", engagement, "--json", *AS_OF)
    assert outcome.code == 0
    found = json.loads(outcome.text)
    assert found["money"] == {
        "currency": "USD",
        "billed": "16292.50",
        "paid": "14938.75",
        "outstanding": "1353.75",
        "overdue": "1353.75",
        "unbilled_net": "1662.50",
        "escrow": None,
    }
    assert found["dates"]["effective_date"] == "2026-11-30"
    assert {"general.get-paid-first", "upwork.log-hours"} <= {each["id"] for each in found["findings"]}
    assert {"what": "deadline", "subject": "The last week of hours ends on Upwork", "date": "2026-12-06"}.items() <= {
        key: value for each in found["days"] if each["moment"] == "2026-12-06T23:59:00Z" for key, value in each.items()
    }.items()
    assert found["diagnostics"] == []


def test_check_tells_programs_what_forbids_it(closeout: Run, engagement: Path) -> None:
    (engagement / "time.csv").write_text("date,description,hours\n2026-13-01,x,1\n", encoding="utf-8")
    outcome = closeout("check", engagement, "--json", *AS_OF)
    assert outcome.code == 2
    (problem,) = json.loads(outcome.text)["diagnostics"]
    assert (problem["code"], problem["severity"], problem["line"], problem["column"]) == ("CO205", "error", 2, 1)


def test_a_strict_notice_refuses_and_writes_nothing(closeout: Run, engagement: Path, tmp_path: Path) -> None:
    outcome = closeout("notice", engagement, "--strict", "-o", tmp_path / "notice.md", *AS_OF)
    assert outcome.code == 1
    assert "warning[CO801]: The client still owes 1353.75 USD" in outcome.err
    assert not (tmp_path / "notice.md").exists()


def test_words_that_hurt_are_named_with_their_place(closeout: Run, engagement: Path) -> None:
    words = engagement / "engagement.yaml"
    text = re.sub(
        "thanks: .*?(?=\n  [a-z])", "thanks: You never pay on time.", words.read_text("utf-8"), flags=re.DOTALL
    )
    words.write_text(text, encoding="utf-8")
    line = text[: text.index("thanks:")].count("\n") + 1
    outcome = closeout("notice", engagement, *AS_OF)
    assert outcome.code == 0
    assert f"engagement.yaml:{line}:11: warning[CO802]: 'You never" in outcome.err
    assert "“You never" in closeout("check", engagement, *AS_OF).text


def test_the_arithmetic_is_explained(closeout: Run, engagement: Path) -> None:
    outcome = closeout("notice", engagement, "--explain", *AS_OF)
    assert (outcome.code, outcome.err) == (0, "")
    assert "14\u00a0days from November\u00a016,\u00a02026, this day not counted" in outcome.text
    both = closeout("notice", engagement, "--explain", "--message", *AS_OF)
    assert both.code == 2
    assert "choose one" in both.err


def test_the_notice_as_plain_text_has_no_markup(closeout: Run, engagement: Path) -> None:
    text = closeout("notice", engagement, "-f", "txt", *AS_OF).text
    assert text.startswith("Notice to end our contract “Inventory forecasting pipeline and stock dashboard”\n\nDear ")
    assert "**" not in text


def test_the_notice_as_a_draft_has_the_letter_with_it(closeout: Run, engagement: Path) -> None:
    outcome = closeout("notice", engagement, "-f", "eml", *AS_OF)
    assert outcome.code == 0
    draft = email.message_from_bytes((engagement / "build" / "notice.eml").read_bytes(), policy=email.policy.default)
    assert draft["X-Unsent"] == "1"
    assert draft["Subject"].startswith("Notice to end our contract “Inventory")
    (letter,) = draft.iter_attachments()
    assert letter.get_content().startswith(b"%PDF-")


def test_a_draft_without_a_recipient_says_so(closeout: Run, engagement: Path) -> None:
    file = engagement / "engagement.yaml"
    head, client, rest = file.read_text(encoding="utf-8").partition("\nclient:")
    file.write_text(head + client + re.sub("\n  email: .*", "", rest, count=1), encoding="utf-8")
    outcome = closeout("notice", engagement, "-f", "eml", *AS_OF)
    assert outcome.code == 0
    assert "warning[CO804]: the e-mail address of Larkspur Quay Imports, Inc. is not known" in outcome.err


def test_the_days_to_keep_go_into_a_calendar(closeout: Run, engagement: Path) -> None:
    outcome = closeout("notice", engagement, "-f", "ics", "-o", "-", *AS_OF)
    assert outcome.code == 0
    calendar = icalendar.Calendar.from_ical(outcome.out)
    titles = [str(event["summary"]).partition(" · ")[0] for event in calendar.walk("VEVENT")]
    assert titles[0] == "The notice goes out"
    assert {"Last working day", "The contract ends", "The time for feedback ends on Upwork"} <= set(titles)


def test_a_notice_does_not_read_the_mail(closeout: Run, engagement: Path) -> None:
    (engagement / "messages" / "odd.bin").write_bytes(b"\x00\x01")
    assert "odd.bin" not in closeout("notice", engagement, *AS_OF).err


def test_a_language_without_words(closeout: Run, engagement: Path) -> None:
    outcome = closeout("notice", engagement, "--lang", "xx")
    assert outcome.code == 2
    assert "error[CO212]: closeout has no words in 'xx'" in outcome.err
    assert "there are words in: de, en, es" in outcome.err


def test_an_invoice_is_an_e_invoice_where_nobody_else_issues_it(closeout: Run, tmp_path: Path) -> None:
    example = ROOT / "examples" / "eu-fixed-price"
    outcome = closeout("invoice", example, "-o", tmp_path / "invoice.xml", "--as-of", "2026-10-30")
    assert outcome.code == 0
    made = (tmp_path / "invoice.xml").read_bytes()
    assert made == (example / "expected" / "invoice.cii.xml").read_bytes()


def test_an_e_invoice_in_the_other_syntax_is_named_after_it(closeout: Run, tmp_path: Path) -> None:
    example = ROOT / "examples" / "eu-fixed-price"
    assert closeout("invoice", example, "-f", "ubl", "-o", tmp_path, "--as-of", "2026-10-30").code == 0
    made = (tmp_path / "invoice.ubl.xml").read_bytes()
    assert made == (example / "expected" / "invoice.ubl.xml").read_bytes()
    assert closeout("invoice", example, "-o", tmp_path / "R.ubl.xml", "--as-of", "2026-10-30").code == 0
    assert (tmp_path / "R.ubl.xml").read_bytes() == made


def test_a_platform_issues_the_e_invoice_itself(closeout: Run, engagement: Path) -> None:
    outcome = closeout("invoice", engagement, "-f", "cii", *AS_OF)
    assert outcome.code == 2
    assert "error[CO606]: there is no e-invoice: Upwork issues the invoice" in outcome.err
    assert not (engagement / "build").exists()


def test_a_theme_is_for_one_run_and_an_unknown_one_is_told(closeout: Run, engagement: Path) -> None:
    page = closeout("notice", engagement, "-f", "html", "-o", "-", "--theme", "plain", *AS_OF)
    assert page.code == 0
    assert "--accent: black" in page.text
    outcome = closeout("build", engagement, "--theme", "plane", *AS_OF)
    assert outcome.code == 2
    assert "error[CO207]: there is no theme 'plane'\n    hint: did you mean 'plain'?" in outcome.err
    assert not (engagement / "build").exists()
