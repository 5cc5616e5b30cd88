from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from msgspec.structs import replace

from closeout.diagnostic import Code, UserError
from closeout.documents.case import Case
from closeout.documents.einvoice_terms import (
    CreditTransfer,
    DocumentType,
    EInvoice,
    PaymentMeans,
    Preceding,
    compose_einvoice,
)
from closeout.documents.final_invoice import compose_invoice
from closeout.domain.tax import TaxCategory

if TYPE_CHECKING:
    from collections.abc import Callable

    from closeout.diagnostic import Diagnostic

TIME = "date,description,hours,rate,tax_rate\n2026-04-02,Import,2.5,,\n2026-04-30,Book,10,20.00,{rate}\n"
NUMBER = "{number: R-2, date: 2026-05-20}"
CLIENT = "{name: Acme, address: {city: Deventer, country: NL}}"
DEPOSIT = "number,kind,issue_date,net,tax,gross,paid_date,paid_amount\nD-1,deposit,2026-01-07,%s,0,%s,2026-01-09,%s\n"


def contract(treatment: str, *, currency: str = "EUR", more: str = "") -> str:
    return f"""
      title: Website
      start: 2026-01-05
      billing: hourly
      rate: 80
      currency: {currency}
      tax: {{treatment: {treatment}}}
      {more}
    """


def freelancer(more: str = "") -> str:
    return f"""
      name: Ada Byron
      address: {{city: Bonn, country: DE}}
      {more}
    """


def composed(case: Callable[..., Case], *, rate: str = "", ledger: str = "", **sections: str) -> EInvoice:
    files = {"time.csv": TIME.format(rate=rate)} | ({"invoices.csv": ledger} if ledger else {})
    found = case(files, **{"final_invoice": NUMBER, **sections})
    return compose_einvoice(compose_invoice(found), found.engagement)


def refused(case: Callable[..., Case], **sections: str) -> list[Diagnostic]:
    with pytest.raises(UserError) as caught:
        composed(case, **sections)
    diagnostics = list(caught.value.diagnostics)
    assert all(each.hint and each.location and each.location.file == "engagement.yaml" for each in diagnostics)
    return diagnostics


def test_it_has_both_parties_and_the_account_as_the_standard_writes_them(case: Callable[..., Case]) -> None:
    found = composed(case, rate="7")
    assert found.seller.vat_id == "DE123456788"
    assert found.transfer == CreditTransfer(
        means=PaymentMeans.SEPA_CREDIT_TRANSFER,
        iban="DE89370400440532013000",
        account_number=None,
        holder="Ada Byron",
        bic="COBADEFFXXX",
        bank=None,
        routing_number=None,
    )
    assert [row.subtotal.tax.rate for row in found.breakdown] == [Decimal(19), Decimal(7)]


@pytest.mark.parametrize(
    ("treatment", "category", "code", "states_reason"),
    [
        ("zero", TaxCategory.ZERO, None, False),
        ("small business, reason: § 19 UStG", TaxCategory.EXEMPT, None, True),
        ("intra-community supply", TaxCategory.INTRA_COMMUNITY, "VATEX-EU-IC", True),
        ("reverse charge", TaxCategory.REVERSE_CHARGE, "VATEX-EU-AE", True),
        ("export", TaxCategory.EXPORT, "VATEX-EU-G", True),
        ("outside scope", TaxCategory.OUTSIDE_SCOPE, "VATEX-EU-O", True),
    ],
)
def test_what_is_not_taxed_says_why(
    case: Callable[..., Case], treatment: str, category: TaxCategory, code: str | None, *, states_reason: bool
) -> None:
    identity = freelancer("vat_id: DE 123 456 788\n      registration: HRB 1")
    (row,) = composed(case, contract=contract(treatment), freelancer=identity).breakdown
    assert row.subtotal.tax.category is category
    assert (row.exemption_code, row.states_reason) == (code, states_reason)


