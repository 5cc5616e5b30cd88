"""A drawing (SVG) from somebody's folder, made safe: it draws, and neither runs nor fetches anything."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final
from xml.etree import ElementTree as ET

if TYPE_CHECKING:
    from collections.abc import Iterator

_SVG: Final = "http://www.w3.org/2000/svg"
_FORBIDDEN: Final = {
    "script": "a script",
    "foreignObject": "a foreign object",
    "image": "a picture within the picture",
    "feImage": "a picture within the picture",
    "animate": "an animation",
    "animateMotion": "an animation",
    "animateTransform": "an animation",
    "set": "an animation",
}
_REFERENCE: Final = re.compile(r"@import|url\(\s*['\"]?\s*(?!#)|expression\(|\\", re.IGNORECASE)
_LENGTH: Final = re.compile(r"([0-9]*\.?[0-9]+)(px|pt|pc|mm|cm|in)?")


def safe_svg(content: bytes) -> bytes:
    """Return a drawing as it may be embedded: without comments, processing instructions and document type.

    Raises `ValueError`, with what is wrong, where it is none, has no size, or does more than draw.
    """
    root = _parsed(content)
    flaw = next(_flaws(root), None)
    if flaw is not None:
        raise ValueError(flaw)
    ET.register_namespace("", _SVG)
    return ET.tostring(root, encoding="unicode").encode()


def _parsed(content: bytes) -> ET.Element:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        message = "the drawing is not saved as UTF-8"
        raise ValueError(message) from None
    if "<!ENTITY" in text:  # they could multiply, and drawing programs write none that matter
        message = "the drawing declares entities"
        raise ValueError(message)
    try:
        return ET.fromstring(text)  # noqa: S314 - without entities there is nothing to expand
    except ET.ParseError as error:
        message = f"the drawing is not well formed: {error}"
        raise ValueError(message) from None


def _flaws(root: ET.Element) -> Iterator[str]:
    if root.tag != f"{{{_SVG}}}svg":
        yield "the file is not a drawing (SVG)"
    if not _has_size(root):
        yield "the drawing does not say how large it is"
    for element in root.iter():
        name = str(element.tag).rpartition("}")[2]
        if name in _FORBIDDEN:
            yield f"the drawing holds {_FORBIDDEN[name]}"
        if name == "style" and _REFERENCE.search("".join(element.itertext())):
            yield "the drawing has a style that refers to something else"
        for attribute, value in element.items():
            yield from _attribute_flaws(attribute.rpartition("}")[2].lower(), value.strip())


def _attribute_flaws(name: str, value: str) -> Iterator[str]:
    if name.startswith("on"):
        yield "the drawing holds a script"
    if name in {"href", "src", "base"} and not value.startswith("#"):
        yield "the drawing refers to something outside of it"
    if _REFERENCE.search(value):
        yield "the drawing has a style that refers to something else"


def _has_size(root: ET.Element) -> bool:
    box = re.split(r"[\s,]+", root.get("viewBox", "").strip())
    sizes = box[2:] if len(box) == len(("x", "y", "width", "height")) else [root.get("width"), root.get("height")]
    lengths = [_LENGTH.fullmatch(size or "") for size in sizes]
    return all(length is not None and float(length[1]) > 0 for length in lengths)
