"""On which PDFs the e-invoice travels, and what happens where it cannot be made."""

from __future__ import annotations

import datetime as dt
import shutil
from typing import TYPE_CHECKING

import pytest

from closeout.diagnostic import Code, Severity, UserError
from closeout.pipeline import KINDS, Settings, load, render
from closeout.pipeline.einvoicing import carried_data, einvoice_of
from closeout.pipeline.loading import template_folders
from closeout.rendering.document import Renderer
from tests.conftest import ROOT

if TYPE_CHECKING:
    from pathlib import Path

    from closeout.diagnostic import Diagnostic
    from closeout.rendering.attachment import Attachment

AS_OF = dt.date(2026, 11, 16)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a numbered invoice between two sides in Germany."""
    path = tmp_path / "contract"
    shutil.copytree(ROOT / "examples" / "eu-fixed-price", path, ignore=shutil.ignore_patterns("expected", "messages"))
    change(path, "country: NL", "country: DE")
    return path


def change(folder: Path, old: str, new: str) -> None:
    file = folder / "engagement.yaml"
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")


def carried(
    folder: Path, name: str = "invoice", *, hybrid: bool | None = None
) -> tuple[Attachment | None, tuple[Diagnostic, ...]]:
    loaded = load(folder, as_of=AS_OF, messages=False)
    case, kind = loaded.case(AS_OF), KINDS[name]._replace(hybrid=hybrid)
    renderer = Renderer(template_folders(folder, Settings()), "en")
    return carried_data(renderer, case, kind.compose(case), kind)


def test_between_countries_that_use_it_the_invoice_carries_its_data(folder: Path) -> None:
    attachment, warnings = carried(folder)
    assert warnings == ()
    assert attachment is not None
    assert attachment.name == "factur-x.xml"
    loaded = load(folder, as_of=AS_OF, messages=False)
    assert render(loaded, KINDS["invoice"], "cii", as_of=AS_OF, settings=Settings()).content == attachment.content


@pytest.mark.parametrize(
    ("old", "new", "hybrid", "carries"),
    [
        ("country: DE", "country: FR", None, True),
        ("country: DE", "country: NL", None, False),
        ("country: DE", "country: NL", True, True),
        ("country: DE", "country: DE", False, False),
        ("  number: ", "  # number: ", None, False),
    ],
    ids=["France", "elsewhere", "elsewhere, wanted", "not wanted", "a draft"],
)
def test_who_else_carries_them(old: str, new: str, hybrid: bool | None, carries: bool, folder: Path) -> None:  # noqa: FBT001 - drawn from the table
    change(folder, old, new)
    attachment, warnings = carried(folder, hybrid=hybrid)
    assert (attachment is not None, warnings) == (carries, ())


def test_a_copy_for_the_record_and_a_letter_carry_none(folder: Path) -> None:
    assert carried(folder, "notice") == (None, ())
    change(folder, "  billing: fixed", "  platform: upwork\n  billing: fixed")
    assert carried(folder) == (None, ())


def test_what_it_lacks_is_told_and_is_an_error_only_where_it_is_wanted(folder: Path) -> None:
    change(folder, "  vat_id: DE123456788", "  tax_number: 12/345/67890")
    change(folder, "treatment: reverse charge", "treatment: zero")
    attachment, (warning,) = carried(folder)
    assert attachment is None
    assert warning.severity is Severity.WARNING
    assert warning.message.startswith("the PDF carries no e-invoice: an e-invoice needs something that identifies you")
    with pytest.raises(UserError) as caught:
        carried(folder, hybrid=True)
    assert [each.code for each in caught.value.diagnostics] == [Code.MISSING_KEY]
    assert caught.value.diagnostics[0].severity is Severity.ERROR


def test_nothing_but_invoices_and_credit_notes_has_one(folder: Path) -> None:
    case = load(folder, as_of=AS_OF, messages=False).case(AS_OF)
    with pytest.raises(AssertionError):
        einvoice_of(KINDS["notice"].compose(case), case)