def test_spaces_in_a_vat_identifier_go_and_outside_the_scope_it_goes_altogether(case: Callable[..., Case]) -> None:
    identity = freelancer("vat_id: DE 123 456 788\n      registration: HRB 1")
    assert composed(case, contract=contract("zero"), freelancer=identity).seller.vat_id == "DE123456788"
    outside = composed(case, contract=contract("outside scope"), freelancer=identity)
    assert (outside.seller.vat_id, outside.buyer.vat_id) == (None, None)


@pytest.mark.parametrize(
    ("bank", "currency", "means", "number"),
    [
        ("{iban: DE89 3704 0044 0532 0130 00}", "GBP", PaymentMeans.CREDIT_TRANSFER, None),
        ("{account_number: '0012', routing_number: '021'}", "USD", PaymentMeans.CREDIT_TRANSFER, "0012"),
    ],
)
def test_only_euros_to_an_iban_are_a_sepa_transfer(
    case: Callable[..., Case], bank: str, currency: str, means: PaymentMeans, number: str | None
) -> None:
    identity = freelancer(f"vat_id: DE123456788\n      bank: {bank}")
    transfer = composed(case, contract=contract("zero", currency=currency), freelancer=identity).transfer
    assert transfer is not None
    assert (transfer.means, transfer.account_number) == (means, number)


@pytest.mark.parametrize("bank", ["", "bank: {bank: Only a name}"])
def test_without_the_number_of_an_account_there_is_none_to_pay_to(case: Callable[..., Case], bank: str) -> None:
    identity = freelancer(f"vat_id: DE123456788\n      {bank}")
    assert composed(case, contract=contract("zero"), freelancer=identity).transfer is None


def test_where_deposits_cover_everything_no_account_asks_for_money(case: Callable[..., Case]) -> None:
    assert composed(case, contract=contract("zero"), ledger=DEPOSIT % (400, 400, 400)).transfer is None


def test_a_draft_has_none(case: Callable[..., Case]) -> None:
    (problem,) = refused(case, final_invoice="{date: 2026-05-20}")
    assert problem.code is Code.MISSING_KEY
    assert "number" in str(problem.hint)


def test_a_copy_for_the_record_has_none(case: Callable[..., Case]) -> None:
    (problem,) = refused(case, contract=contract("zero", more="platform: upwork"))
    assert problem.code is Code.NOTHING_TO_BILL
    assert "upwork" in problem.message


@pytest.mark.parametrize(
    ("treatment", "identity", "rule"),
    [
        ("{treatment: standard, rate: 19}", "tax_number: 12/345", "BR-CO-26"),
        ("{treatment: standard, rate: 19}", "registration: HRB 1", "BT-31"),
        ("{treatment: exempt, reason: Art. 132}", "registration: HRB 1", "BT-31"),
        ("{treatment: export}", "registration: HRB 1", "BR-G-02"),
        ("{treatment: outside scope}", "vat_id: DE123456788", "BR-CO-26"),
        ("{treatment: zero}", "vat_id: '123456788'", "BR-CO-09"),
    ],
)
def test_what_identifies_the_seller_is_asked_for(
    case: Callable[..., Case], treatment: str, identity: str, rule: str
) -> None:
    terms = contract("zero").replace("{treatment: zero}", treatment)
    (problem,) = refused(case, contract=terms, freelancer=freelancer(identity))
    assert rule in problem.message


def test_nobody_is_charged_in_reverse_without_being_named(case: Callable[..., Case]) -> None:
    found = case({"time.csv": TIME.format(rate="")}, final_invoice=NUMBER)
    view = compose_invoice(found)
    rows = tuple(replace(row, tax=replace(row.tax, category=TaxCategory.REVERSE_CHARGE)) for row in view.breakdown)
    nobody = replace(view.stationery.recipient, vat_id=None)
    unnamed = replace(view, breakdown=rows, stationery=replace(view.stationery, recipient=nobody))
    with pytest.raises(UserError, match="BR-AE-02"):
        compose_einvoice(unnamed, found.engagement)


