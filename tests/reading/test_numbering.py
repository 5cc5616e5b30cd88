from __future__ import annotations

from typing import TYPE_CHECKING

from closeout.domain.numbering import Numbering, NumberPattern
from closeout.reading.folder import read_engagement

if TYPE_CHECKING:
    from pathlib import Path

    from closeout.diagnostic import Report


def numbering(folder: Path, report: Report, text: str = "", profile: str | None = None) -> Numbering | None:
    with (folder / "engagement.yaml").open("a", encoding="utf-8") as stream:
        stream.write(text)
    path = folder.parent / "profile.yaml"
    if profile is not None:
        path.write_text(profile, encoding="utf-8")
    engagement = read_engagement(folder, path, report)
    return engagement.numbering if engagement else None


def test_without_the_key_the_usual_patterns_hold(folder: Path, report: Report) -> None:
    assert numbering(folder, report) == Numbering()
    assert Numbering().invoice.text == "{year}-{n:3}"


def test_patterns_and_beginning_are_the_users(folder: Path, report: Report) -> None:
    text = "numbering:\n  invoice: 'R{yy}/{n:4}'\n  next: 20\n"
    assert numbering(folder, report, text) == Numbering(invoice=NumberPattern("R{yy}/{n:4}"), least=20)


def test_a_profile_holds_the_patterns_of_all_engagements(folder: Path, report: Report) -> None:
    profile = "numbering:\n  invoice: 'R{n}'\n  credit_note: 'G{n}'\n"
    found = numbering(folder, report, "numbering:\n  invoice: 'S{n}'\n", profile)
    assert found == Numbering(invoice=NumberPattern("S{n}"), credit_note=NumberPattern("G{n}"))


def test_a_mistake_in_a_profile_is_told_there(folder: Path, report: Report) -> None:
    assert numbering(folder, report, profile="numbering:\n  credit_note: 'G{m}'\n") is None
    (diagnostic,) = report.diagnostics
    assert diagnostic.message == "numbering.credit_note: there is no field {m}"
    assert str(diagnostic.location) == f"{folder.parent / 'profile.yaml'}:2:16"
