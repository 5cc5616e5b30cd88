"""An e-invoice as XML, in either syntax of EN 16931: Cross Industry Invoice, or Universal Business Language."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final
from xml.parsers import expat

from closeout.diagnostic import Code, UserError
from closeout.documents.einvoice_checks import MOST_DIGITS
from closeout.domain.money import minor_digits
from closeout.rendering.escape import UNPRINTABLE

if TYPE_CHECKING:
    import datetime as dt
    from decimal import Decimal

    from closeout.documents.einvoice_terms import EInvoice
    from closeout.domain.money import Money
    from closeout.rendering.environment import DocumentTemplates

PROFILE: Final = "urn:cen.eu:en16931:2017"
"""What the invoice claims to be (BT-24): the standard itself, nothing taken away and nothing added."""

CII: Final = "einvoice/cii.xml"
UBL: Final = "einvoice/ubl.xml"
_BREAK = re.compile(r"[\x0b-\r\x1c-\x1f\x85\u2028\u2029]")  # white space that XML does not know as such


def to_cii(templates: DocumentTemplates, einvoice: EInvoice) -> bytes:
    """Return the e-invoice as a Cross Industry Invoice, which Factur-X takes; see `_fill`."""
    return _fill(templates, CII, einvoice)


def to_ubl(templates: DocumentTemplates, einvoice: EInvoice) -> bytes:
    """Return the e-invoice in UBL 2.1: an Invoice, or a CreditNote where it is one; see `_fill`."""
    return _fill(templates, UBL, einvoice)


def _fill(templates: DocumentTemplates, name: str, einvoice: EInvoice) -> bytes:
    """Return UTF-8; notes and terms of payment are in the words of `templates`.

    Raises `UserError` where a template of the user's makes something that is not XML.
    """
    text = templates.html(
        name,
        einvoice=einvoice,
        invoice=einvoice.invoice,
        profile=PROFILE,
        plain=_plain,
        amount=_amount,
        day=_day,
    )
    content = UNPRINTABLE.sub("\ufffd", _BREAK.sub(" ", text)).encode()
    _parse(content, name)
    return content


def _plain(number: Decimal) -> str:
    """Write a number as XML Schema's decimal, which knows no exponent."""
    return f"{number:f}"


def _amount(money: Money) -> str:
    """Write an amount with its minor digits, but no more than the standard allows."""
    return f"{money.amount:.{min(minor_digits(money.currency), MOST_DIGITS)}f}"


def _day(day: dt.date) -> str:
    """Write a day as the format 102 of UNTDID 2379 wants it: 20261127."""
    return day.isoformat().replace("-", "")


def _parse(content: bytes, name: str) -> None:
    """Make sure that it is XML. Everything filled in is escaped, so only a template of the user's can be wrong."""
    try:
        expat.ParserCreate().Parse(content, True)  # noqa: FBT003 - expat takes it by position
    except expat.ExpatError as error:
        hint = f"compare your {name} with the packaged one"
        raise UserError.of(Code.TEMPLATE_VALUE, f"the e-invoice is not XML: {error}", None, hint) from None
