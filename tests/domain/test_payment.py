"""The code of a SEPA transfer: its fields, its limits, and when there is none."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from closeout.domain.money import Money
from closeout.domain.party import Address
from closeout.domain.payment import MOST_AMOUNT, Payment, PaymentParty, epc_payload

PAYMENT = Payment(
    iban="DE89370400440532013000",
    bic="COBADEFFXXX",
    payee=PaymentParty("Ada Byron", Address(street=("Weg 1",), postcode="01067", city="Dresden", country="DE")),
    payer=PaymentParty("Acme B.V.", Address(street=("Kade 8",), postcode="7413 ZZ", city="Deventer", country="NL")),
    amount=Money.of(Decimal("2112.25"), "EUR"),
    number="2026-031",
)


def payload(name: str = "Ada Byron", **changes: object) -> str | None:
    return epc_payload(replace(PAYMENT, payee=PaymentParty(name, PAYMENT.payee.address), **changes))


def test_its_lines_are_those_of_the_standard() -> None:
    lines = ["BCD", "002", "1", "SCT", "COBADEFFXXX", "Ada Byron", PAYMENT.iban, "EUR2112.25", "", "", "2026-031"]
    assert payload() == "\n".join(lines)


def test_within_the_eea_the_bic_may_be_left_out() -> None:
    assert str(payload(bic=None)).splitlines()[4:6] == ["", "Ada Byron"]
    assert payload(bic=None, iban="GB29NWBK60161331926819") is None
    assert payload(bic="NWBKGB2L", iban="GB29NWBK60161331926819") is not None


def test_outside_sepa_there_is_no_code() -> None:
    assert payload(iban="AE070331234567890123456") is None


def test_a_creditor_reference_has_a_field_of_its_own() -> None:
    assert str(payload(reference="RF18 5390 0754 7034")).splitlines()[8:] == ["", "RF18539007547034"]
    assert str(payload(reference="+++090/9337/55493+++")).splitlines()[8:] == ["", "", "+++090/9337/55493+++"]


@pytest.mark.parametrize(
    ("amount", "currency"), [("0", "EUR"), ("-1", "EUR"), ("1000000000", "EUR"), ("1", "CHF"), ("1", "GBP")]
)
def test_an_amount_that_the_standard_does_not_allow_has_no_code(amount: str, currency: str) -> None:
    assert payload(amount=Money.of(Decimal(amount), currency)) is None


@pytest.mark.parametrize("amount", ["0.01", "0.10", "12.30", "1000000", str(MOST_AMOUNT)])
def test_an_amount_has_a_point_and_two_digits_and_no_separators(amount: str) -> None:
    written = str(payload(amount=Money.of(Decimal(amount), "EUR"))).splitlines()[7]
    assert written == f"EUR{Decimal(amount):.2f}"


def test_a_long_name_is_cut_after_70_characters_and_keeps_its_letters() -> None:
    assert str(payload(name="Ä" * 100)).splitlines()[5] == "Ä" * 70
    assert str(payload(name="Żółć Łódź 株式会社")).splitlines()[5] == "Żółć Łódź 株式会社"


def test_a_reference_is_never_cut_so_a_long_one_has_no_code() -> None:
    assert payload(number="7" * 140) is not None
    assert payload(number="7" * 141) is None
    assert payload(name="株" * 70, number="7" * 140) is None


@given(st.text(min_size=1), st.text(min_size=1))
def test_whatever_the_texts_hold_the_code_has_its_lines_and_no_more(name: str, number: str) -> None:
    code = payload(name=name, number=number)
    if code is None:
        assert len(f"{name}{number}".encode()) > 140
        return
    lines = code.split("\n")
    assert len(lines) == 11
    assert len(code.encode()) <= 331
    assert len(lines[5]) <= 70
    assert lines[10].split() == number.split()
    assert "\r" not in code
