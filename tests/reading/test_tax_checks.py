from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from closeout.diagnostic import Report
from closeout.reading.folder import read_engagement

if TYPE_CHECKING:
    from pathlib import Path

TAX = "treatment: standard\n    rate: 19"


def problems(folder: Path, tax: str, milestone: str) -> list[str]:
    path = folder / "engagement.yaml"
    own = f"milestones: [{{title: Site, amount: 100{milestone}}}]\n  tax:"
    text = path.read_text(encoding="utf-8").replace(TAX, tax).replace("tax:", own)
    path.write_text(text, encoding="utf-8")
    report = Report()
    read_engagement(folder, None, report)
    return [f"{each.code.value} {each.severity.value} {each.message}" for each in report.diagnostics]


@pytest.mark.parametrize(
    ("tax", "milestone"),
    [
        (TAX, ""),
        (TAX, ", tax_rate: 0"),
        (TAX, ", tax_rate: 7"),
        (TAX, ", tax_treatment: standard, tax_rate: 7"),
        (TAX, ", tax_treatment: export"),
        (TAX, ", tax_treatment: exempt, tax_reason: Art. 132"),
        ("treatment: exempt\n    reason: Art. 132", ", tax_reason: § 19 UStG"),
        ("treatment: zero", ""),
    ],
)
def test_what_fits_is_not_complained_of(folder: Path, tax: str, milestone: str) -> None:
    assert problems(folder, tax, milestone) == []


@pytest.mark.parametrize(
    ("tax", "milestone", "found"),
    [
        ("treatment: standard", "", ["CO408 error the standard treatment needs a rate"]),
        (TAX, ", tax_treatment: export, tax_rate: 7", ["CO408 error this treatment charges no tax, but the rate is 7"]),
        (
            TAX,
            ", tax_treatment: reverse charge",
            ["CO408 error reverse charge needs the VAT id of both sides"],
        ),
        (
            "treatment: exempt",
            ", tax_treatment: small business",
            ["CO402 warning the invoice will say that it is exempt from VAT, but not why"] * 2,
        ),
        ("treatment: exempt\n    rate: 7", "", ["CO408 error this treatment charges no tax, but the rate is 7"]),
    ],
)
def test_what_does_not_fit_is_told_once(folder: Path, tax: str, milestone: str, found: list[str]) -> None:
    assert problems(folder, tax, milestone) == found
