"""The payment part of the Swiss QR-bill, by the Swiss Implementation Guidelines for the QR-bill, version 2.3."""

from __future__ import annotations

import re
import unicodedata
from enum import StrEnum
from typing import Final

from msgspec import Struct

from closeout.domain.money import Money
from closeout.domain.payment import LONGEST_NAME, Payment, PaymentParty, on_one_line

SLIP_COUNTRIES: Final = frozenset({"CH", "LI"})
"""Whose accounts can be paid by a slip."""
SLIP_CURRENCIES: Final = frozenset({"CHF", "EUR"})
_QR_BANKS: Final = range(30000, 32000)  # the bank numbers of QR-IBANs
_LONGEST_STREET: Final = 70
_LONGEST_HOUSE: Final = 16
_LONGEST_POSTCODE: Final = 16
_LONGEST_CITY: Final = 35
_LONGEST_MESSAGE: Final = 140
_LONGEST_RF: Final = 21  # what ISO 11649 leaves behind RF and two check digits
_HOUSE: Final = re.compile(r"(.*[^\W\d].*) ([0-9]{1,5} ?[a-zA-Z]?)")
# Basic Latin, Latin-1 Supplement, Latin Extended-A, and S and T with a comma, and the euro sign (section 4.1.1).
_FOREIGN: Final = re.compile("[^\u0020-\u007e\u00a0-\u017f\u0218-\u021b\u20ac]")
_PLAIN: Final = str.maketrans(
    "\u2010\u2011\u2012\u2013\u2014\u2015\u2018\u2019\u201a\u201c\u201d\u201e\u2026", "------'''\"\"\"."
)


class ReferenceType(StrEnum):
    """What kind of reference a slip bears: that of a QR-IBAN, a creditor reference by ISO 11649, or none."""

    QR = "QRR"
    CREDITOR = "SCOR"
    NONE = "NON"


class SlipParty(Struct, frozen=True, kw_only=True):
    """A structured address, in the characters and lengths of the guidelines."""

    name: str
    street: str
    house: str
    postcode: str
    city: str
    country: str

    @property
    def lines(self) -> tuple[str, ...]:
        """The lines that are printed; a country stands before its postcode unless it is Switzerland."""
        place = f"{self.postcode} {self.city}"
        abroad = "" if self.country == "CH" else f"{self.country}-"
        return tuple(line for line in (self.name, f"{self.street} {self.house}".strip(), f"{abroad}{place}") if line)

    @property
    def fields(self) -> tuple[str, ...]:
        """The seven fields in the code; S is a structured address."""
        return ("S", self.name, self.street, self.house, self.postcode, self.city, self.country)


class SwissSlip(Struct, frozen=True, kw_only=True):
    """A payment part with receipt. Without a debtor, there is room to write one."""

    account: str
    creditor: SlipParty
    debtor: SlipParty | None
    amount: Money
    reference_type: ReferenceType
    reference: str
    message: str

    @property
    def payload(self) -> str:
        """The text of its QR code (section 4.2)."""
        nobody = ("",) * 7
        fields = (
            *("SPC", "0200", "1", self.account),
            *self.creditor.fields,
            *nobody,  # the ultimate creditor, for future use
            *(f"{self.amount.amount:.2f}", self.amount.currency),
            *(self.debtor.fields if self.debtor else nobody),
            *(self.reference_type, self.reference, self.message, "EPD"),
        )
        return "\n".join(fields)

    @property
    def printed_account(self) -> str:
        """The account in groups of four."""
        return _grouped(self.account, 4)

    @property
    def printed_reference(self) -> str:
        """The reference in groups: those of a QR-IBAN of five from the end, others of four."""
        if self.reference_type is ReferenceType.QR:
            return f"{self.reference[:2]} {_grouped(self.reference[2:], 5)}"
        return _grouped(self.reference, 4)

    @property
    def printed_amount(self) -> str:
        """The amount with a point, and a space between thousands."""
        return f"{self.amount.amount:,.2f}".replace(",", " ")


