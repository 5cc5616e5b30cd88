"""A record without what must not be seen, and what stays."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest
from msgspec.structs import replace

from closeout.domain.contact_data import Hidden
from closeout.domain.correspondence import (
    Attachment,
    Correspondent,
    Message,
    MessageKind,
    Origin,
    Record,
    Skipped,
    SourceFile,
    TimePrecision,
    TimeSource,
)
from closeout.domain.engagement import Participant
from closeout.domain.house_style import HouseStyle
from closeout.domain.party import Address, BankAccount, Party, Side
from closeout.domain.redaction import RedactedRecord, redact
from closeout.domain.redaction_terms import RedactionTerms

if TYPE_CHECKING:
    from closeout.domain.engagement import Engagement

ADA = Correspondent("Ada Byron", "ada@byron.example")
BOB = Correspondent("Bob de Wit", "bob@acme.example")
EVE = Correspondent("Eve Lindqvist", "eve@lindqvist.example")
NOTHING = RedactionTerms(third_parties=False, phones=False, emails=False, accounts=False, addresses=False)


@pytest.fixture(scope="module")
def two_sides(engagement: Engagement) -> Engagement:
    return replace(
        engagement,
        freelancer=Party(
            name="Ada Byron",
            email="ada@byron.example",
            phone="+49 228 5550101",
            address=Address(street=("Am Markt 1",), postcode="53111", city="Bonn", country="DE"),
            bank=BankAccount(iban="DE89 3704 0044 0532 0130 00", bic="COBADEFFXXX"),
        ),
        client=Party(name="Acme B.V.", contact="Bob de Wit", address=Address(city="Deventer", country="NL")),
        participants=(
            Participant(name="Bob de Wit", aliases=("bob@acme.example", "Bobby"), side=Side.CLIENT),
            Participant(name="Zoe Quill", aliases=("zoe@quill.example",)),
        ),
    )


def message(text: str = "", sender: Correspondent = ADA, **values: object) -> Message:
    known = {
        "id": "0" * 64,
        "kind": MessageKind.MESSAGE,
        "channel": "e-mail",
        "sent_at": dt.datetime(2026, 3, 1, 12, tzinfo=dt.UTC),
        "time_source": TimeSource.HEADER,
        "time_precision": TimePrecision.SECOND,
        "sender": sender,
        "text": text,
        "visible": text,
        "origins": (Origin(path="messages/a.eml", offset=0, length=9, sha256="5" * 64),),
    }
    return Message(**{**known, **values})  # type: ignore[arg-type] # as written above


def redacted(
    engagement: Engagement, *messages: Message, terms: RedactionTerms | None = None
) -> tuple[RedactedRecord, Engagement]:
    return redact(Record(messages=messages), engagement, terms or RedactionTerms(), (b"",) * len(messages))


def text_of(engagement: Engagement, text: str, terms: RedactionTerms | None = None, *others: Message) -> str:
    return redacted(engagement, message(text), *others, terms=terms)[0].messages[0].visible


def test_third_parties_are_numbered_and_the_parties_keep_their_names(two_sides: Engagement) -> None:
    mails = (
        message("Eve says hello to Bobby.", ADA, to=(BOB,), cc=(EVE,)),
        message("Ask EVE LINDQVIST.", EVE, to=(ADA,)),
    )
    record, _ = redacted(two_sides, *mails)
    first, second = record.messages
    assert first.cc == (Correspondent("[person 1]"),) == (second.sender,)
    assert (first.sender.name, first.to[0].name) == ("Ada Byron", "Bob de Wit")
    assert first.visible == "[person 1] says hello to Bobby."
    assert second.visible == "Ask [person 1]."


def test_a_participant_without_a_side_is_a_third_party(two_sides: Engagement) -> None:
    record, engagement = redacted(two_sides, message("Zoe's answer, zoe@quill.example: yes"))
    assert record.messages[0].visible == "[person 1]'s answer, [person 1]: yes"
    assert [each.name for each in engagement.participants] == ["Bob de Wit", "[person 1]"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("I met Eve\nLindqvist, and Lindqvists house", "I met [person 1], and [person 1] house"),
        ("Eve_Lindqvist-2.pdf", "[person 1]-2.pdf"),
        ("Evening, Everest, forever", "Evening, Everest, forever"),
        ("e\u00adve@lindqvist.example", "[person 1]"),
    ],
)
def test_a_name_is_found_as_people_write_it(two_sides: Engagement, text: str, expected: str) -> None:
    assert text_of(two_sides, text, None, message("", EVE)) == expected


def test_a_name_that_is_a_word_as_well_is_hidden_where_it_is_written_as_a_name(two_sides: Engagement) -> None:
    will = message("", Correspondent("Will Hope", "will@hope.example"))
    assert text_of(two_sides, "I hope that Will will come.", None, will) == "I hope that [person 1] will come."


def test_a_name_without_spaces_is_found_inside_a_sentence(two_sides: Engagement) -> None:
    assert text_of(two_sides, "昨日王伟来了", None, message("", Correspondent("王伟"))) == "昨日[person 1]来了"


def test_the_platform_is_nobody(two_sides: Engagement) -> None:
    there = replace(two_sides, contract=replace(two_sides.contract, platform="upwork"))
    record, _ = redacted(there, message("From Upwork", Correspondent("Upwork Notification", "no-reply@upwork.example")))
    assert record.messages[0].sender.name == "Upwork Notification"
    assert record.messages[0].visible == "From Upwork"
    record, _ = redacted(there, message("Upwork says Joan", Correspondent("Joan Roe via Upwork", "x@upwork.example")))
    assert record.messages[0].sender.name == "[person 1]"
    assert record.messages[0].visible == "Upwork says [person 1]"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("bob@acme.example or BOB@ACME.example", "[email 2] or [email 2]"),
        ("0228 555 0101 is +49 (228) 5550101", "[phone 1] is [phone 1]"),
        ("DE89370400440532013000, cobadeffxxx", "[account 1], [account 2]"),
        ("AM MARKT\n1, 53111 Bonn", "[address 1], [address 2]"),
        ("Projekt FALKE, Falkenstein", "Projekt [word 1], [word 1]nstein"),
        ("Straße, STRASSE", "[word 1], [word 1]"),
        ("Mu\u0308hle and M\u00fchle", "[word 1] and [word 1]"),
    ],
)
def test_numbers_addresses_and_words_have_pseudonyms(two_sides: Engagement, text: str, expected: str) -> None:
    assert text_of(two_sides, text, RedactionTerms(words=("Falke", "Straße", "Mühle"))) == expected


def test_what_overlaps_is_hidden_whole(two_sides: Engagement) -> None:
    terms = RedactionTerms(words=("acme.example/falke",))
    assert text_of(two_sides, "see bob@acme.example/falke now", terms) == "see [email 2] now"


def test_nothing_is_hidden_that_is_not_asked_for(two_sides: Engagement) -> None:
    text = "Eve, 0228 5550101, DE89370400440532013000, Am Markt 1, bob@acme.example"
    assert text_of(two_sides, text, NOTHING, message("", EVE)) == text


def test_everything_said_about_a_message_is_redacted_and_its_hashes_stay(two_sides: Engagement) -> None:
    whole = message(
        "Falke",
        channel="Falke",
        conversation="Falke",
        subject="Falke",
        quoted="Falke",
        native_id="falke@x.example",
        in_reply_to="falke@x.example",
        references=("falke@x.example",),
        revisions=("Falke",),
        attachments=(Attachment(name="falke.pdf", media_type="application/pdf", size=1, sha256="1" * 64),),
        origins=(Origin(path="messages/Falke/a", offset=0, length=9, sha256="5" * 64),),
    )
    source = SourceFile(path="messages/Falke", format="mbox", size=1, sha256="2" * 64, messages=1, skipped=0)
    record = Record(
        messages=(whole,), sources=(source,), skipped=(Skipped(path="messages/falke", reason="'FALKE' is damaged"),)
    )
    result, _ = redact(record, two_sides, RedactionTerms(words=("Falke",)), (b"leaf",))
    (after,) = result.messages
    assert "falke" not in repr(result).casefold()
    assert (after.id, after.attachments[0].sha256, after.origins[0].sha256) == (whole.id, "1" * 64, "5" * 64)
    assert after.native_id == after.in_reply_to == after.references[0]
    assert result.leaves == (b"leaf",)


def test_counts_tell_how_many_different_things_the_record_and_the_engagement_have(two_sides: Engagement) -> None:
    record, _ = redacted(two_sides, message("0228 5550101, 0228 5550101, 0228 5550102"), message("", EVE, to=(BOB,)))
    counts = {each.kind: each.count for each in record.redactions}
    assert counts == {
        Hidden.PERSON: 2,  # Eve, and Zoe who wrote nothing
        Hidden.EMAIL: 2,
        Hidden.PHONE: 2,
        Hidden.ACCOUNT: 2,
        Hidden.ADDRESS: 1,
    }


def test_a_pseudonym_that_stands_in_the_engagement_alone_is_counted(two_sides: Engagement) -> None:
    record, engagement = redacted(two_sides, message("Falke"), terms=RedactionTerms(words=("Falke", "Website")))
    assert engagement.contract.title == "[word 2]"
    assert {each.kind: each.count for each in record.redactions}[Hidden.WORD] == 2


def test_a_theme_is_a_choice_and_no_text(two_sides: Engagement) -> None:
    style = HouseStyle(theme="classic", accent="#1a5fb4", footer=("A classic house",))
    terms = RedactionTerms(words=("classic", "1a5fb4"))
    _, engagement = redacted(replace(two_sides, house_style=style), message(), terms=terms)
    assert engagement.house_style == replace(style, footer=("A [word 1] house",))


def test_one_person_has_one_pseudonym_in_a_chat_without_addresses_and_in_a_mail(two_sides: Engagement) -> None:
    record, _ = redacted(two_sides, message("Hello Eve", Correspondent("Eve Lindqvist")), message("", EVE))
    chat, mail = record.messages
    assert chat.sender == mail.sender == Correspondent("[person 1]")
    assert chat.visible == "Hello [person 1]"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("AM MARKT\n> 1, 53111\n> > Bonn", "[address 1], [address 2]"),
        ("Blue\n> Heron, Blue-Heron, blueheron, blue_heron.pdf", "[word 1], [word 1], [word 1], [word 1].pdf"),
        ("Blue\u2011Heron and Blue He-\n> ron", "[word 1] and [word 1]"),
        ("Blue, Herons", "Blue, Herons"),
        ("\uff22\uff4c\uff55\uff45 Her\u200con, B\u034flue Heron", "[word 1], [word 1]"),
        ("DE89 3704\n> 0044 0532 0130 00, 0228\n> 5550101", "[account 1], [phone 1]"),
        ("Eve\n> Lindqvist, Lind-\n> qvist, Lind\u200dqvist", "[person 1], [person 1], [person 1]"),
        ("ELindqvist_CV.pdf, Lindqvist2026.pdf", "[person 1]_CV.pdf, [person 1].pdf"),
        ("linkedin.com/in/evelindqvist", "linkedin.com/in/[person 1]"),
        ("git.lindqvist.example/x, byron.example, acme.example", "git.[person 1]/x, byron.example, acme.example"),
        ("\U0001f469\u200d\U0001f4bb", "\U0001f469\u200d\U0001f4bb"),
    ],
)
def test_what_is_wrapped_joined_or_written_in_wide_letters_is_hidden_too(
    two_sides: Engagement, text: str, expected: str
) -> None:
    before = message("Zoe", EVE)
    terms = RedactionTerms(words=("Blue Heron",))
    record, _ = redacted(two_sides, before, message(text), terms=terms)
    assert record.messages[1].visible == expected


def test_the_engagement_keeps_what_programs_read(two_sides: Engagement) -> None:
    _, engagement = redacted(two_sides, message(), terms=RedactionTerms(words=("EUR", "DE", "en", "UTC", "Website")))
    assert engagement.contract.currency == "EUR"
    assert engagement.freelancer.address.country == "DE"
    assert (engagement.language, engagement.time_zone) == ("en", "UTC")
    assert engagement.contract.title == "[word 3]"
    assert engagement.freelancer.address.street == ("[address 1]",)
