"""The schema for editors, held against an independent validator."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from closeout.domain.notice_period import NoticePeriod, PeriodEnd
from closeout.domain.period import Period, Unit
from closeout.reading.json_schema import engagement_schema
from closeout.reading.scalar import READERS
from tests.reading.test_broken_folders import BROKEN, YAML

ROOT = Path(__file__).parents[2]
SCHEMA = engagement_schema()
VALIDATOR = Draft202012Validator(SCHEMA, format_checker=Draft202012Validator.FORMAT_CHECKER)
# What no schema knows: names of places, checksums, ranges of text, and how a number was written.
UNSEEN = {
    "a small code of a reason",
    "codes of reasons, each in the place of the other",
    "more digits than can be taken off, or rounded to",
    "rounding to nothing",
    "a BIC that lacks a letter",
    "a colour too light to be read",
    "a VAT id with a wrong digit",
    "a payment reference with a wrong digit",
    "a register's number with a wrong digit",
    "a tax number that is too long",
    "an IBAN that lacks a digit",
    "a currency of old",
    "a folder of time zones",
    "a small time zone",
    "a time zone outside",
    "a year that slipped",
    "an IBAN with a wrong digit",
    "an e-mail address with a name",
    "an exponent",
    "below zero",
    "blanks in quotes",
    "holidays of a region by its name",
    "holidays of a region where none is known",
    "holidays of no region",
    "days that are no whole number",
    "letters before the column",
    "more digits than the currency has",
    "no IBAN",
    "no digit after the point",
    "no digit before the point",
    "a plus",
    "per cent out of range",
    "sexagesimal",
    "the United Kingdom",
    "the end of time",
    "too many days",
    "too many digits",
    "yen have no sen",
}
VALUES = sorted(
    name
    for name, (_, expected) in BROKEN.items()
    if any(found.head.startswith(YAML) and "error[CO2" in found.head for found in expected)
)


class Core(yaml.SafeLoader):
    """Reads YAML as editors do: by the core schema of YAML 1.2, so that dates and NO are text."""

    yaml_implicit_resolvers = {}  # noqa: RUF012 - as PyYAML has it


for kind, form in {
    "null": "(?:~|null|Null|NULL|)$",
    "bool": "(?:true|True|TRUE|false|False|FALSE)$",
    "int": "[-+]?[0-9]+$",
    "float": r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?$",
}.items():
    Core.add_implicit_resolver(f"tag:yaml.org,2002:{kind}", re.compile(form), None)
Core.add_constructor("tag:yaml.org,2002:int", lambda _, node: int(node.value))


def complaints(text: str) -> list[str]:
    return [error.json_path for error in VALIDATOR.iter_errors(yaml.load(text, Core))]  # noqa: S506 - a safe one


def test_the_schema_is_one() -> None:
    Draft202012Validator.check_schema(SCHEMA)
    assert SCHEMA["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert SCHEMA["title"] == "closeout engagement"


def test_the_schema_beside_the_examples_is_fresh() -> None:
    assert json.loads((ROOT / "examples/engagement.schema.json").read_text(encoding="utf-8")) == SCHEMA


@pytest.mark.parametrize(
    "folder",
    [*(path.parent for path in (ROOT / "examples").glob("*/engagement.yaml")), ROOT / "templates/starter"],
    ids=lambda it: it.name,
)
def test_examples_and_starter_are_valid(folder: Path) -> None:
    assert complaints((folder / YAML).read_text(encoding="utf-8")) == []


def test_the_starter_is_valid_with_every_line_that_it_offers() -> None:
    text = (ROOT / "templates/starter" / YAML).read_text(encoding="utf-8")
    head, _, body = text.partition("\n\n")
    assert head.startswith("# yaml-language-server")
    offered = re.sub("(?m)^( *)# ", r"\1", body)
    assert offered.count("\n") == body.count("\n")
    assert "\n  bank:\n" in offered
    assert complaints(offered) == []


def test_what_a_profile_may_give_is_not_missed(folder: Path) -> None:
    text = (folder / YAML).read_text(encoding="utf-8")
    assert complaints(text) == []
    without = re.sub("(?ms)^freelancer:.*?^client:.*?^contract:", "contract:", text)
    assert "name:" not in without
    assert complaints(without) == []
    assert complaints(text.replace("  name: Ada Byron\n", "")) == []
    assert complaints(re.sub("(?s)contract:.*", "", text)) == ["$", "$"]


@pytest.mark.parametrize(
    "notice",
    [
        "1 Month",
        "2  weeks",
        "30 calendar days",
        "14 days' notice",
        "14 days of notice",
        "6 WEEKS to the END of a MONTH",
        "P6W to the end of each year",
        "end of week",
        "None",
        "P1Y",
        "~",
        *SCHEMA["$defs"]["NoticePeriod"]["examples"],
    ],
)
def test_a_notice_period_is_a_word(notice: str, folder: Path) -> None:
    text = (folder / YAML).read_text(encoding="utf-8")
    assert complaints(text.replace("notice: 14 days", f"notice: {notice}")) == []
    assert notice == "~" or READERS[NoticePeriod](notice)


@pytest.mark.parametrize("period", ["P14D", "1 Business day", *SCHEMA["$defs"]["Period"]["examples"]])
def test_a_period_is_a_word(period: str, folder: Path) -> None:
    text = (folder / YAML).read_text(encoding="utf-8")
    assert complaints(text.replace("notice: 14 days", f"deemed_receipt: {period}")) == []
    assert READERS[Period](period)


@given(st.builds(Period, st.integers(0, 999), st.sampled_from(Unit)), st.sampled_from(PeriodEnd), st.booleans())
def test_an_editor_refuses_no_notice_period_that_is_read(period: Period, end: PeriodEnd, loud: bool) -> None:  # noqa: FBT001
    text = str(NoticePeriod(period, end))
    assert re.search(SCHEMA["$defs"]["NoticePeriod"]["pattern"], text.upper() if loud else text)
    assert re.search(SCHEMA["$defs"]["Period"]["pattern"], str(period))


@pytest.mark.parametrize("hours", ["40", "40.5", "40:30", '"40"'])
def test_hours_may_be_written_as_the_reader_takes_them(hours: str, folder: Path) -> None:
    text = (folder / YAML).read_text(encoding="utf-8")
    assert complaints(text.replace("  notice:", f"  budget: {{hours: {hours}}}\n  notice:")) == []


@pytest.mark.parametrize("name", VALUES)
def test_an_editor_sees_the_wrong_values_that_a_schema_can_see(name: str, folder: Path) -> None:
    for edit in BROKEN[name][0]:
        edit(folder)
    text = (folder / YAML).read_text(encoding="utf-8-sig")
    assert bool(complaints(text)) == (name not in UNSEEN)


def test_what_is_unseen_is_in_the_table() -> None:
    assert set(VALUES) >= UNSEEN
    assert len(set(VALUES) - UNSEEN) > 40
