"""What is billed beside the work: expenses, and what is decided about the final invoice."""

from __future__ import annotations

from typing import TYPE_CHECKING

from closeout.diagnostic import Code, did_you_mean
from closeout.domain.adjustment import ALLOWANCE_CODES, CHARGE_CODES, AdjustmentTerms
from closeout.domain.engagement import FinalInvoiceTerms
from closeout.domain.expense import Expense
from closeout.domain.money import Money
from closeout.domain.unit import UnitCode
from closeout.reading.exact import exact_money
from closeout.reading.rows import ExpenseUnit
from closeout.reading.taxation import own_tax

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from decimal import Decimal

    from closeout.diagnostic import Location, Report
    from closeout.domain.engagement import Contract
    from closeout.reading.rows import ExpenseRow
    from closeout.reading.shape import AdjustmentShape, FinalInvoiceShape

_UNITS = {
    ExpenseUnit.ONE: UnitCode.ONE,
    ExpenseUnit.HOUR: UnitCode.HOUR,
    ExpenseUnit.DAY: UnitCode.DAY,
    ExpenseUnit.WEEK: UnitCode.WEEK,
    ExpenseUnit.MONTH: UnitCode.MONTH,
    ExpenseUnit.KILOMETRE: UnitCode.KILOMETRE,
    ExpenseUnit.MILE: UnitCode.MILE,
    ExpenseUnit.PAGE: UnitCode.PAGE,
    ExpenseUnit.WORD: UnitCode.WORD,
}


def expense(row: ExpenseRow, place: Location, contract: Contract) -> Expense:
    """Give a row of the expenses the contract's tax, where it has none of its own."""
    return Expense(
        date=row.date,
        description=row.description,
        quantity=row.quantity,
        unit=_UNITS[row.unit],
        price=row.price,
        net=Money.of(row.quantity * row.price, contract.currency),
        tax=own_tax(contract.tax, row.tax_rate),
        invoice=row.invoice,
        receipt=row.receipt,
        source=place,
    )


def final_invoice_terms(
    shape: FinalInvoiceShape, contract: Contract, places: Mapping[str, Location], report: Report
) -> FinalInvoiceTerms:
    """Settle what is decided about the final invoice; report what an allowance or a charge lacks."""
    if shape.round_to is not None:
        exact_money(
            shape.round_to, "final_invoice.round_to", contract.currency, places["final_invoice.round_to"], report
        )
    terms = _Adjustments(contract, places, report)
    return FinalInvoiceTerms(
        number=shape.number,
        date=shape.date,
        due=shape.due,
        payment_reference=shape.payment_reference,
        adjustments=(
            *terms.read(shape.allowances, "final_invoice.allowances", charge=False),
            *terms.read(shape.charges, "final_invoice.charges", charge=True),
        ),
        round_to=shape.round_to,
    )


class _Adjustments:
    """Reads allowances and charges; what all of them need."""

    def __init__(self, contract: Contract, places: Mapping[str, Location], report: Report) -> None:
        self._contract = contract
        self._places = places
        self._report = report

    def read(self, shapes: tuple[AdjustmentShape, ...], path: str, *, charge: bool) -> Iterator[AdjustmentTerms]:
        for number, shape in enumerate(shapes):
            own = f"{path}[{number}]"
            self._check_size(shape, own)
            yield AdjustmentTerms(
                charge=charge,
                reason=shape.reason,
                code=self._code(shape.code, own, charge=charge),
                amount=self._amount(shape.amount, own),
                percent=shape.percent,
                tax=own_tax(self._contract.tax, shape.tax_rate),
            )

    def _check_size(self, shape: AdjustmentShape, path: str) -> None:
        """Report an allowance or a charge of no size, or of two."""
        if (shape.amount is None) == (shape.percent is None):
            both = "both an amount and a percent" if shape.amount is not None else "neither an amount nor a percent"
            hint = "write amount: 50.00 or percent: 5, one of the two"
            self._report.error(Code.TERMS_INCOMPLETE, f"'{shape.reason}' has {both}", self._places[path], hint)

    def _amount(self, amount: Decimal | None, path: str) -> Money | None:
        if amount is None:
            return None
        name = f"{path}.amount"
        return exact_money(amount, name, self._contract.currency, self._places[name], self._report)

    def _code(self, code: str | None, path: str, *, charge: bool) -> str | None:
        known, names = (CHARGE_CODES, "UNTDID 7161") if charge else (ALLOWANCE_CODES, "UNTDID 5189")
        if code is not None and code not in known:
            message = f"'{code}' is not a code of a reason ({names}, as EN 16931 takes it)"
            example = "FC is freight, ZZZ anything agreed" if charge else "95 is a discount, 100 a special rebate"
            hint = did_you_mean(code.upper(), known) or f"leave it out, as the reason is enough; {example}"
            self._report.error(Code.BAD_CHOICE, message, self._places[f"{path}.code"], hint)
        return code
