"""Numbers that can be right pass, however they are written; slips of the finger do not; nothing unknown is refused."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from stdnum import numdb

from closeout.reading.identifier import (
    Flaw,
    bic_flaw,
    iban_flaw,
    reference_flaw,
    registration_flaw,
    tax_number_flaw,
    vat_flaw,
)
from closeout.reading.number_kind import IBAN_LENGTHS, VAT_SCHEMES

VAT_IDS = {
    "AT": "ATU13585627",
    "BE": "BE0428759497",
    "BG": "BG175074752",
    "CH": "CHE-100.155.212 MWST",
    "CY": "CY10259033P",
    "CZ": "CZ25123891",
    "DE": "DE136695976",
    "DK": "DK13585628",
    "EE": "EE100594102",
    "EL": "EL094259216",
    "ES": "ESB64717838",
    "FI": "FI20774740",
    "FR": "FR23334175221",
    "GB": "GB980780684",
    "GR": "GR094259216",
    "HR": "HR33392005961",
    "HU": "HU12892312",
    "IE": "IE6433435OA",
    "IS": "IS00621",
    "IT": "IT00743110157",
    "LT": "LT100001919017",
    "LU": "LU15027442",
    "LV": "LV40003521600",
    "MT": "MT11679112",
    "NL": "NL123456782B76",
    "NO": "NO988077917MVA",
    "PL": "PL8567346215",
    "PT": "PT501964843",
    "RO": "RO18547290",
    "SE": "SE556016068001",
    "SI": "SI50223054",
    "SK": "SK2022749619",
    "XI": "XI980780684",
}
TAX_NUMBERS = {
    ("AU", "51 824 753 556"): "51 824 753 557",
    ("DE", "12/345/67890"): "12/345/6789012",
    ("DE", "2812034567890"): "281203456789",
    ("ES", "54362315K"): "54362315Z",
    ("FI", "2077474-0"): "2077474-1",
    ("GB", "1955839661"): "2955839661",
    ("IT", "RSSMRA70A01H501S"): "RSSMRA70A01H501T",
    ("NL", "111222333"): "111222334",
    ("PL", "856-734-62-15"): "856-734-62-16",
    ("SE", "556016-0680"): "556016-0681",
}
REGISTRATIONS = {
    ("BE", "BCE 0428.759.497"): "BCE 0428.759.498",
    ("CH", "CHE-100.155.212"): "CHE-100.155.213",
    ("DK", "CVR-nr. 13585628"): "CVR-nr. 13585627",
    ("FR", "732 829 320"): "732 829 321",
    ("FR", "SIRET 732 829 320 00074"): "SIRET 732 829 320 00075",
    ("FR", "RCS Paris B 732 829 320"): "RCS Paris B 732 829 321",
    ("IT", "P. IVA 00743110157, REA MI-123456"): "P. IVA 00743110158, REA MI-123456",
    ("NO", "Org. nr. 988 077 917"): "Org. nr. 988 077 918",
    ("PL", "KRS 0000123456, NIP 8567346215"): "KRS 0000123456, NIP 8567346216",
    ("SE", "Org.nr 556016-0680"): "Org.nr 556016-0681",
}
FREE_TEXTS = [
    ("DE", "HRB 1234 B, Amtsgericht Köln"),
    ("DE", "HRB 123456789"),
    ("GB", "Registered charity, no. 9990417"),
    ("GB", "Company no. 01234567"),
    ("US", "Oregon LLC, registry no. 2041187-93"),
    ("NL", "KvK 68091234"),
    ("CH", "CH-020.3.012.345-6"),
    ("PL", "KRS 0000123456"),
    ("FR", "SIREN 732 829 320 75001 Paris"),  # where the number ends, nobody knows
    ("FR", "SIREN 732 829 320 - 75001 Paris"),
    ("FR", "RNA W751234567"),
    ("FR", "capital 10 000 €"),
    ("SE", "Bolagsverket"),
    ("AT", "FN 123456a"),
]


@pytest.mark.parametrize("country", VAT_SCHEMES)
def test_vat_ids_of_every_country_pass_with_and_without_separators(country: str) -> None:
    number = VAT_IDS[country]
    bare = re.sub("[-. ]", "", number)
    for written in (number, bare, bare.lower(), " ".join(bare), f"{bare[:2]} {bare[2:]}"):
        assert vat_flaw(written) is None


@pytest.mark.parametrize("country", sorted(VAT_SCHEMES.keys() - {"IS"}))  # Iceland's have no check digit
def test_a_wrong_digit_in_a_vat_id_is_told(country: str) -> None:
    number = VAT_IDS[country]
    place = re.search("[1-8]", number)
    assert place
    wrong = number[: place.start()] + str(int(place[0]) + 1) + number[place.end() :]
    assert vat_flaw(wrong)


@pytest.mark.parametrize(
    ("written", "what"),
    [
        ("DE13669597", "has too few or too many characters"),
        ("DE136695977", "has a wrong check digit"),
        ("DE13669597O", "has characters where none of that kind may stand"),
        ("SE556016068", "has characters where none of that kind may stand"),
    ],
)
def test_a_flaw_says_what_is_wrong_and_how_it_is_written(written: str, what: str) -> None:
    flaw = vat_flaw(written)
    assert flaw
    assert flaw.message == f"the VAT identifier '{written}' {what}"
    assert flaw.hint.startswith(f"it is written {written[:2]}")


@pytest.mark.parametrize(
    "text",
    [
        "123456788",
        "B64717838",
        "EU372000041",
        "RS100000049",
        "exempt",
        "not registered",
        "is exempt, § 19",
        "- item",
        "DE",
        "DE…",
        "CHE-100.155.212",
    ],
)
def test_vat_ids_of_countries_that_are_not_known_are_taken_as_they_are(text: str) -> None:
    assert vat_flaw(text) is None


@pytest.mark.parametrize(("place", "wrong"), TAX_NUMBERS.items())
def test_tax_numbers(place: tuple[str, str], wrong: str) -> None:
    country, right = place
    assert tax_number_flaw(right, country) is None
    assert tax_number_flaw(wrong, "US") is None
    assert isinstance(tax_number_flaw(wrong, country), Flaw)


@pytest.mark.parametrize(("place", "wrong"), REGISTRATIONS.items())
def test_registrations(place: tuple[str, str], wrong: str) -> None:
    country, right = place
    assert registration_flaw(right, country) is None
    assert isinstance(registration_flaw(wrong, country), Flaw)
    assert registration_flaw(wrong, "US") is None


@pytest.mark.parametrize(("country", "text"), FREE_TEXTS)
def test_what_is_not_recognised_for_certain_is_no_flaw(country: str, text: str) -> None:
    assert registration_flaw(text, country) is None


def test_ibans_are_as_long_as_the_registry_of_swift_says() -> None:
    registry = {prefix: sum(map(int, re.findall("[0-9]+", info["bban"]))) for _, prefix, _, info, _ in _registry()}
    assert {country: length - 4 for country, length in IBAN_LENGTHS.items()} == registry


def _registry() -> list[tuple[int, str, str, dict[str, str], object]]:
    return list(numdb.get("iban").prefixes)


@pytest.mark.parametrize(
    ("iban", "what"),
    [
        ("DE89 3704 0044 0532 0130 0", "has 21 characters, but those of DE have 22"),
        ("DE89 3704 0044 0532 0130 01", "the checksum of IBAN"),
        ("3704 0044 0532 0130 00", "is not an IBAN"),
    ],
)
def test_ibans_that_cannot_be(iban: str, what: str) -> None:
    flaw = iban_flaw(iban)
    assert flaw
    assert what in flaw.message


def test_an_iban_of_a_country_outside_the_registry_needs_its_checksum_only() -> None:
    assert iban_flaw("DZ58 0002 1000 0111 3000 0000 57") is not None
    assert iban_flaw("DZ580002100001113000000570") is None


@pytest.mark.parametrize("bic", ["COBADEFF", "COBADEFFXXX", "NWBKGB2L", "UBSWCHZH80A"])
def test_bics(bic: str) -> None:
    assert bic_flaw(bic) is None
    assert bic_flaw(bic[:-1])
    assert bic_flaw(f"{bic[:4]}XX{bic[6:]}")


@pytest.mark.parametrize(
    "text", ["RF18 5390 0754 7034", "21 00000 00003 13947 14300 09017", "RFQ 7", "2026-031", "+++1"]
)
def test_payment_references(text: str) -> None:
    assert reference_flaw(text) is None


@pytest.mark.parametrize("text", ["RF18 5390 0754 7035", "RF19539007547034", "210000000003139471430009018"])
def test_payment_references_with_a_wrong_digit(text: str) -> None:
    assert reference_flaw(text)


@settings(max_examples=60)
@given(
    st.sampled_from(["", *VAT_SCHEMES, "RF18", "SIREN ", "CVR "]), st.text(max_size=30), st.sampled_from([*VAT_SCHEMES])
)
def test_no_text_raises(start: str, text: str, country: str) -> None:
    written = start + text
    for flaw in (iban_flaw(written), bic_flaw(written), vat_flaw(written), reference_flaw(written)):
        assert flaw is None or (flaw.message and flaw.hint)
    for flaw in (tax_number_flaw(written, country), registration_flaw(written, country)):
        assert flaw is None or (flaw.message and flaw.hint)
