"""The options that commands share."""

import re
from pathlib import Path

import pytest

from closeout.cli import cli
from tests.conftest import AS_OF, ROOT, Run


@pytest.mark.parametrize("name", sorted(cli.commands))
def test_every_command_has_help_and_stands_in_the_readme(name: str, closeout: Run) -> None:
    outcome = closeout(name, "--help")
    assert outcome.code == 0
    assert "Usage:" in outcome.text
    assert f"| `closeout {name}` |" in (ROOT / "README.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("day", ["2026-02-30", "20261116", "2026-W47-1", "16.11.2026", "today", ""])
def test_a_day_has_one_form(day: str, closeout: Run, engagement: Path) -> None:
    outcome = closeout("notice", engagement, "--as-of", day)
    assert outcome.code == 2
    assert "is not a date; write year-month-day" in outcome.err


def test_without_a_day_the_document_speaks_today(closeout: Run, engagement: Path) -> None:
    text = (engagement / "engagement.yaml").read_text(encoding="utf-8")
    (engagement / "engagement.yaml").write_text(re.sub(r"(notice_date|acknowledge_by): .*", "", text), encoding="utf-8")
    outcome = closeout("notice", engagement)
    assert outcome.code == 0
    assert re.search(r"^[A-Z][a-z]+\u00a0\d+,\u00a020\d\d$", outcome.text, re.MULTILINE)


def test_the_profile_completes_a_party_of_the_same_name(closeout: Run, engagement: Path, home: Path) -> None:
    profile = home / "config" / "closeout" / "profile.yaml"
    profile.parent.mkdir(parents=True)
    profile.write_text("freelancer:\n  name: Whitcombe Data Works LLC\n  tax_number: 12-345\n", encoding="utf-8")
    assert "12-345" in closeout("invoice", engagement, *AS_OF).text
    profile.write_text("freelancer:\n  name: Somebody Else\n  tax_number: 12-345\n", encoding="utf-8")
    assert "12-345" not in closeout("invoice", engagement, *AS_OF).text


@pytest.mark.parametrize("tag", ["de-AT", "de_DE", "DE"])
def test_the_country_of_a_language_tag_is_that_of_the_sender(tag: str, closeout: Run, engagement: Path) -> None:
    outcome = closeout("notice", engagement, "--explain", "--lang", tag, *AS_OF)
    assert outcome.code == 0
    assert "Wie sich das Vertragsende berechnet" in outcome.text


@pytest.mark.parametrize("day", ["9999-12-31", "1899-12-31"])
def test_a_day_of_no_contract_is_refused(day: str, closeout: Run, engagement: Path) -> None:
    assert closeout("notice", engagement, "--as-of", day).code == 2
