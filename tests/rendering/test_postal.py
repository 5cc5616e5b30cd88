import pytest

from closeout.domain.party import COUNTRIES, Address
from closeout.rendering.postal import postal_lines

STREET = ("1 Main Street", "Suite 4 -")


def address(country: str, city: str, postcode: str | None = None, region: str | None = None) -> Address:
    return Address(street=STREET, postcode=postcode, city=city, region=region, country=country)


@pytest.mark.parametrize(
    ("where", "lines"),
    [
        (address("US", "Hood River", "97031", "OR"), [*STREET, "Hood River, OR 97031"]),
        (address("US", "Hood River"), [*STREET, "Hood River"]),
        (address("US", "Hood River", "97031"), [*STREET, "Hood River 97031"]),
        (address("GB", "Sheffield", "S7 9ZZ"), [*STREET, "Sheffield", "S7 9ZZ"]),
        (address("GB", "Halifax", "HX1 9ZZ", "West Yorkshire"), [*STREET, "Halifax", "West Yorkshire", "HX1 9ZZ"]),
        (address("DE", "Berlin", "12435"), [*STREET, "12435 Berlin"]),
        (address("NL", "Deventer", "7413 ZZ"), [*STREET, "7413 ZZ Deventer"]),
        (address("JP", "Chiyoda-ku", "100-0001", "Tokyo"), [*STREET, "Chiyoda-ku, Tokyo", "100-0001"]),
        (address("IE", "Dublin 2", "D02 AF30", "Co. Dublin"), [*STREET, "Dublin 2", "Co. Dublin", "D02 AF30"]),
        (address("IT", "Roma", "00118", "RM"), [*STREET, "00118 Roma RM"]),
        (address("IN", "Pune", "411001", "Maharashtra"), [*STREET, "Pune 411001", "Maharashtra"]),
        (address("BR", "São Paulo", "01310-100", "SP"), [*STREET, "São Paulo-SP", "01310-100"]),
        (address("HU", "Budapest", "1051"), ["Budapest", *STREET, "1051"]),
        (address("HK", "Kowloon"), [*STREET, "Kowloon"]),
    ],
)
def test_each_country_lays_out_its_own_addresses(where: Address, lines: list[str]) -> None:
    assert postal_lines(where) == lines


@pytest.mark.parametrize("country", sorted(COUNTRIES))
def test_no_country_loses_a_part(country: str) -> None:
    lines = " ".join(postal_lines(address(country, "City", "Code", "Region")))
    assert all(part in lines for part in ("1 Main Street", "City", "Code", "Region"))


def test_only_separators_of_the_layout_fall_away() -> None:
    assert postal_lines(address("TR", "-", None, "/")) == [*STREET, "-//"]
    assert postal_lines(address("BR", "-")) == [*STREET, "-"]


def test_braces_in_a_city_are_no_fields() -> None:
    assert postal_lines(Address(city="{region} {0}", country="GB")) == ["{region} {0}"]
