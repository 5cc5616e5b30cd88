from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from msgspec import structs

from closeout.documents.checklist import compose_checklist
from closeout.domain.courtesy import Advised, ConcernKind, Lexicon, Vocabulary
from closeout.domain.phrase import Phrase

if TYPE_CHECKING:
    from collections.abc import Callable

    from closeout.documents.case import Case

BLAME = Advised(Phrase("your fault"))
FILES = {
    "time.csv": "date,description,hours,invoice\n2026-04-30,Import,2.5,\n",
    "invoices.csv": "number,issue_date,due_date,net,gross\nR-1,2026-03-31,2026-04-14,100,100\n",
    "messages/calls.csv": "date,from,text\n2026-04-01,Ada Byron,Call about the end.\n",
}
DELIVERABLES = "[{title: Import}, {title: Concept, status: delivered}, {title: Chat, status: cancelled}]"
HANDOVER = "[{item: Repository, kind: files}, {item: Passwords, kind: credentials, done: 2026-05-02}]"


def test_the_open_ends_are_collected(case: Callable[..., Case]) -> None:
    checklist = compose_checklist(case(FILES, rules=True, deliverables=DELIVERABLES, handover=HANDOVER))
    assert checklist.timing.effective_date == date(2026, 5, 18)
    assert str(checklist.settlement.outstanding.amount) == "100.00"
    assert str(checklist.settlement.unbilled_net.amount) == "200.00"
    assert [item.title for item in checklist.work] == ["Import"]
    assert [item.item for item in checklist.handover] == ["Repository"]
    assert checklist.stationery.date == date(2026, 5, 4)
    assert checklist.checked == date(2026, 11, 23)


def test_what_warns_comes_apart_from_what_advises(case: Callable[..., Case]) -> None:
    checklist = compose_checklist(case(FILES, rules=True, deliverables=DELIVERABLES, handover=HANDOVER))
    first, also = ({each.rule.id for each in found} for found in (checklist.first, checklist.also))
    assert {"general.get-paid-first", "general.remind-first", "general.bill-what-is-unbilled"} <= first
    assert {"general.hand-over", "general.customary-notice"} <= also
    assert not first & also
    assert checklist.urgent == len(first)


def test_a_record_that_is_missing_is_missed(case: Callable[..., Case]) -> None:
    files = {name: text for name, text in FILES.items() if not name.startswith("messages")}
    found = {each.rule.id for each in compose_checklist(case(files, rules=True)).first}
    assert "general.file-the-record" in found
    assert "general.file-the-record" not in {
        each.rule.id for each in compose_checklist(case(files, rules=True, mail=False)).first
    }


def test_the_days_are_those_of_the_calendar(case: Callable[..., Case]) -> None:
    days = compose_checklist(case(FILES, rules=True)).days
    assert [(event.kind.value, event.day) for event in days][:1] == [("notice", date(2026, 5, 4))]
    assert [event.day for event in days] == sorted(event.day for event in days)


def test_words_that_hurt_are_urgent_and_have_a_place(case: Callable[..., Case]) -> None:
    lexicon = Lexicon({ConcernKind.BLAME: Vocabulary(why="Why.", instead="Instead.", phrases=(BLAME,))})
    ending = "{by: freelancer, notice_date: 2026-05-04, thanks: It is all your fault.}"
    harsh = structs.replace(case(FILES, rules=True, ending=ending), lexicon=lexicon)
    checklist = compose_checklist(harsh)
    (concern,) = checklist.concerns
    assert (concern.kind, concern.words, concern.instead) == ("blame", "your fault", "Instead.")
    assert concern.place.line == text_line(harsh, "ending.thanks")
    assert checklist.urgent == len(checklist.first) + 1


def text_line(case: Case, path: str) -> int | None:
    return case.engagement.place(path).line
