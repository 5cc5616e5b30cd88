"""A format of CSV exports, told by its columns: the tools differ in little else."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import TYPE_CHECKING, TypeVar

from msgspec import Struct

from closeout.diagnostic import Report
from closeout.reading.imports.cells import hours_of, money_of, truth_of
from closeout.reading.imports.dates import OrderOfDates, day_of
from closeout.reading.imports.entry import Tracked, described, one_line
from closeout.reading.imports.sheet import Sheet, SheetRow, columns_of, unit_of
from closeout.reading.scalar import ScalarError

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator

    from closeout.reading.imports.dates import DateOrder
    from closeout.reading.imports.export import Export

ValueT = TypeVar("ValueT")
_NO_TIME = Decimal(0)
_NAMELESS = ""  # no column has this name


def _never(_: SheetRow) -> str | None:
    return None


class SheetFormat(Struct, frozen=True, kw_only=True):
    """The columns of one tool's CSV export, in small letters.

    `needed` and no column of `foreign` are what it is recognised by. The first column of `description` that says
    anything is taken. `rate` is money an hour; `amount` is that of the whole row and tells no more than its currency,
    which stands in the column `currency` or in the name of the column of money. An entry without an `end` and without
    hours still runs. `apart` says why a row is no hourly work, if it is none.
    """

    name: str
    needed: tuple[str, ...]
    foreign: tuple[str, ...] = ()
    date: str
    hours: str
    end: str = _NAMELESS
    description: tuple[str, ...]
    project: str = "project"
    person: tuple[str, ...]
    billable: str
    billed: str = _NAMELESS
    rate: str = _NAMELESS
    amount: str = _NAMELESS
    currency: str = _NAMELESS
    apart: Callable[[SheetRow], str | None] = _never

    @property
    def wanted(self) -> str:
        """The columns by which it is recognised."""
        return f"the columns {', '.join(self.needed)}"

    def recognises(self, export: Export) -> bool:
        """Tell whether the first line has all columns that are needed."""
        columns = columns_of(export.text)
        return all(name in columns for name in self.needed) and not any(name in columns for name in self.foreign)

    def read(self, export: Export) -> Iterator[Tracked]:
        """Yield every sound row, once the order of day and month is settled for all of them."""
        sheet = Sheet(export)
        settling = Report()
        order = _order(sheet, self.date, export.order, settling)
        if settling.failed:
            for problem in settling.diagnostics:
                export.report.error(problem.code, problem.message, problem.location, problem.hint)
            return
        rows = _Rows(self, sheet, order, export.report)
        for row in sheet.rows(export.report):
            tracked = rows.tracked(row)
            if tracked is not None:
                yield tracked


def _order(sheet: Sheet, date: str, chosen: DateOrder | None, report: Report) -> DateOrder | None:
    dates = OrderOfDates()
    for row in sheet.rows(report):
        dates.see(row.text(date), lambda row=row: row.place(date))  # type: ignore[misc] # mypy knows no such default
    return dates.settle(chosen, report)


class _Rows:
    """Reads the rows of one file."""

    def __init__(self, form: SheetFormat, sheet: Sheet, order: DateOrder | None, report: Report) -> None:
        """Look up the columns of money, whose names may have a currency in them."""
        self._form = form
        self._report = report
        self._order = order
        self._rate = sheet.column(form.rate)
        self._amount = sheet.column(form.amount)
        self._all_billable = form.billable not in sheet.columns
        self._tells_end = form.end in sheet.columns

    def tracked(self, row: SheetRow) -> Tracked | None:
        """Return what the row says, or None if a problem was reported."""
        form = self._form
        date = self._value(row, form.date, self._day)
        hours = self._hours(row)
        billable = self._value(row, form.billable, truth_of)
        billed = self._value(row, form.billed, truth_of)
        rate = self._value(row, self._rate, money_of)
        amount = self._value(row, self._amount, money_of)
        if date is None or hours is None or billable is None or billed is None or rate is None or amount is None:
            return None
        return Tracked(
            date=date,
            hours=hours if hours or not self._runs(row) else None,
            description=described(*(row.text(column) for column in form.description)),
            projects=tuple(filter(None, [one_line(row.text(form.project))])),
            person=one_line(" ".join(row.text(column) for column in form.person)),
            billable=billable or self._all_billable,
            billed=billed,
            rate=rate or None,
            currency=self._currency(row) if rate or amount else None,
            apart=form.apart(row),
            location=row.place(form.date),
        )

    def _value(self, row: SheetRow, column: str, reader: Callable[[str], ValueT]) -> ValueT | None:
        try:
            return reader(row.text(column))
        except ScalarError as error:
            self._report.error(error.code, f"{column}: {error.message}", row.place(column), error.hint)
            return None

    def _day(self, text: str) -> dt.date:
        return day_of(text, self._order)

    def _hours(self, row: SheetRow) -> Decimal | None:
        if self._runs(row) and not row.text(self._form.hours):
            return _NO_TIME
        return self._value(row, self._form.hours, hours_of)

    def _runs(self, row: SheetRow) -> bool:
        return self._tells_end and not row.text(self._form.end)

    def _currency(self, row: SheetRow) -> str | None:
        """Return the currency: 'Euro - EUR' names it as well as 'EUR'."""
        named = row.text(self._form.currency).rpartition(" ")[2].upper()
        return named or unit_of(self._rate) or unit_of(self._amount) or None
