from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest
from msgspec.structs import fields

from closeout.diagnostic import Report
from closeout.domain.engagement import Ending
from closeout.domain.party import Party
from closeout.reading.decode import Decoder, shape_fields
from closeout.reading.shape import (
    BudgetShape,
    ContractShape,
    EndingShape,
    EngagementShape,
    FinalInvoiceShape,
    MilestoneShape,
    RetainerShape,
    TaxShape,
    Treatment,
)
from closeout.reading.yaml_tree import parse_yaml

if TYPE_CHECKING:
    from msgspec import Struct

SHORTEST = """\
freelancer: {name: A, address: {city: X, country: DE}}
client: {name: B, address: {city: Y, country: US}}
contract: {title: T, start: 2026-01-01, billing: hourly, currency: EUR, tax: {treatment: %s}}
ending: {by: client}
"""


def decoded(treatment: str) -> EngagementShape:
    report = Report()
    node = parse_yaml(SHORTEST % treatment, "f", report)
    assert node is not None
    shape = Decoder(report).decode(node, EngagementShape)
    assert not report.diagnostics
    assert shape is not None
    return shape


@pytest.mark.parametrize(
    ("shape", "required"),
    [
        (EngagementShape, "freelancer client contract ending"),
        (Party, "name address"),
        (ContractShape, "title start billing currency tax"),
        (TaxShape, "treatment"),
        (RetainerShape, "amount"),
        (MilestoneShape, "title amount"),
        (BudgetShape, ""),
        (EndingShape, "by"),
        (FinalInvoiceShape, ""),
    ],
)
def test_what_must_be_written(shape: type[Struct], required: str) -> None:
    assert {name for name, field in shape_fields(shape).items() if field.required} == set(required.split())


def test_the_shortest_engagement() -> None:
    shape = decoded("standard")
    assert (shape.language, shape.time_zone) == ("en", "UTC")
    assert shape.contract.start == dt.date(2026, 1, 1)
    assert (shape.contract.rate, shape.contract.notice, shape.contract.milestones) == (None, None, ())
    assert shape.contract.tax == TaxShape(treatment=Treatment.STANDARD)
    assert shape.final_invoice == FinalInvoiceShape(number=None, date=None, due=None)
    assert (shape.deliverables, shape.handover, shape.participants) == ((), (), ())


@pytest.mark.parametrize(
    ("word", "treatment"),
    [
        ("standard", Treatment.STANDARD),
        ("zero", Treatment.ZERO),
        ("Exempt", Treatment.EXEMPT),
        ("small business", Treatment.SMALL_BUSINESS),
        ("small_business", Treatment.SMALL_BUSINESS),
        ("reverse charge", Treatment.REVERSE_CHARGE),
        ("REVERSE_CHARGE", Treatment.REVERSE_CHARGE),
        ("export", Treatment.EXPORT),
        ("outside scope", Treatment.OUTSIDE_SCOPE),
    ],
)
def test_the_words_for_tax(word: str, treatment: Treatment) -> None:
    assert decoded(word).contract.tax.treatment is treatment


def test_the_limits_of_numbers() -> None:
    limits = {
        f"{shape.__name__}.{name}": limit
        for shape in (ContractShape, TaxShape)
        for name in ("rate", "payment_days")
        if name in shape_fields(shape) and (limit := problems(shape, name))
    }
    assert limits == {
        "ContractShape.rate": ["below 0"],
        "ContractShape.payment_days": ["above 365"],
        "TaxShape.rate": ["below 0", "above 100"],
    }


def problems(shape: type[Struct], name: str) -> list[str]:
    """Return what is said of -1, 100.01 and 366."""
    texts = ("366",) if name == "payment_days" else ("-1", "100.01")
    found: list[str] = []
    for text in texts:
        report = Report()
        node = parse_yaml(f"{name}: {text}", "f", report)
        assert node is not None
        Decoder(report).decode(node, shape)
        found.extend(each.message.rpartition(" is ")[2] for each in report.diagnostics if each.code.value == "CO215")
    return found


def test_an_ending_is_taken_over_as_it_was_written() -> None:
    written = {field.name for field in fields(EndingShape)}
    assert written == {field.name for field in fields(Ending)}
