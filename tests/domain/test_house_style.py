from __future__ import annotations

from closeout.domain.house_style import HouseStyle, Picture, Window

LOGO = Picture("image/png", b"\x89PNG")
STYLE = HouseStyle(
    theme="modern", window=Window.FORM_A, owner="Ada Byron", accent="#1a5fb4", logo=LOGO, footer=("Bank",)
)


def test_a_picture_is_its_own_url() -> None:
    assert LOGO.url == "data:image/png;base64,iVBORw=="


def test_a_letter_of_the_owner_is_dressed_whole() -> None:
    assert STYLE.on_letters_of("Ada Byron") == STYLE


def test_a_letter_of_the_other_side_has_no_logo_of_ours() -> None:
    assert STYLE.on_letters_of("Acme B.V.") == HouseStyle(theme="modern", window=Window.FORM_A)


def test_a_theme_for_one_run_changes_nothing_else() -> None:
    assert STYLE.in_theme("plain") == HouseStyle(
        theme="plain", window=Window.FORM_A, owner="Ada Byron", accent="#1a5fb4", logo=LOGO, footer=("Bank",)
    )
    assert STYLE.in_theme(None) is STYLE
