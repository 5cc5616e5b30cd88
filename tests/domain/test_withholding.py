"""Entries whose text is withheld, wherever it stands in the record."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from closeout.domain.correspondence import Attachment, Record
from closeout.domain.withholding import WITHHELD, Withholding
from tests.domain.test_redaction import message

TEXT = "My illness forces me to stop by June.\nOk?"


def withheld(*numbers: int, **later: object) -> list[object]:
    second = replace(message("Thanks.\n> My illness forces me to stop by June.\nI see.\nOk?"), **later)
    record = Record(messages=(message(TEXT, revisions=("An earlier text.",)), second))
    withholding = Withholding(record, numbers)
    return [withholding.applied(number, each) for number, each in enumerate(record.messages, 1)]


def in_another(text: str, told: str) -> str:
    """Return `told` where the entry with `text` is withheld."""
    record = Record(messages=(message(text), message(told)))
    return Withholding(record, (1,)).applied(2, record.messages[1]).visible


def test_nothing_of_an_entry_is_left_but_who_wrote_it_when_and_how_many_files() -> None:
    file = Attachment(name="illness.pdf", media_type="application/pdf", size=1, sha256="1" * 64)
    record = Record(messages=(message(TEXT, subject="June", quoted="x", attachments=(file,), revisions=("a", "b")),))
    after = Withholding(record, (1,)).applied(1, record.messages[0])
    assert (after.text, after.visible, after.quoted, after.revisions) == (WITHHELD, WITHHELD, "", (WITHHELD,) * 2)
    nothing = Attachment(name=WITHHELD, media_type="application/octet-stream", size=None, sha256=None)
    assert (after.subject, after.attachments) == (WITHHELD, (nothing,))


def test_lines_that_others_quote_are_withheld_there_as_well() -> None:
    _, later = withheld(1, quoted="> My illness forces\n> me to stop")
    assert later == replace(
        message(f"Thanks.\n{WITHHELD}\nI see.\nOk?"),
        quoted=f"{WITHHELD}\n>",
        text=f"Thanks.\n{WITHHELD}\nI see.\nOk?\n\n{WITHHELD}",
    )


SALARY = "My salary is 5000 euros a month.\nThis must stay\nbetween us, so please don\u2019t tell Tom."


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        ("> MY salary is 5000\n> euros a month. This\n> must stay between us", WITHHELD),
        ('You say "My salary is 5000\u2026" I doubt it.', f'You say "{WITHHELD}" I doubt it.'),
        ("Ok.\n> *my salary* is\u00a05000 euros a\n>\n> month\n\nWhy?", f"Ok.\n{WITHHELD}\n\nWhy?"),
        ("> must stay be-\n> tween us, so please don't tell\nNo", f"{WITHHELD}\nNo"),
        ("My salary is 5000\n\n> This must stay between us", WITHHELD),
        ("The month is over, tell Tom.", "The month is over, tell Tom."),
    ],
)
def test_words_in_a_row_are_withheld_however_they_are_wrapped_and_marked(told: str, expected: str) -> None:
    assert in_another(SALARY, told) == expected


@pytest.mark.parametrize(
    ("text", "told", "expected"),
    [
        ("I quit.", "> i quit\nWhy?", f"{WITHHELD}\nWhy?"),
        ("Yes", "> Yes\nYes, but", f"{WITHHELD}\nYes, but"),
        ("5000", "So 5000 it is", f"So {WITHHELD} it is"),
    ],
)
def test_short_texts_are_withheld_as_well(text: str, told: str, expected: str) -> None:
    assert in_another(text, told) == expected


def test_what_a_withheld_entry_quotes_stays_where_it_was_said() -> None:
    said = "The invoice of March is still open."
    answer = replace(message(f"No.\n> {said}"), visible="No.", quoted=f"> {said}")
    record = Record(messages=(message(said), answer))
    assert Withholding(record, (2,)).applied(1, record.messages[0]).visible == said


def test_without_numbers_everything_stays() -> None:
    record = Record(messages=(message(TEXT),))
    assert Withholding(record, ()).applied(1, record.messages[0]) is record.messages[0]
    assert Withholding(record, ()).count == 0
