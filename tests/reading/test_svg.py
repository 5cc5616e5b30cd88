"""Drawings: those of drawing programs pass, and nothing that runs or fetches does."""

from __future__ import annotations

from contextlib import suppress
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from closeout.reading.svg import safe_svg

OPEN = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 9 9"'

SOUND = {
    "as Inkscape writes it": f"""<?xml version="1.0" encoding="UTF-8" standalone="no"?>
<!-- Created with Inkscape -->
{OPEN} width="9mm" height="9mm" xmlns:sodipodi="http://sodipodi.sourceforge.net/DTD/sodipodi-0.dtd" id="a">
<sodipodi:namedview pagecolor="#ffffff"/><defs><linearGradient id="g"><stop stop-color="red"/></linearGradient></defs>
<path style="fill:url(#g)" d="M0 0h9"/><use xlink:href="#g"/></svg>""",
    "as Illustrator writes it": f"""<?xml version="1.0"?><!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN"
 "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd">{OPEN}><style>.a{{fill:#123}}</style><g class="a"/></svg>""",
    "a width and a height": '<svg xmlns="http://www.w3.org/2000/svg" width="10" height="4.5cm"/>',
    "a byte order mark": f"\ufeff{OPEN}/>",
}

UNSAFE = {
    "a script": ("<script>alert(1)</script>", "a script"),
    "a script of another name space": ('<x:script xmlns:x="urn:x">1</x:script>', "a script"),
    "a handler": ('<g onclick="alert(1)"/>', "a script"),
    "a handler in capitals": ('<g OnLoad="alert(1)"/>', "a script"),
    "HTML": ("<foreignObject/>", "a foreign object"),
    "a photo": ('<image href="data:image/png;base64,AAAA"/>', "a picture within the picture"),
    "an animation": ('<animate attributeName="x"/>', "an animation"),
    "a link": ('<a xlink:href="https://evil.example"><g/></a>', "refers to something outside"),
    "a drawing elsewhere": ('<use href="other.svg#x"/>', "refers to something outside"),
    "a script in a link": ('<a href=" javascript:alert(1)"/>', "refers to something outside"),
    "a fill elsewhere": ('<g fill="url(https://evil.example/#x)"/>', "style that refers"),
    "a style elsewhere": ("<g style=\"fill: URL( '//evil.example')\"/>", "style that refers"),
    "an import": ("<style>@IMPORT 'x.css';</style>", "style that refers"),
    "an escaped import": (r"<style>@\69mport 'x.css';</style>", "style that refers"),
    "a style sheet with a font": ("<style>@font-face { src: url(x.woff) }</style>", "style that refers"),
}


@pytest.mark.parametrize("name", SOUND)
def test_a_drawing_stays_what_it_is_without_what_is_not_drawn(name: str) -> None:
    safe = safe_svg(SOUND[name].encode()).decode()
    assert safe.startswith("<svg")
    for left_out in ("<?", "<!--", "<!DOCTYPE"):
        assert left_out not in safe
    before, after = (ET.fromstring(text.removeprefix("\ufeff")) for text in (SOUND[name], safe))  # noqa: S314
    assert [(each.tag, each.attrib) for each in before.iter()] == [(each.tag, each.attrib) for each in after.iter()]


@pytest.mark.parametrize("name", UNSAFE)
def test_a_drawing_that_does_more_than_draw_is_refused(name: str) -> None:
    inside, message = UNSAFE[name]
    with pytest.raises(ValueError, match=message):
        safe_svg(f"{OPEN}>{inside}</svg>".encode())


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"<svg", "not well formed"),
        (b'<svg xmlns="http://www.w3.org/2000/svg"/>', "does not say how large"),
        (b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 0 9"/>', "does not say how large"),
        (b'<svg xmlns="http://www.w3.org/2000/svg" width="100%" height="9"/>', "does not say how large"),
        (b"<html/>", "not a drawing"),
        (f"{OPEN}>\xfc</svg>".encode("latin-1"), "not saved as UTF-8"),
        (f'<!DOCTYPE svg [<!ENTITY a "b">]>{OPEN}>&a;</svg>'.encode(), "declares entities"),
        (f"{OPEN}/>".encode("utf-16"), "not saved as UTF-8"),
    ],
)
def test_what_is_no_drawing_is_refused(content: bytes, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        safe_svg(content)


@given(st.text(max_size=40))
def test_no_text_within_a_drawing_raises_anything_else(text: str) -> None:
    for drawing in (f"{OPEN}>{text}</svg>", f'{OPEN} width="{text}"/>', text):
        try:
            content = drawing.encode()
        except UnicodeEncodeError:
            continue
        with suppress(ValueError):
            ET.fromstring(safe_svg(content))  # noqa: S314
