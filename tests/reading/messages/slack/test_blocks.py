"""Text in Slack's blocks: rich text with its lists and quotations, and what programs lay out."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from msgspec import Raw

from closeout.reading.messages.slack.blocks import words
from closeout.reading.messages.slack.directory import Directory
from tests.reading.messages.slack.test_export import USERS

if TYPE_CHECKING:
    from pathlib import Path


def text(words: str, **style: object) -> dict[str, object]:
    return {"type": "text", "text": words, **style}


def part(kind: str, *elements: object, **more: object) -> dict[str, object]:
    return {"type": f"rich_text_{kind}", "elements": list(elements), **more}


def rich(*parts: object) -> dict[str, object]:
    return {"type": "rich_text", "block_id": "x", "elements": list(parts)}


LEAVES = (
    text("Hi ", style={"bold": True}),
    {"type": "user", "user_id": "U2"},
    text(" & "),
    {"type": "usergroup", "usergroup_id": "S1"},
    text(" in "),
    {"type": "channel", "channel_id": "C1"},
    text(": "),
    {"type": "link", "url": "https://a.example"},
    text(" "),
    {"type": "link", "url": "https://b.example", "text": "b"},
    {"type": "emoji", "name": "wave", "unicode": "1f44b"},
    {"type": "broadcast", "range": "here"},
    {"type": "date", "timestamp": 1, "fallback": "today"},
    {"type": "color", "value": "#fff"},
)
ITEMS = (part("section", text("one")), part("section", text("two")))
MARKUP = {"type": "mrkdwn", "text": "*a* <https://a.example|b> &amp; <@U2>"}


@pytest.mark.parametrize(
    ("blocks", "said"),
    [
        (
            [rich(part("section", *LEAVES))],
            "Hi @Bo Berg & @S1 in #general: https://a.example b (https://b.example):wave:@heretoday#fff",
        ),
        ([rich(part("section", text("a &lt;b>\n")), part("preformatted", text("x\ny")))], "a &lt;b>\nx\ny"),
        ([rich(part("quote", text("a\nb")))], "> a\n> b"),
        ([rich(part("list", *ITEMS, style="bullet", indent=1))], "    \u2022 one\n    \u2022 two"),
        ([rich(part("list", *ITEMS, style="ordered", offset=2))], "3. one\n4. two"),
        ([{"type": "section", "text": MARKUP, "fields": [text("f")]}], "*a* b (https://a.example) & @Bo Berg\nf"),
        ([{"type": "header", "text": {"type": "plain_text", "text": "H"}}, {"type": "divider"}], "H"),
        ([{"type": "image", "alt_text": "a chart"}, {"type": "context", "elements": [text("c")]}], "a chart\nc"),
        ([5, {"type": "future", "elements": 7}, rich(5, None, part("section", {"type": "user", "user_id": 5}))], "@"),
        ({"not": "a list"}, ""),
    ],
)
def test_what_blocks_say(tmp_path: Path, blocks: object, said: str) -> None:
    (tmp_path / "users.json").write_text(json.dumps(USERS), encoding="utf-8")
    (tmp_path / "channels.json").write_text('[{"id": "C1", "name": "general"}]', encoding="utf-8")
    assert words(Raw(json.dumps(blocks).encode()), Directory(tmp_path)) == said


def test_blocks_that_are_missing_or_too_deep_say_nothing(tmp_path: Path) -> None:
    directory = Directory(tmp_path)
    deep: object = text("x")
    for _ in range(50):
        deep = part("section", deep)
    assert [words(raw, directory) for raw in (Raw(), Raw(b"null"), Raw(json.dumps([deep]).encode()))] == ["", "", ""]
