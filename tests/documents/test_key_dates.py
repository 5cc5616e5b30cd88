from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import msgspec
import pytest

from closeout.documents.key_dates import KeyDate, KeyDateKind, compose_key_dates
from closeout.domain.business_calendar import PublicHolidays
from closeout.domain.rule import Due, Gravity, Platform, Rule, Rulebook
from closeout.domain.situation import Anchor, Condition

if TYPE_CHECKING:
    from collections.abc import Callable

    from closeout.documents.case import Case
    from closeout.documents.key_dates import KeyDates

    Cases = Callable[..., Case]

TIME = {"time.csv": "date,description,hours,invoice\n2026-04-30,Import,2.5,\n"}
CLIENT_ENDS = """
  by: client
  notice_date: 2026-05-04
  acknowledge_by: 2026-05-06
  work_due: 2026-05-14
  final_invoice_by: 2026-05-22
  payment_on: 2026-06-05
  access_revoked_on: 2026-05-19
"""
DELIVERABLES = """
  - {title: Concept, status: accepted, delivered: 2026-02-02, accepted: 2026-02-02, due: 2026-02-01}
  - {title: Import, status: in progress, due: 2026-05-11}
  - {title: Export, status: planned, before_end: false, due: 2026-05-12}
  - {title: Manual, status: planned}
"""
HANDOVER = """
  - {item: Passwords, kind: credentials, due: 2026-05-05, done: 2026-05-02}
  - {item: Repository, kind: files, due: 2026-05-18}
  - {item: Access, kind: access, owner: client, due: 2026-05-18}
  - {item: Papers, kind: documentation}
"""


def told(dates: KeyDates) -> list[tuple[str, date, str | None]]:
    return [(event.kind.value, event.day, event.subject) for event in dates.events]


def rule(due: Due | None, name: str = "x.y") -> Rule:
    return Rule(
        id=name, severity=Gravity.ADVICE, says="so", step="do", due=due, source="Somebody", checked=date(2026, 5, 1)
    )


def with_rules(case: Case, *rules: Rule, platform: Platform | None = None) -> Case:
    return msgspec.structs.replace(case, rulebook=Rulebook(platform=platform, rules=rules))


def test_a_freelancer_sees_the_notice_the_end_and_the_money(case: Cases) -> None:
    assert told(compose_key_dates(case(TIME))) == [
        ("notice", date(2026, 5, 4), None),
        ("last working day", date(2026, 5, 18), None),
        ("contract ends", date(2026, 5, 18), None),
        ("final invoice", date(2026, 5, 18), None),
        ("payment", date(2026, 6, 1), None),
    ]


def test_a_client_sees_every_day_that_it_named(case: Cases) -> None:
    assert told(compose_key_dates(case(ending=CLIENT_ENDS))) == [
        ("notice", date(2026, 5, 4), None),
        ("acknowledge", date(2026, 5, 6), None),
        ("work due", date(2026, 5, 14), None),
        ("last working day", date(2026, 5, 18), None),
        ("contract ends", date(2026, 5, 18), None),
        ("access revoked", date(2026, 5, 19), None),
        ("final invoice", date(2026, 5, 22), None),
        ("payment", date(2026, 6, 5), None),
    ]


def test_a_client_that_named_no_day_for_the_invoice_sees_none(case: Cases) -> None:
    kinds = {kind for kind, _, _ in told(compose_key_dates(case(TIME, ending="{by: client}")))}
    assert not kinds & {"final invoice", "payment"}


def test_nothing_is_billed_where_nothing_is_left_to_bill(case: Cases) -> None:
    kinds = {kind for kind, _, _ in told(compose_key_dates(case()))}
    assert not kinds & {"final invoice", "payment"}


@pytest.mark.parametrize("issues_invoices", [True, False])
def test_a_platform_that_bills_has_its_own_days(case: Cases, issues_invoices: bool) -> None:  # noqa: FBT001
    platform = Platform(name="X", message_limit=None, issues_invoices=issues_invoices)
    kinds = {kind for kind, _, _ in told(compose_key_dates(with_rules(case(TIME), platform=platform)))}
    assert ("final invoice" in kinds) is not issues_invoices


def test_a_letter_arrives_on_a_day_of_its_own(case: Cases) -> None:
    dates = compose_key_dates(case(ending="{by: freelancer, notice_date: 2026-05-04, delivery: post}"))
    assert told(dates)[:2] == [("notice", date(2026, 5, 4), None), ("receipt", date(2026, 5, 7), None)]


