"""The features of an invoice, one by one and together: the points of the space that the grid of judgements visits."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from msgspec.structs import replace

from closeout.diagnostic import Location
from closeout.domain.adjustment import ALLOWANCE_CODES, CHARGE_CODES, AdjustmentTerms
from closeout.domain.early_payment import EarlyPayment
from closeout.domain.expense import Expense
from closeout.domain.money import Money
from closeout.domain.tax import Tax, TaxCategory
from closeout.domain.unit import UnitCode
from tests.conformance.space import FULL, billed, deposit, example, hours, money

if TYPE_CHECKING:
    from collections.abc import Callable

    from closeout.domain.engagement import Engagement

    Feature = Callable[[Engagement], Engagement]

STANDARD: Final = Tax(TaxCategory.STANDARD, Decimal(20))
LOW: Final = Tax(TaxCategory.STANDARD, Decimal("5.5"))


def plain(tax: Tax, currency: str) -> Engagement:
    """Return an engagement with two lines of one tax, and a deposit."""
    return billed(
        tax,
        currency,
        time=(hours(date(2026, 10, 1), Decimal("2.5"), Decimal(80), tax),),
        milestones=(("Site", money(Decimal(1200), currency), tax),),
        deposits=(deposit("D-1", money(Decimal(120), currency), tax.rate),),
        freelancer=replace(example().freelancer, **FULL),
        client=replace(example().client, vat_id="NL123456782B76"),
    )


def spent(engagement: Engagement, unit: UnitCode, price: str, quantity: str, tax: Tax | None = None) -> Expense:
    """Return an expense that is not billed yet."""
    currency = engagement.contract.currency
    return Expense(
        date=date(2026, 10, 7),
        description="Train & <tram>",
        quantity=Decimal(quantity),
        unit=unit,
        price=Decimal(price),
        net=Money.of(Decimal(quantity) * Decimal(price), currency),
        tax=tax or engagement.contract.tax,
        invoice=None,
        receipt="R 17/3 <a>",
        source=Location("expenses.csv", 2, 1),
    )


def adjusted(engagement: Engagement, *, charge: bool, code: str | None = None, **size: object) -> Engagement:
    """Return the engagement with one allowance or charge more."""
    terms = AdjustmentTerms(
        charge=charge,
        reason="As agreed & <signed>",
        code=code,
        **{"amount": None, "percent": None, "tax": engagement.contract.tax, **size},  # type: ignore[arg-type]
    )
    own = engagement.final_invoice
    return replace(engagement, final_invoice=replace(own, adjustments=(*own.adjustments, terms)))


def allowance(engagement: Engagement) -> Engagement:
    """Take a fixed amount off."""
    return adjusted(engagement, charge=False, code="95", amount=Money.of(30, engagement.contract.currency))


def shares(engagement: Engagement) -> Engagement:
    """Take a share off, and add another."""
    off = adjusted(engagement, charge=False, code="100", percent=Decimal(5))
    return adjusted(off, charge=True, code="FC", percent=Decimal("12.5"))


def charge(engagement: Engagement) -> Engagement:
    """Add a fixed amount, without a code."""
    return adjusted(engagement, charge=True, amount=Money.of(40, engagement.contract.currency))


def rounded(engagement: Engagement) -> Engagement:
    """Round what is due to whole tens, which no other amount is sure to be."""
    return replace(engagement, final_invoice=replace(engagement.final_invoice, round_to=Decimal(50)))


def discounted(engagement: Engagement) -> Engagement:
    """Grant a discount for paying early."""
    early = EarlyPayment(days=7, percent=Decimal(2))
    return replace(engagement, contract=replace(engagement.contract, early_payment=early))


def referenced(engagement: Engagement) -> Engagement:
    """Name the client's project, order and routing."""
    contract = replace(engagement.contract, project="P-7 & <co>", buyer_reference="04011000-12345-67", order="O 1")
    return replace(engagement, contract=contract)


def expenses(engagement: Engagement) -> Engagement:
    """Bill an expense in each unit."""
    return replace(engagement, expenses=tuple(spent(engagement, unit, "10", "4") for unit in UnitCode))


def everything(engagement: Engagement) -> Engagement:
    """Put it all on one invoice."""
    for feature in (allowance, shares, charge, rounded, discounted, referenced, expenses):
        engagement = feature(engagement)
    return engagement


def rates(engagement: Engagement) -> Engagement:
    """Bill an expense at another rate, with an allowance and a charge of its own."""
    more = replace(engagement, expenses=(spent(engagement, UnitCode.KILOMETRE, "10", "42", LOW),))
    off = adjusted(more, charge=False, percent=Decimal(10), tax=LOW)
    return adjusted(off, charge=True, amount=Money.of(10, engagement.contract.currency), tax=LOW)


def paid_back(engagement: Engagement) -> Engagement:
    """Deduct more than there is, so that the seller owes."""
    currency = engagement.contract.currency
    big = deposit("D-2", money(Decimal(6000), currency), engagement.contract.tax.rate)
    return replace(engagement, ledger=(*engagement.ledger, big))


def reasons(engagement: Engagement) -> Engagement:
    """Bill two lines of one category for two reasons."""
    tax = Tax(engagement.contract.tax.category, engagement.contract.tax.rate, "A reason of its own")
    return replace(engagement, expenses=(spent(engagement, UnitCode.ONE, "10", "1", tax),))


FEATURES: Final[tuple[Feature, ...]] = (
    allowance,
    shares,
    charge,
    rounded,
    discounted,
    referenced,
    expenses,
    everything,
    paid_back,
    reasons,
)
ODD_CURRENCIES: Final = ("JPY", "KWD", "CHF", "USD")
EVERY_CODE: Final = (
    *((False, code) for code in sorted(ALLOWANCE_CODES)),
    *((True, code) for code in sorted(CHARGE_CODES)),
)


def every_code() -> Engagement:
    """Return an engagement with an allowance or a charge for each code of a reason."""
    engagement = plain(STANDARD, "EUR")
    for is_charge, code in EVERY_CODE:
        engagement = adjusted(engagement, charge=is_charge, code=code, amount=Money.of(Decimal("0.07"), "EUR"))
    return engagement
