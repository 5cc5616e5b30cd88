"""What is read along with an engagement: the rules of its platform, and the words of its language."""

from __future__ import annotations

import re
import shutil
from datetime import date
from typing import TYPE_CHECKING

import pytest

from closeout.diagnostic import Code, UserError
from closeout.domain.courtesy import concerns
from closeout.pipeline import Settings, load
from tests.conftest import ROOT

if TYPE_CHECKING:
    from pathlib import Path

PACKAGED = ROOT / "templates"


def test_the_rules_are_those_of_the_platform(engagement: Path) -> None:
    rulebook = load(engagement, messages=False).rulebook
    assert rulebook.platform is not None
    assert rulebook.platform.name == "Upwork"
    assert {rule.id.partition(".")[0] for rule in rulebook.rules} == {"general", "upwork"}


def test_rules_of_the_users_own_take_the_place_of_ours(engagement: Path) -> None:
    own = engagement / "templates" / "rules" / "upwork.yaml"
    own.parent.mkdir(parents=True)
    own.write_text("platform: {name: Upwork, issues_invoices: false}\n", encoding="utf-8")
    loaded = load(engagement, messages=False)
    assert {rule.id.partition(".")[0] for rule in loaded.rulebook.rules} == {"general"}
    assert not loaded.case(date(2026, 11, 16)).platform_bills


def test_what_is_wrong_in_a_users_rules_is_told_with_its_place(engagement: Path) -> None:
    own = engagement / "templates" / "rules" / "upwork.yaml"
    own.parent.mkdir(parents=True)
    shutil.copy(PACKAGED / "rules" / "upwork.yaml", own)
    own.write_text(own.read_text(encoding="utf-8").replace("severity: advice", "severity: advise", 1), encoding="utf-8")
    with pytest.raises(UserError) as caught:
        load(engagement, messages=False)
    (problem,) = caught.value.diagnostics
    assert problem.code is Code.BAD_CHOICE
    assert problem.location is not None
    assert problem.location.file == str(own)
    assert problem.location.line is not None


def test_a_platform_without_rules_is_told(engagement: Path) -> None:
    file = engagement / "engagement.yaml"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("platform: upwork", "platform: upwrok"), encoding="utf-8")
    (problem,) = load(engagement, messages=False).warnings
    assert problem.code is Code.UNKNOWN_PLATFORM
    assert problem.hint == "did you mean 'upwork'?"


def test_payment_past_the_platform_matters_where_there_is_one(engagement: Path) -> None:
    assert concerns("Please pay me outside Upwork.", load(engagement, messages=False).lexicon)
    file = engagement / "engagement.yaml"
    file.write_text(re.sub("\n  platform: .*", "", file.read_text(encoding="utf-8")), encoding="utf-8")
    assert not concerns("Please pay me outside Upwork.", load(engagement, messages=False).lexicon)


@pytest.mark.parametrize(("language", "words"), [(None, "you never pay"), ("de", "Sie zahlen nie")])
def test_the_words_to_be_careful_with_are_those_of_the_language(
    language: str | None, words: str, engagement: Path
) -> None:
    lexicon = load(engagement, settings=Settings(language), messages=False).lexicon
    assert concerns(f"{words}.", lexicon)


def test_an_end_too_early_is_told_as_of_the_day_on_which_the_notice_is_sent(engagement: Path) -> None:
    file = engagement / "engagement.yaml"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("notice_date: 2026-11-16", "ends_on: 2026-11-20"), encoding="utf-8")
    load(engagement, messages=False)
    load(engagement, as_of=date(2026, 11, 6), messages=False)
    with pytest.raises(UserError) as caught:
        load(engagement, as_of=date(2026, 11, 16), messages=False)
    assert caught.value.diagnostics[0].code is Code.END_TOO_EARLY
    assert "write 2026-11-30 or later" in (caught.value.diagnostics[0].hint or "")


def test_an_override_with_a_slip_in_its_name_is_told(engagement: Path) -> None:
    own = engagement / "templates" / "rules" / "upwrk.yaml"
    own.parent.mkdir(parents=True)
    own.write_text("rules: []\n", encoding="utf-8")
    (problem,) = load(engagement, messages=False).warnings
    assert (problem.code, problem.hint) == (Code.TEMPLATE_NAME, "did you mean 'upwork.yaml'?")


def test_what_the_user_wrote_is_protected(engagement: Path) -> None:
    names = {path.name for path in load(engagement).inputs}
    assert names >= {"engagement.yaml", "time.csv", "expenses.csv", "invoices.csv", "messages", "templates"}


def test_a_summary_looks_for_the_words_of_both_sides_countries(engagement: Path) -> None:
    path = engagement / "engagement.yaml"
    path.write_text(re.sub(r"country: \w\w", "country: BE", path.read_text("utf-8")), "utf-8")
    assert sorted(load(engagement, settings=Settings("es")).cues.languages) == ["de", "en", "es", "fr", "nl"]