def test_work_and_handover_are_named_while_they_are_open(case: Cases) -> None:
    dates = compose_key_dates(case(deliverables=DELIVERABLES, handover=HANDOVER))
    assert [row for row in told(dates) if row[2]] == [
        ("work due", date(2026, 5, 11), "Import"),
        ("handover", date(2026, 5, 18), "Repository"),
        ("handover", date(2026, 5, 18), "Access"),
    ]


def test_days_come_in_order_and_on_one_day_as_things_happen(case: Cases) -> None:
    days = [event.day for event in compose_key_dates(case(TIME, handover=HANDOVER)).events]
    assert days == sorted(days)
    kinds = [
        kind for kind, day, _ in told(compose_key_dates(case(TIME, handover=HANDOVER))) if day == date(2026, 5, 18)
    ]
    assert kinds == ["handover", "handover", "last working day", "contract ends", "final invoice"]


def test_a_key_stays_when_something_else_is_done(case: Cases) -> None:
    before = compose_key_dates(case(handover=HANDOVER.replace(", done: 2026-05-02", "")))
    after = compose_key_dates(case(handover=HANDOVER))
    assert {event.key: event.subject for event in after.events}.items() < {
        event.key: event.subject for event in before.events
    }.items()
    assert len({event.key for event in before.events}) == len(before.events)


def test_deadlines_of_rules_are_key_dates(case: Cases) -> None:
    minute = Due(title="Hours of %(hours)s end", after=Anchor.LAST_WORKING_DAY, time="23:59", zone="UTC")
    asked = with_rules(case(TIME), rule(minute, "x.hours"), rule(None, "x.nothing"))
    event = next(event for event in compose_key_dates(asked).events if event.kind is KeyDateKind.DEADLINE)
    assert (event.key, event.day, event.subject) == ("x.hours", date(2026, 5, 18), "Hours of %(hours)s end")
    assert event.moment == datetime(2026, 5, 18, 23, 59, tzinfo=UTC)
    assert event.local == event.moment
    assert set(event.values) == {"hours"}


@pytest.mark.parametrize(
    ("due", "shown"),
    [
        (Due(title="Send it", after=Anchor.NOTICE), False),
        (Due(title="Send it", after=Anchor.FINAL_INVOICE), False),
        (Due(title="Ask again", after=Anchor.NOTICE, days=3), True),
        (Due(title="Save it", after=Anchor.EFFECTIVE), True),
    ],
)
def test_a_rule_that_asks_for_a_key_date_itself_adds_none(case: Cases, due: Due, shown: bool) -> None:  # noqa: FBT001
    kinds = [event.kind for event in compose_key_dates(with_rules(case(TIME), rule(due))).events]
    assert (KeyDateKind.DEADLINE in kinds) is shown


def test_the_holidays_are_not_loaded_for_rules_without_a_deadline(case: Cases, monkeypatch: pytest.MonkeyPatch) -> None:
    asks = msgspec.structs.replace(rule(None), when=(Condition.SENT_ON_DAY_OFF,))
    asked: list[object] = []
    monkeypatch.setattr(PublicHolidays, "is_business_day", lambda *_: asked.append(1))
    compose_key_dates(with_rules(case(), asks))
    assert not asked


def test_the_identity_is_of_the_contract_and_not_of_who_ends_it(case: Cases) -> None:
    by_freelancer = compose_key_dates(case()).identity
    by_client = compose_key_dates(case(ending="{by: client}")).identity
    assert by_freelancer == by_client == ("Website", "W-7", "Acme B.V.", "Ada Byron")


def test_an_entry_knows_its_contract(case: Cases) -> None:
    dates = compose_key_dates(case())
    assert [entry.event for entry in dates.entries] == list(dates.events)
    assert {entry.contract.title for entry in dates.entries} == {"Website"}


def test_only_what_somebody_has_to_do_awaits_it() -> None:
    assert {kind.value for kind in KeyDateKind if not kind.awaits} == {"notice", "receipt", "contract ends"}


def test_programs_get_the_values_and_users_words_stay_as_they_are() -> None:
    day = date(2026, 5, 4)
    deadline = KeyDate(kind=KeyDateKind.DEADLINE, key="a", day=day, subject="By %(as_of)s", values={"as_of": day})
    assert deadline.plain_subject == "By 2026-05-04"
    assert KeyDate(kind=KeyDateKind.HANDOVER, key="b", day=day, subject="100%").plain_subject == "100%"
    assert KeyDate(kind=KeyDateKind.NOTICE, key="c", day=day).plain_subject is None
