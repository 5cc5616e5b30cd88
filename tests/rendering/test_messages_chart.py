"""The picture of the messages in a log: in its place, told to those who do not see it, and with nothing smuggled in."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING, Final
from xml.etree import ElementTree as ET

import pytest
from msgspec.structs import replace

from closeout.pipeline import KINDS, Settings, load, render
from tests.conftest import ROOT

if TYPE_CHECKING:
    from closeout.pipeline import Loaded

AS_OF: Final = date(2026, 11, 16)
NASTY = '"</svg><script>x</script>&amp;'


@pytest.fixture(scope="module")
def loaded() -> Loaded:
    return load(ROOT / "examples" / "upwork-hourly")


def page(loaded: Loaded) -> str:
    return render(loaded, KINDS["log"], "html", as_of=AS_OF, settings=Settings()).content.decode()


def test_the_picture_stands_between_its_heading_and_the_table_of_its_numbers(loaded: Loaded) -> None:
    assert re.search(
        r"<h2>Messages over time</h2>\s*<figure class=\"chart\">.*?</figure>\s*<table", page(loaded), re.DOTALL
    )


def test_the_picture_is_well_formed_has_a_title_and_no_opacity(loaded: Loaded) -> None:
    (svg,) = re.findall(r"<svg .*?</svg>", page(loaded), re.DOTALL)
    tree = ET.fromstring(svg)  # noqa: S314 - our own
    assert tree[0].tag.endswith("title")
    assert tree[0].text
    assert "opacity" not in svg


def test_what_users_write_is_text_in_the_picture(loaded: Loaded) -> None:
    contract = replace(loaded.engagement.contract, reference=NASTY)
    engagement = replace(loaded.engagement, contract=contract)
    text = page(loaded._replace(engagement=engagement))
    assert "<script" not in text
    assert "&lt;script&gt;" in text


def test_entries_stand_in_boxes_of_their_own(loaded: Loaded) -> None:
    """A style that looks at the neighbours of an element would else take a time that grows with their square."""
    text = page(loaded)
    chronology = text[text.index('<div class="entries">') : text.index("<h2>Threads</h2>")]
    assert loaded.record is not None
    assert chronology.count("<div>") >= len(loaded.record.messages)
    assert text.count("<div") == text.count("</div>")


def test_in_markdown_the_numbers_stand_alone(loaded: Loaded) -> None:
    text = render(loaded, KINDS["log"], "md", as_of=AS_OF, settings=Settings()).content.decode()
    assert "## Messages over time\n\n| Month |" in text
    assert "<svg" not in text
