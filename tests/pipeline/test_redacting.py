"""Nothing that is to be hidden stands in a redacted document, in any form."""

from __future__ import annotations

import datetime as dt
import html
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from closeout.diagnostic import Code, UserError
from closeout.domain.correspondence import (
    Attachment,
    Correspondent,
    Message,
    MessageKind,
    Origin,
    Record,
    SourceFile,
    TimePrecision,
    TimeSource,
)
from closeout.domain.redaction_terms import RedactionTerms
from closeout.pipeline import KINDS, Loaded, Settings, load, render
from closeout.pipeline.redacting import redacted
from tests.conftest import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterable

    from closeout.pipeline import Format

AS_OF = dt.date(2026, 10, 26)
LOGGED: tuple[tuple[str, Format], ...] = (("log", "md"), ("log", "html"), ("record", "jsonl"), ("record", "csv"))
# Letters that make no word of ours.
NAMES = st.text("bqxzäßø", min_size=4, max_size=9).map(str.title)


@pytest.fixture(scope="module")
def example() -> Loaded:
    return load(ROOT / "examples" / "uk-late-payment")


def message(text: str, sender: Correspondent, to: Correspondent, number: int) -> Message:
    return Message(
        id=f"{number:064x}",
        kind=MessageKind.MESSAGE,
        channel="e-mail",
        conversation=text,
        sent_at=dt.datetime(2026, 3, number, 12, tzinfo=dt.UTC),
        time_source=TimeSource.HEADER,
        time_precision=TimePrecision.SECOND,
        sender=sender,
        to=(to,),
        subject=f"About {text}",
        text=f"We will pay {text} by 3 May. > {text}",
        visible=f"We will pay {text} by 3 May.",
        quoted=f"> {text}",
        attachments=(Attachment(name=f"{text}.pdf", media_type="application/pdf", size=1, sha256="1" * 64),),
        native_id=f"{number}@{sender.address}",
        revisions=(f"Will we pay {text}?",),
        origins=(Origin(path=f"messages/{text}.mbox", offset=number, length=1, sha256="5" * 64),),
    )


def with_record(loaded: Loaded, messages: Iterable[Message], terms: RedactionTerms) -> Loaded:
    record = Record(
        messages=tuple(messages),
        sources=(SourceFile(path="messages/a", format="mbox", size=1, sha256="2" * 64, messages=2, skipped=0),),
    )
    return loaded._replace(record=record, engagement=replace(loaded.engagement, redaction=terms))


@pytest.fixture(scope="module")
def cached(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Return settings under which templates are compiled once for all."""
    return Settings(cache=tmp_path_factory.mktemp("cache"))


def made(loaded: Loaded, settings: Settings, name: str, form: Format) -> str:
    content = render(loaded, KINDS[name], form, as_of=AS_OF, settings=settings).content
    return html.unescape(content.decode()).replace("\\", "")


def documents(loaded: Loaded, settings: Settings) -> list[str]:
    return [*(made(loaded, settings, name, form) for name, form in LOGGED), made(loaded, settings, "report", "md")]


@st.composite
def people(draw: st.DrawFn) -> tuple[Correspondent, str, str]:
    """Draw somebody, a word, and a telephone number."""
    first, last, word = draw(NAMES), draw(NAMES), draw(NAMES)
    phone = f"0151{draw(st.sampled_from([' ', '/', '-', '']))}555{draw(st.integers(1000, 9999))}"
    return Correspondent(f"{first} {last}", f"{first}.{last}@{word}.example".lower()), word, phone


@settings(max_examples=20, deadline=None)
@given(people())
def test_nothing_that_is_hidden_survives_in_any_form(
    example: Loaded, cached: Settings, drawn: tuple[Correspondent, str, str]
) -> None:
    third, word, phone = drawn
    street = example.engagement.freelancer.address.street[0]
    text = f"{third.name}, {third.address}, {phone}, DE89 3704 0044 0532 0130 00, {street}, {word}"
    own = Correspondent(example.engagement.freelancer.name, example.engagement.freelancer.email or "")
    messages = (message(text, third, own, 1), message(f"{third.name}s {word}", own, third, 2))
    loaded = with_record(example, messages, RedactionTerms(words=(word,)))
    hidden = (*third.name.split(), word, third.address, phone[-7:], "0532 0130", street)
    plain = made(loaded, cached, "record", "jsonl")
    assert all(each in plain for each in hidden)
    for content in documents(redacted(loaded), cached):
        assert not [each for each in hidden if each.casefold() in content.casefold()]


def test_a_withheld_text_stands_nowhere(example: Loaded, cached: Settings) -> None:
    own, other = Correspondent("Ada", "ada@x.example"), Correspondent("Bob", "bob@x.example")
    grief = "Tamsin cannot pay before the operation"
    messages = (message(grief, own, other, 1), message("Nothing else", other, own, 2))
    reply = replace(messages[1], visible=f"I see.\n> We will pay {grief} by 3 May.\nBob", quoted=f"> {grief}")
    hidden = redacted(with_record(example, (messages[0], reply), RedactionTerms(entries=(1,), words=(grief,))))
    for content in documents(hidden, cached):
        assert grief not in content
    assert "I see." in made(hidden, cached, "log", "md")


def test_the_document_says_that_it_is_redacted_and_what_is_hidden(example: Loaded, cached: Settings) -> None:
    own, other = Correspondent("Ada", "ada@x.example"), Correspondent("Bob", "bob@x.example")
    loaded = with_record(example, (message("020 7946 0958", own, other, 1),), RedactionTerms(entries=()))
    text = made(redacted(loaded), cached, "log", "md")
    assert "This copy is redacted" in text
    assert "2 third parties, 2 e-mail addresses, 2 telephone numbers" in text  # those of the parties as well
    assert "people of whom others only speak may still be named" in text
    assert "redacted" not in made(loaded, cached, "log", "md")


def test_ids_and_hashes_are_those_of_the_record_as_it_was(cached: Settings) -> None:
    loaded = load(ROOT / "examples" / "upwork-hourly")
    before, after = (
        [line.rpartition('"hash"')[2] for line in made(each, cached, "record", "jsonl").splitlines()]
        for each in (loaded, redacted(loaded))
    )
    assert before == after
    assert len(before) == 70


def test_an_entry_that_is_not_there_is_told(example: Loaded) -> None:
    with pytest.raises(UserError, match="there is no entry 2 to redact") as error:
        redacted(with_record(example, (), RedactionTerms(entries=(2,))))
    assert error.value.diagnostics[0].code is Code.OUT_OF_RANGE
