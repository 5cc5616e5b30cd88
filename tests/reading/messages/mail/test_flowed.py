from __future__ import annotations

from closeout.reading.messages.mail.flowed import unflowed


def test_paragraphs_are_joined_and_stuffing_goes() -> None:
    text = "The contract ends \non 31 May.\n From here on \nno work.\n\n-- \nAnna"
    assert unflowed(text, delsp=False) == "The contract ends on 31 May.\nFrom here on no work.\n\n-- \nAnna"


def test_quotes_are_joined_by_depth() -> None:
    assert (
        unflowed(">> deep \n>> er\n> one \n>> other\nme \n-- ", delsp=False) == ">> deep er\n> one \n>> other\nme \n-- "
    )


def test_delsp_removes_the_added_space() -> None:
    assert unflowed("契約は \n終了 \nします", delsp=True) == "契約は終了します"
