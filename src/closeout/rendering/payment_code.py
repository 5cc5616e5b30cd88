"""Codes to scan, drawn with segno: the QR code of a payment, as an SVG that stands within a page."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

import segno
from markupsafe import Markup

if TYPE_CHECKING:
    from closeout.documents.payment_terms import PaymentTerms
    from closeout.rendering.environment import DocumentTemplates

_SLIP_SIDE: Final = 46  # mm, without a quiet zone (Swiss Implementation Guidelines QR-bill, 5.4)
# 7 mm square: a white frame, black, and the cross of the flag, whose arms are a sixth longer than wide.
_SWISS_CROSS: Final = (
    '<path fill="#fff" d="M-3.5-3.5h7v7h-7z"/><path d="M-3-3h6v6h-6z"/>'
    '<path fill="#fff" d="M-.585-1.95h1.17v1.365h1.365v1.17h-1.365v1.365h-1.17v-1.365h-1.365v-1.17h1.365z"/>'
)
_ACCOUNT: Final = re.compile(r"<ul>(?:(?!</?ul>).)*<strong>IBAN</strong>.*?</ul>", re.DOTALL)


def code_svg(payload: str, title: str) -> Markup:
    """Draw the QR code of a text at error correction M; `title` is what is read to those who do not see it."""
    return Markup(_svg(payload, title))  # noqa: S704 - segno escapes the title


def slip_svg(payload: str, title: str) -> Markup:
    """Draw the code of a Swiss slip, with the cross in its middle."""
    svg = _svg(payload, title)
    side = int(re.search(r'viewBox="0 0 ([0-9]+)', svg)[1])  # type: ignore[index] # segno always writes it
    cross = f'<g transform="translate({side / 2:g} {side / 2:g}) scale({side / _SLIP_SIDE:.4f})">{_SWISS_CROSS}</g>'
    return Markup(svg.replace("</svg>", f"{cross}</svg>"))  # noqa: S704 - segno escapes the title


def with_payment(body: Markup, terms: PaymentTerms, templates: DocumentTemplates, title: str) -> Markup:
    """Return the body of an invoice with its code beside the bank details, or with a slip at its end.

    Where a template of the user's shows no bank details, the code stands at the end.
    """
    if terms.slip is not None:
        slip = templates.html("layouts/swiss_slip.html", slip=terms.slip, code=slip_svg, title=title)
        return body + Markup(slip)  # noqa: S704 - the template escapes
    figure = templates.html("layouts/payment_code.html", payload=terms.code, code=code_svg)
    account = _ACCOUNT.search(body)
    before, list_, after = (body[: account.start()], account[0], body[account.end() :]) if account else (body, "", "")
    return Markup(f'{before}<div class="payment">{list_}\n{figure}</div>{after}')  # noqa: S704 - all of it is HTML


def _svg(payload: str, title: str) -> str:
    qr = segno.make_qr(payload, error="m", boost_error=False, encoding="utf-8")
    return qr.svg_inline(border=0, omitsize=True, title=title, svgclass=None, lineclass=None)
