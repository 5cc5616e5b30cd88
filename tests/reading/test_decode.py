from __future__ import annotations

import datetime as dt
from decimal import Decimal
from enum import Enum, StrEnum
from typing import Annotated, get_args, get_origin

import pytest
from msgspec import Meta, Struct

from closeout.diagnostic import Location, Report
from closeout.domain.party import BankAccount, Text
from closeout.reading.decode import Decoder, shape_fields, wanted
from closeout.reading.rows import LedgerRow, NoteRow, TimeRow
from closeout.reading.scalar import FORMS, READERS
from closeout.reading.shape import EngagementShape
from closeout.reading.yaml_tree import parse_yaml

LIST_HINT = "begin each item on a line of its own with '- '"
COLOURS = "choose one of: red, dark blue, off-white"


class Colour(StrEnum):
    """A choice with a word of two parts."""

    RED = "red"
    DARK_BLUE = "dark blue"
    OFF_WHITE = "off-white"


class Inner(Struct, frozen=True):
    """What stands below a key."""

    day: dt.date
    size: Annotated[Decimal, Meta(extra={"least": 1, "most": 9})] = Decimal(1)


class Outer(Struct, frozen=True, rename={"from_": "from"}):
    """A key of every kind."""

    from_: Annotated[Text, Meta(description="Who sends it.")]
    colour: Colour = Colour.RED
    inner: Inner | None = None
    inners: tuple[Inner, ...] = ()
    lines: tuple[Text, ...] = ()
    short: Annotated[str | None, Meta(max_length=3)] = None


def decoded(text: str) -> tuple[Outer | None, list[str], dict[str, Location]]:
    """Return the value, the problems with their hints, and the places."""
    report = Report()
    node = parse_yaml(text, "f", report)
    assert node is not None
    decoder = Decoder(report)
    value = decoder.decode(node, Outer)
    problems = [f"{each.location} {each.code.value} {each.message} | {each.hint}" for each in report.diagnostics]
    return value, problems, decoder.places


def sound(text: str) -> Outer:
    value, problems, _ = decoded(text)
    assert problems == []
    assert value is not None
    return value


def leaves(shape: type[Struct], path: str = "") -> list[tuple[str, object, str | None]]:
    """Return every field that holds a value, below every field that does not."""
    found = []
    for name, field in shape_fields(shape).items():
        want = wanted(field.type)
        if get_origin(want.kind) is tuple:
            want = wanted(get_args(want.kind)[0])
        if isinstance(want.kind, type) and issubclass(want.kind, Struct) and want.kind not in READERS:
            found.extend(leaves(want.kind, f"{path}.{name}"))
        else:
            found.append((f"{path}.{name}", want.kind, want.form))
    return found


@pytest.mark.parametrize(
    ("shape", "one"),
    [(EngagementShape, ".freelancer.bank.iban"), (TimeRow, ".hours"), (LedgerRow, ".kind"), (NoteRow, ".time")],
)
def test_every_field_of_every_shape_has_a_reader(shape: type[Struct], one: str) -> None:
    fields = leaves(shape)
    assert one in {path for path, _, _ in fields}
    for path, kind, form in fields:
        if form is not None:
            assert form in FORMS, path
        else:
            assert kind in READERS or (isinstance(kind, type) and issubclass(kind, Enum)), path


def test_every_reader_is_wanted_somewhere() -> None:
    fields = [leaf for shape in (EngagementShape, TimeRow, LedgerRow, NoteRow) for leaf in leaves(shape)]
    assert {form for _, _, form in fields if form} == set(FORMS)
    assert {kind for _, kind, form in fields if form is None} >= set(READERS)


def test_everything_at_once() -> None:
    text = """\
from: ' Ada '
colour: DARK_BLUE
inner: {day: 2026-02-01, size: 9}
inners:
  - day: 2026-02-02
  - {day: 2026-02-03, size: 1.5}
lines: [a, 'null', "12:30"]
short: NO
"""
    first, second = Inner(dt.date(2026, 2, 2)), Inner(dt.date(2026, 2, 3), Decimal("1.5"))
    assert sound(text) == Outer(
        from_="Ada",
        colour=Colour.DARK_BLUE,
        inner=Inner(dt.date(2026, 2, 1), Decimal(9)),
        inners=(first, second),
        lines=("a", "null", "12:30"),
        short="NO",
    )


def test_what_is_left_empty_keeps_its_default() -> None:
    assert sound("from: x\ncolour:\ninner: ~\ninners: null\nlines:\nshort:\n") == Outer(from_="x")


