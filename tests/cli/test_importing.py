"""The import, run as users run it."""

from __future__ import annotations

import stat
from typing import TYPE_CHECKING

import pytest

from tests.conftest import Run, tree

if TYPE_CHECKING:
    from pathlib import Path

SHEET = """\
User,Client,Project,Description,Billable,Start date,Start time,End date,End time,Duration
Ada,Acme,Shop,Fix the cart,Yes,2026-11-02,09:00:00,2026-11-02,10:20:00,01:20:00
Ada,Acme,Shop,Review,No,2026-11-03,09:00:00,2026-11-03,09:30:00,00:30:00
Bob,Acme,Blog,Post,Yes,2019-11-04,09:00:00,2019-11-04,11:00:00,02:00:00
Ada,Acme,Shop,\x1b[31mStill at it,Yes,2026-11-05,09:00:00,,,
"""
SUMMARY = """\
Toggl Track CSV: 4 entries
to add: 2, 3.33 h, 2019-11-04 to 2026-11-02
  project Shop: 1, 1.33 h, 2026-11-02 to 2026-11-02
  project Blog: 1, 2 h, 2019-11-04 to 2019-11-04
  person Ada: 1, 1.33 h, 2026-11-02 to 2026-11-02
  person Bob: 1, 2 h, 2019-11-04 to 2019-11-04
  before the contract started on 2026-04-13: 1, 2 h, 2019-11-04 to 2019-11-04
left out, not billable (--all takes them): 1
left out, still running: 1
  toggl:5:36 2026-11-05 [31mStill at it
"""


@pytest.fixture
def export(home: Path) -> str:
    """Return the name of an export in the folder in which commands run."""
    (home / "toggl").write_text(SHEET, encoding="utf-8")
    return "toggl"


def test_without_write_it_only_tells(closeout: Run, engagement: Path, export: str) -> None:
    before = tree(engagement)
    outcome = closeout("import", export, engagement)
    assert (outcome.code, outcome.text) == (0, SUMMARY)
    assert outcome.err == "Nothing is written yet: --write does it.\n"
    assert tree(engagement) == before


def test_with_write_the_rows_are_there_once(closeout: Run, engagement: Path, export: str) -> None:
    before = (engagement / "time.csv").read_bytes()
    outcome = closeout("import", export, engagement, "--write", "--project", "shop", "--all")
    assert outcome.code == 0
    assert outcome.text.endswith(f"{engagement / 'time.csv'}\n")
    written = (engagement / "time.csv").read_bytes()
    assert written == before + b"2026-11-02,Fix the cart,1:20,\n2026-11-03,Review,0.5,\n"
    assert stat.S_IMODE((engagement / "time.csv").stat().st_mode) == 0o600
    again = closeout("import", export, engagement, "--write", "--project", "shop", "--all")
    assert again.code == 0
    assert "to add: nothing\nin time.csv already: 2, 1.83 h, 2026-11-02 to 2026-11-03\n" in again.text
    assert (engagement / "time.csv").read_bytes() == written
    assert closeout("check", engagement, "--as-of", "2026-11-16").code == 0


def test_problems_have_their_place_and_exit_code(closeout: Run, engagement: Path, home: Path) -> None:
    (home / "e.csv").write_text("Description,Start date,Duration\nx,03/04/2026,1:00\n", encoding="utf-8")
    before = tree(engagement)
    outcome = closeout("import", "e.csv", engagement, "--write")
    assert outcome.code == 2
    assert outcome.err.startswith("e.csv:2:3: error[CO205]: '03/04/2026' may begin with its day or with its month\n")
    assert tree(engagement) == before
    assert closeout("import", "e.csv", engagement, "--dates", "dmy").code == 0
    missing = closeout("import", "none.csv", engagement)
    assert (missing.code, missing.err.split(":")[0]) == (2, "none.csv")