def test_lines_outside_the_scope_stand_alone(case: Callable[..., Case]) -> None:
    (problem,) = refused(
        case, rate="7", contract=contract("outside scope"), freelancer=freelancer("registration: HRB 1")
    )
    assert problem.code is Code.TAX_CONTRADICTION


def test_a_third_digit_is_refused_and_a_last_zero_is_not(case: Callable[..., Case]) -> None:
    dinars = contract("zero", currency="KWD")
    assert composed(case, contract=dinars).invoice.totals.due.amount == Decimal("400.000")
    (problem,) = refused(case, contract=dinars.replace("rate: 80", "rate: 80.001"))
    assert problem.code is Code.TOO_PRECISE
    assert "KWD 200.003" in problem.message


def test_everything_that_lacks_is_told_at_once(case: Callable[..., Case]) -> None:
    found = refused(case, final_invoice="{date: 2026-05-20}", freelancer=freelancer(), client=CLIENT)
    assert len(found) == 3


@pytest.mark.parametrize(
    ("more", "reference"),
    [
        ("", None),
        ("order: O-1", "O-1"),
        ("order: O-1\n      reference: W-7", "W-7"),
        ("order: O-1\n      reference: W-7\n      buyer_reference: 04011000-1", "04011000-1"),
    ],
)
def test_what_the_client_routes_by_is_the_reference(
    case: Callable[..., Case], more: str, reference: str | None
) -> None:
    found = composed(case, contract=contract("zero", more=more))
    assert found.buyer_reference == reference


def test_it_is_an_invoice_that_names_its_deposits(case: Callable[..., Case]) -> None:
    found = composed(case, contract=contract("zero"), ledger=DEPOSIT % (100, 100, 100))
    assert found.kind is DocumentType.INVOICE
    assert found.preceding == (Preceding(number="D-1", date=date(2026, 1, 7)),)


@pytest.mark.parametrize(
    ("terms", "reference"),
    [(NUMBER, "R-2"), ("{number: R-2, payment_reference: RF18 5390 0754 7034}", "RF18 5390 0754 7034")],
)
def test_what_is_written_on_the_payment_is_the_number_or_a_reference(
    case: Callable[..., Case], terms: str, reference: str
) -> None:
    assert composed(case, final_invoice=terms).payment_reference == reference


def test_only_goods_between_states_have_a_place_where_they_go(case: Callable[..., Case]) -> None:
    found = composed(case, contract=contract("intra-community supply"))
    assert found.ship_to == found.buyer.address
    assert composed(case, contract=contract("zero")).ship_to is None


def test_goods_between_states_need_the_vat_ids_of_both_sides(case: Callable[..., Case]) -> None:
    found = case({"time.csv": TIME.format(rate="")}, final_invoice=NUMBER, contract=contract("intra-community supply"))
    without = replace(found.engagement, client=replace(found.engagement.client, vat_id=None))
    invoice = compose_invoice(Case(engagement=without, record=None, as_of=found.as_of))
    with pytest.raises(UserError, match="BR-IC-02") as caught:
        compose_einvoice(invoice, without)
    assert caught.value.diagnostics[0].code is Code.MISSING_KEY


@pytest.mark.parametrize("terms", ["round_to: 0.001", "charges: [{reason: C, amount: 0.125}]"])
def test_a_dinar_has_more_digits_than_an_e_invoice(case: Callable[..., Case], terms: str) -> None:
    number = f"{{number: R-2, {terms}, allowances: [{{reason: A, amount: 0.005}}]}}"
    problems = refused(case, contract=contract("zero", currency="KWD"), final_invoice=number)
    assert [each.code for each in problems] == [Code.TOO_PRECISE]
