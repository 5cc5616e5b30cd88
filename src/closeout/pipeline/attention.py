"""What the user should know before a document goes out: words that hurt, rules that warn, a message too long."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from closeout.diagnostic import Code, Diagnostic, Severity
from closeout.documents.findings import findings
from closeout.documents.free_text import free_text_concerns
from closeout.domain.courtesy import concerns
from closeout.domain.rule import Gravity

if TYPE_CHECKING:
    from closeout.diagnostic import Location
    from closeout.documents.case import Case
    from closeout.documents.findings import Finding
    from closeout.domain.courtesy import Concern


def courtesy_warnings(case: Case, shown: tuple[str, ...], text: str) -> tuple[Diagnostic, ...]:
    """Warn of words that may hurt or harm: those of the user's own at their place, then those of a changed template.

    `shown` are the parts of the engagement that the other side reads; `text` is the finished document where templates
    of the user's are at work, and empty where all of them are ours.
    """
    own = free_text_concerns(case.engagement, case.lexicon, shown)
    found = concerns(text, case.lexicon)
    rest = Counter(_plain(each.words) for each in found) - Counter(_plain(each.words) for each, _ in own)
    by_words = {_plain(each.words): each for each in found}
    placed = (*own, *((by_words[words], None) for words in rest))
    return tuple(_courtesy_warning(concern, place) for concern, place in placed)


def _plain(words: str) -> str:
    """Return words as they are compared, in Markdown and out of it."""
    return " ".join(words.replace("\\", "").lower().split())


def _courtesy_warning(concern: Concern, place: Location | None) -> Diagnostic:
    message = f"'{concern.words}': {concern.why}"
    return Diagnostic(Code.DISCOURTEOUS, message, place, concern.instead, Severity.WARNING)


def rule_warnings(case: Case) -> tuple[Diagnostic, ...]:
    """Warn of what the rules say must happen first; what only advises stands in the checklist."""
    return tuple(
        Diagnostic(Code.RULE, found.says, None, _advice(found), Severity.WARNING)
        for found in findings(case, lambda rule: rule.severity is Gravity.WARNING)
    )


def _advice(found: Finding) -> str:
    return f"{found.step} ({found.rule.source})" if found.step else found.rule.source


def length_warnings(case: Case, message: str) -> tuple[Diagnostic, ...]:
    """Warn of a chat message that is longer than the platform takes."""
    platform = case.rulebook.platform
    if platform is None or platform.message_limit is None or len(message) <= platform.message_limit:
        return ()
    text = f"the message has {len(message)} characters; {platform.name} takes {platform.message_limit}"
    hint = "shorten ending.thanks or the titles of the work, or send the rest as a second message"
    return (Diagnostic(Code.MESSAGE_TOO_LONG, text, None, hint, Severity.WARNING),)
