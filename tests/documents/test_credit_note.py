from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import msgspec
import pytest

from closeout.diagnostic import Code, UserError
from closeout.documents.credit_note import compose_credit_einvoice, compose_credit_note
from closeout.documents.final_invoice import FinalInvoice, compose_invoice
from closeout.documents.issued import content_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from closeout.documents.case import Case

TIME = "date,description,hours\n2026-04-02,Import,2.5\n"


def test_it_takes_back_the_whole_invoice_on_a_day_of_its_own(case: Callable[..., Case]) -> None:
    invoice = compose_invoice(case({"time.csv": TIME}, final_invoice="{number: R-2, date: 2026-05-20}"))
    note = compose_credit_note(invoice, date(2026, 6, 1), "C-1")
    assert (note.number, note.issue_date, note.stationery.date) == ("C-1", date(2026, 6, 1), date(2026, 6, 1))
    assert note.invoice == invoice
    assert note.stationery.recipient == invoice.stationery.recipient


def test_an_invoice_comes_back_from_its_content_as_it_was(case: Callable[..., Case]) -> None:
    invoice = compose_invoice(case({"time.csv": TIME}, final_invoice="{number: R-2}"))
    assert msgspec.json.decode(content_of(invoice), type=FinalInvoice) == invoice


def test_its_einvoice_refers_to_the_invoice_and_asks_for_no_payment(case: Callable[..., Case]) -> None:
    found = case(
        {"time.csv": TIME},
        final_invoice="{number: R-2, date: 2026-05-20}",
        contract="""
          title: Website
          start: 2026-01-05
          billing: hourly
          rate: 80
          currency: EUR
          payment_days: 14
          early_payment: {days: 5, percent: 2}
          tax: {treatment: standard, rate: 19}
        """,
        freelancer="""
          name: Ada Byron
          vat_id: DE123456788
          registration: HRB 1234 B
          address: {city: Bonn, country: DE}
          bank: {iban: DE89 3704 0044 0532 0130 00}
        """,
    )
    invoice = compose_invoice(found)
    terms = compose_credit_einvoice(compose_credit_note(invoice, date(2026, 6, 1), "C-1"), found.engagement)
    assert (terms.kind.value, terms.number, terms.issue_date) == ("381", "C-1", date(2026, 6, 1))
    assert [(each.number, each.date) for each in terms.preceding] == [("R-2", date(2026, 5, 20))]
    assert (terms.due_date, terms.transfer, terms.invoice.discount) == (None, None, None)
    assert terms.totals == invoice.totals


def test_a_draft_has_no_einvoice(case: Callable[..., Case]) -> None:
    found = case({"time.csv": TIME}, final_invoice="{number: R-2}")
    note = compose_credit_note(compose_invoice(found), date(2026, 6, 1), None)
    with pytest.raises(UserError) as error:
        compose_credit_einvoice(note, found.engagement)
    assert error.value.diagnostics[0].code is Code.MISSING_KEY
