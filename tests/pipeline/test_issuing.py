"""Numbers are taken once, whoever else is at it and whatever breaks off; what was issued stays as it was."""

from __future__ import annotations

import datetime as dt
import json
import os
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from closeout.diagnostic import Code, Diagnostic, UserError
from closeout.domain.ledger import EntryKind
from closeout.pipeline import Settings, issuing, load, render
from closeout.pipeline.issuing import Issued, Issuing, credit_note_draft, entry_of, filed
from closeout.register.entries import opened
from closeout.register.verification import verify
from tests.conftest import ROOT
from tests.small_engagement import TIME, swap, write_engagement

if TYPE_CHECKING:
    from pathlib import Path

    from closeout.pipeline import Format

AS_OF = dt.date(2026, 5, 4)
MOMENT = dt.datetime(2026, 5, 4, 12, tzinfo=dt.UTC)
LEDGER = "number,kind,issue_date,net,tax,gross,paid_date,paid_amount,refers_to,deducted_in\n"


class Desk:
    """A folder and a register, and what is issued there."""

    def __init__(self, folder: Path, name: str = "one") -> None:
        self.register = folder / "data" / "register.sqlite3"
        self.folder = write_engagement(folder / name, f"Website {name}")
        self.warnings: list[Diagnostic] = []

    def write(self, text: str, name: str = "engagement.yaml") -> None:
        (self.folder / name).write_text(text, encoding="utf-8")

    def add(self, text: str, name: str = "engagement.yaml") -> None:
        with (self.folder / name).open("a", encoding="utf-8") as stream:
            stream.write(text)

    def swap(self, old: str, new: str, name: str = "engagement.yaml") -> None:
        swap(self.folder / name, old, new)

    def issue(self, wanted: Format = "md", as_of: dt.date = AS_OF) -> Issued:
        loaded = load(self.folder, messages=False)
        with opened(self.register, create=True) as register:
            how = Issuing(register, Settings(), as_of, MOMENT, wanted, self.warnings.extend)
            return issuing.issue_invoice(loaded, how)

    def credit(self, number: str, as_of: dt.date = AS_OF) -> Issued:
        loaded = load(self.folder, messages=False)
        with opened(self.register, create=True) as register:
            how = Issuing(register, Settings(), as_of, MOMENT, "md", self.warnings.extend)
            return issuing.issue_credit_note(number, loaded, how)

    def numbers(self) -> list[str]:
        with opened(self.register) as register:
            return [entry.number for entry in verify(register)]


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """Return a desk where pages are issued as Markdown, which is made fast."""
    monkeypatch.setattr(issuing, "ISSUED", ("md", "cii"))
    return Desk(tmp_path)


def problem(error: pytest.ExceptionInfo[UserError]) -> Diagnostic:
    (diagnostic,) = error.value.diagnostics
    return diagnostic


def test_an_invoice_is_numbered_and_filed_whole(desk: Desk) -> None:
    issued = desk.issue()
    assert issued.is_new
    entry = issued.entry
    assert (entry.number, entry.series, entry.count, entry.kind) == ("2026-001", "2026-{n}", 1, EntryKind.INVOICE)
    assert (entry.amount, entry.currency, entry.title) == ("238.00", "EUR", "Website one")
    assert (entry.issue_date, entry.as_of, entry.issued_at) == (dt.date(2026, 5, 18), AS_OF, MOMENT)
    assert b"# Final invoice 2026-001\n" in issued.content
    with opened(desk.register) as register:
        assert verify(register) == (entry,)
        assert register.file("2026-001", "md") == issued.content
        assert b"<ram:ID>2026-001</ram:ID>" in (register.file("2026-001", "cii") or b"")


def test_the_same_invoice_again_is_the_same_whatever_the_day(desk: Desk) -> None:
    first = desk.issue()
    again = desk.issue(as_of=dt.date(2027, 1, 1))
    assert again == first._replace(is_new=False)
    desk.add("final_invoice: {number: 2026-001, date: 2026-05-18}\n")
    assert desk.issue() == again
    assert desk.issue("cii").content.startswith(b"<?xml")


