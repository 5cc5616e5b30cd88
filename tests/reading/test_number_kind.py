from __future__ import annotations

import pytest

from closeout.domain.party import COUNTRIES
from closeout.reading.number_kind import REGISTER_NUMBERS, TAX_NUMBERS, VAT_SCHEMES, NumberKind
from closeout.reading.stdnum_start import number_format

KINDS = {kind for table in (TAX_NUMBERS, REGISTER_NUMBERS) for kinds in table.values() for kind in kinds}
MODULES = sorted({kind.module for kind in KINDS} | {scheme.module for scheme in VAT_SCHEMES.values()})
KIND = NumberKind("SIREN", "fr.siren", "with 9 digits", names="SIREN|RCS [a-z]+", bare="[0-9]{9}")


@pytest.mark.parametrize("module", MODULES)
def test_every_format_is_known_to_the_library(module: str) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        number_format(module).validate("no number")


def test_countries_are_those_of_addresses_and_prefixes_those_of_vat() -> None:
    assert TAX_NUMBERS.keys() | REGISTER_NUMBERS.keys() <= COUNTRIES
    assert VAT_SCHEMES.keys() <= COUNTRIES | {"EL", "XI"}


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("732829320", "732829320"),
        ("SIREN 732 829 320", "732 829 320"),
        ("siren: 732.829.320, Paris", "732.829.320"),
        ("RCS Lyon 732829320", "732829320"),
        ("SIREN 7328293201", "7328293201"),
        ("SIREN 732829320 75001 Paris", None),
        ("SIRENE 732829320", None),
        ("MYSIREN 732829320", None),
        ("7328293201", None),
        ("SIREN", None),
    ],
)
def test_a_number_is_found_by_its_name_or_where_it_stands_alone(text: str, number: str | None) -> None:
    assert KIND.find(text) == number
