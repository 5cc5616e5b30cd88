from __future__ import annotations

import re

import pytest
from babel import Locale

from closeout.domain.party import COUNTRIES, Address, Party, Side


def test_countries_are_those_of_iso_3166() -> None:
    territories = {str(code) for code in Locale("en").territories if re.fullmatch("[A-Z]{2}", str(code))}
    assert territories >= COUNTRIES
    # What CLDR knows beyond ISO's own assignments: exceptional reservations, unions, pseudo-locales, unknown.
    reserved = {"AC", "CP", "CQ", "DG", "EA", "IC", "TA"}
    unions = {"EU", "EZ", "UN", "QO"}
    private = {"XA", "XB", "XK", "ZZ"}
    assert territories - COUNTRIES == reserved | unions | private
    assert len(COUNTRIES) == 249


@pytest.mark.parametrize(("side", "other"), [(Side.FREELANCER, Side.CLIENT), (Side.CLIENT, Side.FREELANCER)])
def test_each_side_has_another(side: Side, other: Side) -> None:
    assert side.other is other


def test_a_company_is_addressed_by_its_contact() -> None:
    address = Address(city="Bonn", country="DE")
    assert Party(name="Acme", address=address, contact="Bob").addressee == "Bob"
    assert Party(name="Ada", address=address).addressee == "Ada"
