"""What numbers say of a country, against the address; and what a Swiss slip lacks."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.reading.conftest import change, problems

if TYPE_CHECKING:
    from pathlib import Path

YAML = "engagement.yaml"
IBAN = "DE89 3704 0044 0532 0130 00"
QR_IBAN = "CH44 3199 9123 0008 8901 2"
SWISS_IBAN = "CH93 0076 2011 6238 5295 7"
REFERENCE = "21 00000 00003 13947 14300 09017"


def client(folder: Path, country: str, vat_id: str) -> None:
    change(folder, YAML, "    country: CH\n", f"    country: {country}\n  vat_id: {vat_id}\n")


def reference(folder: Path, text: str) -> None:
    change(folder, YAML, "  due: 2026-12-15\n", f"  due: 2026-12-15\n  payment_reference: {text}\n")


@pytest.mark.parametrize(
    ("country", "vat_id"),
    [
        ("GR", "EL094259216"),
        ("GB", "XI980780684"),
        ("IM", "GB980780684"),
        ("MC", "FR23334175221"),
        ("LI", "CHE-100.155.212"),
        ("NL", "NL 123456782 B76"),
        ("US", "12-3456789"),
        ("RS", "RS100000049"),
        ("US", "not registered"),
    ],
)
def test_lawful_prefixes_raise_no_warning(country: str, vat_id: str, folder: Path) -> None:
    client(folder, country, vat_id)
    assert problems(folder) == []


@pytest.mark.parametrize(
    ("country", "vat_id"), [("US", "DE123456788"), ("CH", "NL123456782B76"), ("FR", "XI980780684")]
)
def test_a_prefix_of_another_country_is_a_warning(country: str, vat_id: str, folder: Path) -> None:
    client(folder, country, vat_id)
    assert problems(folder) == [f"{YAML}:19:11 warning CO417"]


@pytest.mark.parametrize(
    ("key", "code"),
    [("tax_number: '123456789012'", "CO222"), ("registration: ÖNB", None), ("tax_number: 12/345", None)],
)
def test_national_numbers_of_both_sides_are_checked_by_their_country(key: str, code: str | None, folder: Path) -> None:
    change(folder, YAML, "  email: ada@example.com\n", f"  email: ada@example.com\n  {key}\n")
    assert problems(folder) == ([f"{YAML}:11:15 error {code}"] if code else [])


@pytest.mark.parametrize(
    ("iban", "given", "warned"),
    [
        (QR_IBAN, REFERENCE, False),
        (QR_IBAN, None, True),
        (QR_IBAN, "RF18 5390 0754 7034", True),
        (SWISS_IBAN, None, False),
        (SWISS_IBAN, "RF18 5390 0754 7034", False),
        (SWISS_IBAN, REFERENCE, True),
        (IBAN, REFERENCE, False),
    ],
)
def test_a_qr_iban_and_a_qr_reference_go_together(iban: str, given: str | None, *, warned: bool, folder: Path) -> None:
    change(folder, YAML, IBAN, iban)
    if given:
        reference(folder, given)
    assert problems(folder) == ([f"{YAML}:13:11 warning CO416"] if warned else [])


def test_a_slip_needs_the_postcode_of_the_payee(folder: Path) -> None:
    change(folder, YAML, IBAN, SWISS_IBAN)
    change(folder, YAML, "    postcode: 01067\n", "")
    assert problems(folder) == [f"{YAML}:6:5 warning CO416"]


@pytest.mark.parametrize(
    ("old", "new"), [("currency: EUR", "currency: USD"), ("  start: ", "  platform: upwork\n  start: ")]
)
def test_nothing_is_said_of_a_slip_where_there_is_none(old: str, new: str, folder: Path) -> None:
    change(folder, YAML, IBAN, QR_IBAN)
    change(folder, YAML, old, new)
    assert problems(folder) == []
