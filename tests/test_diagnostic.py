from __future__ import annotations

import pickle
import re

import pytest

from closeout.diagnostic import Code, Diagnostic, Location, Report, Severity, UserError, did_you_mean


def test_every_code_is_one_of_a_kind() -> None:
    values = [code.value for code in Code.__members__.values()]
    assert len(set(values)) == len(Code.__members__)
    assert all(re.fullmatch("CO[1-8][0-9]{2}", value) for value in values)


@pytest.mark.parametrize(
    ("location", "text"),
    [
        (Location("f"), "f"),
        (Location("f", 2), "f:2"),
        (Location("f", 2, 3), "f:2:3"),
    ],
)
def test_a_location_is_what_editors_open(location: Location, text: str) -> None:
    assert str(location) == text


def test_a_diagnostic_is_a_line_and_a_hint() -> None:
    bare = Diagnostic(Code.BAD_DATE, "no date")
    assert str(bare) == "error[CO205]: no date"
    full = Diagnostic(Code.OVERPAID, "too much", Location("f", 1, 2), "check it", Severity.WARNING)
    assert str(full) == "f:1:2: warning[CO406]: too much\n    hint: check it"


def test_a_report_tells_everything_in_the_order_of_reading() -> None:
    report = Report()
    report.warning(Code.UNKNOWN_COLUMN, "1", Location("b", 1, 1))
    report.error(Code.MISSING_COLUMN, "2", Location("b", 1, 1))
    report.error(Code.BAD_DATE, "3", Location("b", 10, 1))
    report.error(Code.BAD_DATE, "4", Location("b", 9, 10))
    report.error(Code.BAD_DATE, "5", Location("b", 9, 9))
    report.error(Code.BAD_DATE, "6", Location("a", 99))
    report.error(Code.BAD_DATE, "7", Location("b"))
    report.error(Code.NO_ENGAGEMENT, "8", None)
    report.error(Code.BAD_DATE, "9", Location("b", 9, 9))
    assert "".join(each.message for each in report.diagnostics) == "867215943"


def test_only_errors_fail_and_each_in_its_file() -> None:
    report = Report()
    report.warning(Code.OVERPAID, "w", Location("a"))
    assert not report.failed
    report.raise_errors()
    report.error(Code.NO_ENGAGEMENT, "e", None)
    assert report.failed
    report.error(Code.BAD_DATE, "e", Location("b", 1, 1))
    assert [report.failed_in(name) for name in ("a", "b", "c")] == [False, True, False]
    with pytest.raises(UserError) as caught:
        report.raise_errors()
    assert caught.value.diagnostics == report.diagnostics
    assert len(caught.value.diagnostics) == 3


def test_a_user_error_comes_back_from_another_process() -> None:
    error = UserError.of(Code.BAD_DATE, "no date", Location("f", 1, 2), "hint")
    again = pickle.loads(pickle.dumps(error))  # noqa: S301 - our own
    assert type(again) is UserError
    assert (
        again.diagnostics == error.diagnostics == (Diagnostic(Code.BAD_DATE, "no date", Location("f", 1, 2), "hint"),)
    )
    assert str(again) == "f:1:2: error[CO205]: no date\n    hint: hint"


@pytest.mark.parametrize(
    ("word", "hint"),
    [
        ("curency", "did you mean 'currency'?"),
        ("CURRENCY", "did you mean 'currency'?"),
        ("xyz", None),
        ("", None),
    ],
)
def test_did_you_mean(word: str, hint: str | None) -> None:
    assert did_you_mean(word, ["country", "currency"]) == hint
    assert did_you_mean(word, iter(["country", "currency"])) == hint
    assert did_you_mean(word, []) is None


def test_capitals_do_not_matter() -> None:
    assert did_you_mean("re-0129", ["RE-129", "RE-2"]) == "did you mean 'RE-129'?"
