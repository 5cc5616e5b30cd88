from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from msgspec.structs import replace

from closeout.diagnostic import Code, Location, Report
from closeout.documents.late_charges import Charged, debtor_of, late_charges
from closeout.domain.ladder import Level
from closeout.domain.late_payment import Debtor
from closeout.reading.late_payment import read_law
from closeout.rendering.templates import TemplateFolders

if TYPE_CHECKING:
    from collections.abc import Callable

    from closeout.documents.case import Case

TODAY = date(2026, 7, 31)
LEDGER = """\
number,kind,issue_date,due_date,net,tax_rate,tax,gross,paid_date,paid_amount,refers_to
R-1,invoice,2026-06-01,2026-06-15,5100,0,0,5100,,,
C-1,credit note,2026-06-20,,100,0,0,100,,,R-1
R-2,invoice,2026-06-11,2026-06-25,1000,0,0,1000,2026-07-05,400,
"""
RATES = "reference_rates: [{from: 2026-01-01, rate: 1.27}, {from: 2026-07-01, rate: 1.52}]"
TAX = "treatment: outside scope"
CLIENT = """
      name: Bob de Wit
      address: {city: Deventer, country: NL}
"""


def charged(
    case: Callable[..., Case], late_payment: str, *, law: str | None = None, level: int = 2, **sections: str
) -> Charged:
    built = case({"invoices.csv": LEDGER}, as_of=TODAY, late_payment=late_payment, **sections)
    if law is not None:
        found = read_law(law, TemplateFolders(()).path, [law], Location("engagement.yaml"), Report())
        built = replace(built, law=found)
    return late_charges(built, built.settlement.open_items, Level(level))


def amounts(found: Charged) -> list[str]:
    assert found.charges is not None
    return [str(each.amount) for each in (found.charges.interest, found.charges.compensation, found.charges.total)]


def codes(found: Charged) -> list[Code]:
    return [warning.code for warning in found.warnings]


def test_german_law_has_nine_points_and_forty_euros_an_invoice(case: Callable[..., Case]) -> None:
    found = charged(case, f"{{law: de, {RATES}}}", law="de")
    assert found.charges is not None
    rows = [
        (item.number, each.days, str(each.principal.amount), str(each.rate), str(each.amount.amount))
        for item in found.charges.items
        for each in item.periods
    ]
    assert rows == [
        ("R-1", 15, "5000.00", "10.27", "21.10"),  # what was credited was never owed
        ("R-1", 31, "5000.00", "10.52", "44.67"),
        ("R-2", 5, "1000.00", "10.27", "1.41"),
        ("R-2", 5, "1000.00", "10.52", "1.44"),  # up to 5 July, when 400 came in
        ("R-2", 26, "600.00", "10.52", "4.50"),
    ]
    assert amounts(found) == ["73.12", "80.00", "153.12"]
    assert str(found.charges.daily.amount) == "1.61"  # 5600 * 10.52 % / 365
    assert [str(rate.from_) for rate in found.charges.rates] == ["2026-01-01", "2026-07-01"]
    assert not found.warnings


def test_a_consumer_in_germany_owes_five_points_and_no_compensation(case: Callable[..., Case]) -> None:
    found = charged(case, f"{{law: de, debtor: consumer, {RATES}}}", law="de")
    assert found.charges is not None
    assert str(found.charges.items[0].periods[0].rate) == "6.27"
    assert found.charges.compensation.amount == 0


def test_a_law_between_businesses_gives_nothing_against_a_consumer(case: Callable[..., Case]) -> None:
    found = charged(case, f"{{law: eu, debtor: consumer, {RATES}}}", law="eu")
    assert found.charges is None
    assert codes(found) == [Code.INTEREST_NOT_CLAIMED]


def test_a_rate_of_the_contract_needs_no_reference_rate(case: Callable[..., Case]) -> None:
    found = charged(case, "{contract: {rate: 8, compensation: 25}}")
    assert found.charges is not None
    assert (found.charges.law, found.charges.rates) == (None, ())
    # 5000 * 8 % * 46/365 = 50.41; 1000 * 8 % * 10/365 = 2.19; 600 * 8 % * 26/365 = 3.42
    assert amounts(found) == ["56.02", "50.00", "106.02"]


def test_a_rate_that_is_missing_is_never_guessed(case: Callable[..., Case]) -> None:
    found = charged(case, "{law: de, reference_rates: [{from: 2026-07-01, rate: 1.52}]}", law="de")
    assert found.charges is None
    (warning,) = found.warnings
    assert warning.code is Code.INTEREST_NOT_CLAIMED
    assert "2026-01-01" in warning.message
    assert warning.hint is not None
    assert "{from: 2026-01-01, rate: …}" in warning.hint
    assert "Deutsche Bundesbank: https://" in warning.hint


@pytest.mark.parametrize(
    ("late_payment", "level"),
    [
        (f"{{law: de, {RATES}}}", 1),
        (f"{{law: de, claim: from level 3, {RATES}}}", 2),
        (f"{{law: de, claim: never, {RATES}}}", 3),
    ],
)
def test_nothing_is_claimed_before_its_time(case: Callable[..., Case], late_payment: str, level: int) -> None:
    assert charged(case, late_payment, law="de", level=level) == Charged(None)


def test_without_terms_nothing_is_claimed(case: Callable[..., Case]) -> None:
    assert charged(case, "{debtor: company}", level=3) == Charged(None)


def test_no_rate_of_exchange_is_guessed(case: Callable[..., Case]) -> None:
    found = charged(case, f"{{law: gb, {RATES}}}", law="gb")
    assert amounts(found)[1] == "0.00"
    assert codes(found) == [Code.INTEREST_NOT_CLAIMED]


def test_on_a_platform_nothing_is_claimed_on_top(case: Callable[..., Case]) -> None:
    contract = """
      title: Website
      start: 2026-01-05
      billing: hourly
      rate: 80
      currency: EUR
      platform: upwork
      tax: {treatment: outside scope}
    """
    found = charged(case, "{contract: {rate: 8}}", contract=contract)
    assert found.charges is None
    assert codes(found) == [Code.INTEREST_NOT_CLAIMED]


@pytest.mark.parametrize(
    ("late_payment", "client", "debtor"),
    [
        ("{}", None, Debtor.COMPANY),  # it has a contact and a VAT number
        ("{}", CLIENT, Debtor.SOLE_TRADER),
        ("{debtor: consumer}", None, Debtor.CONSUMER),
        ("{debtor: company}", CLIENT, Debtor.COMPANY),
    ],
)
def test_what_a_client_is_shows_in_its_details(
    case: Callable[..., Case], late_payment: str, client: str | None, debtor: Debtor
) -> None:
    sections = {"late_payment": late_payment, **({"client": client} if client else {})}
    assert debtor_of(case(**sections).engagement) is debtor
