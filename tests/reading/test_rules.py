from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from closeout.diagnostic import Code, Diagnostic, Report
from closeout.domain.rule import Due, Gravity, Platform, Rule, Rulebook, Weekday
from closeout.domain.situation import VALUES, Anchor, Condition
from closeout.reading.decode import Decoder
from closeout.reading.rules import RulesShape, read_rulebook, rule_files
from closeout.reading.yaml_tree import parse_yaml

if TYPE_CHECKING:
    from closeout.reading.node import Node

Read: TypeAlias = Callable[..., tuple[Rulebook, tuple[Diagnostic, ...]]]
RULES = Path(__file__).parent.parent.parent / "templates" / "rules"
SHIPPED = sorted(RULES.glob("*.yaml"))
PRACTICE = "Good practice"
SITES = {
    "upwork": ("https://support.upwork.com/hc/en-us/articles/",),
    "fiverr": ("https://help.fiverr.com/hc/en-us/articles/", "https://community.fiverr.com/"),
    "freelancer": ("https://www.freelancer.com/",),
}

GOOD = """\
platform:
  name: Toptal
  message_limit: 4000
  message_limit_source: Toptal Help 7
  issues_invoices: false
rules:
  - id: toptal.hours
    when: [hourly, fixed-term]
    severity: warning
    says: >-
      Hours end on
      %(contract_end)s.
    step: Log them.
    due: {after: last-working-day, weekday: friday, days: 2, time: "12:00", zone: Europe/Berlin, title: Hours end}
    source: Toptal Help 8
    url: https://www.toptal.com/help
    checked: 2026-11-23
  - id: toptal.last
    severity: advice
    says: Be kind.
    source: Good practice
    checked: 2026-11-23
"""
HOURS = Rule(
    id="toptal.hours",
    when=(Condition.HOURLY, Condition.FIXED_TERM),
    severity=Gravity.WARNING,
    says="Hours end on %(contract_end)s.",
    step="Log them.",
    due=Due(
        title="Hours end",
        after=Anchor.LAST_WORKING_DAY,
        weekday=Weekday.FRIDAY,
        days=2,
        time="12:00",
        zone="Europe/Berlin",
    ),
    source="Toptal Help 8",
    url="https://www.toptal.com/help",
    checked=dt.date(2026, 11, 23),
)
LAST = Rule(id="toptal.last", severity=Gravity.ADVICE, says="Be kind.", source=PRACTICE, checked=dt.date(2026, 11, 23))


@pytest.fixture
def read(tmp_path: Path) -> Read:
    """Return a reader of texts: each becomes a file, the last of them toptal.yaml."""

    def run(*texts: str) -> tuple[Rulebook, tuple[Diagnostic, ...]]:
        names = [f"other{number}.yaml" for number in range(len(texts) - 1)] + ["toptal.yaml"]
        paths = tuple(tmp_path / name for name in names)
        for path, text in zip(paths, texts, strict=True):
            path.write_text(text, encoding="utf-8")
        report = Report()
        return read_rulebook(paths, report), report.diagnostics

    return run


def tree(path: Path) -> Node:
    node = parse_yaml(path.read_text(encoding="utf-8"), path.name, Report())
    assert node is not None
    return node


def shipped(path: Path) -> Rulebook:
    report = Report()
    rulebook = read_rulebook((path,), report)
    assert not report.diagnostics
    return rulebook


def test_a_file_becomes_a_platform_and_rules(read: Read) -> None:
    rulebook, problems = read(GOOD)
    assert not problems
    assert rulebook.rules == (HOURS, LAST)
    assert rulebook.platform == Platform(name="Toptal", message_limit=4000, issues_invoices=False)


def test_rules_of_several_files_follow_one_another(
    read: Read,
) -> None:
    first = GOOD.replace("toptal.", "general.").replace("name: Toptal", "name: Other")
    rulebook, problems = read(first, GOOD)
    assert not problems
    assert [rule.id for rule in rulebook.rules] == ["general.hours", "general.last", "toptal.hours", "toptal.last"]
    assert rulebook.platform is not None
    assert rulebook.platform.name == "Toptal"


