from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING

from closeout.diagnostic import Code, Diagnostic, Location, Severity
from closeout.documents.checklist import compose_checklist
from closeout.pipeline import Settings, load
from closeout.rendering.check_json import checklist_json, problems_json
from tests.conftest import ROOT

if TYPE_CHECKING:
    from closeout.documents.checklist import Checklist

TODAY = date(2026, 11, 16)


def checklist() -> Checklist:
    return compose_checklist(load(ROOT / "examples" / "upwork-hourly", settings=Settings()).case(TODAY))


def test_everything_on_the_page_is_there_with_stable_names() -> None:
    view = checklist()
    found = json.loads(checklist_json(view))
    assert list(found) == [
        "as_of",
        "contract",
        "urgent",
        "dates",
        "money",
        "findings",
        "days",
        "concerns",
        "diagnostics",
    ]
    assert found["urgent"] == view.urgent
    assert [each["id"] for each in found["findings"]] == [each.rule.id for each in (*view.first, *view.also)]
    assert [each["date"] for each in found["days"]] == [event.day.isoformat() for event in view.days]
    review = next(each for each in found["findings"] if each["id"] == "upwork.review")
    assert review["deadline"] == "2026-12-11T23:59:00Z"
    assert review["source"] == "Upwork Help 115010696387"
    assert review["checked"] == "2026-11-23"


def test_no_placeholder_is_left() -> None:
    assert "%(" not in checklist_json(checklist()).decode()


def test_problems_have_their_places() -> None:
    problem = Diagnostic(Code.BAD_DATE, "no date", Location("time.csv", 2, 1), "write one")
    nowhere = Diagnostic(Code.RULE, "a rule", None, None, Severity.WARNING)
    first, second = json.loads(problems_json((problem, nowhere)))["diagnostics"]
    assert first == {
        "code": "CO205",
        "severity": "error",
        "message": "no date",
        "hint": "write one",
        "file": "time.csv",
        "line": 2,
        "column": 1,
    }
    assert second == {"code": "CO801", "severity": "warning", "message": "a rule", "hint": None}
