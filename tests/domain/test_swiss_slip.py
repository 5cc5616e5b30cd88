"""The slip of the Swiss QR-bill: its code, its reference, and addresses of all lengths."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from stdnum import iso11649

from closeout.domain.money import Money
from closeout.domain.party import Address
from closeout.domain.payment import Payment, PaymentParty
from closeout.domain.swiss_slip import ReferenceType, SwissSlip, creditor_reference, is_qr_iban, swiss_slip

BIEL = Address(street=("Rue du Lac 1268",), postcode="2501", city="Biel/Bienne", country="CH")
HALIFAX = Address(street=("The Fulling Mill", "14 Weavers' Yard"), postcode="HX1 9ZZ", city="Halifax", country="GB")
PAYMENT = Payment(
    iban="CH9300762011623852957",
    bic=None,
    payee=PaymentParty("Robert Schneider", BIEL),
    payer=PaymentParty("Calder Vale Arts Trust", HALIFAX),
    amount=Money.of(Decimal("1949.75"), "CHF"),
    number="2026-031",
)
QR_IBAN = "CH4431999123000889012"
QR_REFERENCE = "210000000003139471430009017"
PERMITTED = {*map(chr, range(0x20, 0x7F)), *map(chr, range(0xA0, 0x180)), *"ȘșȚț€"}


def slip(**changes: object) -> SwissSlip:
    found = swiss_slip(replace(PAYMENT, **changes))
    assert found
    return found


def payee(name: str = "Robert Schneider", **changes: object) -> PaymentParty:
    return PaymentParty(name, replace(BIEL, **changes))


def test_its_code_has_the_fields_of_the_guidelines() -> None:
    nobody = [""] * 7
    assert slip().payload.split("\n") == [
        *("SPC", "0200", "1", "CH9300762011623852957"),
        *("S", "Robert Schneider", "Rue du Lac", "1268", "2501", "Biel/Bienne", "CH"),
        *nobody,
        *("1949.75", "CHF"),
        *("S", "Calder Vale Arts Trust", "The Fulling Mill, 14 Weavers' Yard", "", "HX1 9ZZ", "Halifax", "GB"),
        *("SCOR", creditor_reference("2026-031"), "2026-031", "EPD"),
    ]


def test_what_is_printed_stands_in_groups() -> None:
    found = slip()
    assert found.printed_account == "CH93 0076 2011 6238 5295 7"
    assert found.printed_amount == "1 949.75"
    assert found.printed_reference == f"{found.reference[:4]} 2026 031"
    assert slip(iban=QR_IBAN, reference=QR_REFERENCE).printed_reference == "21 00000 00003 13947 14300 09017"
    assert found.creditor.lines == ("Robert Schneider", "Rue du Lac 1268", "2501 Biel/Bienne")
    assert found.debtor
    assert found.debtor.lines[2] == "GB-HX1 9ZZ Halifax"


@pytest.mark.parametrize(
    ("changes", "kind", "reference"),
    [
        ({"iban": QR_IBAN, "reference": "21 00000 00003 13947 14300 09017"}, ReferenceType.QR, QR_REFERENCE),
        ({"reference": "RF18 5390 0754 7034"}, ReferenceType.CREDITOR, "RF18539007547034"),
        ({"reference": "project 7"}, ReferenceType.NONE, ""),
        ({"reference": QR_REFERENCE}, ReferenceType.NONE, ""),
        ({"number": "Nr. 7 (final)"}, ReferenceType.NONE, ""),
        ({"number": "7" * 22}, ReferenceType.NONE, ""),
    ],
)
def test_the_kind_of_reference_follows_account_and_reference(
    changes: dict[str, str], kind: ReferenceType, reference: str
) -> None:
    found = slip(**changes)
    assert (found.reference_type, found.reference) == (kind, reference)


@pytest.mark.parametrize(
    "changes",
    [
        {"iban": QR_IBAN},
        {"iban": QR_IBAN, "reference": "RF18 5390 0754 7034"},
        {"iban": "DE89370400440532013000"},
        {"amount": Money.of(1, "USD")},
        {"amount": Money.of(0, "CHF")},
        {"amount": Money.of(1_000_000_000, "CHF")},
        {"payee": payee(postcode=None)},
    ],
)
def test_where_the_guidelines_allow_none_there_is_no_slip(changes: dict[str, object]) -> None:
    assert swiss_slip(replace(PAYMENT, **changes)) is None


def test_without_a_postcode_of_the_payer_there_is_room_to_write() -> None:
    found = slip(payer=PaymentParty("Acme", replace(HALIFAX, postcode=None)))
    assert found.debtor is None
    assert found.payload.split("\n")[20:27] == [""] * 7


@pytest.mark.parametrize(
    ("street", "parts"),
    [
        ((), ("", "")),
        (("Bahnhofstrasse 7a",), ("Bahnhofstrasse", "7a")),
        (("27 Larkfield Rise",), ("27 Larkfield Rise", "")),
        (("Strasse des 17. Juni 135",), ("Strasse des 17. Juni", "135")),
        (("Postfach",), ("Postfach", "")),
        (("c/o " + "A" * 70, "Weg 1"), ("Weg", "1")),
    ],
)
def test_a_house_number_is_taken_apart_where_it_stands_last(street: tuple[str, ...], parts: tuple[str, str]) -> None:
    creditor = slip(payee=payee(street=street)).creditor
    assert (creditor.street, creditor.house) == parts


@pytest.mark.parametrize(
    ("name", "printed"),
    [
        ("A" * 100, "A" * 70),
        ("Weavers\u2019 “Yard” \u2013 No. 1", 'Weavers\' "Yard" - No. 1'),
        ("Ștefan Öztürk-Łódź", "Ștefan Öztürk-Łódź"),
        ("Nguyễn Vũ", "Nguyen Vũ"),
        ("Ivana\u0301 Ltd", "Ivaná Ltd"),
        ("東京 GmbH", ".. GmbH"),
        ("two\nlines", "two lines"),
    ],
)
def test_names_are_cut_and_written_in_the_characters_that_are_allowed(name: str, printed: str) -> None:
    assert slip(payee=payee(name)).creditor.name == printed


@settings(max_examples=60)
@given(st.text(min_size=1), st.text(min_size=1), st.text(min_size=1), st.text(min_size=1))
def test_whatever_the_texts_hold_the_code_has_its_fields(name: str, street: str, city: str, number: str) -> None:
    found = slip(payee=payee(name, street=(street,), city=city), number=number)
    fields = found.payload.split("\n")
    assert len(fields) == 31
    assert set(found.payload) <= PERMITTED | {"\n"}
    assert [len(field) <= most for field, most in zip(fields[5:10], (70, 70, 16, 16, 35), strict=True)] == [True] * 5
    assert len(found.message) <= 140
    assert fields[-1] == "EPD"


@given(st.from_regex(r"[0-9A-Z][0-9A-Za-z./_ -]{0,20}", fullmatch=True))
def test_references_made_from_numbers_are_those_of_iso_11649(number: str) -> None:
    reference = creditor_reference(number)
    assert reference
    assert iso11649.is_valid(reference)


@pytest.mark.parametrize(("iban", "wanted"), [(QR_IBAN, True), (PAYMENT.iban, False), ("DE4431999123000889012", False)])
def test_qr_ibans_are_known_by_their_bank(iban: str, *, wanted: bool) -> None:
    assert is_qr_iban(iban) is wanted
