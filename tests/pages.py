"""Pages of the examples as pictures: the gallery, and what the golden pages are compared with."""

from __future__ import annotations

import shutil
from functools import cache
from math import cos, sin
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Final, NamedTuple

import pypdfium2
from PIL import Image, ImageDraw

from closeout.pipeline import KINDS, Loaded, Settings, load, render
from tests.golden import AS_OF, EXAMPLES

if TYPE_CHECKING:
    from collections.abc import Iterator

LOGO: Final = """\
<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 72 24"><title>A mark</title>
<circle cx="12" cy="12" r="11" fill="#1a5fb4"/><path d="M7 7l5 11 5-11" fill="none" stroke="#fff" stroke-width="2.5"/>
<path d="M30 8h40v3H30zM30 14h26v3H30z" fill="#333"/></svg>
"""
STATIONERY: Final = """
stationery:
  accent: "#1a5fb4"
  logo: logo.svg
  signature: signature.png
  letterhead: [vollmer-entwurf.example.net]
  footer:
    - Katharina Vollmer Entwurf, Gießerweg 14, 12435 Berlin
    - IBAN DE89 3704 0044 0532 0130 00 · BIC COBADEFFXXX
"""


class Sheet(NamedTuple):
    """One page: of which example, document and theme, counted from 0; `own` adds a logo, a signature and a footer."""

    example: str
    kind: str
    theme: str = "classic"
    page: int = 0
    own: bool = False

    @property
    def name(self) -> str:
        """The name of its picture."""
        own = "-own" if self.own else ""
        return f"{self.kind}-{self.theme}{own}{f'-{self.page + 1}' if self.page else ''}"


def picture(sheet: Sheet, scale: float) -> Image.Image:
    """Render a page as a picture in grey, `scale` pixels a point."""
    page = pypdfium2.PdfDocument(document(sheet.example, sheet.kind, sheet.theme, own=sheet.own))[sheet.page]
    bitmap: Image.Image = page.render(scale=scale).to_pil()
    return bitmap


@cache
def document(example: str, kind: str, theme: str, *, own: bool) -> bytes:
    """Write a document of an example as PDF."""
    settings = Settings(theme=theme)
    made = render(_loaded(example, own=own), KINDS[kind], "pdf", as_of=AS_OF[example], settings=settings)
    return made.content


@cache
def _loaded(example: str, *, own: bool) -> Loaded:
    if not own:
        return load(EXAMPLES / example)
    with TemporaryDirectory() as name:
        folder = Path(name) / example
        shutil.copytree(EXAMPLES / example, folder)
        dress_up(folder)
        return load(folder)


def dress_up(folder: Path) -> None:
    """Give an engagement folder a logo, a signature, a colour and a footer."""
    (folder / "logo.svg").write_text(LOGO, encoding="utf-8")
    signature = Image.new("RGBA", (400, 120))
    ImageDraw.Draw(signature).line(list(_flourish()), fill=(20, 30, 90, 255), width=5, joint="curve")
    signature.save(folder / "signature.png")
    with (folder / "engagement.yaml").open("a", encoding="utf-8") as file:
        file.write(STATIONERY)


def _flourish() -> Iterator[tuple[float, float]]:
    for step in range(0, 361, 3):
        yield 15 + step, 60 + 42 * sin(step / 17) * cos(step / 130) + 10 * sin(step / 5)
