"""Which invoices have a code or a slip, and which must not."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from closeout.documents.final_invoice import compose_invoice
from closeout.documents.payment_terms import PaymentTerms, payment_terms

if TYPE_CHECKING:
    from collections.abc import Callable

    from closeout.documents.case import Case

TIME = {"time.csv": "date,description,hours\n2026-04-02,Import,2.5\n"}
NUMBER = "{number: R-2, date: 2026-05-20}"
SWISS = """
      name: Ada Byron
      address: {street: Rue du Lac 1268, postcode: "2501", city: Biel, country: CH}
      bank: {iban: CH93 0076 2011 6238 5295 7, holder: A. Byron}
"""
CONTRACT = """
      title: Website
      start: 2026-01-05
      billing: hourly
      rate: 80
      currency: %s
      tax: {treatment: outside scope}
      %s
"""


def terms(case: Callable[..., Case], **sections: str) -> PaymentTerms | None:
    return payment_terms(compose_invoice(case(TIME, **{"final_invoice": NUMBER, **sections})))


def test_euros_to_an_iban_have_a_code(case: Callable[..., Case]) -> None:
    found = terms(case)
    assert found
    assert found.slip is None
    assert str(found.code).splitlines()[4:8] == ["COBADEFFXXX", "Ada Byron", "DE89370400440532013000", "EUR238.00"]
    assert str(found.code).splitlines()[-1] == "R-2"


@pytest.mark.parametrize("currency", ["CHF", "EUR"])
def test_a_swiss_account_has_a_slip_and_no_second_code(currency: str, case: Callable[..., Case]) -> None:
    found = terms(case, freelancer=SWISS, contract=CONTRACT % (currency, ""))
    assert found
    assert found.code is None
    assert found.slip
    assert (found.slip.account, found.slip.creditor.name) == ("CH9300762011623852957", "A. Byron")
    assert (found.slip.printed_amount, found.slip.amount.currency) == ("200.00", currency)


def test_the_reference_that_is_given_is_asked_for(case: Callable[..., Case]) -> None:
    found = terms(case, final_invoice="{number: R-2, date: 2026-05-20, payment_reference: RF18 5390 0754 7034}")
    assert found
    assert str(found.code).splitlines()[-1] == "RF18539007547034"


@pytest.mark.parametrize(
    "sections",
    [
        {"final_invoice": "{date: 2026-05-20}"},
        {"contract": CONTRACT % ("EUR", "platform: upwork")},
        {"contract": CONTRACT % ("GBP", "")},
        {"contract": CONTRACT.replace("80", "0") % ("EUR", "")},
        {"freelancer": SWISS.replace("CH93 0076 2011 6238 5295 7", "GB29 NWBK 6016 1331 9268 19")},
        {"freelancer": "{name: Ada, address: {city: Bonn, country: DE}}", "contract": CONTRACT % ("EUR", "")},
        {
            "freelancer": "{name: Ada, address: {city: Bonn, country: DE}, bank: {account_number: '12'}}",
            "contract": CONTRACT % ("EUR", ""),
        },
    ],
    ids=["a draft", "a platform", "pounds", "nothing due", "no BIC", "no bank", "no IBAN"],
)
def test_what_asks_for_no_such_payment_has_neither(sections: dict[str, str], case: Callable[..., Case]) -> None:
    assert terms(case, **sections) is None