@pytest.mark.parametrize("text", ["", "# nothing to mind\n", "rules: []\n", "rules:\n"])
def test_a_file_may_say_that_there_is_nothing_to_mind(text: str, read: Read) -> None:
    assert read(text) == (Rulebook(platform=None, rules=()), ())


def test_a_platform_is_taken_to_bill_unless_its_file_says_otherwise(
    read: Read,
) -> None:
    rulebook, _ = read("platform: {name: Toptal}\n")
    assert rulebook.platform == Platform(name="Toptal", message_limit=None, issues_invoices=True)


def test_words_are_read_as_forgivingly_as_in_the_engagement(
    read: Read,
) -> None:
    text = GOOD.replace("[hourly, fixed-term]", "[Hourly, fixed term]").replace("warning", "WARNING")
    rulebook, problems = read(text.replace("issues_invoices: false", "issues_invoices: no"))
    assert not problems
    assert rulebook.rules == (HOURS, LAST)
    assert rulebook.platform is not None
    assert not rulebook.platform.issues_invoices


BROKEN: dict[str, tuple[str, str, str, str, str]] = {
    # what is put in the place of what; then place and code, message, hint
    "a condition misspelt": (
        "[hourly, fixed-term]",
        "[hourly, fixed-tern]",
        "8:20 CO207",
        "rules[0].when[1]: 'fixed-tern' is not known",
        "did you mean 'fixed-term'?",
    ),
    "a condition of nobody's": ("[hourly,", "[gloomy,", "8:12 CO207", "'gloomy' is not known", "choose one of:"),
    "one condition without a list": ("[hourly, fixed-term]", "hourly", "8:11 CO203", "must be a list", "- "),
    "a severity of nobody's": ("severity: warning", "severity: error", "9:15 CO207", "'error'", "warning, advice"),
    "an unknown key": ("step:", "stepp:", "13:5 CO201", "no key 'stepp' in rules[0]", "did you mean 'step'?"),
    "a key of the platform": ("name: Toptal", "nane: Toptal", "2:3 CO201", "no key 'nane'", "did you mean 'name'?"),
    "no source": ("    source: Toptal Help 8\n", "", "7:5 CO202", "rules[0].source is missing", "Who says so"),
    "no date": (
        "https://www.toptal.com/help\n    checked: 2026-11-23\n",
        "https://www.toptal.com/help\n",
        "7:5 CO202",
        "rules[0].checked is missing",
        "last compared",
    ),
    "a date that is none": (
        "checked: 2026-11-23\n  -",
        "checked: today\n  -",
        "17:14 CO205",
        "'today' is not a date",
        "2026-03-31",
    ),
    "an anchor misspelt": ("last-working-day", "last-work-day", "14:18 CO207", "last-work-day", "last-working-day"),
    "a weekday misspelt": ("friday", "fryday", "14:45 CO207", "'fryday'", "did you mean 'friday'?"),
    "days in words": ("days: 2", "days: two", "14:59 CO206", "'two' is not a whole number", "14"),
    "too many days": ("days: 2", "days: 9999", "14:59 CO215", "9999 is above 3660", ""),
    "a time that is none": ('"12:00"', '"24:00"', "14:68 CO216", "'24:00' is not a time of day", "09:30"),
    "a zone misspelt": ("Europe/Berlin", "Europe/Berlim", "14:83 CO211", "Europe/Berlim", "Europe/Berlin"),
    "a zone without a time": ('time: "12:00", ', "", "14:68 CO203", "a zone needs a time", 'time: "23:59"'),
    "a deadline without a title": (", title: Hours end", "", "14:10 CO202", "due.title is missing", "few words"),
    "an address without https": ("https://", "http://", "16:10 CO203", "'http://www.toptal.com/help'", "https://"),
    "a name with a space": ("id: toptal.last", "id: toptal last", "18:9 CO203", "'toptal last' is no name", "upwork."),
    "a name used twice": (
        "id: toptal.last",
        "id: toptal.hours",
        "18:9 CO106",
        "the rule 'toptal.hours' stands here a second time",
        "toptal.yaml already",
    ),
    "a value misspelt": (
        "%(contract_end)s",
        "%(contract_and)s",
        "10:11 CO605",
        "there is no value 'contract_and'",
        "did you mean 'contract_end'?",
    ),
    "a value of nobody's": ("Log them", "Log %(zebra)s", "13:11 CO605", "no value 'zebra'", "known here: as_of,"),
    "a value in a title": ("Hours end}", 'On "%(zebra)s"}', "14:105 CO605", "no value 'zebra'", "known here: as_of,"),
    "a value that may be missing": (
        "[hourly, fixed-term]",
        "[hourly]",
        "10:11 CO605",
        "'contract_end' may have no value where this rule applies",
        "add one of these to its when: fixed-term",
    ),
    "a lone per cent sign": ("Be kind", "Be 100 % kind", "20:11 CO605", "a per cent sign stands alone", "%%"),
    "a number in place of text": ("Be kind.", "[a, b]", "20:11 CO203", "must be one value, not a list", ""),
    "a limit without a source": (
        "  message_limit_source: Toptal Help 7\n",
        "",
        "3:18 CO202",
        "this limit has no source",
        "message_limit_source",
    ),
    "a limit of nothing": ("4000", "0", "3:18 CO215", "0 is below 1", ""),
    "rules that are no list": ("rules:\n", "rules: none\nrests:\n", "6:8 CO203", "rules must be a list", "- "),
    "an alias": ("Be kind.", "*kind", "20:11 CO105", "aliases (*kind) are not read", "write the value out"),
    "a tab": ("    says: Be", "\tsays: Be", "20:1 CO104", "not valid YAML", "indentation"),
    "a list at the top": (GOOD, "- a\n", "1:1 CO203", "the file must have keys and values", "platform, rules"),
}


