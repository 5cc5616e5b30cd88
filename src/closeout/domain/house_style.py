"""How somebody's own pages look: the theme, and what one side of the contract prints on its letters."""

from __future__ import annotations

from base64 import b64encode
from enum import StrEnum
from functools import cached_property
from typing import Final

from msgspec import Struct
from msgspec.structs import replace

THEME: Final = "classic"
"""The theme where nobody chose one."""


class Window(StrEnum):
    """Where the address stands on A4: in the window of DIN 5008 form A or form B, or of an envelope with it right."""

    FORM_A = "form a"
    FORM_B = "form b"
    RIGHT = "right"


class Picture(Struct, frozen=True, dict=True):
    """A picture that is sound and safe to embed; `media_type` is as in a mail, such as `image/png`."""

    media_type: str
    content: bytes

    @cached_property
    def url(self) -> str:
        """The picture itself as a URL (RFC 2397), so that a page needs no other file."""
        return f"data:{self.media_type};base64,{b64encode(self.content).decode()}"


class HouseStyle(Struct, frozen=True, kw_only=True):
    """How pages look. All but `theme` and `window` belongs to the letters of `owner`, the name of a party.

    `accent` is `#rrggbb` and readable on white. `letterhead` are lines under the address, `footer` lines at the foot of
    every page.
    """

    theme: str = THEME
    window: Window | None = None
    owner: str | None = None
    accent: str | None = None
    logo: Picture | None = None
    signature: Picture | None = None
    letterhead: tuple[str, ...] = ()
    footer: tuple[str, ...] = ()

    def on_letters_of(self, name: str) -> HouseStyle:
        """Return the style of a letter that the party of that name writes: nobody's letter has another's logo."""
        return self if name == self.owner else HouseStyle(theme=self.theme, window=self.window)

    def in_theme(self, theme: str | None) -> HouseStyle:
        """Return the same style in another theme, if there is one."""
        return replace(self, theme=theme) if theme else self
