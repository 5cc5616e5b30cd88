"""Who in a record stands on no side, and the names they go by."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from msgspec.structs import replace

from closeout.domain.correspondence import Correspondent, MessageKind, Record
from closeout.domain.engagement import Participant
from closeout.domain.party import Side
from closeout.domain.third_parties import ThirdParties
from tests.domain.test_redaction import message

if TYPE_CHECKING:
    from closeout.domain.engagement import Engagement


@pytest.fixture(scope="module")
def sides(engagement: Engagement) -> Engagement:
    own = Participant(name="Ada Byron", aliases=("ada@byron.example",), side=Side.FREELANCER)
    lawyer = Participant(name="Maître Duval", aliases=("duval@cabinet.example", "Duvi"))
    return replace(engagement, participants=(own, lawyer))


def met(engagement: Engagement, *people: Correspondent) -> ThirdParties:
    return ThirdParties(Record(messages=tuple(message(sender=person) for person in people)), engagement)


@pytest.mark.parametrize(
    "person",
    [
        Correspondent("Acme"),
        Correspondent("BOB"),
        Correspondent("whoever", "ADA@byron.example"),
        Correspondent("Ada Byron"),
        Correspondent(""),
    ],
)
def test_the_people_of_the_contract_are_none(sides: Engagement, person: Correspondent) -> None:
    assert met(sides, person).key(person) is None


def test_an_address_tells_who_it_is_and_a_name_does_where_there_is_none(sides: Engagement) -> None:
    eve, other = Correspondent("Eve Lind", "eve@lind.example"), Correspondent("Eve Lind", "lind@other.example")
    third = met(sides, eve, other)
    assert third.key(eve) != third.key(other)
    assert third.key(Correspondent("eve  LIND")) == third.key(eve)
    assert third.key(Correspondent("", "EVE@lind.example")) == third.key(eve)


def test_a_participant_without_a_side_is_one_person_under_all_names(sides: Engagement) -> None:
    third = met(sides)
    keys = {third.key(Correspondent("x", "duval@cabinet.example")), third.key(Correspondent("Duvi"))}
    assert keys == {third.names[("maître", "duval")]} == {third.addresses["duval@cabinet.example"]}


def test_somebody_else_under_a_name_of_the_contract_hides_that_name_nowhere(sides: Engagement) -> None:
    stranger = Correspondent("Ada Byron", "ada@elsewhere.example")
    third = met(sides, stranger, Correspondent("Ada Keller", "keller@elsewhere.example"))
    assert third.key(stranger) == "ada@elsewhere.example"
    assert ("ada", "byron") not in third.names
    assert ("ada",) not in third.names
    assert ("keller",) in third.names


def test_short_and_empty_parts_of_names_are_no_names(sides: Engagement) -> None:
    third = met(sides, Correspondent("Jo van der Berg GmbH", "jo@berg.example"))
    assert set(third.names) >= {("jo", "van", "der", "berg", "gmbh"), ("berg",)}
    assert not {("jo",), ("van",), ("der",), ("gmbh",)} & set(third.names)


@pytest.mark.parametrize(
    ("name", "family"),
    [("Zbigniew Kowalski", "kowalski"), ("Kowalski, Zbigniew", "kowalski"), ("Jo Brown", None), ("Ed Long", None)],
)
def test_family_names_that_are_long_and_no_words_are_looked_for_in_longer_words(
    sides: Engagement, name: str, family: str | None
) -> None:
    assert list(met(sides, Correspondent(name)).families) == ["duval", *([family] if family else [])]


@pytest.mark.parametrize(
    ("address", "domains"),
    [
        ("eve@lind.example", ["cabinet.example", "lind.example"]),
        ("eve@gmail.com", ["cabinet.example"]),
        ("no-reply@tracker.example", ["cabinet.example"]),
        ("eve@mail.byron.example", ["cabinet.example"]),
    ],
)
def test_domains_are_those_of_third_parties_alone(sides: Engagement, address: str, domains: list[str]) -> None:
    assert list(met(sides, Correspondent("Eve Lind", address)).domains) == domains


def test_whoever_has_no_address_in_a_chat_is_the_first_of_that_name_who_has_one(sides: Engagement) -> None:
    chat, mail, other = (Correspondent("Eve Lind", each) for each in ("", "eve@lind.example", "lind@other.example"))
    third = met(sides, chat, mail, other)
    assert third.key(chat) == third.key(mail) != third.key(other)


@pytest.mark.parametrize(
    "text",
    [
        "> From: Anna Nowak <Anna@nowak.example>",
        'To: "Nowak, Anna" <mailto:anna@nowak.example>',
        "On Mon, 3 Mar 2026 at 10:00, Anna Nowak <anna@nowak.example> wrote:",
        "*Von:* Anna Nowak <anna@nowak.example>",
    ],
)
def test_whom_a_quoted_header_names_is_met(sides: Engagement, text: str) -> None:
    third = ThirdParties(Record(messages=(message(text),)), sides)
    assert third.addresses["anna@nowak.example"] == third.names[("nowak",)] == third.names[("anna",)]


@pytest.mark.parametrize(
    "text", ["Anna Nowak added Piotr Wi\u015bniewski", "Anna Nowak hat Piotr Wi\u015bniewski hinzugef\u00fcgt."]
)
def test_whom_a_chat_tells_as_a_member_is_met(sides: Engagement, text: str) -> None:
    line = message(text, kind=MessageKind.SYSTEM)
    assert {("nowak",), ("wi\u015bniewski",)} <= set(ThirdParties(Record(messages=(line,)), sides).names)
    assert ("nowak",) not in ThirdParties(Record(messages=(message(text),)), sides).names
