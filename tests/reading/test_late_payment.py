from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from closeout.diagnostic import Code, Location, Report
from closeout.domain.late_payment import Course, LatePaymentLaw
from closeout.reading.late_payment import read_ladder, read_law
from closeout.rendering.templates import TemplateFolders, packaged_templates

if TYPE_CHECKING:
    from pathlib import Path

PLACE = Location("engagement.yaml", 9, 8)
OURS = TemplateFolders(())
LAWS = sorted(path.stem for path in (packaged_templates() / "rules" / "late_payment").iterdir())
LADDERS = sorted(path.stem for path in (packaged_templates() / "rules" / "reminders").iterdir())


def law(name: str) -> LatePaymentLaw:
    report = Report()
    found = read_law(name, OURS.path, LAWS, PLACE, report)
    assert not report.diagnostics
    assert found is not None
    return found


@pytest.mark.parametrize("name", LAWS)
def test_every_law_of_ours_is_whole_and_says_where_it_is_from(name: str) -> None:
    found = law(name)
    assert found.url.startswith("https://")
    assert found.reference.url.startswith("https://")
    assert found.compensation is not None
    leasts = [step.least for step in found.compensation.steps]
    assert leasts == sorted(set(leasts))
    assert leasts[0] == 0


@pytest.mark.parametrize(
    ("name", "points", "consumer", "course", "sums"),
    [
        ("eu", "8", None, Course.FLOATING, ["EUR", "40"]),  # Directive 2011/7/EU, art. 2 (6), 3, 6 (1)
        ("de", "9", "5", Course.FLOATING, ["EUR", "40"]),  # BGB 288 (1), (2), (5)
        ("at", "9.2", None, Course.FLOATING, ["EUR", "40"]),  # UGB 456, 458
        ("fr", "10", None, Course.FLOATING, ["EUR", "40"]),  # Code de commerce L441-10, D441-5
        ("nl", "8", None, Course.FLOATING, ["EUR", "40"]),  # BW 6:119a, 6:120 (2), 6:96 (4)
        ("es", "8", None, Course.FLOATING, ["EUR", "40"]),  # Ley 3/2004, art. 7, 8
        ("ie", "8", None, Course.FLOATING, ["EUR", "40", "70", "100"]),  # S.I. No. 580/2012
        ("gb", "8", None, Course.FIXED, ["GBP", "40", "70", "100"]),  # the Act of 1998, s. 5A; SI 2002/1675
    ],
)
def test_the_numbers_are_those_of_the_articles(
    name: str, points: str, consumer: str | None, course: Course, sums: list[str]
) -> None:
    found = law(name)
    assert found.compensation is not None
    assert found.points == Decimal(points)
    assert found.consumer_points == (None if consumer is None else Decimal(consumer))
    assert found.course is course
    assert [found.compensation.currency, *(str(step.amount) for step in found.compensation.steps)] == sums


def test_every_law_of_ours_is_tested() -> None:
    assert LAWS == ["at", "de", "es", "eu", "fr", "gb", "ie", "nl"]
    assert LADDERS == ["default", "gb"]


def test_a_law_that_nobody_knows_is_told_with_the_nearest() -> None:
    report = Report()
    assert read_law("fra", OURS.path, LAWS, PLACE, report) is None
    (problem,) = report.diagnostics
    assert (problem.code, problem.location) == (Code.BAD_CHOICE, PLACE)
    assert problem.hint == "did you mean 'fr'?"


@pytest.mark.parametrize("name", ["../general", "../../styles/page", "/etc/hosts"])
def test_a_law_is_not_looked_for_elsewhere(name: str) -> None:
    report = Report()
    assert read_law(name, OURS.path, LAWS, PLACE, report) is None
    assert report.failed


def test_a_users_own_law_is_checked_key_by_key(tmp_path: Path) -> None:
    path = tmp_path / "rules" / "late_payment" / "xx.yaml"
    path.parent.mkdir(parents=True)
    path.write_text("name: ours\npoints: 900\ncourse: floating\n", encoding="utf-8")
    report = Report()
    assert read_law("xx", TemplateFolders((tmp_path,)).path, LAWS, PLACE, report) is None
    assert {problem.code for problem in report.diagnostics} == {Code.OUT_OF_RANGE, Code.MISSING_KEY}
    assert all(problem.location and problem.location.file == str(path) for problem in report.diagnostics)


@pytest.mark.parametrize(("country", "individual"), [("GB", 30), ("DE", None), ("US", None)])
def test_the_ladder_is_that_of_the_clients_country(country: str, individual: int | None) -> None:
    report = Report()
    ladder = read_ladder(country, OURS.path, report)
    assert not report.diagnostics
    assert ladder is not None
    assert (ladder.friendly, ladder.firm, ladder.final, ladder.individual) == (7, 7, 14, individual)
    assert (ladder.enclose is None) == (individual is None)
