from __future__ import annotations

from colorsys import rgb_to_hls

import pytest
from hypothesis import given
from hypothesis import strategies as st

from closeout.domain.color import LEAST_CONTRAST, contrast_on_white, parse_color, readable

COLORS = st.integers(0, 0xFFFFFF).map("#{:06x}".format)


@pytest.mark.parametrize(("written", "color"), [("#1A5FB4", "#1a5fb4"), ("#1ab", "#11aabb"), ("#000", "#000000")])
def test_a_color_is_written_with_three_or_six_digits(written: str, color: str) -> None:
    assert parse_color(written) == color


@pytest.mark.parametrize(
    "written", ["", "blue", "1a5fb4", "#1a5fb", "#1a5fb4ff", "#12345g", "#123;}", "#\uff11\uff12\uff13"]
)
def test_anything_else_is_no_color(written: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        parse_color(written)


# The grey pair is the known border of level AA.
@pytest.mark.parametrize(
    ("color", "contrast"),
    [("#000000", 21), ("#ffffff", 1), ("#ff0000", 4.00), ("#0000ff", 8.59), ("#767676", 4.54), ("#777777", 4.48)],
)
def test_contrast_is_that_of_wcag(color: str, contrast: float) -> None:
    assert contrast_on_white(color) == pytest.approx(contrast, abs=0.005)


@given(COLORS)
def test_the_nearest_color_can_be_read_and_keeps_its_hue(color: str) -> None:
    near = readable(color)
    assert contrast_on_white(near) >= LEAST_CONTRAST
    if contrast_on_white(color) >= LEAST_CONTRAST:
        assert near == color
        return
    assert contrast_on_white(near) < LEAST_CONTRAST + 0.3, "darker than it must be"
    (hue, _, saturation), (own, _, vivid) = (
        rgb_to_hls(*(b / 255 for b in bytes.fromhex(c[1:]))) for c in (near, color)
    )
    if min(saturation, vivid) > 0.5:
        assert min(abs(hue - own), 1 - abs(hue - own)) < 0.02
