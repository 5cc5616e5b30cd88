"""Where countries put city, region and postcode in an address (Universal Postal Union, postal addressing systems)."""

from __future__ import annotations

from string import Formatter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from closeout.domain.party import Address

_DEFAULT = "{street}\n{postcode} {city}\n{region}"
_LAYOUTS = {
    "{street}\n{city}, {region} {postcode}": "PR TW US",
    "{street}\n{city} {region} {postcode}": "AU CA",
    "{street}\n{city} {postcode}\n{region}": "AE BH BM BN BS GL HK IL IN IQ JM JO KH LB MV NG NP NZ PA QA SA SG",
    "{street}\n{city}-{postcode}\n{region}": "BD PK",
    "{street}\n{city}, {region}\n{postcode}": "EG JP KR",
    "{street}\n{city}\n{region}, {postcode}": "CN",
    "{street}\n{city}\n{region}\n{postcode}": "GB GG IE IM IR JE KE KZ LK RU UA UZ ZA",
    "{street}\n{city}\n{region} {postcode}": "ID TH VN",
    "{street}\n{city}-{region}\n{postcode}": "BR",
    "{street}\n{city}, {region}, {postcode}": "CO",
    "{street}\n{city}, {postcode}\n{region}": "LV",
    "{street}\n{postcode} {city} {region}": "IT SM VA",
    "{street}\n{postcode} {city}, {region}": "MX",
    "{street}\n{postcode} {city}/{region}": "TR",
    "{city}\n{street}\n{postcode}\n{region}": "HU",
}
_BY_COUNTRY = {country: layout for layout, countries in _LAYOUTS.items() for country in countries.split()}


def postal_lines(address: Address) -> list[str]:
    """Return the lines below the name, as the post of the address's own country wants them; no line is empty."""
    parts = {"city": address.city, "region": address.region or "", "postcode": address.postcode or ""}
    lines: list[str] = []
    for layout in _BY_COUNTRY.get(address.country, _DEFAULT).split("\n"):
        lines.extend(address.street if layout == "{street}" else [_line(layout, parts)])
    return [line for line in lines if line]


def _line(layout: str, parts: Mapping[str, str]) -> str:
    """Fill one line; a part that is not there takes the separator before it with it."""
    line = ""
    for separator, name, _, _ in Formatter().parse(layout):
        part = parts[name or "city"]
        line += f"{separator if line else ''}{part}" if part else ""
    return line