def test_the_same_invoice_again_once_it_stands_in_the_tables(desk: Desk) -> None:
    first = desk.issue()
    desk.write(TIME.replace(",\n", ",2026-001\n"), "time.csv")
    desk.write(f"{LEDGER}2026-001,invoice,2026-05-18,200,38,238,2026-06-01,238,,\n", "invoices.csv")
    assert desk.issue() == first._replace(is_new=False)


def test_a_folder_that_moved_is_the_same_engagement(desk: Desk) -> None:
    first = desk.issue()
    desk.folder = desk.folder.rename(desk.folder.parent / "elsewhere")
    assert desk.issue().entry == first.entry


def test_a_retainer_billed_to_its_end_is_what_was_issued(desk: Desk) -> None:
    desk.swap("billing: hourly\n  rate: 80", "billing: retainer\n  retainer: {amount: 500, billed_until: 2026-03-31}")
    desk.write("date,description,hours,invoice\n", "time.csv")
    first = desk.issue()
    desk.swap("2026-03-31", "2026-05-18")
    assert desk.issue().entry == first.entry


def test_what_would_be_another_invoice_is_refused_until_a_credit_note_took_it_back(desk: Desk) -> None:
    desk.issue()
    desk.write(TIME.replace("2.5", "3"), "time.csv")
    with pytest.raises(UserError) as error:
        desk.issue()
    assert problem(error).code is Code.ISSUED_OTHERWISE
    assert problem(error).message.startswith(
        "this invoice was issued on 2026-05-04 as 2026-001, and would now be another: lines[0].net.amount: '200.00' → "
        "'240.00'; lines[0].quantity: '2.5' → '3'; totals.due.amount: '238.00' → '285.60'; and "
    )
    assert "'closeout credit-note 2026-001' takes it back" in str(problem(error).hint)
    credit = desk.credit("2026-001", dt.date(2026, 6, 2))
    assert (credit.entry.number, credit.entry.credits, credit.entry.amount) == ("CN-2026-001", "2026-001", "238.00")
    assert "# Credit note CN-2026-001\n\n" in credit.content.decode()
    assert "**Credits the invoice** 2026-001 of 18\u00a0May\u00a02026" in credit.content.decode()
    assert desk.issue().entry.number == "2026-002"
    assert desk.numbers() == ["2026-001", "CN-2026-001", "2026-002"]


def test_an_invoice_is_credited_once_and_a_credit_note_never(desk: Desk) -> None:
    desk.issue()
    desk.credit("2026-001")
    for number, code, hint in (
        ("2026-001", Code.CREDITED_ALREADY, "'closeout register --get CN-2026-001'"),
        ("CN-2026-001", Code.NOT_ISSUED, "issue the corrected invoice"),
        ("2026-01", Code.NOT_ISSUED, "did you mean '2026-001'?"),
    ):
        with pytest.raises(UserError) as error:
            desk.credit(number)
        assert problem(error).code is code
        assert hint in str(problem(error).hint)


def test_a_credit_note_takes_back_what_was_issued_and_not_what_is_written_now(desk: Desk) -> None:
    desk.issue()
    desk.swap("name: Acme B.V.", "name: Other B.V.")
    desk.write(TIME.replace("2.5", "7"), "time.csv")
    text = desk.credit("2026-001").content.decode()
    assert "Acme B.V." in text
    assert "Other B.V." not in text
    assert "€238.00" in text


def test_a_draft_of_a_credit_note_takes_no_number(desk: Desk) -> None:
    desk.issue()
    with opened(desk.register) as register:
        kind = credit_note_draft("2026-001", register, AS_OF)
    loaded = load(desk.folder, messages=False)
    text = render(loaded, kind, "md", as_of=AS_OF, settings=Settings()).content.decode()
    assert "# Credit note: DRAFT, not yet numbered" in text
    assert desk.numbers() == ["2026-001"]


