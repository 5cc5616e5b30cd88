"""Calendars are read back by icalendar, and by a strict reader of our own that knows RFC 5545 only."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from types import SimpleNamespace
from typing import TYPE_CHECKING, NamedTuple
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from icalendar import Calendar

from closeout.documents.case import Stationery
from closeout.documents.key_dates import KeyDate, KeyDateKind
from closeout.domain.party import Address, Party
from closeout.rendering.calendar import WordedEvent, to_ics
from closeout.rendering.markdown import to_html
from closeout.rendering.plain_text import to_text

if TYPE_CHECKING:
    from collections.abc import Callable

    from closeout.rendering.environment import DocumentTemplates

AS_OF = date(2026, 5, 4)
WHO = ("Website", "W-7", "Acme", "Ada")
TEXTS = st.text(st.characters(exclude_categories=["Cc", "Cs"]), max_size=200) | st.lists(
    st.sampled_from(
        [
            *(",", ";", ":", "\\", "\\n", "\n", '"', "^", "\N{NO-BREAK SPACE}", " ", "END:VEVENT", "\nBEGIN:VALARM\n"),
            *(
                "ü",
                "名前",
                "\U0001f468\u200d\U0001f469\u200d\U0001f467",
                "\u0645\u0631\u062d\u0628\u0627",
                "e\u0301",
                "a" * 80,
            ),
        ]
    ),
    max_size=15,
).map("".join)


class Part(NamedTuple):
    """A component as the strict reader finds it; a name has its parameters with it, as in `DTSTART;VALUE=DATE`."""

    name: str
    properties: dict[str, str]
    parts: list[Part]


def read(data: bytes) -> Part:
    """Read a calendar, and fail on whatever RFC 5545 forbids."""
    assert data.endswith(b"\r\n")
    assert not re.search(rb"(?<!\r)\n|\r(?!\n)|[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]", data)
    lines = data.removesuffix(b"\r\n").split(b"\r\n")
    assert all(
        0 < len(line) <= 75 for line in lines
    )  # 3.1; and each line holds whole characters, as the next one shows
    assert all(line.decode() for line in lines)
    root = Part("", {}, [])
    open_parts = [root]
    for line in "\r\n".join(line.decode() for line in lines).replace("\r\n ", "").split("\r\n"):
        name, colon, value = line.partition(":")
        assert colon
        assert re.fullmatch(r"[A-Z-]+(;[A-Z-]+=[A-Z-]+)*", name)
        if name == "BEGIN":
            open_parts.append(Part(value, {}, []))
            open_parts[-2].parts.append(open_parts[-1])
        elif name == "END":
            assert open_parts.pop().name == value
        else:
            assert name not in open_parts[-1].properties
            open_parts[-1].properties[name] = value
    assert open_parts == [root]
    (calendar,) = root.parts
    assert calendar.name == "VCALENDAR"
    return calendar


def text_of(value: str) -> str:
    """Undo the escapes of a text (3.3.11); nothing else may be escaped, and nothing unescaped that must be."""
    assert re.fullmatch(r"(?:[^\\,;]|\\[\\,;nN])*", value)
    return re.sub(r"\\(.)", lambda match: "\n" if match[1] in "nN" else match[1], value)


def event(
    summary: str = "Contract ends",
    description: str = "",
    *,
    key: str = "x",
    moment: datetime | None = None,
    awaits: bool = True,
) -> WordedEvent:
    return WordedEvent(key, date(2026, 5, 18), moment, awaits, summary, description)


def ics(*events: WordedEvent, name: str = "Website", as_of: date = AS_OF) -> bytes:
    return to_ics(events, name=name, identity=WHO, as_of=as_of)


@given(TEXTS, TEXTS, TEXTS)
@example("a, b; c", "one\ntwo \\n \\", "x" * 300)
def test_any_words_come_back_to_two_readers(summary: str, description: str, name: str) -> None:
    data = ics(event(summary, description), name=name)
    calendar = read(data)
    entry = calendar.parts[0].properties
    assert text_of(entry["SUMMARY"]) == summary
    assert text_of(entry.get("DESCRIPTION", "")) == description
    assert text_of(calendar.properties["X-WR-CALNAME"]) == name
    (known,) = Calendar.from_ical(data).events
    assert (str(known["SUMMARY"]), str(known.get("DESCRIPTION", ""))) == (summary, description)


def test_a_calendar_has_what_programs_ask_for() -> None:
    calendar = read(ics(event()))
    assert calendar.properties == {
        "VERSION": "2.0",
        "PRODID": "-//closeout//closeout//EN",
        "CALSCALE": "GREGORIAN",
        "X-WR-CALNAME": "Website",
    }


def test_a_day_is_a_whole_day_that_takes_up_no_time() -> None:
    (entry,) = read(ics(event(awaits=False))).parts
    assert re.fullmatch(r"[0-9a-f]{32}@closeout", entry.properties.pop("UID"))
    assert entry == Part(
        "VEVENT",
        {
            "DTSTAMP": "20260504T000000Z",
            "DTSTART;VALUE=DATE": "20260518",
            "DTEND;VALUE=DATE": "20260519",
            "SUMMARY": "Contract ends",
            "TRANSP": "TRANSPARENT",
        },
        [],
    )


def test_a_moment_is_in_utc_and_has_no_length() -> None:
    (entry,) = read(ics(event(moment=datetime(2026, 5, 18, 23, 59, tzinfo=UTC)))).parts
    assert entry.properties["DTSTART"] == "20260518T235900Z"
    assert not {name for name in entry.properties if name.startswith(("DTEND", "DURATION"))}


@pytest.mark.parametrize(
    ("moment", "trigger"),
    [(None, "-PT15H"), (datetime(2026, 5, 18, 23, 59, tzinfo=UTC), "-P1D")],
    ids=["day", "moment"],
)
def test_a_deadline_is_called_to_mind_the_day_before_at_a_decent_hour(moment: datetime | None, trigger: str) -> None:
    (entry,) = read(ics(event("Hand over", moment=moment))).parts
    assert entry.parts == [Part("VALARM", {"ACTION": "DISPLAY", "DESCRIPTION": "Hand over", "TRIGGER": trigger}, [])]


@pytest.mark.parametrize(("as_of", "alarms"), [(date(2026, 5, 17), 1), (date(2026, 5, 18), 0), (date(2026, 5, 19), 0)])
def test_what_is_past_calls_for_nothing(as_of: date, alarms: int) -> None:
    (entry,) = read(ics(event(), as_of=as_of)).parts
    assert len(entry.parts) == alarms


def test_the_same_dates_give_the_same_bytes() -> None:
    assert ics(event(), event(key="y")) == ics(event(), event(key="y"))


def test_an_event_keeps_its_uid_when_its_day_and_its_words_change() -> None:
    def uid(data: bytes) -> str:
        return read(data).parts[0].properties["UID"]

    moved = event("Other words")._replace(day=date(2026, 6, 1))
    assert uid(ics(event())) == uid(ics(moved, as_of=AS_OF + timedelta(days=9)))
    assert uid(ics(event())) != uid(ics(event(key="y")))
    assert uid(ics(event())) != uid(to_ics([event()], name="Website", identity=("Other",), as_of=AS_OF))


def test_identities_do_not_run_into_one_another() -> None:
    one = to_ics([event(key="c")], name="x", identity=("a", "b"), as_of=AS_OF)
    two = to_ics([event(key="b, c")], name="x", identity=("a",), as_of=AS_OF)
    assert one != two


def test_a_key_date_is_put_into_words() -> None:
    key_date = KeyDate(kind=KeyDateKind.HANDOVER, key="handover 2", day=date(2026, 5, 18), subject="Repository")
    worded = WordedEvent.of(key_date, "Handover: Repository \N{MIDDLE DOT}\nWebsite", "Ada\nAcme")
    assert worded == WordedEvent(
        key="handover 2",
        day=date(2026, 5, 18),
        moment=None,
        awaits=True,
        summary="Handover: Repository \N{MIDDLE DOT} Website",
        description="Ada\nAcme",
    )


BONN = Address(city="Bonn", country="DE")
STATIONERY = Stationery(
    sender=Party(name="Ada", address=BONN),
    recipient=Party(name="Acme", address=BONN),
    date=AS_OF,
    reference="W-7",
    order=None,
)
MOMENT = datetime(2026, 5, 18, 23, 59, tzinfo=UTC)


@pytest.mark.parametrize(
    ("key_date", "text"),
    [
        (
            KeyDate(kind=KeyDateKind.HANDOVER, key="x", day=date(2026, 5, 18), subject="Passwords, *all* <b>"),
            "Handover: Passwords, *all* <b> \N{MIDDLE DOT} Website #2\n\n- Contract: W-7\n- Parties: Ada and Acme",
        ),
        (
            KeyDate(
                kind=KeyDateKind.DEADLINE,
                key="x.hours",
                day=date(2026, 5, 19),
                moment=MOMENT,
                local=MOMENT.astimezone(ZoneInfo("Europe/Berlin")),
                subject="The %(hours)s hours end",
                values={"hours": Decimal("2.5")},
            ),
            (
                "The 2.5 hours end \N{MIDDLE DOT} Website #2\n\n"
                "- Date: 2026-05-18 23:59 +00:00 (2026-05-19 01:59 +02:00)\n- Contract: W-7\n- Parties: Ada and Acme"
            ),
        ),
    ],
    ids=["day", "moment"],
)
def test_the_words_of_an_event(templates: Callable[..., DocumentTemplates], key_date: KeyDate, text: str) -> None:
    entry = SimpleNamespace(event=key_date, contract=SimpleNamespace(title="Website #2"))
    markdown = templates({}).markdown("documents/event.md", entry=entry, stationery=STATIONERY)
    assert to_text(to_html(markdown)) == text


@pytest.mark.parametrize("kind", [kind for kind in KeyDateKind if kind is not KeyDateKind.DEADLINE])
def test_every_kind_has_words(templates: Callable[..., DocumentTemplates], kind: KeyDateKind) -> None:
    entry = SimpleNamespace(
        event=KeyDate(kind=kind, key="x", day=AS_OF, subject="It"), contract=SimpleNamespace(title="Website")
    )
    markdown = templates({}).markdown("documents/event.md", entry=entry, stationery=STATIONERY)
    assert len(markdown.partition(" \N{MIDDLE DOT} Website")[0].split()) > 1
