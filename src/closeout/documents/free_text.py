"""What the user wrote in their own words, and a document shows to the other side.

Names, numbers and references are not among it, nor is the title of the contract, which both sides agreed on.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from closeout.domain.courtesy import Concern, concerns

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from closeout.diagnostic import Location
    from closeout.domain.courtesy import Lexicon
    from closeout.domain.engagement import Engagement


class FreeText(NamedTuple):
    """A text, its key path, and where it was written; `time[0].description` is found in the first row of time.csv."""

    path: str
    text: str
    location: Location


def free_texts(engagement: Engagement) -> tuple[FreeText, ...]:
    """Return every text in the user's own words, in the order of the files."""
    written = (FreeText(path, text, engagement.place(path)) for path, text in _written(engagement) if text is not None)
    rows = (
        FreeText(f"time[{number}].description", entry.description, entry.source)
        for number, entry in enumerate(engagement.time)
    )
    expenses = (
        FreeText(f"expenses[{number}].description", expense.description, expense.source)
        for number, expense in enumerate(engagement.expenses)
    )
    return (*written, *rows, *expenses)


def free_text_concerns(
    engagement: Engagement, lexicon: Lexicon, parts: Collection[str] | None = None
) -> tuple[tuple[Concern, Location], ...]:
    """Return what may do harm in the user's own words, each with the place of its text.

    `parts` are those of the engagement that are looked at, such as `ending` or `time`; without it, all are.
    """
    return tuple(
        (concern, text.location)
        for text in free_texts(engagement)
        if parts is None or re.split(r"[.\[]", text.path)[0] in parts
        for concern in concerns(text.text, lexicon)
    )


def _written(engagement: Engagement) -> Iterator[tuple[str, str | None]]:
    ending, closing = engagement.ending, engagement.closing
    yield from _each("contract.milestones", engagement.contract.milestones, "title")
    yield from _reasons("allowances", engagement, charge=False)
    yield from _reasons("charges", engagement, charge=True)
    yield "ending.reason_text", ending.reason_text
    yield "ending.thanks", ending.thanks
    yield "ending.contact_after", ending.contact_after
    yield from _each("ending.attempts", ending.attempts, "description")
    yield from _each("deliverables", engagement.deliverables, "title", "note")
    yield from _each("handover", engagement.handover, "item", "note")
    yield "closing.summary", closing.summary
    yield from _each("closing.objectives", closing.objectives, "goal", "result")
    yield from _each("closing.scope_changes", closing.scope_changes, "change", "effect")
    yield from _each("closing.open_issues", closing.open_issues, "issue")
    yield from ((f"closing.lessons[{number}]", lesson) for number, lesson in enumerate(closing.lessons))


def _reasons(name: str, engagement: Engagement, *, charge: bool) -> Iterator[tuple[str, str | None]]:
    terms = [each for each in engagement.final_invoice.adjustments if each.charge is charge]
    yield from _each(f"final_invoice.{name}", terms, "reason")


def _each(path: str, items: Sequence[object], *names: str) -> Iterator[tuple[str, str | None]]:
    """Yield the texts called `names` of each item of a list."""
    for number, item in enumerate(items):
        for name in names:
            yield f"{path}[{number}].{name}", getattr(item, name)
