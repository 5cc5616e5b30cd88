from __future__ import annotations

from typing import TYPE_CHECKING

from closeout.documents.correspondents import Directory
from closeout.domain.correspondence import Correspondent
from closeout.domain.party import Side
from tests.documents.test_communication_log import PARTICIPANTS

if TYPE_CHECKING:
    from collections.abc import Callable

    from closeout.documents.case import Case


def test_a_person_is_known_by_any_alias_in_any_case(case: Callable[..., Case]) -> None:
    directory = Directory(case(participants=PARTICIPANTS).engagement)
    assert directory.name(Correspondent("", "BOB@home.example")) == "Bob de Wit"
    assert directory.side("Bob de Wit") is Side.CLIENT
    assert directory.side("Carla") is None


def test_somebody_who_is_met_is_no_person_of_the_contract(case: Callable[..., Case]) -> None:
    directory = Directory(case().engagement)
    name = directory.name(Correspondent("Eve", "eve@third.example"))
    assert name not in directory.known
    assert directory.aliases["eve@third.example"] == "Eve"
