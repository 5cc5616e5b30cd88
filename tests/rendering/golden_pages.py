"""The golden pages: small grey pictures of how pages look; `python -m tests.rendering.golden_pages` renews them."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import numpy as np
from PIL import Image, ImageChops, ImageFilter

from tests.pages import Sheet, picture

GOLDEN: Final = Path(__file__).with_name("golden_pages")
SCALE: Final = 0.5  # pixels a point: lines are there, letters are not
BLUR: Final = 1.5  # pixels: a hair's breadth to the left, as another FreeType might have it, is no difference
TOLERANCE: Final = 40  # of 255
SHEETS: Final = (
    Sheet("eu-fixed-price", "notice", own=True),
    Sheet("eu-fixed-price", "invoice", "modern"),
    Sheet("uk-late-payment", "report", "plain"),
    Sheet("uk-late-payment", "reminder"),
)


def drawn(sheet: Sheet) -> Image.Image:
    """Draw a page as it is kept: in grey, small, and without sharp edges."""
    page = picture(sheet, 2 * SCALE).convert("L")
    small = page.resize((page.width // 2, page.height // 2), Image.Resampling.BOX)
    return small.filter(ImageFilter.GaussianBlur(BLUR)).quantize(32).convert("L")


def difference(page: Image.Image, golden: Image.Image) -> Image.Image | None:
    """Return where a page differs from how it was, in black on white, or None where it is as it was."""
    if page.size != golden.size:
        return page
    apart = ImageChops.difference(page, golden)
    return None if np.asarray(apart).max() <= TOLERANCE else ImageChops.invert(apart)


def renew() -> None:
    """Draw the golden pages anew, and take away what is no longer among them."""
    GOLDEN.mkdir(exist_ok=True)
    for stale in GOLDEN.glob("*.png"):
        stale.unlink()
    for sheet in SHEETS:
        drawn(sheet).save(GOLDEN / f"{sheet.name}.png", optimize=True)


if __name__ == "__main__":
    renew()
