from __future__ import annotations

import csv
import pickle
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from closeout.domain.business_calendar import PublicHolidays
from closeout.domain.engagement import CountsFrom, Delivery
from closeout.domain.notice import Basis, NoticeTiming, Step, StepKind, notice_timing
from closeout.domain.notice_period import NoticePeriod
from closeout.domain.period import Period, Unit

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from closeout.domain.engagement import Engagement

TODAY = date(2026, 11, 16)
with Path(__file__).with_name("worked_notices.csv").open(encoding="utf-8", newline="") as table:
    WORKED = [{name: cell for name, cell in row.items() if cell} for row in csv.DictReader(table)]


def with_terms(engagement: Engagement, contract: Mapping[str, object], ending: Mapping[str, object]) -> Engagement:
    return replace(
        engagement,
        contract=replace(engagement.contract, **contract),
        ending=replace(engagement.ending, **ending),
    )


def worked(engagement: Engagement, row: dict[str, str]) -> Engagement:
    readers: dict[str, Callable[[str], object]] = {
        "notice": NoticePeriod.parse,
        "statutory_notice": NoticePeriod.parse,
        "deemed_receipt": Period.parse,
        "counts_from": CountsFrom,
        "holidays": str,
        "sent": date.fromisoformat,
        "delivery": Delivery,
        "ends_on": date.fromisoformat,
        "agreed": bool,
        "last_working_day": date.fromisoformat,
    }
    values = {name: read(row[name]) for name, read in readers.items() if name in row}
    names = {"counts_from": "notice_counts_from", "sent": "notice_date"}
    written = {names.get(name, name): value for name, value in values.items()}
    contract = {name: value for name, value in written.items() if hasattr(engagement.contract, name)}
    return with_terms(engagement, contract, {name: written[name] for name in written.keys() - contract.keys()})


@pytest.mark.parametrize("row", WORKED, ids=lambda row: row["reason"])
def test_a_notice_worked_by_hand(row: dict[str, str], engagement: Engagement) -> None:
    timing = notice_timing(worked(engagement, row), TODAY)
    assert timing.receipt_date.isoformat() == row.get("received", row["sent"])
    assert timing.period_end.isoformat() == row["ends"]
    assert timing.effective_date.isoformat() == row.get("contract_ends", row["ends"])


def test_enough_notices_are_worked_and_each_says_why() -> None:
    assert len(WORKED) >= 60
    assert all(row["reason"].endswith(".") for row in WORKED)
    assert len({row["reason"] for row in WORKED}) == len(WORKED)


def test_without_any_terms_the_customary_fortnight_runs_from_today(engagement: Engagement) -> None:
    timing = notice_timing(engagement, TODAY)
    assert (timing.notice_date, timing.basis, timing.source) == (TODAY, Basis.CUSTOM, None)
    assert timing.period == NoticePeriod(Period(14, Unit.DAY))
    assert timing.period_end == timing.last_working_day == timing.effective_date == date(2026, 11, 30)
    assert (timing.delivery, timing.receipt_date, timing.counts_from) == (Delivery.EMAIL, TODAY, CountsFrom.RECEIPT)


def test_the_contract_goes_before_the_law_and_the_law_before_custom(engagement: Engagement) -> None:
    month, fortnight = NoticePeriod.parse("1 month"), NoticePeriod.parse("2 weeks")
    law = {"statutory_notice": month, "statutory_source": "§ 621 BGB", "notice_clause": "§ 8"}
    by_law = notice_timing(with_terms(engagement, law, {}), TODAY)
    assert (by_law.basis, by_law.source, by_law.period) == (Basis.LAW, "§ 621 BGB", month)
    by_contract = notice_timing(with_terms(engagement, law | {"notice": fortnight}, {}), TODAY)
    assert (by_contract.basis, by_contract.source, by_contract.period) == (Basis.CONTRACT, "§ 8", fortnight)


@pytest.mark.parametrize(
    ("delivery", "days"),
    [(Delivery.MESSAGE, 0), (Delivery.EMAIL, 0), (Delivery.HAND, 0), (Delivery.COURIER, 1), (Delivery.POST, 3)],
)
def test_receipt_is_assumed_by_the_delivery_unless_the_contract_deems_it(
    delivery: Delivery, days: int, engagement: Engagement
) -> None:
    assumed = notice_timing(with_terms(engagement, {}, {"delivery": delivery}), TODAY)
    assert (assumed.receipt_date - TODAY).days == assumed.deemed_receipt.count == days
    deemed = with_terms(engagement, {"deemed_receipt": Period(5, Unit.DAY)}, {"delivery": delivery})
    assert notice_timing(deemed, TODAY).receipt_date == date(2026, 11, 21)


def test_the_last_working_day_is_the_end_unless_it_is_stated(engagement: Engagement) -> None:
    def last_day(**ending: object) -> date:
        return notice_timing(with_terms(engagement, {}, ending), TODAY).last_working_day

    assert last_day() == date(2026, 11, 30)
    assert last_day(ends_on=date(2026, 12, 31)) == date(2026, 12, 31)
    assert last_day(ends_on=date(2026, 11, 20)) == date(2026, 11, 30)
    assert last_day(ends_on=date(2026, 11, 20), agreed=True) == date(2026, 11, 20)
    assert last_day(ends_on=date(2026, 12, 31), last_working_day=date(2026, 12, 1)) == date(2026, 12, 1)


