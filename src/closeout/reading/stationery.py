"""The key `stationery`: the theme of the pages, and the user's own logo, colour, signature, letterhead and footer."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

from msgspec import Meta, Struct

from closeout.diagnostic import Code
from closeout.domain.color import LEAST_CONTRAST, contrast_on_white, parse_color, readable
from closeout.domain.house_style import THEME, HouseStyle, Picture, Window
from closeout.domain.party import Side
from closeout.reading.picture import read_picture

if TYPE_CHECKING:
    from collections.abc import Mapping

    from closeout.diagnostic import Location, Report
    from closeout.domain.party import Party

MOST_LINES: Final = 4
PAGE_KEYS: Final = ("theme", "window")
"""What does not belong to a party: it dresses the letters of either side."""

Color = Annotated[str, Meta(pattern="^#([0-9a-fA-F]{3}|[0-9a-fA-F]{6})$")]
Line = Annotated[str, Meta(min_length=1, max_length=100)]


class StationeryShape(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How the pages look. Pictures lie beside the file that names them: SVG, PNG or JPEG, up to 2 MiB."""

    of: Annotated[Side, Meta(description="Whose logo, colour, signature and lines these are.")] = Side.FREELANCER
    theme: Annotated[Line, Meta(description="classic, modern, plain, or one in your templates/themes.")] = THEME
    window: Annotated[
        Window | None,
        Meta(
            description="Where the address stands on A4: form A or form B (DIN 5008), or right; otherwise by country."
        ),
    ] = None
    accent: Annotated[
        Color | None, Meta(description="Of headings, in quotes, such as '#1a5fb4'; it must be readable on white.")
    ] = None
    logo: Annotated[Line | None, Meta(description="A picture, such as logo.svg.")] = None
    signature: Annotated[Line | None, Meta(description="A picture of your signature, such as signature.png.")] = None
    letterhead: Annotated[
        tuple[Line, ...], Meta(max_length=MOST_LINES, description="Up to 4 lines below your address.")
    ] = ()
    footer: Annotated[
        tuple[Line, ...],
        Meta(max_length=MOST_LINES, description="Up to 4 lines at the foot of each page: bank, register, …"),
    ] = ()


def house_style(
    shape: StationeryShape, parties: Mapping[Side, Party], folder: Path, places: Mapping[str, Location], report: Report
) -> HouseStyle:
    """Return the house style that the shape asks for; what is wrong is reported, and left out.

    A picture lies in `folder`, or where the profile lies, if that names it.
    """

    def picture(key: str, name: str | None) -> Picture | None:
        if name is None:
            return None
        where = places[f"stationery.{key}"]
        return read_picture(name, folder / Path(where.file).parent, where, report)  # a profile's path is absolute

    for key in ("letterhead", "footer"):
        _check_lines(key, getattr(shape, key), places, report)
    return HouseStyle(
        theme=shape.theme,
        window=shape.window,
        owner=parties[shape.of].name,
        accent=_accent(shape.accent, places, report),
        logo=picture("logo", shape.logo),
        signature=picture("signature", shape.signature),
        letterhead=shape.letterhead,
        footer=shape.footer,
    )


def _accent(written: str | None, places: Mapping[str, Location], report: Report) -> str | None:
    if written is None:
        return None
    where = places["stationery.accent"]
    try:
        color = parse_color(written)
    except ValueError:
        hint = "write # and six digits from 0 to f, in quotes, such as '#1a5fb4'"
        report.error(Code.BAD_COLOR, f"stationery.accent: '{written}' is not a colour", where, hint)
        return None
    contrast = contrast_on_white(color)
    if contrast < LEAST_CONTRAST:
        message = f"stationery.accent: the contrast of {color} on white is {contrast:.2f}, too low to be read"
        hint = f"it must be {LEAST_CONTRAST} (WCAG 2.2 AA); the nearest that can be read is '{readable(color)}'"
        report.error(Code.UNREADABLE_COLOR, message, where, hint)
    return color


def _check_lines(key: str, lines: tuple[str, ...], places: Mapping[str, Location], report: Report) -> None:
    if len(lines) > MOST_LINES:
        message = f"stationery.{key} has {len(lines)} lines, and the page has room for {MOST_LINES}"
        hint = "join some of them, or leave some out"
        report.error(Code.OUT_OF_RANGE, message, places[f"stationery.{key}[{MOST_LINES}]"], hint)
