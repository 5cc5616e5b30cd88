from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from closeout.documents.notice_letter import compose_notice
from closeout.domain.party import Side
from closeout.pipeline import KINDS, Settings, load, render

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from closeout.documents.case import Case

DELIVERABLES = """
  - {title: Concept, status: accepted, delivered: 2026-02-02, accepted: 2026-02-09}
  - {title: Templates, status: delivered, delivered: 2026-05-01}
  - {title: Import, status: in progress}
  - {title: Search, before_end: false}
  - {title: Chat, status: cancelled}
"""
HANDOVER = """
  - {item: Repository, kind: files}
  - {item: Passwords, kind: credentials, done: 2026-05-02}
  - {item: Access, kind: access, owner: client}
"""
TIME = "date,description,hours,invoice\n2026-04-30,Import,2.5,\n"
LEDGER = "number,issue_date,due_date,net,tax_rate,tax,gross\nR-1,2026-03-31,2026-04-14,100,19,19,119\n"


def test_a_freelancer_ends_the_contract(case: Callable[..., Case]) -> None:
    letter = compose_notice(
        case({"time.csv": TIME, "invoices.csv": LEDGER}, deliverables=DELIVERABLES, handover=HANDOVER)
    )
    assert (letter.sender_side, letter.stationery.sender.name) == (Side.FREELANCER, "Ada Byron")
    assert (letter.stationery.date, letter.timing.effective_date) == (date(2026, 5, 4), date(2026, 5, 18))
    assert [item.title for item in letter.completing] == ["Import"]
    assert [item.title for item in letter.not_completing] == ["Search"]
    assert [item.title for item in letter.submitted] == ["Templates"]
    assert [item.item for item in letter.handover_own] == ["Repository"]
    assert [item.item for item in letter.handover_other] == ["Access"]
    assert (str(letter.settlement.outstanding.amount), str(letter.settlement.unbilled_net.amount)) == (
        "119.00",
        "200.00",
    )
    assert (letter.invoice_date, letter.invoice_due) == (date(2026, 5, 18), date(2026, 6, 1))
    assert (letter.plural, letter.taxed) == (False, True)


def test_expenses_are_told_apart_from_work(case: Callable[..., Case]) -> None:
    expenses = "date,description,quantity,unit,price\n2026-04-28,Ride,100,km,0.42\n"
    settlement = compose_notice(case({"time.csv": TIME, "expenses.csv": expenses})).settlement
    assert (str(settlement.unbilled_net.amount), str(settlement.unbilled_expenses.amount)) == ("242.00", "42.00")


def test_a_client_ends_it_and_says_we(case: Callable[..., Case]) -> None:
    letter = compose_notice(case(ending="{by: client}", handover=HANDOVER, as_of=date(2026, 5, 6)))
    assert (letter.stationery.sender.name, letter.stationery.recipient.name) == ("Acme B.V.", "Ada Byron")
    assert letter.stationery.date == date(2026, 5, 6)
    assert letter.plural
    assert [item.item for item in letter.handover_own] == ["Access"]
    assert [item.item for item in letter.handover_other] == ["Repository"]


def test_one_person_as_a_client_says_i(case: Callable[..., Case]) -> None:
    client = "{name: Bob, address: {city: Bern, country: CH}}"
    assert not compose_notice(case(ending="{by: client}", client=client)).plural


PLATFORM = """
  title: Website
  start: 2026-01-05
  platform: upwork
  billing: hourly
  rate: 80
  currency: EUR
  tax: {treatment: outside scope}
"""


@pytest.mark.parametrize("side", list(Side))
def test_the_platform_message_holds_no_way_to_pay_or_to_write(folder: Callable[..., Path], side: Side) -> None:
    path = folder(
        {"time.csv": TIME}, contract=PLATFORM, ending=f"{{by: {side}, thanks: Thanks!}}", deliverables=DELIVERABLES
    )
    text = render(load(path), KINDS["message"], "md", as_of=date(2026, 5, 4), settings=Settings()).content.decode()
    assert "Website" in text
    assert "will end the contract on Upwork" in text
    assert "Templates" in text
    for secret in ("DE89", "COBADEFF", "@", "IBAN", "BIC", "bank", "200.00", "eedback"):
        assert secret not in text


@pytest.mark.parametrize(
    ("treatment", "rate", "taxed"),
    [("standard, rate: 19", "", True), ("reverse charge", "", False), ("reverse charge", "19", True)],
)
def test_amounts_are_before_tax_only_where_tax_will_be_charged(
    case: Callable[..., Case], treatment: str, rate: str, taxed: object
) -> None:
    section = (
        f"{{title: X, start: 2026-01-05, billing: hourly, rate: 1, currency: EUR, tax: {{treatment: {treatment}}}}}"
    )
    time = f"date,description,hours,tax_rate\n2026-04-30,Import,2.5,{rate}\n"
    assert compose_notice(case({"time.csv": time}, contract=section)).taxed is taxed
