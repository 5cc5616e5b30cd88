from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from closeout.diagnostic import Code, UserError
from closeout.documents.final_invoice import compose_invoice, invoice_dates
from closeout.domain.party import Side

if TYPE_CHECKING:
    from collections.abc import Callable

    from closeout.documents.case import Case
    from closeout.documents.final_invoice import FinalInvoice

TIME = """\
date,description,hours,rate,tax_rate,invoice
2026-04-02,Import,2.5,,,
2026-04-30,Book,10,20.00,7,
2026-03-02,Concept,3,,,R-1
"""
LEDGER = """\
number,kind,issue_date,due_date,net,tax_rate,tax,gross,paid_date,paid_amount
R-1,invoice,2026-03-31,2026-04-14,240,19,45.60,285.60,,
D-1,deposit,2026-01-07,,100,19,19,119,2026-01-09,119
"""


def contract(tax: str, *, platform: str = "") -> str:
    return f"""
      title: Website
      start: 2026-01-05
      billing: hourly
      rate: 80
      currency: EUR
      tax: {{{tax}}}
      {f"platform: {platform}" if platform else ""}
    """


def invoice(case: Callable[..., Case], **sections: str) -> FinalInvoice:
    return compose_invoice(case({"time.csv": TIME, "invoices.csv": LEDGER}, **sections))


def test_everything_is_on_it(case: Callable[..., Case]) -> None:
    found = invoice(case, final_invoice="{number: R-2, date: 2026-05-20, due: 2026-06-03}")
    assert (found.number, found.issue_date, found.due_date) == ("R-2", date(2026, 5, 20), date(2026, 6, 3))
    assert (found.start, found.end) == (date(2026, 4, 2), date(2026, 4, 30))
    assert [(str(row.tax.rate), str(row.taxable.amount), str(row.amount.amount)) for row in found.breakdown] == [
        ("19", "200.00", "38.00"),
        ("7", "200.00", "14.00"),
    ]
    sums = found.totals
    assert [str(each.amount) for each in (sums.net, sums.tax, sums.gross, sums.prepaid, sums.due)] == [
        "400.00",
        "52.00",
        "452.00",
        "119.00",
        "333.00",
    ]
    (deposit,) = found.deductions
    assert (deposit.number, deposit.tax_rate, str(deposit.tax.amount)) == ("D-1", Decimal(19), "19.00")
    assert [item.entry.number for item in found.other_open_items] == ["R-1"]
    assert found.stationery.sender.name == "Ada Byron"
    assert (found.stationery.date, found.taxed, found.record_copy) == (date(2026, 5, 20), True, False)


def test_the_seller_writes_it_though_the_client_ends(case: Callable[..., Case]) -> None:
    found = invoice(case, ending="{by: client, notice_date: 2026-05-04}")
    assert found.stationery.sender == case().engagement.party(Side.FREELANCER)


def test_a_draft_has_no_number_and_the_dates_of_the_contract(case: Callable[..., Case]) -> None:
    found = invoice(case)
    assert (found.number, found.issue_date, found.due_date) == (None, date(2026, 5, 18), date(2026, 6, 1))


def test_without_a_term_of_payment_there_is_no_due_date(case: Callable[..., Case]) -> None:
    engagement = case(contract=contract("treatment: zero")).engagement
    assert invoice_dates(engagement, date(2026, 5, 4)) == (date(2026, 5, 18), None)


@pytest.mark.parametrize(
    ("tax", "taxed", "categories"),
    [
        ("treatment: reverse charge", True, ["S", "AE"]),
        ("treatment: small business, reason: § 19 UStG", True, ["S", "E"]),
        ("treatment: export", True, ["S", "G"]),
    ],
)
def test_untaxed_lines_stand_apart_from_those_with_a_rate_of_their_own(
    case: Callable[..., Case], tax: str, taxed: object, categories: list[str]
) -> None:
    found = invoice(case, contract=contract(tax))
    assert [row.tax.category.value for row in found.breakdown] == categories
    assert found.taxed is taxed
    assert str(found.totals.tax.amount) == "14.00"


@pytest.mark.parametrize(
    ("tax", "taxed"), [("treatment: outside scope", False), ("treatment: outside scope, reason: Taxed abroad", True)]
)
def test_outside_the_scope_of_vat_only_a_stated_reason_mentions_it(
    case: Callable[..., Case], tax: str, taxed: object
) -> None:
    time = "date,description,hours\n2026-04-02,Import,2.5\n"
    found = compose_invoice(case({"time.csv": time}, contract=contract(tax)))
    assert found.taxed is taxed


def test_on_a_platform_it_is_a_copy_for_the_record(case: Callable[..., Case]) -> None:
    assert invoice(case, contract=contract("treatment: zero", platform="upwork")).record_copy


def test_nothing_to_bill_is_told_with_its_place(case: Callable[..., Case]) -> None:
    with pytest.raises(UserError) as caught:
        compose_invoice(case())
    (diagnostic,) = caught.value.diagnostics
    assert diagnostic.code is Code.NOTHING_TO_BILL
    assert diagnostic.code.value == "CO606"
    assert diagnostic.location is not None
    assert diagnostic.location.file == "engagement.yaml"
    assert diagnostic.hint


