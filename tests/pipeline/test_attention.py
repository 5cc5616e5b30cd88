"""What the user is told before a document goes out."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from closeout.diagnostic import Code, Diagnostic
from closeout.pipeline import KINDS, Settings, load, render

if TYPE_CHECKING:
    from pathlib import Path

TODAY = date(2026, 11, 16)
RULES = """
platform: {name: Upwork, message_limit: 200, message_limit_source: Ours}
rules:
  - {id: own.rule, severity: warning, says: "Something, 100 %%.", source: Ourselves, checked: 2026-11-01}
  - {id: own.advice, severity: advice, says: Something else., source: Ourselves, checked: 2026-11-01}
"""


def override(engagement: Path, name: str, text: str) -> None:
    path = engagement / "templates" / name
    path.parent.mkdir(parents=True)
    path.write_text(text, encoding="utf-8")


def warnings(engagement: Path, kind: str) -> tuple[Diagnostic, ...]:
    loaded = load(engagement, messages=False)
    return render(loaded, KINDS[kind], KINDS[kind].formats[0], as_of=TODAY, settings=Settings()).warnings


def test_a_rule_that_warns_is_told_and_one_that_advises_is_not(engagement: Path) -> None:
    override(engagement, "rules/upwork.yaml", RULES)
    told = {warning.message: warning.hint for warning in warnings(engagement, "notice")}
    assert told["Something, 100 %."] == "Ourselves"
    assert "Something else." not in told
    assert told["The client still owes 1353.75 USD on invoices that have been sent."] == (
        "Ask for this payment, or agree on a day for it, before you give notice. (Good practice)"
    )


def test_rules_are_for_the_notice_and_not_for_other_documents(engagement: Path) -> None:
    assert {warning.code for warning in warnings(engagement, "message")} == {Code.RULE}
    assert warnings(engagement, "invoice") == ()
    assert warnings(engagement, "explain") == ()


def test_a_message_that_is_too_long_for_the_platform(engagement: Path) -> None:
    override(engagement, "rules/upwork.yaml", RULES)
    (told,) = (each for each in warnings(engagement, "message") if each.code is Code.MESSAGE_TOO_LONG)
    assert "characters; Upwork takes 200" in told.message
    assert Code.MESSAGE_TOO_LONG not in {each.code for each in warnings(engagement, "notice")}


def test_words_of_a_changed_template_are_looked_at_too(engagement: Path) -> None:
    override(engagement, "documents/notice.md", "# Notice\n\nYou never pay on time.\n")
    (told,) = (each for each in warnings(engagement, "notice") if each.code is Code.DISCOURTEOUS)
    assert told.message.startswith("'You never pay")
    assert told.location is None
