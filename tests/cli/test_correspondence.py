"""The communication log as users ask for it."""

import itertools
import re
from pathlib import Path

import pytest

from tests.conftest import AS_OF, Run


def numbers(text: str) -> list[int]:
    return [int(number) for number in re.findall(r"^### (\d+)\. ", text, re.MULTILINE)]


def test_a_selection_is_told_with_what_it_leaves_out(closeout: Run, engagement: Path) -> None:
    options = (
        "--from",
        "2026-04-09",
        "--to",
        "2026-04-30",
        "--with",
        "Nora Whitcombe",
        "--channel",
        "E-Mail",
        "--about",
        "audit",
    )
    outcome = closeout("log", engagement, *options, *AS_OF)
    assert outcome.code == 0, outcome.err
    shown = numbers(outcome.text)
    assert 0 < len(shown) < 12
    assert f"{70 - len(shown)} entries are left out" in outcome.text
    assert "## Selection" in outcome.text


@pytest.mark.apart
def test_the_gist_and_the_key_entries_are_shorter(closeout: Run, engagement: Path) -> None:
    full, gist, key = (closeout("log", engagement, "--detail", each, *AS_OF).text for each in ("full", "gist", "key"))
    assert numbers(full) == numbers(gist)
    assert len(numbers(key)) < len(numbers(full))
    assert len(gist) < len(full)
    assert "[…]" in gist


def test_by_thread_headings_go_down_step_by_step(closeout: Run, engagement: Path) -> None:
    text = closeout("log", engagement, "--by", "thread", *AS_OF).text
    assert "## Entries by thread" in text
    levels = [len(marks) for marks in re.findall(r"^(#+) ", text, re.MULTILINE)]
    assert all(later - earlier <= 1 for earlier, later in itertools.pairwise(levels))


def test_nobody_of_that_name_is_an_error_of_the_user(closeout: Run, engagement: Path) -> None:
    outcome = closeout("log", engagement, "--with", "Zebedee", *AS_OF)
    assert outcome.code == 2
    assert "CO608" in outcome.err


def test_days_in_the_wrong_order_are_refused(closeout: Run, engagement: Path) -> None:
    outcome = closeout("log", engagement, "--from", "2026-05-02", "--to", "2026-05-01", *AS_OF)
    assert outcome.code == 2
    assert "--to 2026-05-01 is before --from 2026-05-02" in outcome.err


def test_the_sources_are_printed_and_no_log_is_written(closeout: Run, engagement: Path) -> None:
    outcome = closeout("log", engagement, "--sources", *AS_OF)
    assert outcome.code == 0, outcome.err
    assert "messages/inbox.mbox" in outcome.text
    assert "##" not in outcome.text
    assert "Chronology" not in outcome.text
