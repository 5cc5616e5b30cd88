from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from msgspec.structs import replace

from closeout.domain.notice import Basis, notice_timing
from closeout.domain.period import Period, Unit

if TYPE_CHECKING:
    from closeout.domain.engagement import Engagement

TODAY = date(2026, 11, 16)


def test_without_any_terms_the_customary_fortnight_runs_from_today(engagement: Engagement) -> None:
    timing = notice_timing(engagement, TODAY)
    assert (timing.notice_date, timing.period, timing.basis) == (TODAY, Period(14, Unit.DAY), Basis.CUSTOM)
    assert timing.period_end == timing.last_working_day == timing.effective_date == date(2026, 11, 30)


def test_the_contract_and_the_date_of_the_letter_win(engagement: Engagement) -> None:
    stated = replace(
        engagement,
        contract=replace(engagement.contract, notice=Period(1, Unit.MONTH)),
        ending=replace(engagement.ending, notice_date=date(2026, 1, 31)),
    )
    timing = notice_timing(stated, TODAY)
    assert timing.basis is Basis.CONTRACT
    assert (timing.notice_date, timing.period_end) == (date(2026, 1, 31), date(2026, 2, 28))


def test_the_contract_ends_with_the_later_of_period_and_work(engagement: Engagement) -> None:
    early = replace(engagement, ending=replace(engagement.ending, last_working_day=date(2026, 11, 20)))
    late = replace(engagement, ending=replace(engagement.ending, last_working_day=date(2026, 12, 4)))
    assert notice_timing(early, TODAY).last_working_day == date(2026, 11, 20)
    assert notice_timing(early, TODAY).effective_date == date(2026, 11, 30)
    assert notice_timing(late, TODAY).effective_date == date(2026, 12, 4)
