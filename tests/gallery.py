"""The gallery: one page of each document and theme, as small pictures; `python -m tests.gallery` renews it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PIL import Image

from tests.golden import EXAMPLES
from tests.pages import Sheet, picture

if TYPE_CHECKING:
    from pathlib import Path

GALLERY: Final = EXAMPLES / "gallery"
LARGEST: Final = 60 * 1024  # bytes of a picture
_SCALE: Final = 1.2  # pixels a point
_COLORS: Final = 40

SHEETS: Final = (
    *(Sheet("eu-fixed-price", "notice", theme) for theme in ("classic", "modern", "plain")),
    *(Sheet("eu-fixed-price", "invoice", theme) for theme in ("classic", "modern", "plain")),
    *(Sheet("upwork-hourly", "report", theme) for theme in ("classic", "modern", "plain")),
    Sheet("uk-late-payment", "statement"),
    Sheet("uk-late-payment", "reminder"),
    Sheet("uk-late-payment", "statement", "modern"),
    Sheet("uk-late-payment", "reminder", "modern"),
    Sheet("upwork-hourly", "log"),
    Sheet("eu-fixed-price", "notice", own=True),
    Sheet("eu-fixed-price", "invoice", "modern", own=True),
)


def draw(sheet: Sheet, path: Path) -> None:
    """Write the picture of a page, in few colours, so that it stays small."""
    page = picture(sheet, _SCALE).convert("RGB").quantize(_COLORS, Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE)
    page.save(path, optimize=True)


def renew() -> None:
    """Draw the gallery anew, and take away what is no longer in it."""
    GALLERY.mkdir(exist_ok=True)
    for stale in GALLERY.glob("*.png"):
        stale.unlink()
    for sheet in SHEETS:
        draw(sheet, GALLERY / f"{sheet.name}.png")


if __name__ == "__main__":
    renew()