@pytest.mark.parametrize("case", BROKEN)
def test_a_mistake_in_a_file_is_told_at_its_place(case: str, read: Read, tmp_path: Path) -> None:
    old, new, head, message, hint = BROKEN[case]
    assert GOOD.count(old) == 1
    _, problems = read(GOOD.replace(old, new))
    told = [f"{each.location} {each.code.value}".removeprefix(f"{tmp_path / 'toptal.yaml'}:") for each in problems]
    assert head in told, [str(each) for each in problems]
    problem = problems[told.index(head)]
    assert message in problem.message
    assert hint in (problem.hint or "")


def test_all_mistakes_are_told_at_once(read: Read) -> None:
    text = GOOD.replace("https://", "http://").replace("Be kind", "Be %(kind)s").replace("id: toptal.last", "id: A")
    _, problems = read(text)
    assert [each.code for each in problems] == [Code.WRONG_SHAPE, Code.WRONG_SHAPE, Code.TEMPLATE_VALUE]


def test_a_name_that_another_file_has_is_told_with_that_file(
    read: Read,
) -> None:
    _, problems = read(GOOD, GOOD)
    assert [each.location and each.location.line for each in problems] == [7, 18]
    assert all(each.code is Code.DUPLICATE_KEY and "other0.yaml already" in str(each.hint) for each in problems)


def test_a_file_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    report = Report()
    assert read_rulebook((tmp_path,), report).rules == ()
    assert [each.code for each in report.diagnostics] == [Code.UNREADABLE_FILE]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=200)
@given(
    place=st.integers(0, len(GOOD)), length=st.integers(0, 12), junk=st.text(st.characters(codec="utf-8"), max_size=6)
)
def test_whatever_stands_in_a_file_nothing_is_raised(place: int, length: int, junk: str, read: Read) -> None:
    rulebook, problems = read(GOOD[:place] + junk + GOOD[place + length :])
    assert problems or all(rule.id and rule.says for rule in rulebook.rules)