def test_a_milestone_without_a_day_takes_that_of_the_invoice(case: Callable[..., Case]) -> None:
    section = """
      title: Website
      start: 2026-01-05
      billing: fixed
      currency: EUR
      tax: {treatment: zero}
      milestones: [{title: Site, amount: 900, status: delivered}]
    """
    found = compose_invoice(case(contract=section))
    assert (found.start, found.end) == (date(2026, 5, 18), date(2026, 5, 18))


NOT_BILLED = TIME.replace("2026-03-02,Concept,3,,,R-1\n", "")
EXPENSES = "date,description,quantity,unit,price,tax_rate,invoice,receipt\n2026-04-28,Ride,100,km,0.42,7,,R 1\n"


def adjusted(case: Callable[..., Case], terms: str, **sections: str) -> FinalInvoice:
    return compose_invoice(case({"time.csv": NOT_BILLED}, final_invoice=f"{{number: R-2, {terms}}}", **sections))


@pytest.mark.parametrize(
    ("terms", "sums", "taxes"),
    [
        ("round_to: 0.05", "400.00 0.00 0.00 400.00 52.00 452.00 0.00 452.00", "38.00 14.00"),
        ("round_to: 50", "400.00 0.00 0.00 400.00 52.00 452.00 -2.00 450.00", "38.00 14.00"),
        (
            "allowances: [{reason: A, percent: 10}]",
            "400.00 20.00 0.00 380.00 48.20 428.20 0.00 428.20",
            "34.20 14.00",
        ),
        (
            "allowances: [{reason: A, amount: 100, tax_rate: 7}], charges: [{reason: C, percent: 5, tax_rate: 7}]",
            "400.00 100.00 10.00 310.00 45.70 355.70 0.00 355.70",
            "38.00 7.70",
        ),
        (
            "charges: [{reason: C, amount: 10, tax_rate: 0}]",
            "400.00 0.00 10.00 410.00 52.00 462.00 0.00 462.00",
            "38.00 14.00 0.00",
        ),
    ],
)
def test_allowances_charges_and_rounding(case: Callable[..., Case], terms: str, sums: str, taxes: str) -> None:
    found = adjusted(case, terms)
    total = found.totals
    parts = (total.lines, total.allowances, total.charges, total.net, total.tax, total.gross, total.rounding, total.due)
    assert " ".join(str(each.amount) for each in parts) == sums
    assert " ".join(str(row.amount.amount) for row in found.breakdown) == taxes


@pytest.mark.parametrize(
    ("terms", "code", "hint"),
    [
        ("charges: [{reason: C, percent: 5, tax_rate: 20}]", Code.TAX_CONTRADICTION, "tax_rate"),
        ("allowances: [{reason: A, amount: 401}]", Code.SUM_DIFFERS, "lower them"),
    ],
)
def test_what_cannot_be_taken_off_or_added_is_told(
    case: Callable[..., Case], terms: str, code: Code, hint: str
) -> None:
    with pytest.raises(UserError) as caught:
        adjusted(case, terms)
    (diagnostic,) = caught.value.diagnostics
    assert diagnostic.code is code
    assert diagnostic.location is not None
    assert diagnostic.location.file == "engagement.yaml"
    assert hint in str(diagnostic.hint)


def test_expenses_come_after_the_work(case: Callable[..., Case]) -> None:
    found = compose_invoice(case({"time.csv": NOT_BILLED, "expenses.csv": EXPENSES}))
    assert [(line.description, line.receipt) for line in found.lines] == [
        ("Import", None),
        ("Book", None),
        ("Ride", "R 1"),
    ]
    assert str(found.totals.net.amount) == "442.00"


def test_expenses_alone_are_billed(case: Callable[..., Case]) -> None:
    assert str(compose_invoice(case({"expenses.csv": EXPENSES})).totals.due.amount) == "44.94"


EARLY = contract("treatment: standard, rate: 19") + "\n      early_payment: {days: 7, percent: 2}\n"


def test_a_discount_for_paying_early(case: Callable[..., Case]) -> None:
    terms = "{number: R-2, date: 2026-05-20}"
    found = compose_invoice(case({"time.csv": NOT_BILLED}, final_invoice=terms, contract=EARLY)).discount
    assert found is not None
    assert found.until == date(2026, 5, 27)
    assert (str(found.saved.amount), str(found.due.amount)) == ("9.04", "442.96")


@pytest.mark.parametrize(
    ("terms", "platform"), [("{date: 2026-05-20}", ""), ("{number: R-2}", "      platform: upwork\n")]
)
def test_a_draft_and_a_copy_ask_for_no_money_early(case: Callable[..., Case], terms: str, platform: str) -> None:
    files = {"time.csv": NOT_BILLED}
    assert compose_invoice(case(files, final_invoice=terms, contract=EARLY + platform)).discount is None


def test_nothing_is_saved_where_nothing_is_owed(case: Callable[..., Case]) -> None:
    deposit = "number,kind,issue_date,net,gross,paid_date,paid_amount\nD-1,deposit,2026-01-07,900,900,2026-01-09,900\n"
    files = {"time.csv": NOT_BILLED, "invoices.csv": deposit}
    assert compose_invoice(case(files, final_invoice="{number: R-2}", contract=EARLY)).discount is None
