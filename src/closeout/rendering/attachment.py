"""A file that travels inside a PDF."""

from __future__ import annotations

import datetime as dt
from typing import Final

from msgspec import Struct

# How an invoice's data relate to its pages (ISO 32000-2, 7.11.4). Factur-X 1.0 takes 'Data' and 'Alternative' for its
# profile EN 16931, so if a receiver insists on the other, this is the place.
_RELATIONSHIP: Final = "Data"


class FacturX(Struct, frozen=True):
    """What a hybrid invoice says of its data (Factur-X 1.0, 6.2.2), for programs that look before they open them."""

    conformance_level: str = "EN 16931"
    document_type: str = "INVOICE"
    version: str = "1.0"


class Attachment(Struct, frozen=True):
    """A file to put into a PDF, as of a day: `date` stands for when it was made and changed, at midnight UTC.

    `media_type` is as in a mail (`text/xml`). `factur_x` is for the data of a hybrid invoice alone.
    """

    name: str
    content: bytes
    description: str
    media_type: str
    date: dt.date
    relationship: str = _RELATIONSHIP
    factur_x: FacturX | None = None

    @classmethod
    def invoice_data(cls, content: bytes, day: dt.date) -> Attachment:
        """Return the data of an invoice (EN 16931 in CII) under the name by which Factur-X and ZUGFeRD find them."""
        described = "Factur-X: the data of this invoice (EN 16931)"
        return cls("factur-x.xml", content, described, "text/xml", day, factur_x=FacturX())
