"""A command that prints help or a version does not wait for libraries that only documents need."""

import subprocess
import sys
from pathlib import Path

import pytest

EXAMPLE = Path(__file__).parent.parent / "examples" / "upwork-hourly"

HEAVY = frozenset(
    "babel cryptography holidays icalendar jinja2 markdown msgspec PIL pydantic pyhanko segno stdnum "
    "weasyprint yaml".split()
)


@pytest.mark.parametrize(
    "arguments",
    [["-c", "import closeout.cli"], ["-m", "closeout", "--help"], ["-m", "closeout", "--version"]],
    ids=" ".join,
)
def test_heavy_libraries_wait_until_they_are_needed(arguments: list[str]) -> None:
    imported = imported_by(arguments)
    assert "closeout" in imported
    assert not imported & HEAVY


def test_a_notice_that_counts_no_business_days_does_not_wait_for_holidays() -> None:
    imported = imported_by(["-m", "closeout", "notice", str(EXAMPLE), "--as-of", "2026-11-16", "-o", "-"])
    assert "jinja2" in imported
    assert "holidays" not in imported


def imported_by(arguments: list[str]) -> set[str]:
    """Return the packages that Python imports when it is run with `arguments`."""
    result = subprocess.run(
        [sys.executable, "-X", "importtime", *arguments], capture_output=True, text=True, timeout=60, check=False
    )
    assert result.returncode == 0, result.stderr
    return {line.rpartition("|")[2].strip().partition(".")[0] for line in result.stderr.splitlines()}
