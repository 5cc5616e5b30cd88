"""Who in a record stands on no side, and the names they go by."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from msgspec.structs import replace

from closeout.domain.correspondence import Correspondent, Record
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
