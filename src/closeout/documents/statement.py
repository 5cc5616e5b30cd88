"""The statement of account: what was charged, paid and credited in a period, and what is open at its end."""

from __future__ import annotations

import datetime as dt

from msgspec import Struct

from closeout.documents.case import Case, Stationery, stationery
from closeout.domain.account import Account, running_account
from closeout.domain.engagement import Contract
from closeout.domain.party import Side

QUERY_DAYS = dt.timedelta(days=14)  # custom: no law sets a time for queries


class Statement(Struct, frozen=True, kw_only=True):
    """A statement from freelancer to client. Its `number` is the last day of its period, without hyphens.

    Where the platform issues the invoices (`platform_bills`), it bears no bank details. Queries are asked for within 14
    days, by `queries_by`.
    """

    stationery: Stationery
    number: str
    contract: Contract
    platform: str | None
    platform_bills: bool
    account: Account
    queries_by: dt.date


def compose_statement(case: Case, start: dt.date | None = None, end: dt.date | None = None) -> Statement:
    """Compose the statement from `start` (else the first day of all) to `end` (else the day as of which it speaks)."""
    engagement = case.engagement
    contract = engagement.contract
    last = end or case.as_of
    days = [entry.issue_date for entry in engagement.ledger]
    days += [entry.paid_date for entry in engagement.ledger if entry.paid_date is not None]
    first = start or min(contract.start, last, *days)
    return Statement(
        stationery=stationery(engagement, Side.FREELANCER, case.as_of),
        number=f"{last:%Y%m%d}",
        contract=contract,
        platform=case.platform,
        platform_bills=case.platform_bills,
        account=running_account(engagement.ledger, contract.currency, first, last),
        queries_by=case.as_of + QUERY_DAYS,
    )
