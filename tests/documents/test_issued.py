from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from closeout.documents.final_invoice import compose_invoice
from closeout.documents.issued import before_invoice, content_of, differences

if TYPE_CHECKING:
    from collections.abc import Callable

    from closeout.documents.case import Case

TIME = "date,description,hours,invoice\n2026-04-02,Import,2.5,\n2026-04-09,Export,4,\n"
LEDGER = """\
number,kind,issue_date,due_date,net,tax_rate,tax,gross,paid_date,paid_amount,refers_to,deducted_in
R-1,invoice,2026-03-31,2026-04-14,240,19,45.60,285.60,,,,
D-1,deposit,2026-01-07,,100,19,19,119,2026-01-09,119,,
"""
FIXED = """
  title: Website
  start: 2026-01-05
  billing: fixed
  currency: EUR
  milestones: [{title: Site, amount: 900, status: delivered, delivered: 2026-04-01}]
  tax: {treatment: zero}
"""


def content(case: Callable[..., Case], *, time: str = TIME, ledger: str = LEDGER, **sections: str) -> bytes:
    section = sections.pop("final_invoice", "{number: R-2}")
    files = {"time.csv": time, "invoices.csv": ledger}
    return content_of(compose_invoice(case(files, final_invoice=section, **sections)))


def contract(**changes: str) -> str:
    terms = {
        "title": "Website",
        "reference": "W-7",
        "start": "2026-01-05",
        "billing": "hourly",
        "rate": "80",
        "currency": "EUR",
        "payment_days": "14",
        "tax": "{treatment: standard, rate: 19}",
        **changes,
    }
    return "".join(f"\n  {key}: {value}" for key, value in terms.items())


def test_the_same_records_differ_in_nothing(case: Callable[..., Case]) -> None:
    assert differences(content(case), content(case)) == ()


@pytest.mark.parametrize(
    "changes",
    [
        {"contract": contract(notice="14 days", notice_form="written", holidays="DE-BY")},
        {"contract": contract(budget="{hours: 100}", notice_clause="§ 8")},
        {"ending": "{by: freelancer, notice_date: 2026-05-04, thanks: Thank you.}"},
        {"time": f"{TIME}2026-03-02,Concept,3,R-1\n"},
        {"closing": "{summary: It went well.}"},
        {"ledger": LEDGER.replace(",,,,\nD", ",2026-04-01,285.60,,\nD")},
    ],
    ids=["notice", "budget", "thanks", "work on another invoice", "closing", "another invoice was paid"],
)
def test_what_is_no_part_of_the_bill_is_no_difference(case: Callable[..., Case], changes: dict[str, str]) -> None:
    assert differences(content(case), content(case, **changes)) == ()


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"time": TIME.replace("2.5", "3")}, "lines[0].quantity: '2.5' → '3'"),
        ({"time": TIME.replace("Import", "Imports")}, "lines[0].description: 'Import' → 'Imports'"),
        ({"time": f"{TIME}2026-04-10,Help,1,\n"}, "lines[2]: nothing → 'Help'"),
        ({"contract": contract(rate="90")}, "lines[0].unit_price: '80' → '90'"),
        ({"contract": contract(reference="W-8")}, "contract.reference: 'W-7' → 'W-8'"),
        ({"contract": contract(title="Shop")}, "contract.title: 'Website' → 'Shop'"),
        ({"contract": contract(payment_days="30")}, "due_date: '2026-06-01' → '2026-06-17'"),
        (
            {"ledger": LEDGER.replace("100,19,19,119,2026-01-09,119", "50,19,9.50,59.50,2026-01-09,59.50")},
            "deductions[0].gross.amount: '119.00' → '59.50'",
        ),
        ({"final_invoice": "{number: R-2, date: 2026-05-19}"}, "issue_date: '2026-05-18' → '2026-05-19'"),
        ({"final_invoice": "{number: R-3}"}, "number: 'R-2' → 'R-3'"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_whatever_a_reader_sees_is_a_difference(
    changes: dict[str, str], expected: str, case: Callable[..., Case]
) -> None:
    found = differences(content(case), content(case, **changes))
    assert expected in found
    back = differences(content(case, **changes), content(case))
    assert len(back) == len(found)


@pytest.mark.parametrize("party", ["freelancer", "client"])
def test_names_and_addresses_are_seen(case: Callable[..., Case], party: str) -> None:
    issued = content(case)
    changed = issued.replace(b'"city":"Bonn"', b'"city":"Kiel"').replace(b'"city":"Deventer"', b'"city":"Delft"')
    head = {"freelancer": "sender", "client": "recipient"}[party]
    assert any(each.startswith(f"stationery.{head}.address.city: ") for each in differences(issued, changed))


def test_what_another_version_did_not_know_is_no_difference() -> None:
    older, newer = b'{"number":"1"}', b'{"number":"1","adjustments":[],"discount":{"saved":"3"}}'
    assert differences(older, newer) == differences(newer, older) == ()
    assert differences(b'{"discount":null}', newer) == ("discount: nothing → 'something'",)


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-5, 5) | st.text(max_size=3),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from("abc"), inner, max_size=3),
    max_leaves=8,
)


@given(st.dictionaries(st.sampled_from("abc"), VALUES, max_size=3), st.dictionaries(st.sampled_from("abc"), VALUES))
def test_a_difference_is_one_both_ways(one: dict[str, object], other: dict[str, object]) -> None:
    first, second = msgspec.json.encode(one), msgspec.json.encode(other)
    assert differences(first, first) == ()
    assert bool(differences(first, second)) == bool(differences(second, first))


def test_an_engagement_goes_back_to_before_its_invoice(case: Callable[..., Case]) -> None:
    billed = TIME.replace(",\n", ",R-2\n")
    row = "R-2,invoice,2026-05-18,2026-06-01,520,19,98.80,618.80,,,,\n"
    deducted = LEDGER.replace("2026-01-09,119,,", "2026-01-09,119,,R-2") + row
    before = case({"time.csv": TIME, "invoices.csv": LEDGER}).engagement
    after = case({"time.csv": billed, "invoices.csv": deducted}).engagement
    back = before_invoice(after, "R-2")
    assert [each.invoice for each in back.time] == [None, None]
    assert [(each.number, each.deducted_in) for each in back.ledger] == [("R-1", None), ("D-1", None)]
    assert before_invoice(before, "R-2") == before
    assert before_invoice(after, "R-1").time == after.time


def test_milestones_are_open_again(case: Callable[..., Case]) -> None:
    section = FIXED.replace("delivered: 2026", "invoice: R-2, delivered: 2026")
    row = "R-2,invoice,2026-05-18,2026-06-01,900,0,0,900,,,,\n"
    engagement = case({"invoices.csv": LEDGER + row}, contract=section).engagement
    assert [each.invoice for each in before_invoice(engagement, "R-2").contract.milestones] == [None]
