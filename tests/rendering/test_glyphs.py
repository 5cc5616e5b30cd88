"""What is said and done of characters that no font has; no font is asked here."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from closeout.diagnostic import Code, Severity
from closeout.rendering.glyphs import STAND_IN, missing_glyphs, private_characters, with_stand_ins

PAGE = "<html><head><title>北京</title></head><body data-sender='北'><h1>北京 &amp; Co</h1><p>ok</p></body></html>"


def test_squares_stand_in_the_body_and_the_title_of_the_file_stays() -> None:
    shown = with_stand_ins(PAGE, {"北"})
    assert "<title>北京</title>" in shown
    assert f"data-sender='{STAND_IN}'" in shown
    assert f"<h1>{STAND_IN}京 &amp; Co</h1>" in shown


def test_a_mark_upon_a_letter_goes_with_it() -> None:
    assert with_stand_ins("<body>कि</body>", {"क", "ि"}) == f"<body>{STAND_IN}</body>"


@pytest.mark.parametrize("html", [PAGE, "北", ""])
def test_a_page_that_lacks_nothing_stays_as_it_is(html: str) -> None:
    assert with_stand_ins(html, frozenset()) is html
    assert list(missing_glyphs(html, frozenset())) == []


def test_what_stands_in_is_never_private() -> None:
    assert private_characters(f"a{STAND_IN}\ue000\uf8ff\U000f0000\U0010fffd\uffff") == set(
        "\ue000\uf8ff\U000f0000\U0010fffd"
    )


@pytest.mark.parametrize(
    ("characters", "debian", "others"),
    [
        ("北京", "fonts-noto-cjk", ("google-noto-sans-cjk-fonts", "noto-fonts-cjk", "font-noto-sans-cjk")),
        ("さクー", "fonts-noto-cjk", ()),
        ("서울", "fonts-noto-cjk", ()),
        ("「。", "fonts-noto-cjk", ()),
        ("نور", "fonts-noto-core", ("google-noto-sans-arabic-fonts", "noto-fonts;", "font-noto-sans-arabic")),
        ("אור", "fonts-noto-core", ("google-noto-sans-hebrew-fonts", "font-noto-sans-hebrew")),
        ("हिन्दी", "fonts-noto-core", ("google-noto-sans-devanagari-fonts",)),
        ("ไทย", "fonts-noto-core", ("google-noto-sans-thai-fonts",)),
        ("🦀🏽", "fonts-noto-color-emoji", ("google-noto-color-emoji-fonts", "noto-fonts-emoji")),
        ("★∮", "fonts-noto-core", ("google-noto-sans-symbols-2-fonts",)),
    ],
)
def test_the_hint_names_the_package_of_each_system(characters: str, debian: str, others: tuple[str, ...]) -> None:
    (warning,) = missing_glyphs(f"<body><p>{characters}</p></body>", frozenset(characters))
    assert (warning.code, warning.severity) == (Code.MISSING_GLYPH, Severity.WARNING)
    hint = warning.hint or ""
    assert f"Debian, Ubuntu: {debian};" in hint
    assert all(name in hint for name in others)


def test_each_package_has_a_warning_of_its_own() -> None:
    warnings = list(missing_glyphs("<body><p>北京</p><p>نور</p></body>", frozenset("北京نور")))
    assert len(warnings) == 2
    assert {"“北京”" in each.message for each in warnings} == {True, False}


def test_many_characters_are_cut_short_and_so_are_places() -> None:
    many = "".join(chr(0x4E00 + number) for number in range(10))
    (warning,) = missing_glyphs("<body>" + "".join(f"<p>{each}</p>" for each in many), frozenset(many))
    assert "(U+4E07), …; " in warning.message
    assert "U+4E08" not in warning.message
    assert warning.message.endswith("“一”; “丁”; “丂”; …")


def test_a_long_text_is_quoted_around_the_character() -> None:
    (warning,) = missing_glyphs(f"<body><p>{'a' * 99}北{'b' * 99}</p></body>", frozenset("北"))
    assert warning.message.endswith(f": “…{'a' * 20}北{'b' * 19}…”")


def test_what_was_replaced_before_is_not_told_again() -> None:
    assert list(missing_glyphs("<body>\ufffd</body>", {"\ufffd"})) == []


@given(st.text(), st.frozensets(st.characters(), max_size=9))
def test_nothing_missing_is_left_in_the_body(text: str, missing: frozenset[str]) -> None:
    missing -= set("<body>" + STAND_IN)
    assert missing.isdisjoint(with_stand_ins(f"<body>{text}", missing))
    assert all(warning.hint for warning in missing_glyphs(f"<body>{text}", missing))