def test_lines_may_be_written_as_a_block_or_as_one_line() -> None:
    assert sound("from: x\nlines: |\n  a\n\n   b\n").lines == ("a", " b".strip())
    assert sound("from: x\nlines: one line\n").lines == ("one line",)


@pytest.mark.parametrize("word", ["off-white", "Off-White", "off_white", "off white"])
def test_a_choice_may_be_spelt_with_hyphen_or_underscore(word: str) -> None:
    assert sound(f"from: x\ncolour: {word}\n").colour is Colour.OFF_WHITE


def test_every_value_has_a_place() -> None:
    _, _, places = decoded("from: x\ninners:\n  - day: 2026-02-02\nlines:\n  - a\n  - b\n")
    assert {path: (place.line, place.column) for path, place in places.items()} == {
        "": (1, 1),
        "from": (1, 7),
        "inners": (3, 3),
        "inners[0]": (3, 5),
        "inners[0].day": (3, 10),
        "lines": (5, 3),
        "lines[0]": (5, 5),
        "lines[1]": (6, 5),
    }


@pytest.mark.parametrize(
    ("text", "problems"),
    [
        ("- a", ["f:1:1 CO203 the file must have keys and values | write keys below it: from, colour, inner, …"]),
        ("short: a", ["f:1:1 CO202 from is missing | Who sends it."]),
        ("from:", ["f:1:6 CO204 from is empty | Who sends it."]),
        ("from: ''", ["f:1:7 CO204 from is empty | Who sends it."]),
        ("from: [a]", ["f:1:7 CO203 from must be one value, not a list | None"]),
        ("from: {a: b}", ["f:1:7 CO203 from must be one value, not keys | None"]),
        ("from: x\nfrm: y", ["f:2:1 CO201 there is no key 'frm' | did you mean 'from'?"]),
        (
            "from: x\nq: y",
            ["f:2:1 CO201 there is no key 'q' | known here: from, colour, inner, inners, lines, short"],
        ),
        ("from: x\ninner: {}", ["f:2:8 CO202 inner.day is missing | None"]),
        (
            "from: x\ninner: {dy: 1}",
            [
                "f:2:8 CO202 inner.day is missing | None",
                "f:2:9 CO201 there is no key 'dy' in inner | did you mean 'day'?",
            ],
        ),
        ("from: x\ninner: x", ["f:2:8 CO203 inner must have keys and values | write keys below it: day, size, …"]),
        ("from: x\ninner: {day: 2026-01-01, size: 0.5}", ["f:2:32 CO215 inner.size: 0.5 is below 1 | None"]),
        ("from: x\ninner: {day: 2026-01-01, size: 10}", ["f:2:32 CO215 inner.size: 10 is above 9 | None"]),
        ("from: x\nshort: äöüß", ["f:2:8 CO215 short: the text is longer than 3 characters | None"]),
        (
            "from: x\ninners: x",
            [f"f:2:9 CO203 inners must be a list | {LIST_HINT}"],
        ),
        ("from: x\nlines: [a, [b]]", ["f:2:12 CO203 lines[1] must be one value, not a list | None"]),
        (
            "from: x\nlines: {a: b}",
            [f"f:2:8 CO203 lines must be a list | {LIST_HINT}"],
        ),
        (
            "from: x\ncolour: blue",
            [f"f:2:9 CO207 colour: 'blue' is not known | did you mean 'dark blue'? {COLOURS}"],
        ),
        ("from: x\ncolour: q", [f"f:2:9 CO207 colour: 'q' is not known | {COLOURS}"]),
        (
            "from: x\ninners: [{day: x}, {day: 2026-01-01}, {day: 2026-13-01}]",
            [
                "f:2:16 CO205 inners[0].day: 'x' is not a date | write year-month-day, such as 2026-03-31",
                "f:2:45 CO205 inners[2].day: there is no day 2026-13-01 | check month and day",
            ],
        ),
    ],
)
def test_every_problem_is_told(text: str, problems: list[str]) -> None:
    value, told, _ = decoded(text)
    assert told == problems
    assert (value is None) == any(" CO201 " not in problem for problem in problems)


def test_annotations_are_taken_apart() -> None:
    want = wanted(shape_fields(BankAccount)["iban"].type)
    assert (want.kind, want.optional, want.form) == (str, True, "iban")
    assert wanted(int) == (int, False, ())
