"""An invoice that was issued, and the records as they are today: whether they still say the same."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, TypeAlias

import msgspec
from msgspec.structs import replace

if TYPE_CHECKING:
    from collections.abc import Iterator

    from closeout.documents.credit_note import CreditNote
    from closeout.documents.final_invoice import FinalInvoice
    from closeout.domain.engagement import Engagement

Json: TypeAlias = "dict[str, Json] | list[Json] | str | int | float | bool | None"

_APART: Final = frozenset({"settlement", "source", "other_open_items"})
"""Keys that are no part of what is billed, wherever they stand: places in files, and the account beside the invoice."""
_TERMS: Final = frozenset(
    (
        "billing budget date deemed_receipt end holidays milestones notice notice_clause notice_counts_from "
        "notice_form payment_days platform rate retainer start statutory_notice statutory_source tax"
    ).split()
)
"""Terms of the contract that an invoice shows by what comes of them alone: its lines, its tax, its due date."""
_FIRST: Final = ("number", "issue_date", "due_date", "lines", "adjustments", "deductions", "totals")
"""What is told before all else, as the rest mostly follows from it."""


def content_of(view: FinalInvoice | CreditNote) -> bytes:
    """Return everything that a view holds as JSON; the same view gives the same bytes."""
    return msgspec.json.encode(view, order="sorted")


def differences(issued: bytes, now: bytes) -> tuple[str, ...]:
    """Say in which values two contents differ that are billed or printed, each as `totals.due.amount: 80.00 → 90.00`.

    A key that only one of them has is no difference: another version of closeout has written that one.
    """
    return tuple(_differences("", _read(issued), _read(now)))


def _read(content: bytes) -> Json:
    invoice = _billed(msgspec.json.decode(content))
    contract = invoice.get("contract") if isinstance(invoice, dict) else None
    if isinstance(invoice, dict) and isinstance(contract, dict):
        invoice["contract"] = {key: value for key, value in contract.items() if key not in _TERMS}
        return {**{key: invoice[key] for key in _FIRST if key in invoice}, **invoice}
    return invoice


def _billed(value: Json) -> Json:
    if isinstance(value, dict):
        return {key: _billed(each) for key, each in value.items() if key not in _APART}
    return [_billed(each) for each in value] if isinstance(value, list) else value


def _differences(path: str, issued: Json, now: Json) -> Iterator[str]:
    if isinstance(issued, dict) and isinstance(now, dict):
        for key in (key for key in issued if key in now):
            yield from _differences(f"{path}.{key}" if path else key, issued[key], now[key])
    elif isinstance(issued, list) and isinstance(now, list):
        for number in range(max(len(issued), len(now))):
            pair = (each[number] if number < len(each) else None for each in (issued, now))
            yield from _differences(f"{path}[{number}]", *pair)
    elif (issued or None) != (now or None):
        yield f"{path}: {_said(issued)} → {_said(now)}"


def _said(value: Json) -> str:
    if isinstance(value, dict):
        return _said(next((value[key] for key in ("description", "number", "entry") if value.get(key)), "something"))
    if isinstance(value, list):
        return f"{len(value)} entries"
    return "nothing" if value is None else f"'{value}'"


def before_invoice(engagement: Engagement, number: str) -> Engagement:
    """Return the engagement as it was before that invoice stood in its tables: its work is on no invoice yet."""
    contract = engagement.contract
    milestones = tuple(replace(each, invoice=None) if each.invoice == number else each for each in contract.milestones)
    ledger = (each for each in engagement.ledger if each.number != number)
    return replace(
        engagement,
        contract=replace(contract, milestones=milestones),
        time=tuple(replace(each, invoice=None) if each.invoice == number else each for each in engagement.time),
        expenses=tuple(replace(each, invoice=None) if each.invoice == number else each for each in engagement.expenses),
        ledger=tuple(replace(each, deducted_in=None) if each.deducted_in == number else each for each in ledger),
    )
