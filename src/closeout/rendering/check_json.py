"""The checklist for programs: JSON with stable names, dates by ISO 8601, amounts as decimal strings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.json import encode, format  # noqa: A004 - msgspec's name for it

if TYPE_CHECKING:
    from collections.abc import Iterable

    from closeout.diagnostic import Diagnostic
    from closeout.documents.checklist import Checklist
    from closeout.documents.findings import Finding
    from closeout.documents.key_dates import KeyDate
    from closeout.domain.money import Money


def checklist_json(check: Checklist) -> bytes:
    """Return the whole checklist as one JSON object; `urgent` counts what is to be settled first."""
    timing, settlement = check.timing, check.settlement
    return _json(
        {
            "as_of": check.stationery.date,
            "contract": {"title": check.contract.title, "reference": check.contract.reference},
            "urgent": check.urgent,
            "dates": {
                "notice_date": timing.notice_date,
                "receipt_date": timing.receipt_date,
                "basis": timing.basis,
                "period": str(timing.period),
                "period_end": timing.period_end,
                "last_working_day": timing.last_working_day,
                "effective_date": timing.effective_date,
                "earliest_end": timing.earliest_end,
            },
            "money": {
                "currency": settlement.currency,
                "billed": _amount(settlement.billed),
                "paid": _amount(settlement.paid),
                "outstanding": _amount(settlement.outstanding),
                "overdue": _amount(settlement.overdue),
                "unbilled_net": _amount(settlement.unbilled_net),
                "escrow": None if settlement.escrow is None else _amount(settlement.escrow),
            },
            "findings": [_finding(each) for each in (*check.first, *check.also)],
            "days": [_day(each) for each in check.days],
            "concerns": [
                {**_place(each.place.file, each.place.line, each.place.column), "kind": each.kind, "words": each.words}
                | {"why": each.why, "instead": each.instead}
                for each in check.concerns
            ],
            "diagnostics": _diagnostics(check.warnings),
        }
    )


def problems_json(problems: Iterable[Diagnostic]) -> bytes:
    """Return what forbids to check any further, as one JSON object."""
    return _json({"diagnostics": _diagnostics(problems)})


def _json(content: dict[str, object]) -> bytes:
    return format(encode(content)) + b"\n"


def _amount(money: Money) -> str:
    return str(money.amount)


def _finding(finding: Finding) -> dict[str, object]:
    rule, deadline = finding.rule, finding.deadline
    return {
        "id": rule.id,
        "severity": rule.severity,
        "says": finding.says,
        "step": finding.step,
        "deadline": deadline and (deadline.moment or deadline.day),
        "source": rule.source,
        "url": rule.url,
        "checked": rule.checked,
    }


def _day(event: KeyDate) -> dict[str, object]:
    return {"what": event.kind, "subject": event.plain_subject, "date": event.day, "moment": event.moment}


def _diagnostics(diagnostics: Iterable[Diagnostic]) -> list[dict[str, object]]:
    return [
        {"code": each.code, "severity": each.severity, "message": each.message, "hint": each.hint}
        | (_place(*each.location) if each.location else {})
        for each in diagnostics
    ]


def _place(file: str, line: int | None, column: int | None) -> dict[str, object]:
    return {"file": file, "line": line, "column": column}