def test_an_agreement_on_no_day_changes_nothing(engagement: Engagement) -> None:
    assert notice_timing(with_terms(engagement, {}, {"agreed": True}), TODAY).effective_date == date(2026, 11, 30)


def test_the_earliest_end_counts_from_today_where_the_notice_lies_in_the_past(engagement: Engagement) -> None:
    def earliest(sent: date | None, as_of: date) -> date:
        posted = with_terms(engagement, {}, {"notice_date": sent, "delivery": Delivery.POST})
        return notice_timing(posted, as_of).earliest_end

    assert earliest(None, TODAY) == date(2026, 12, 3)
    assert earliest(date(2026, 11, 1), TODAY) == date(2026, 12, 3)
    assert earliest(date(2026, 11, 30), TODAY) == date(2026, 12, 17)


def test_the_steps_tell_how_the_end_comes_about(engagement: Engagement) -> None:
    posted = with_terms(
        engagement,
        {"notice": NoticePeriod.parse("6 weeks to the end of a quarter")},
        {"delivery": Delivery.POST, "ends_on": date(2027, 4, 15), "last_working_day": date(2027, 3, 26)},
    )
    received, run_out, quarter = date(2026, 11, 19), date(2026, 12, 31), date(2027, 4, 15)
    assert notice_timing(posted, TODAY).steps == (
        Step(kind=StepKind.SENT, end=TODAY),
        Step(kind=StepKind.RECEIVED, start=TODAY, period=Period(3, Unit.DAY), end=received),
        Step(kind=StepKind.COUNTED, start=received, period=Period(6, Unit.WEEK), end=run_out),
        Step(kind=StepKind.WANTED, end=quarter),
        Step(kind=StepKind.LAST_WORKING_DAY, end=date(2027, 3, 26)),
        Step(kind=StepKind.ENDS, end=quarter),
    )


def test_a_step_tells_of_the_move_to_an_end_and_of_an_agreement(engagement: Engagement) -> None:
    notice = {"notice": NoticePeriod.parse("2 weeks to the end of a month")}
    agreed = {"ends_on": date(2026, 11, 20), "agreed": True, "notice_date": date(2026, 11, 17)}
    kinds = [step.kind for step in notice_timing(with_terms(engagement, notice, agreed), TODAY).steps]
    assert kinds == [
        StepKind.SENT,
        StepKind.RECEIVED,
        StepKind.COUNTED,
        StepKind.MOVED,
        StepKind.AGREED,
        StepKind.LAST_WORKING_DAY,
        StepKind.ENDS,
    ]
    moved = notice_timing(with_terms(engagement, notice, agreed), TODAY).steps[3]
    assert moved == Step(kind=StepKind.MOVED, start=date(2026, 12, 1), end=date(2026, 12, 31))


def test_the_calendar_is_that_of_the_contract_or_of_the_freelancer(engagement: Engagement) -> None:
    assert notice_timing(engagement, TODAY).calendar == PublicHolidays("DE")
    bavaria = with_terms(engagement, {"holidays": "DE-BY"}, {})
    assert notice_timing(bavaria, TODAY).calendar == PublicHolidays("DE", "BY")


DATES = st.dates(date(2000, 1, 1), date(2199, 12, 31))
NOTICES = st.one_of(
    st.none(),
    st.sampled_from(
        [
            NoticePeriod.parse(text)
            for text in ("none", "14 days", "1 month", "6 weeks to the end of a quarter", "end of a week", "P1Y")
        ]
    ),
)
CONTRACTS = st.fixed_dictionaries(
    {
        "notice": NOTICES,
        "statutory_notice": NOTICES,
        "notice_counts_from": st.sampled_from(CountsFrom),
        "deemed_receipt": st.none() | st.builds(Period, st.integers(0, 9), st.just(Unit.DAY)),
    }
)
ENDINGS = st.fixed_dictionaries(
    {
        "notice_date": st.none() | DATES,
        "delivery": st.sampled_from(Delivery),
        "ends_on": st.none() | DATES,
        "agreed": st.booleans(),
        "last_working_day": st.none() | DATES,
    }
)


@settings(max_examples=200)
@given(contract=CONTRACTS, ending=ENDINGS, as_of=DATES)
def test_whatever_the_terms_the_days_agree_with_one_another(
    contract: dict[str, object], ending: dict[str, object], as_of: date, engagement: Engagement
) -> None:
    timing = notice_timing(with_terms(engagement, contract, ending), as_of)
    assert timing.notice_date <= timing.counted_from <= timing.raw_end <= timing.period_end <= timing.earliest_end
    assert timing.counted_from in {timing.notice_date, timing.receipt_date}
    if not timing.agreed:
        assert timing.effective_date >= max(timing.period_end, timing.last_working_day)
    elif timing.wanted_end is not None:
        assert timing.effective_date == timing.wanted_end
    assert in_a_row(timing)


def in_a_row(timing: NoticeTiming) -> bool:
    """Tell whether each step that counts begins where an earlier one ended, and the last is the end."""
    reached: set[date] = set()
    for step in timing.steps:
        if step.start is not None and step.start not in reached:
            return False
        reached.add(step.end)
    return timing.steps[-1].end == timing.effective_date


def test_a_timing_goes_to_another_process(engagement: Engagement) -> None:
    timing = notice_timing(engagement, TODAY)
    assert pickle.loads(pickle.dumps(timing)) == timing  # noqa: S301 - our own bytes