# --- Which files are read --------------------------------------------------------------------------------------------


def find(name: str) -> Path | None:
    path = RULES.parent / name
    return path if path.is_file() else None


@pytest.mark.parametrize(
    ("platform", "names"),
    [
        (None, ["general", "none"]),
        ("upwork", ["general", "upwork"]),
        (" Upwork ", ["general", "upwork"]),
        ("Upwork.com", ["general", "upwork"]),
        ("Freelancer.com", ["general", "freelancer"]),
        ("Toptal", ["general", "other"]),
        ("general", ["general", "other"]),
        ("none", ["general", "other"]),
        ("www.upwork.com", ["general", "upwork"]),
        ("../../secret", ["general", "other"]),
        ("!", ["general", "other"]),
    ],
)
def test_a_contract_has_the_general_rules_and_those_of_its_platform(platform: str | None, names: list[str]) -> None:
    assert [path.stem for path in rule_files(platform, find)] == names


@given(st.text(max_size=40))
def test_no_name_of_a_platform_leads_out_of_the_folder(platform: str) -> None:
    asked: list[str] = []
    rule_files(platform, asked.append)
    assert asked[0] == "rules/general.yaml"
    assert all(re.fullmatch(r"rules/[^/\\.]+\.yaml", name) for name in asked)


def test_a_file_of_the_users_own_takes_the_place_of_ours(tmp_path: Path) -> None:
    own = tmp_path / "upwork.yaml"
    assert rule_files("upwork", lambda name: own if name.endswith("upwork.yaml") else find(name))[1] == own


# --- The rules that we ship ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_each_rule_is_named_after_its_file_and_has_a_source(path: Path) -> None:
    for rule in shipped(path).rules:
        assert rule.id.startswith(f"{path.stem}.")
        assert rule.source
        assert rule.checked >= dt.date(2026, 11, 23)
        assert rule.url is not None or rule.source == PRACTICE or rule.source.startswith("EN 16931")


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_the_general_rules_and_those_of_a_platform_have_no_name_in_common(path: Path) -> None:
    report = Report()
    read_rulebook(tuple(dict.fromkeys((RULES / "general.yaml", path))), report)
    assert not report.diagnostics


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_the_rules_of_a_platform_are_sourced_from_its_own_pages(path: Path) -> None:
    rulebook = shipped(path)
    if rulebook.platform is not None:
        assert all((rule.url or "").startswith(SITES[path.stem]) for rule in rulebook.rules)
    else:
        assert path.stem in {"general", "none", "other"}


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_the_quick_reading_of_our_files_is_that_of_the_decoder(path: Path) -> None:
    report = Report()
    shape = Decoder(report).decode(tree(path), RulesShape)
    assert shape is not None
    assert not report.diagnostics
    assert shipped(path).rules == shape.rules


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_messages_are_whole_sentences_and_titles_are_not(path: Path) -> None:
    for rule in shipped(path).rules:
        sentences = (rule.says, rule.step or ".")
        assert all(text.endswith(".") and "  " not in text and len(text) <= 200 for text in sentences), rule.id
        assert rule.due is None or not rule.due.title.endswith("."), rule.id
        assert rule.step is not None, rule.id


def test_every_condition_value_and_day_is_explained_where_users_look_for_it() -> None:
    comments = [
        line for line in (RULES / "general.yaml").read_text(encoding="utf-8").splitlines() if line.startswith("#")
    ]
    words = set(re.findall(r"[a-z_]+(?:-[a-z_]+)*", "\n".join(comments)))
    explained = {*Condition, *VALUES, *Anchor}
    assert not explained - words
    assert {*Due.__struct_fields__} - {"title"} <= words


def test_every_condition_serves_a_rule() -> None:
    used = {condition for path in SHIPPED for rule in shipped(path).rules for condition in rule.when}
    # What users may want for rules of their own, and none of ours asks.
    assert set(Condition) - used == {Condition.OFF_PLATFORM, Condition.RETAINER, Condition.FIXED_TERM}
