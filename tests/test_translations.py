"""A translator finds every label in one file, and a language is added by adding files only."""

import shutil
from pathlib import Path

import pytest
from babel.messages.mofile import write_mo

from tests.conftest import ROOT, Run
from tests.translations import POT, catalog, pot


def test_the_file_for_translators_is_fresh() -> None:
    assert POT.read_bytes() == pot(), "make messages renews it"


def test_labels_are_found() -> None:
    ids = {message.id for message in catalog()}
    assert {"Amount due", "VAT %(rate)s", ("hour", "hours")} <= ids


@pytest.mark.parametrize("where", ["engagement", "home"])
def test_a_language_is_added_by_files_alone(where: str, closeout: Run, engagement: Path, home: Path) -> None:
    """The test language is Swedish in name, so that Babel knows its dates, and writes every label in capitals."""
    templates = engagement / "templates" if where == "engagement" else home / "config" / "closeout" / "templates"
    swedish = templates / "locales" / "sv"
    shutil.copytree(ROOT / "templates" / "locales" / "en", swedish)
    words = swedish / "invoice.md"
    words.write_text(words.read_text(encoding="utf-8").replace("This is the final", "Detta är den"), encoding="utf-8")
    labels = catalog()
    for message in labels:
        if message.id and isinstance(message.id, str):
            message.string = message.id if "%" in message.id else message.id.upper()
        elif message.id:
            message.string = tuple(each.upper() if "%" not in each else each for each in message.id)
    labels.locale = "sv"
    (swedish / "LC_MESSAGES").mkdir()
    with (swedish / "LC_MESSAGES" / "closeout.mo").open("wb") as stream:
        write_mo(stream, labels)
    outcome = closeout("invoice", engagement, "--lang", "sv", "--as-of", "2026-11-16")
    assert outcome.code == 0, outcome.err
    assert "**INVOICE DATE** 30\u00a0november\u00a02026" in outcome.text
    assert "Detta är den invoice for our contract" in outcome.text
    assert "2,5 HOURS" in outcome.text
    assert "**1\u00a0662,50\u00a0US$**" in outcome.text
