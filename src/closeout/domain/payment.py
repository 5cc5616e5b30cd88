"""What a payment is asked for: from whom to which account, how much, and what for; and its code for banking apps."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Final

from msgspec import Struct

from closeout.domain.money import Money
from closeout.domain.party import Address

LONGEST_NAME: Final = 70
"""The characters of a name that a transfer carries (EPC069-12, AT-21; Swiss Implementation Guidelines QR-bill)."""
LEAST_AMOUNT: Final = Decimal("0.01")
MOST_AMOUNT: Final = Decimal("999999999.99")

_LONGEST_TEXT: Final = 140
_MOST_BYTES: Final = 331  # version 13 of a QR code at error correction M
_EEA: Final = frozenset(
    "AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IS IT LI LT LU LV MT NL NO PL PT RO SE SI SK".split()
)
_SEPA: Final = _EEA | frozenset("AD AL CH GB GI MC MD ME MK RS SM VA".split())


class PaymentParty(Struct, frozen=True):
    """Who pays or is paid, and where they live."""

    name: str
    address: Address


class Payment(Struct, frozen=True, kw_only=True):
    """A transfer that is asked for. `iban` and `bic` are without spaces; `number` is that of the invoice.

    `reference` is what the payee wants written on it in the number's place.
    """

    iban: str
    bic: str | None
    payee: PaymentParty
    payer: PaymentParty
    amount: Money
    number: str
    reference: str | None = None

    @property
    def creditor_reference(self) -> str | None:
        """The reference by ISO 11649 without spaces, if it is one: in a SEPA transfer it has a field of its own."""
        bare = "".join((self.reference or "").split()).upper()
        return bare if re.fullmatch("RF[0-9]{2}[0-9A-Z]{1,21}", bare) else None

    @property
    def in_range(self) -> bool:
        """Whether a code can carry the amount."""
        return LEAST_AMOUNT <= self.amount.amount <= MOST_AMOUNT


def epc_payload(payment: Payment) -> str | None:
    """Return the text of the QR code for a SEPA credit transfer (EPC069-12, version 002), or None where there is none.

    Its characters are UTF-8, so none is transliterated; a name is cut after 70. Outside the EEA, the BIC has to
    be known.
    """
    country = payment.iban[:2]
    if payment.amount.currency != "EUR" or not payment.in_range or country not in _SEPA:
        return None
    if payment.bic is None and country not in _EEA:
        return None
    name = on_one_line(payment.payee.name)[:LONGEST_NAME].rstrip()
    amount = f"EUR{payment.amount.amount:.2f}"
    structured = payment.creditor_reference
    text = on_one_line(payment.reference or payment.number)
    purpose = ("", structured) if structured else ("", "", text)  # one or the other
    payload = "\n".join(("BCD", "002", "1", "SCT", payment.bic or "", name, payment.iban, amount, *purpose))
    return payload if len(text) <= _LONGEST_TEXT and len(payload.encode()) <= _MOST_BYTES else None


def on_one_line(text: str) -> str:
    """Return a text without line ends and double spaces: in a code, a new line is a new field."""
    return " ".join(text.split())
