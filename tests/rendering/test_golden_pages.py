"""Pages look as they did: a few, small and blurred, against pictures of how they were; `make golden` renews those."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from PIL import Image, ImageChops, ImageDraw

from tests.gallery import GALLERY, LARGEST
from tests.gallery import SHEETS as SHOWN
from tests.rendering.golden_pages import GOLDEN, SHEETS, TOLERANCE, difference, drawn

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.apart


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.name)
def test_a_page_looks_as_it_did(sheet: object, tmp_path: Path) -> None:
    page = drawn(sheet)  # type: ignore[arg-type] # pytest gives what SHEETS holds
    with Image.open(GOLDEN / f"{sheet.name}.png") as golden:  # type: ignore[attr-defined] # as above
        apart = difference(page, golden.convert("L"))
    if apart is not None:
        apart.save(tmp_path / "difference.png")
        page.save(tmp_path / "page.png")
    assert apart is None, f"look at {tmp_path / 'difference.png'}; if all is well, see make golden"


def test_the_golden_pages_are_these() -> None:
    assert {path.stem for path in GOLDEN.iterdir()} == {sheet.name for sheet in SHEETS}


@pytest.fixture
def golden() -> Image.Image:
    with Image.open(GOLDEN / f"{SHEETS[0].name}.png") as file:
        return file.convert("L")


def test_a_hairs_breadth_is_no_difference(golden: Image.Image) -> None:
    wide = golden.resize((golden.width * 4, golden.height * 4), Image.Resampling.BICUBIC)
    moved = ImageChops.offset(wide, 1, 1).resize(golden.size, Image.Resampling.BOX)
    assert difference(moved, golden) is None


def test_a_line_that_moved_is_a_difference(golden: Image.Image) -> None:
    assert difference(ImageChops.offset(golden, 0, 3), golden) is not None


def test_a_word_that_is_missing_is_a_difference(golden: Image.Image) -> None:
    changed = golden.copy()
    where = changed.width * 27 // 100, changed.height * 36 // 100
    ImageDraw.Draw(changed).rectangle((*where, where[0] + 30, where[1] + 14), fill=255)
    apart = difference(changed, golden)
    assert apart is not None
    assert np.asarray(apart).min() < 255 - TOLERANCE, "the difference can be seen"


def test_another_paper_is_a_difference(golden: Image.Image) -> None:
    assert difference(golden.crop((0, 0, 300, 300)), golden) is not None


def test_the_gallery_is_small_and_whole() -> None:
    assert {path.stem for path in GALLERY.iterdir()} == {sheet.name for sheet in SHOWN}
    assert len(SHOWN) <= 18
    assert all(path.stat().st_size <= LARGEST for path in GALLERY.iterdir())
