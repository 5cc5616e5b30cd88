"""A picture of the user's, such as a logo: read, checked to be one, and small enough to be sent with every letter."""

from __future__ import annotations

import os
from io import BytesIO
from typing import TYPE_CHECKING, Final, NamedTuple

from closeout.diagnostic import Code
from closeout.domain.house_style import Picture

if TYPE_CHECKING:
    from pathlib import Path

    from closeout.diagnostic import Location, Report

LARGEST: Final = 2 * 1024 * 1024  # bytes: each PDF holds it
_MOST_PIXELS: Final = 16_000_000
_MEDIA_TYPES: Final = {"PNG": "image/png", "JPEG": "image/jpeg"}
_SUFFIXES: Final = {".svg", ".png", ".jpg", ".jpeg"}
_MODES: Final = {"1", "L", "LA", "P", "RGB", "RGBA"}
_END_OF_JPEG: Final = b"\xff\xd9"
_ANOTHER: Final = "save it as SVG, or as PNG or JPEG in RGB"


class _Flaw(NamedTuple):
    code: Code
    message: str
    hint: str


def read_picture(name: str, base: Path, where: Location, report: Report) -> Picture | None:
    """Return the picture that lies as `name` below the folder `base`, where the user wrote that name.

    Report what forbids it, and return None: it is not there or elsewhere, it is no SVG, PNG or JPEG, damaged, too
    large, in a colour space of printing presses, or a drawing that does more than draw.
    """
    found = _content(name, base)
    picture = found if isinstance(found, _Flaw) else _picture(found)
    if isinstance(picture, _Flaw):
        report.error(picture.code, f"'{name}': {picture.message}", where, picture.hint)
        return None
    return picture


def _content(name: str, base: Path) -> bytes | _Flaw:
    path = base / name
    try:
        if not path.resolve().is_relative_to(base.resolve()):
            hint = f"put the file itself into {base}"
            return _Flaw(Code.UNREADABLE_FILE, "this leads out of the folder", hint)
        if not path.is_file():
            return _Flaw(Code.UNREADABLE_FILE, f"there is no such file in {base}", _beside(path))
        if path.stat().st_size > LARGEST:
            message = f"the picture is larger than {LARGEST >> 20} MiB"
            return _Flaw(Code.TOO_LARGE, message, "make it smaller: a logo needs about 1000 pixels")
        return path.read_bytes()
    except (OSError, ValueError) as error:
        message = f"the file cannot be read: {getattr(error, 'strerror', None) or error}"
        return _Flaw(Code.UNREADABLE_FILE, message, "check its name")


def _beside(path: Path) -> str:
    """Return a hint with the pictures that do lie there."""
    try:
        names = sorted(each for each in os.listdir(path.parent) if os.path.splitext(each)[1].lower() in _SUFFIXES)  # noqa: PTH122, PTH208
    except OSError:
        names = []
    return f"pictures there: {', '.join(names[:5])}" if names else "put it beside the file that names it"


def _picture(content: bytes) -> Picture | _Flaw:
    from closeout.reading.svg import safe_svg  # noqa: PLC0415 - most engagements have no picture

    if content.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
        try:
            return Picture("image/svg+xml", safe_svg(content))
        except ValueError as error:
            return _Flaw(Code.BAD_PICTURE, str(error), "save it as a plain SVG, with text turned into paths, or as PNG")
    return _raster(content)


def _raster(content: bytes) -> Picture | _Flaw:
    from PIL import Image, UnidentifiedImageError  # noqa: PLC0415 - most engagements have no picture

    try:
        image = Image.open(BytesIO(content), formats=tuple(_MEDIA_TYPES))
        if image.width * image.height > _MOST_PIXELS:
            message = f"the picture has {image.width} by {image.height} pixels"
            return _Flaw(Code.TOO_LARGE, message, "make it smaller: a logo needs about 1000 pixels")
        if image.mode not in _MODES:
            return _Flaw(Code.BAD_PICTURE, f"the picture's colours ({image.mode}) are not for pages", _ANOTHER)
        kind = str(image.format)
        image.verify()
    except UnidentifiedImageError:
        return _Flaw(Code.BAD_PICTURE, "this is no picture", _ANOTHER)
    except (OSError, SyntaxError, ValueError):
        kind = ""
    if not kind or (kind == "JPEG" and _END_OF_JPEG not in content):
        return _Flaw(Code.BAD_PICTURE, "the picture is damaged", "save or copy it anew")
    return Picture(_MEDIA_TYPES[kind], content)
