"""Entries whose text is withheld, wherever it stands in the record."""

from __future__ import annotations

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


def test_nothing_of_an_entry_is_left_but_who_wrote_it_when_and_about_what() -> None:
    file = Attachment(name="illness.pdf", media_type="application/pdf", size=1, sha256="1" * 64)
    record = Record(messages=(message(TEXT, subject="June", quoted="x", attachments=(file,), revisions=("a", "b")),))
    after = Withholding(record, (1,)).applied(1, record.messages[0])
    assert (after.text, after.visible, after.quoted, after.revisions) == (WITHHELD, WITHHELD, "", (WITHHELD,) * 2)
    assert after.attachments[0].name == WITHHELD
    assert after.attachments[0].sha256 == file.sha256
    assert after.subject == "June"


def test_lines_that_others_quote_are_withheld_there_as_well() -> None:
    _, later = withheld(1, quoted="> My illness forces\n> me to stop")
    assert later == replace(
        message(f"Thanks.\n{WITHHELD}\nI see.\nOk?"),
        quoted=WITHHELD,
        text=f"Thanks.\n{WITHHELD}\nI see.\nOk?\n\n{WITHHELD}",
    )


def test_without_numbers_everything_stays() -> None:
    record = Record(messages=(message(TEXT),))
    assert Withholding(record, ()).applied(1, record.messages[0]) is record.messages[0]
    assert Withholding(record, ()).count == 0
