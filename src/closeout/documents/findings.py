"""What the rules find in a situation: warnings first, then what is due soonest."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from msgspec import Struct

from closeout.documents.final_invoice import invoice_dates
from closeout.domain.money import Money
from closeout.domain.rule import Deadline, Gravity, Rule
from closeout.domain.situation import Situation, Value

if TYPE_CHECKING:
    from closeout.documents.case import Case


class Finding(Struct, frozen=True, kw_only=True):
    """A rule that applies, with the values that it speaks of, and its deadline if it has one."""

    rule: Rule
    values: Mapping[str, Value]
    deadline: Deadline | None

    @property
    def says(self) -> str:
        """What is so, in English, with plain values: for a diagnostic."""
        return filled(self.rule.says, self.values)

    @property
    def step(self) -> str | None:
        """What to do about it, in English, with plain values: for a diagnostic."""
        return None if self.rule.step is None else filled(self.rule.step, self.values)


def situation_of(case: Case) -> Situation:
    """Look at a case as rules see it."""
    engagement = case.engagement
    return Situation(
        engagement=engagement,
        timing=case.timing,
        settlement=case.settlement,
        invoice_date=invoice_dates(engagement, case.as_of)[0],
        as_of=case.as_of,
        messages=None if case.record is None else len(case.record.messages),
    )


def findings(case: Case, wanted: Callable[[Rule], bool] = lambda _: True) -> tuple[Finding, ...]:
    """Return what the case's rulebook finds: warnings first, then by deadline, then in the order of the files.

    Only the rules that are `wanted` are asked: some need the public holidays, for which not everything should wait.
    """
    situation = situation_of(case)
    rules = (rule for rule in case.rulebook.rules if wanted(rule))
    found = (_finding(rule, situation) for rule in rules if rule.applies(situation))
    return tuple(sorted(found, key=_order))


def _finding(rule: Rule, situation: Situation) -> Finding:
    deadline = rule.due.deadline(situation) if rule.due else None
    return Finding(rule=rule, values=rule.values(situation), deadline=deadline)


def filled(message: str, values: Mapping[str, Value]) -> str:
    """Fill plain values into a message of a rule, in English: for diagnostics and for programs."""
    return message % {name: _plain(value) for name, value in values.items()}


def _plain(value: Value) -> str:
    return f"{value.amount} {value.currency}" if isinstance(value, Money) else str(value)


def _order(finding: Finding) -> tuple[bool, dt.date, dt.time]:
    latest = (dt.date.max, dt.time.max)
    return (finding.rule.severity is not Gravity.WARNING, *(finding.deadline.order if finding.deadline else latest))
