"""The key `stationery`, from the engagement and from the profile."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from closeout.diagnostic import Report
from closeout.domain.house_style import HouseStyle, Window
from closeout.reading.folder import read_engagement
from tests.small_engagement import write_engagement

if TYPE_CHECKING:
    from pathlib import Path

SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {0} {0}" />'


def read(folder: Path, own: str = "", profile: str | None = None) -> HouseStyle:
    write_engagement(folder / "e")
    with (folder / "e" / "engagement.yaml").open("a", encoding="utf-8") as file:
        file.write(own)
    path = folder / "profile.yaml"
    if profile is not None:
        path.write_text(profile, encoding="utf-8")
    for place, size in ((folder / "e", 1), (folder, 2)):
        (place / "logo.svg").write_text(SVG.format(size), encoding="utf-8")
    report = Report()
    engagement = read_engagement(folder / "e", path, report)
    assert engagement is not None, report.diagnostics
    return engagement.house_style


def test_without_the_key_pages_are_in_the_usual_theme(tmp_path: Path) -> None:
    assert read(tmp_path) == HouseStyle(theme="classic", owner="Ada Byron")


def test_everything_that_is_written_is_taken(tmp_path: Path) -> None:
    style = read(
        tmp_path,
        "stationery: {of: client, theme: modern, window: form a, accent: '#15B', logo: logo.svg, "
        "letterhead: One line, footer: [Bank, Register]}",
    )
    assert style.logo is not None
    assert style.logo.content == SVG.format(1).encode()
    assert (style.owner, style.theme, style.window, style.accent) == ("Acme B.V.", "modern", Window.FORM_A, "#1155bb")
    assert (style.letterhead, style.footer, style.signature) == (("One line",), ("Bank", "Register"), None)


def test_a_picture_lies_beside_the_file_that_names_it(tmp_path: Path) -> None:
    style = read(tmp_path, profile="stationery: {logo: logo.svg}")
    assert style.logo is not None
    assert style.logo.content == SVG.format(2).encode()


def test_the_engagement_completes_what_the_profile_says(tmp_path: Path) -> None:
    style = read(tmp_path, "stationery: {theme: plain}", "stationery: {theme: modern, footer: Bank}")
    assert (style.theme, style.footer) == ("plain", ("Bank",))


@pytest.mark.parametrize(
    ("own", "profile"),
    [
        ("", "freelancer: {name: Somebody else}\nstationery: {KEYS}\n"),
        ("", "client: {name: Somebody else}\nstationery: {of: client, KEYS}\n"),
        ("stationery: {of: client}\n", "stationery: {KEYS}\n"),
    ],
)
def test_nobodys_letter_gets_the_logo_of_another(tmp_path: Path, own: str, profile: str) -> None:
    keys = "theme: modern, window: right, logo: logo.svg, footer: Bank"
    style = read(tmp_path, own, profile.replace("KEYS", keys))
    assert (style.theme, style.window, style.logo, style.footer) == ("modern", Window.RIGHT, None, ())


def test_the_same_name_is_the_same_party(tmp_path: Path) -> None:
    style = read(tmp_path, profile="freelancer: {name: Ada Byron}\nstationery: {footer: Bank}\n")
    assert style.footer == ("Bank",)
