from __future__ import annotations

from typing import TYPE_CHECKING

import yaml
from msgspec.structs import replace

from closeout.documents.log_sources import Likeness, LogSources, compose_sources
from closeout.domain.correspondence import Correspondent, Message, Origin, Record, Skipped, SourceFile
from closeout.domain.party import Side
from tests.documents.test_communication_log import ADA, BOB, PARTICIPANTS, message

if TYPE_CHECKING:
    from collections.abc import Callable

    from closeout.documents.case import Case


def source(path: str) -> SourceFile:
    return SourceFile(path=path, format="mbox", size=9, sha256="0", messages=2, skipped=1)


def sources(case: Case, *messages: Message, **record: object) -> LogSources:
    return compose_sources(replace(case, record=Record(messages=messages, **record)))  # type: ignore[arg-type]


def test_a_file_tells_from_when_to_when_and_what_was_left_out(case: Callable[..., Case]) -> None:
    box = Origin(path="messages/box/cur/1", offset=0, length=1, sha256="0")
    skipped = (
        Skipped(path="messages/a.mbox", reason="no message"),
        Skipped(path="messages/x.bin", reason="format not known"),
    )
    found = sources(
        case(),
        message(1, ADA),
        message(3, ADA, origins=(box,)),
        message(5, ADA),
        sources=(source("messages/a.mbox"), source("messages/box"), source("messages/c.eml")),
        skipped=skipped,
    )
    days = [(span.first and span.first.day, span.last and span.last.day) for span in found.spans]
    assert days == [(2, 6), (4, 4), (None, None)]
    assert [span.skipped for span in found.spans] == [skipped[:1], (), ()]
    assert found.elsewhere == skipped[1:]


def test_somebody_like_a_person_of_the_contract_is_suggested(case: Callable[..., Case]) -> None:
    unknown = (
        Correspondent("Ada Byron", "ab@elsewhere.example"),
        Correspondent("A. B.", "ada@elsewhere.example"),
        Correspondent("Willem de Wit", "w@third.example"),
        Correspondent("Carla"),
        Correspondent("Bob"),
        Correspondent("Zoe", "zoe@third.example"),
    )
    found = sources(case(participants=PARTICIPANTS), *(message(n, each, BOB) for n, each in enumerate(unknown, 1)))
    assert [(each.unknown, each.known, each.likeness) for each in found.suggestions] == [
        ("A. B.", "Ada Byron", Likeness.LOCAL_PART),
        ("Ada Byron (ab@elsewhere.example)", "Ada Byron", Likeness.NAME),
        ("Bob", "Bob de Wit", Likeness.FIRST_NAME),
        ("Willem de Wit", "Bob de Wit", Likeness.FAMILY_NAME),
    ]
    assert [person.name for person in found.strangers] == ["Zoe"]
    assert len(found.participants) == 2  # all aliases of a person are in one line


def test_a_suggested_line_is_yaml_and_keeps_the_aliases_that_are_there(case: Callable[..., Case]) -> None:
    (found,) = sources(
        case(participants=PARTICIPANTS), message(1, Correspondent('"x": # y', "bob@new.example"))
    ).participants
    assert yaml.safe_load(f"participants:\n  - {found}") == {
        "participants": [
            {"name": "Bob de Wit", "side": Side.CLIENT, "aliases": ["bob@home.example", "Robert", "bob@new.example"]}
        ]
    }


def test_an_empty_record_has_no_sources(case: Callable[..., Case]) -> None:
    found = sources(case())
    assert (found.spans, found.elsewhere, found.suggestions, found.strangers) == ((), (), (), ())