def test_the_register_goes_on_after_the_ledger_and_where_the_user_begins(desk: Desk) -> None:
    desk.write(f"{LEDGER}2026-0017,invoice,2026-02-01,1,0,1,,,,\nX-99,invoice,2026-02-01,1,0,1,,,,\n", "invoices.csv")
    assert desk.issue().entry.number == "2026-018"
    desk.credit("2026-018")
    desk.add("numbering: {next: 40}\n")
    assert desk.issue().entry.number == "2026-040"
    desk.credit("2026-040")
    assert desk.issue().entry.number == "2026-041"
    assert desk.numbers()[-1] == "2026-041"


def test_each_series_counts_for_itself_and_two_patterns_may_be_one(desk: Desk) -> None:
    desk.add("numbering: {invoice: '{n}', credit_note: '{n}'}\n")
    assert desk.issue().entry.number == "1"
    assert desk.credit("1").entry.number == "2"
    assert desk.issue().entry.number == "3"
    desk.swap("invoice: '{n}'", "invoice: '{yy}{month}-{n:2}'")
    desk.credit("3")
    assert desk.issue().entry.number == "2605-01"


def test_patterns_that_meet_are_refused(desk: Desk) -> None:
    desk.add("numbering: {invoice: '1{n}', credit_note: '{n}', next: 1}\n")
    assert desk.issue().entry.number == "11"
    desk.swap("next: 1", "next: 11")
    desk.swap("'1{n}'", "'{n}'")
    desk.credit("11")
    with pytest.raises(UserError) as error:
        desk.issue()
    assert problem(error).code is Code.NUMBER_TAKEN
    assert problem(error).message == "the number 11 was issued already, on 2026-05-04, for 'Website one'"


def test_a_stated_number_is_the_one_that_is_registered(desk: Desk) -> None:
    desk.add("final_invoice: {number: Final/7}\n")
    entry = desk.issue().entry
    assert (entry.number, entry.series, entry.count) == ("Final/7", None, None)
    assert not [each for each in desk.warnings if each.code is Code.NUMBERS_SKIPPED]


@pytest.mark.parametrize("stated", ["2026-001", "2026-1"])
def test_a_stated_number_that_was_issued_is_refused_with_its_place(desk: Desk, tmp_path: Path, stated: str) -> None:
    desk.issue()
    other = Desk(tmp_path, "two")
    other.add(f"final_invoice: {{number: {stated}}}\n")
    with pytest.raises(UserError) as error:
        other.issue()
    found = problem(error)
    assert found.code is Code.NUMBER_TAKEN
    assert str(found.location) == "engagement.yaml:19:25"
    assert "for 'Website one'" in found.message
    assert "leave final_invoice.number out" in str(found.hint)


def test_the_number_of_an_invoice_that_was_taken_back_is_gone(desk: Desk) -> None:
    desk.issue()
    desk.credit("2026-001")
    desk.add("final_invoice: {number: 2026-001}\n")
    with pytest.raises(UserError, match="the number 2026-001 was issued already"):
        desk.issue()


def test_another_number_for_what_was_issued_is_refused(desk: Desk) -> None:
    desk.issue()
    desk.add("final_invoice: {number: 2026-009}\n")
    with pytest.raises(UserError, match="number: '2026-001' → '2026-009'"):
        desk.issue()


def test_a_stated_number_that_leaves_a_gap_is_warned_of_and_found_by_the_check(desk: Desk, tmp_path: Path) -> None:
    desk.issue()
    assert not desk.warnings
    other = Desk(tmp_path, "two")
    other.add("final_invoice: {number: 2026-009}\n")
    other.issue()
    assert [each.code for each in other.warnings] == [Code.NUMBERS_SKIPPED]
    with pytest.raises(UserError, match="numbers are missing between 2026-001 and 2026-009"):
        desk.numbers()


def test_nothing_is_issued_for_what_a_platform_bills(desk: Desk) -> None:
    desk.swap("  billing: hourly", "  platform: upwork\n  billing: hourly")
    with pytest.raises(UserError) as error:
        desk.issue()
    assert problem(error).code is Code.NOTHING_TO_BILL
    assert not desk.register.exists() or desk.numbers() == []


