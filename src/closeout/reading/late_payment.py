"""Laws on late payment and ladders of reminders: data files, and what the engagement says of late payment itself."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from closeout.diagnostic import Code, did_you_mean
from closeout.domain.ladder import Ladder
from closeout.domain.late_payment import LatePaymentLaw, half_year
from closeout.reading.decode import Decoder, StructT
from closeout.reading.source import read_text
from closeout.reading.yaml_tree import parse_yaml

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping
    from pathlib import Path

    from closeout.diagnostic import Location, Report
    from closeout.domain.late_payment import LatePayment

LAWS = "rules/late_payment/"
_LADDERS = "rules/reminders/"
_USUAL_LADDER = "default"


def check_late_payment(terms: LatePayment, places: Mapping[str, Location], report: Report) -> None:
    """Report terms of late payment that contradict themselves, and reference rates of no half-year."""
    if terms.contract is not None and terms.law is not None:
        hint = "leave out the one that does not hold; a rate that the contract sets takes the place of the law's"
        message = "late_payment has both contract and law"
        report.error(Code.LATE_PAYMENT_CONTRADICTION, message, places["late_payment.law"], hint)
    for number, each in enumerate(terms.reference_rates):
        first = half_year(each.from_)
        if each.from_ != first:
            hint = f"write from: {first} for the half-year that it is in"
            message = f"no half-year begins on {each.from_}"
            report.error(
                Code.LATE_PAYMENT_CONTRADICTION, message, places[f"late_payment.reference_rates[{number}].from"], hint
            )
    days = sorted(each.from_ for each in terms.reference_rates)
    for day, same in groupby(days):
        if len(list(same)) > 1:
            message = f"there are two reference rates from {day}"
            place = places["late_payment.reference_rates"]
            report.error(Code.LATE_PAYMENT_CONTRADICTION, message, place, "keep the one that was published")


def read_law(
    name: str, find: Callable[[str], Path | None], known: Collection[str], place: Location, report: Report
) -> LatePaymentLaw | None:
    """Return the law that `late_payment.law` names; `find` gives the file of a template, `known` names all laws."""
    path = find(f"{LAWS}{name}.yaml")
    if path is None:
        near = did_you_mean(name, known)
        hint = near or f"known are {', '.join(known)}; write late_payment.contract for a rate of the contract"
        report.error(Code.BAD_CHOICE, f"no law on late payment is called '{name}'", place, hint)
        return None
    return _read(path, LatePaymentLaw, report)


def read_ladder(country: str, find: Callable[[str], Path | None], report: Report) -> Ladder | None:
    """Return the days that reminders give to a client in that country (ISO 3166)."""
    path = find(f"{_LADDERS}{country.lower()}.yaml") or find(f"{_LADDERS}{_USUAL_LADDER}.yaml")
    return None if path is None else _read(path, Ladder, report)


def _read(path: Path, shape: type[StructT], report: Report) -> StructT | None:
    name = str(path)
    text = read_text(path, name, report)
    tree = None if text is None else parse_yaml(text, name, report)
    return None if tree is None else Decoder(report).decode(tree, shape)
