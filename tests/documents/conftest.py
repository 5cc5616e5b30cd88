"""An engagement folder from a few lines of text, read as users' folders are."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from closeout.diagnostic import Report
from closeout.documents.case import Case
from closeout.reading.folder import read_engagement
from closeout.reading.messages.record import read_record
from closeout.reading.rules import read_rulebook, rule_files
from closeout.rendering.templates import TemplateFolders

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

TEMPLATES = TemplateFolders(())
SECTIONS = {
    "freelancer": """
      name: Ada Byron
      email: ada@byron.example
      vat_id: DE123456788
      address: {street: Am Markt 1, postcode: "53111", city: Bonn, country: DE}
      bank: {iban: DE89 3704 0044 0532 0130 00, bic: COBADEFFXXX}
    """,
    "client": """
      name: Acme B.V.
      contact: Bob de Wit
      email: bob@acme.example
      vat_id: NL123456782B76
      address: {street: Kade 8, postcode: 7413 ZZ, city: Deventer, country: NL}
    """,
    "contract": """
      title: Website
      reference: W-7
      start: 2026-01-05
      billing: hourly
      rate: 80
      currency: EUR
      payment_days: 14
      tax: {treatment: standard, rate: 19}
    """,
    "ending": "{by: freelancer, notice_date: 2026-05-04}",
}


@pytest.fixture
def folder(tmp_path: Path) -> Callable[..., Path]:
    """Return a writer of engagement folders: sections of the engagement by name, and the text of other files."""

    def write(files: dict[str, str] | None = None, **sections: str) -> Path:
        text = "\n".join(f"{name}: {body}" for name, body in {**SECTIONS, **sections}.items())
        for name, content in {"engagement.yaml": text, **(files or {})}.items():
            path = tmp_path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(content, encoding="utf-8", newline="")
        return tmp_path

    return write


@pytest.fixture
def case(folder: Callable[..., Path]) -> Callable[..., Case]:
    """Return a builder of cases as of 4 May 2026, from what `folder` takes; no warning may hide in them."""

    def build(
        files: dict[str, str] | None = None,
        *,
        as_of: date = date(2026, 5, 4),
        mail: bool = True,
        rules: bool = False,
        **sections: str,
    ) -> Case:
        report = Report()
        path = folder(files, **sections)
        engagement = read_engagement(path, None, report)
        record = read_record(path, engagement.time_zone if engagement else "UTC", report) if mail else None
        assert not report.diagnostics
        assert engagement is not None
        files_of_rules = rule_files(engagement.contract.platform, TEMPLATES.path) if rules else ()
        rulebook = read_rulebook(files_of_rules, report)
        return Case(engagement=engagement, record=record, as_of=as_of, rulebook=rulebook)

    return build
