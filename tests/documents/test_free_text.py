from __future__ import annotations

from types import UnionType
from typing import TYPE_CHECKING, Annotated, Any, Union, get_args, get_origin, get_type_hints

import pytest
from msgspec import Struct

from closeout.documents.free_text import free_text_concerns, free_texts
from closeout.domain.courtesy import Advised, ConcernKind, Lexicon, Vocabulary
from closeout.domain.engagement import Engagement
from closeout.domain.phrase import Phrase

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from closeout.documents.case import Case

LEXICON = Lexicon(
    {
        kind: Vocabulary(why="w", instead="i", phrases=(Advised(Phrase(source)),))
        for kind, source in ((ConcernKind.BLAME, "harm"), (ConcernKind.OFF_PLATFORM, "cash"))
    }
)

CONTRACT = """
  title: harm in the title
  start: 2026-01-05
  platform: upwork
  billing: fixed
  currency: EUR
  tax: {treatment: reverse charge, reason: harm in the law}
  milestones:
    - title: harm 1
      amount: 100
"""
ENDING = """
  by: client
  notice_date: 2026-05-04
  reason_text: harm 2
  thanks: >-
    no
    harm 3
  contact_after: harm 4
  attempts:
    - date: 2026-04-01
      description: harm 5
"""
SECTIONS = {
    "final_invoice": """
      allowances: [{reason: harm off, amount: 1}]
      charges: [{reason: harm on, percent: 1}]
    """,
    "deliverables": "[{title: harm 6, note: harm 7}]",
    "handover": "[{item: harm 8, kind: files, note: harm 9}]",
    "closing": """
      summary: harm 10
      objectives: [{goal: harm 11, result: harm 12}]
      scope_changes: [{date: 2026-02-01, change: harm 13, effect: harm 14}]
      open_issues: [{issue: harm 15, owner: client}]
      lessons:
        - good
        - harm 16
    """,
}
EXPENSES = "date,description,price\n2026-02-02,harm 18,1\n"
TIME = "date,description,hours,rate\n2026-02-02,fine,1,80\n2026-02-03,harm 17,1,80\n"

# Text of the engagement that is not in the user's own words, or that both sides have agreed on.
GIVEN = {
    "Address.city",
    "Address.country",
    "Address.postcode",
    "Address.region",
    "Address.street",
    "AdjustmentTerms.code",
    "BankAccount.account_number",
    "BankAccount.bank",
    "BankAccount.bic",
    "BankAccount.holder",
    "BankAccount.iban",
    "BankAccount.routing_number",
    "Contract.buyer_reference",
    "Contract.currency",
    "Contract.holidays",
    "Contract.notice_clause",
    "Contract.order",
    "Contract.platform",
    "Contract.project",
    "Contract.reference",
    "Contract.statutory_source",
    "Contract.title",
    "Engagement.language",
    "Engagement.time_zone",
    "Expense.invoice",
    "Expense.receipt",
    "FinalInvoiceTerms.number",
    "FinalInvoiceTerms.payment_reference",
    "HouseStyle.accent",
    "HouseStyle.footer",
    "HouseStyle.letterhead",
    "HouseStyle.owner",
    "HouseStyle.theme",
    "LatePayment.law",
    "LedgerEntry.deducted_in",
    "LedgerEntry.number",
    "LedgerEntry.refers_to",
    "LocalTimes.time_zone",
    "Milestone.invoice",
    "Money.currency",
    "NumberPattern.text",
    "Participant.aliases",
    "Participant.name",
    "Party.contact",
    "Party.email",
    "Party.family_name",
    "Party.name",
    "Party.phone",
    "Party.registration",
    "Party.tax_number",
    "Party.vat_id",
    "Picture.media_type",
    "RedactionTerms.words",
    "ReferenceRate.source",
    "SentReminder.numbers",
    "Tax.reason",
    "TimeEntry.invoice",
}


@pytest.fixture
def harmed(case: Callable[..., Case]) -> Engagement:
    """Return an engagement with harm in each of its texts."""
    files = {"time.csv": TIME, "expenses.csv": EXPENSES}
    return case(files, mail=False, contract=CONTRACT, ending=ENDING, **SECTIONS).engagement


def test_every_text_is_read_once_in_the_order_of_the_files(harmed: Engagement) -> None:
    texts = [text.text for text in free_texts(harmed)]
    assert [text for text in texts if "harm" in text] == [
        "harm 1",
        "harm off",
        "harm on",
        "harm 2",
        "no harm 3",
        *(f"harm {number}" for number in range(4, 19)),
    ]


def test_every_text_has_its_key_path_and_place(harmed: Engagement) -> None:
    texts = {text.text: text for text in free_texts(harmed)}
    assert texts["harm 1"].path == "contract.milestones[0].title"
    assert texts["harm 16"].path == "closing.lessons[1]"
    assert texts["harm 17"].path == "time[1].description"
    assert str(texts["harm 17"].location) == "time.csv:3:1"
    assert texts["harm 18"].path == "expenses[0].description"
    assert str(texts["harm 18"].location) == "expenses.csv:2:1"
    for path, _, place in free_texts(harmed):
        assert path.startswith(("time", "expenses")) or harmed.places[path] == place


def test_no_text_that_a_document_shows_is_forgotten() -> None:
    """Whoever adds a text to the engagement decides here whether it is in the user's own words."""
    own = {
        "AdjustmentTerms.reason",
        "Attempt.description",
        "Closing.lessons",
        "Closing.summary",
        "Deliverable.note",
        "Deliverable.title",
        "Ending.contact_after",
        "Ending.reason_text",
        "Ending.thanks",
        "Expense.description",
        "Goal.goal",
        "Goal.result",
        "HandoverItem.item",
        "HandoverItem.note",
        "Milestone.title",
        "OpenIssue.issue",
        "ScopeChange.change",
        "ScopeChange.effect",
        "TimeEntry.description",
    }
    assert set(texts_of(Engagement)) - GIVEN == own


def texts_of(kind: Any) -> Iterator[str]:  # noqa: ANN401 - an annotation has no type
    """Yield every field that holds text in a struct, and in the structs that it holds."""
    for name, annotation in get_type_hints(kind, include_extras=False).items():
        for held in held_by(annotation):
            if held is str:
                yield f"{kind.__name__}.{name}"
            elif isinstance(held, type) and (issubclass(held, Struct) or hasattr(held, "_fields")):
                yield from () if held.__name__ == "Location" else texts_of(held)


def held_by(annotation: Any) -> Iterator[Any]:  # noqa: ANN401 - an annotation has no type
    if get_origin(annotation) in {Union, UnionType, tuple, Annotated}:
        for inner in get_args(annotation):
            yield from held_by(inner)
    else:
        yield annotation


def test_a_concern_comes_with_the_place_of_its_text(harmed: Engagement) -> None:
    found = free_text_concerns(harmed, LEXICON)
    assert len(found) == 20
    concern, place = found[4]
    assert (concern.words, concern.start) == ("harm", 3)
    assert place == harmed.place("ending.thanks")
    assert place.line is not None


def test_only_the_parts_that_are_shown_are_looked_at(case: Callable[..., Case]) -> None:
    engagement = case(mail=False, ending="{by: freelancer, thanks: Cash is fine.}").engagement
    assert [concern.words for concern, _ in free_text_concerns(engagement, LEXICON, ("ending",))] == ["Cash"]
    assert free_text_concerns(engagement, LEXICON, ("closing", "time")) == ()
