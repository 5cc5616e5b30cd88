"""The pipeline as a program uses it: pure in its arguments, and fit for worker processes."""

import datetime as dt
import multiprocessing
import pickle
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import pytest

from closeout.diagnostic import Code, UserError
from closeout.pipeline import KINDS, Loaded, Settings, load, render, render_all
from tests.conftest import ROOT

EXAMPLE = ROOT / "examples" / "eu-fixed-price"
AS_OF = dt.date(2026, 10, 30)


def letter(folder: Path) -> bytes:
    """Render one notice: what a worker does."""
    return render(load(folder, messages=False), KINDS["notice"], "md", as_of=AS_OF, settings=Settings()).content


def test_a_loaded_engagement_travels_to_another_process() -> None:
    loaded = load(EXAMPLE)
    back: Loaded = pickle.loads(pickle.dumps(loaded))  # noqa: S301 - our own bytes
    assert back == loaded
    assert back.record is not None
    assert len(back.record.messages) == 19


def test_workers_make_the_same_documents_and_send_problems_back(tmp_path: Path) -> None:
    (tmp_path / "engagement.yaml").write_text("contract: 1\n", encoding="utf-8")
    spawn = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(max_workers=1, mp_context=spawn) as workers:
        good, bad = workers.submit(letter, EXAMPLE), workers.submit(letter, tmp_path)
        assert good.result(timeout=60) == letter(EXAMPLE)
        with pytest.raises(UserError) as error:
            bad.result(timeout=60)
    assert Code.WRONG_SHAPE in {each.code for each in error.value.diagnostics}


def test_without_messages_no_mail_is_read() -> None:
    assert load(EXAMPLE, messages=False).record is None


@pytest.mark.apart
def test_all_formats_of_all_documents() -> None:
    built = render_all(load(EXAMPLE), as_of=AS_OF, settings=Settings(), formats=("md", "html", "pdf"))
    names = {f"{name}.{suffix}" for name in ("notice", "invoice", "log", "report") for suffix in ("md", "html", "pdf")}
    assert built.files.keys() == names
    assert {warning.code for warning in built.warnings} == {Code.RULE}


def test_a_problem_other_than_an_empty_invoice_stops_all(tmp_path: Path) -> None:
    loaded = load(EXAMPLE)
    (tmp_path / "documents").mkdir()
    (tmp_path / "documents" / "log.md").write_text("{{ ", encoding="utf-8")
    with pytest.raises(UserError) as error:
        render_all(loaded, as_of=AS_OF, settings=Settings(overrides=(tmp_path,)), formats=("md",))
    assert error.value.diagnostics[0].code is Code.TEMPLATE_SYNTAX
