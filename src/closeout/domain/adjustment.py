"""Allowances and charges on the whole of an invoice (EN 16931, BG-20 and BG-21)."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from msgspec import Struct

from closeout.domain.money import Money
from closeout.domain.tax import Tax

if TYPE_CHECKING:
    from collections.abc import Iterable

    from closeout.domain.invoice import InvoiceLine

# UNTDID 5189, as far as EN 16931 allows it.
ALLOWANCE_CODES = frozenset("41 42 60 62 63 64 65 66 67 68 70 71 88 95 100 102 103 104 105".split())

# UNTDID 7161.
CHARGE_CODES = frozenset(
    (
        "AA AAA AAC AAD AAE AAF AAH AAI AAS AAT AAV AAY AAZ ABA ABB ABC ABD ABF ABK ABL ABN ABR ABS ABT ABU ACF ACG "
        "ACH ACI ACJ ACK ACL ACM ACS ADC ADE ADJ ADK ADL ADM ADN ADO ADP ADQ ADR ADT ADW ADY ADZ AEA AEB AEC AED AEF "
        "AEH AEI AEJ AEK AEL AEM AEN AEO AEP AES AET AEU AEV AEW AEX AEY AEZ AJ AU CA CAB CAD CAE CAF CAI CAJ CAK CAL "
        "CAM CAN CAO CAP CAQ CAR CAS CAT CAU CAV CAW CAX CAY CAZ CD CG CS CT DAB DAC DAD DAF DAG DAH DAI DAJ DAK DAL "
        "DAM DAN DAO DAP DAQ DL EG EP ER FAA FAB FAC FC FH FI GAA HAA HD HH IAA IAB ID IF IR IS KO L1 LA LAA LAB LF "
        "MAE MI ML NAA OA PA PAA PC PL PRV RAB RAC RAD RAF RE RF RH RV SA SAA SAD SAE SAI SG SH SM SU TAB TAC TT TV "
        "V1 V2 WH XAA YY ZZZ"
    ).split()
)


class AdjustmentTerms(Struct, frozen=True, kw_only=True):
    """An allowance or a `charge` as it is agreed: a net `amount`, or else per cent of all lines with its `tax`."""

    charge: bool
    reason: str
    code: str | None
    amount: Money | None
    percent: Decimal | None
    tax: Tax


class Adjustment(Struct, frozen=True, kw_only=True):
    """An allowance (BG-20) or a `charge` (BG-21) of a net `amount`, which is never negative.

    `reason` is BT-97 or BT-104, `code` BT-98 or BT-105. `base` (BT-93, BT-100) is what it is `percent` of.
    """

    charge: bool
    reason: str
    code: str | None
    amount: Money
    base: Money | None
    percent: Decimal | None
    tax: Tax

    @property
    def effect(self) -> Money:
        """What it adds to the net total: an allowance is negative."""
        return self.amount if self.charge else -self.amount


def adjustment(terms: AdjustmentTerms, lines: Iterable[InvoiceLine], currency: str) -> Adjustment:
    """Work out an allowance or a charge on `lines`; a share is rounded once."""
    base = None
    if terms.percent is not None:
        base = Money.total((line.net for line in lines if line.tax.same_rate(terms.tax)), currency)
    amount = terms.amount or Money.zero(currency)
    return Adjustment(
        charge=terms.charge,
        reason=terms.reason,
        code=terms.code,
        amount=amount if base is None else base.share(terms.percent or Decimal(0), Decimal(100)),
        base=base,
        percent=terms.percent,
        tax=terms.tax,
    )