def swiss_slip(payment: Payment) -> SwissSlip | None:
    """Return the slip of a payment to an account in Switzerland or Liechtenstein, or None where there can be none.

    Without a reference of the payee's, it is made from the number of the invoice where ISO 11649 can hold that; the
    message always tells the number. A QR-IBAN must have a QR reference, and a creditor a postcode: without them there
    is no slip.
    """
    if payment.iban[:2] not in SLIP_COUNTRIES or payment.amount.currency not in SLIP_CURRENCIES or not payment.in_range:
        return None
    creditor, reference = _party(payment.payee), _reference(payment)
    if creditor is None or reference is None:
        return None
    return SwissSlip(
        account=payment.iban,
        creditor=creditor,
        debtor=_party(payment.payer),
        amount=payment.amount,
        reference_type=reference[0],
        reference=reference[1],
        message=_cut(payment.number, _LONGEST_MESSAGE),
    )


def _reference(payment: Payment) -> tuple[ReferenceType, str] | None:
    """Return the reference and its type, or None where a QR-IBAN has none that it may be used with (section 3.3)."""
    given = "".join((payment.reference or "").split())
    if is_qr_iban(payment.iban):
        return (ReferenceType.QR, given) if is_qr_reference(given) else None
    reference = payment.creditor_reference
    if payment.reference is None:
        reference = creditor_reference(payment.number)
    return (ReferenceType.CREDITOR, reference) if reference else (ReferenceType.NONE, "")


def is_qr_reference(text: str) -> bool:
    """Return whether a text without spaces has the form of a QR reference; reading has checked its last digit."""
    return re.fullmatch("[0-9]{27}", text) is not None


def is_qr_iban(iban: str) -> bool:
    """Return whether an IBAN without spaces is for payments with a QR reference only."""
    bank = iban[4:9]
    return iban[:2] in SLIP_COUNTRIES and bank.isdigit() and int(bank) in _QR_BANKS


def creditor_reference(number: str) -> str | None:
    """Return the reference of ISO 11649 that holds a number, without its separators, or None where none can hold it."""
    bare = re.sub(r"[ ./_-]", "", number).upper()
    if not re.fullmatch(f"[0-9A-Z]{{1,{_LONGEST_RF}}}", bare):
        return None
    digits = "".join(str(int(character, 36)) for character in f"{bare}RF00")
    return f"RF{98 - int(digits) % 97:02}{bare}"  # ISO 7064 MOD 97-10


def _party(party: PaymentParty) -> SlipParty | None:
    address = party.address
    if address.postcode is None:
        return None
    street, house = _street(address.street)
    return SlipParty(
        name=_cut(party.name, LONGEST_NAME),
        street=_cut(street, _LONGEST_STREET),
        house=_cut(house, _LONGEST_HOUSE),
        postcode=_cut(address.postcode, _LONGEST_POSTCODE),
        city=_cut(address.city, _LONGEST_CITY),
        country=address.country,
    )


def _street(lines: tuple[str, ...]) -> tuple[str, str]:
    """Return street and house number; where the number does not stand last, both stay together, as is allowed."""
    if not lines:
        return "", ""
    whole = ", ".join(lines)
    line = on_one_line(whole if len(whole) <= _LONGEST_STREET else lines[-1])
    found = _HOUSE.fullmatch(line)
    return (found[1], found[2]) if found else (line, "")


def _cut(text: str, longest: int) -> str:
    return _permitted(on_one_line(text))[:longest].rstrip()


def _permitted(text: str) -> str:
    """Return a text in the characters of the guidelines: others lose their accents, or become a full stop."""
    return "".join(map(_permitted_character, unicodedata.normalize("NFC", text).translate(_PLAIN)))


def _permitted_character(character: str) -> str:
    if not _FOREIGN.match(character):
        return character
    plain = "".join(part for part in unicodedata.normalize("NFKD", character) if not unicodedata.combining(part))
    return _FOREIGN.sub(".", plain)


def _grouped(text: str, size: int) -> str:
    return " ".join(text[place : place + size] for place in range(0, len(text), size))
