"""Colours, and whether text in them can be read on white paper."""

from __future__ import annotations

import re
from colorsys import hls_to_rgb, rgb_to_hls
from typing import Final

LEAST_CONTRAST: Final = 4.5
"""Of text against what is behind it: WCAG 2.2, success criterion 1.4.3, level AA."""

_STRAIGHT: Final = 0.04045
"""Up to here, sRGB is a straight line."""
_HEX: Final = re.compile(r"#([0-9a-fA-F]{3}|[0-9a-fA-F]{6})")


def parse_color(text: str) -> str:
    """Return a colour as `#rrggbb`; raise `ValueError` where it is not written as `#rgb` or `#rrggbb`."""
    if not _HEX.fullmatch(text):
        raise ValueError(text)
    digits = text[1:].lower()
    return f"#{digits}" if len(digits) == len("rrggbb") else "#" + "".join(2 * digit for digit in digits)


def contrast_on_white(color: str) -> float:
    """Return the contrast ratio of `#rrggbb` against white, from 1 to 21 (WCAG 2.2, 'contrast ratio')."""
    red, green, blue = map(_linear, _channels(color))
    return 1.05 / (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05)


def readable(color: str) -> str:
    """Return the lightest colour of the same hue that can be read on white: the nearest one to a colour too light."""
    if contrast_on_white(color) >= LEAST_CONTRAST:
        return color
    hue, lightness, saturation = rgb_to_hls(*_channels(color))
    shades = (hls_to_rgb(hue, lightness * step / 256, saturation) for step in range(256, -1, -1))
    return next(shade for shade in map(_written, shades) if contrast_on_white(shade) >= LEAST_CONTRAST)


def _channels(color: str) -> tuple[float, float, float]:
    red, green, blue = bytes.fromhex(color[1:])
    return red / 255, green / 255, blue / 255


def _linear(channel: float) -> float:
    """Undo the gamma of sRGB (IEC 61966-2-1)."""
    return float(channel / 12.92 if channel <= _STRAIGHT else ((channel + 0.055) / 1.055) ** 2.4)


def _written(channels: tuple[float, float, float]) -> str:
    return "#" + "".join(f"{round(channel * 255):02x}" for channel in channels)