def test_warnings_that_are_not_accepted_stop_it(desk: Desk) -> None:
    loaded = load(desk.folder, messages=False)

    def refuse(_: tuple[Diagnostic, ...]) -> None:
        raise SystemExit(1)

    with pytest.raises(SystemExit), opened(desk.register, create=True) as register:
        issuing.issue_invoice(loaded, Issuing(register, Settings(), AS_OF, MOMENT, "md", refuse))
    assert desk.numbers() == []
    assert desk.issue().entry.number == "2026-001"


def test_an_einvoice_that_is_wanted_must_be_possible_and_else_is_left_out(desk: Desk) -> None:
    desk.swap("  vat_id: DE123456788\n  registration: HRB 1\n", "")
    with pytest.raises(UserError) as error:
        desk.issue("cii")
    assert {each.code for each in error.value.diagnostics} == {Code.MISSING_KEY}
    issued = desk.issue()
    assert issued.entry.number == "2026-001"
    with pytest.raises(UserError, match="2026-001 was not issued as cii"):
        desk.issue("cii")


def test_a_content_that_this_version_cannot_read_is_told(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(issuing, "content_of", lambda _: b'{"number":"2026-001"}')
        desk.issue()
    with pytest.raises(UserError) as error:
        desk.credit("2026-001")
    assert problem(error).code is Code.REGISTER_NEWER
    with opened(desk.register) as register:
        assert filed(register, entry_of(register, "2026-001"), "md")


def processes(*arguments: str | Path) -> object:
    """Run processes as `issuing_processes` does, and return what it tells."""
    command = [sys.executable, "-m", "tests.pipeline.issuing_processes", *map(str, arguments)]
    result = subprocess.run(command, capture_output=True, timeout=300, check=False, cwd=ROOT, env=os.environ.copy())
    assert result.returncode == 0, result.stderr.decode()
    return json.loads(result.stdout)


@pytest.mark.apart
@pytest.mark.usefixtures("home")
def test_twenty_processes_at_once_take_twenty_numbers(desk: Desk, tmp_path: Path) -> None:
    folders = [desk.folder, *(Desk(tmp_path, f"engagement {count}").folder for count in range(2, 21))]
    assert processes("race", desk.register, *folders) == [0] * 20
    assert desk.numbers() == [f"2026-{count:03}" for count in range(1, 21)]
    with opened(desk.register) as register:
        entries = {entry.title: entry.number for entry in register.entries()}
        assert len(entries) == 20
        for folder in folders:
            written = (folder / "build" / "invoice.md").read_bytes()
            assert written == register.file(entries[f"Website {folder.name}"], "md")


@pytest.mark.apart
@pytest.mark.usefixtures("home")
@pytest.mark.parametrize("kind", ["invoice", "credit note"])
def test_a_kill_at_any_step_leaves_nothing_or_all(desk: Desk, tmp_path: Path, kind: str) -> None:
    output = tmp_path / "out" / "document.md"
    place = ("--issue", "--register", desk.register, "-o", output, "--as-of", AS_OF.isoformat())
    before, new = [], "2026-001"
    command: tuple[str | Path, ...] = ("invoice", desk.folder, *place)
    if kind == "credit note":
        before, new = [desk.issue().entry.number], "CN-2026-001"
        command = ("credit-note", "2026-001", desk.folder, *place)
    shutil.rmtree(tmp_path / "out", ignore_errors=True)
    told = processes("crash", desk.register, output, *command)
    assert isinstance(told, list)
    killed, last = told[:-1], told[-1]
    assert [each["code"] for each in killed] == [-9] * len(killed)
    assert len(killed) >= 15
    assert any(each["hot"] for each in killed), "no kill came while pages were on their way to the file"
    for each in told:
        assert each["left"] in (before, [*before, new])
        assert each["numbers"] == [*before, new]
        if kind == "invoice" or new not in each["left"]:
            assert (each["again"], each["same"]) == (0, True)
        else:
            assert each["again"] == 2  # credited already; `register --get` gives it
    assert sum(new in each["left"] for each in killed) >= 2
    assert last["left"] == [*before, new]
