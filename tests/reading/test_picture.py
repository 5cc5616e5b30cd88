"""Pictures of the user's: what drawing programs save is taken, and everything else is told at its place."""

from __future__ import annotations

import os
from io import BytesIO
from typing import TYPE_CHECKING

import pytest
from PIL import Image

from closeout.diagnostic import Location, Report
from closeout.domain.house_style import Picture
from closeout.reading.picture import LARGEST, read_picture

if TYPE_CHECKING:
    from pathlib import Path

HERE = Location("engagement.yaml", 40, 9)
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9" />'


def raster(mode: str = "RGB", form: str = "PNG", size: tuple[int, int] = (8, 4)) -> bytes:
    file = BytesIO()
    Image.new(mode, size).save(file, form)
    return file.getvalue()


def read(folder: Path, name: str = "logo") -> tuple[Picture | None, list[str]]:
    report = Report()
    picture = read_picture(name, folder, HERE, report)
    assert all(each.location == HERE and each.hint for each in report.diagnostics)
    assert (picture is None) == report.failed
    return picture, [str(each) for each in report.diagnostics]


@pytest.mark.parametrize(
    ("content", "media_type"),
    [
        (SVG, "image/svg+xml"),
        *((raster(mode), "image/png") for mode in ("1", "L", "LA", "P", "RGB", "RGBA")),
        *((raster(mode, "JPEG"), "image/jpeg") for mode in ("L", "RGB")),
    ],
)
def test_a_picture_is_taken_whatever_its_name(tmp_path: Path, content: bytes, media_type: str) -> None:
    (tmp_path / "logo").write_bytes(content)
    assert read(tmp_path) == (Picture(media_type, content), [])


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"", "CO111]: 'logo': this is no picture"),
        (b"%PDF-1.7", "CO111]: 'logo': this is no picture"),
        (raster(form="GIF"), "CO111]: 'logo': this is no picture"),
        (b"<html></html>", "CO111]: 'logo': the file is not a drawing"),
        (raster("CMYK", "JPEG"), "CO111]: 'logo': the picture's colours (CMYK)"),
        (raster("I;16"), "CO111]: 'logo': the picture's colours (I;16)"),
        (raster()[:-20], "CO111]: 'logo': the picture is damaged"),
        (raster().replace(b"IDAT", b"IDAT\x00"), "CO111]: 'logo': the picture is damaged"),
        (raster(form="JPEG")[:-30], "CO111]: 'logo': the picture is damaged"),
        (raster("1", size=(5000, 4000)), "CO108]: 'logo': the picture has 5000 by 4000 pixels"),
        (b"\0" * (LARGEST + 1), "CO108]: 'logo': the picture is larger than 2 MiB"),
    ],
)
def test_what_cannot_be_printed_is_told(tmp_path: Path, content: bytes, problem: str) -> None:
    (tmp_path / "logo").write_bytes(content)
    picture, (told,) = read(tmp_path)
    assert picture is None
    assert f"engagement.yaml:40:9: error[{problem}" in told


@pytest.mark.parametrize("name", ["../logo", "/etc/hostname", "link"])
def test_no_picture_is_read_from_elsewhere(tmp_path: Path, name: str) -> None:
    (tmp_path / "logo").write_bytes(SVG)
    folder = tmp_path / "engagement"
    folder.mkdir()
    (folder / "link").symlink_to("../logo")
    assert "CO102]" in read(folder, name)[1][0]
    assert "leads out of the folder" in read(folder, name)[1][0]


def test_a_picture_may_lie_in_a_folder_below(tmp_path: Path) -> None:
    (tmp_path / "art").mkdir()
    (tmp_path / "art" / "logo").write_bytes(SVG)
    assert read(tmp_path, "art/logo")[0] == Picture("image/svg+xml", SVG)


def test_a_misspelt_name_is_answered_with_the_pictures_that_are_there(tmp_path: Path) -> None:
    for name in ("b.PNG", "a.svg", "time.csv"):
        (tmp_path / name).touch()
    assert "pictures there: a.svg, b.PNG" in read(tmp_path, "logo.svg")[1][0]


@pytest.mark.parametrize("name", ["", "x" * 300, "a\0b", "nowhere/logo.svg"])
def test_a_name_that_no_file_can_have_is_told(tmp_path: Path, name: str) -> None:
    assert "error[CO102]" in read(tmp_path, name)[1][0]


@pytest.mark.skipif(os.geteuid() == 0, reason="nothing can be denied to root")
def test_a_picture_that_may_not_be_read_is_told(tmp_path: Path) -> None:
    (tmp_path / "logo").write_bytes(SVG)
    (tmp_path / "logo").chmod(0)
    assert "cannot be read" in read(tmp_path)[1][0]
