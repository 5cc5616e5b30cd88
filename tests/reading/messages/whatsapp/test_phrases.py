from __future__ import annotations

import pytest

from closeout.reading.messages.whatsapp.phrases import duration_of, is_call, is_left_out, is_taken_back


@pytest.mark.parametrize(
    ("line", "is_marked", "expected"),
    [
        ("<Media omitted>", False, True),
        ("<Medien ausgeschlossen>", False, True),
        ("<Médias omis>", False, True),
        ("<メディアなし>", False, True),
        ("Media omitted", False, False),
        ("<div class>", False, False),
        ("image omitted", True, True),
        ("image omitted", False, False),
        ("Bild weggelassen", True, True),
        ("imagen omitida", True, True),
        ("Offer.pdf • 2 pages document omitted", True, True),
        ("I think that he has omitted it", True, False),
    ],
)
def test_files_that_were_left_out(line: str, is_marked: bool, expected: bool) -> None:  # noqa: FBT001 - a table
    assert is_left_out(line, is_marked=is_marked) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("This message was deleted", True),
        ("Diese Nachricht wurde gelöscht.", True),
        ("Se eliminó este mensaje.", True),
        ("このメッセージは削除されました", True),
        ("This message was deleted and then some", False),
        ("x" * 200, False),
    ],
)
def test_texts_that_were_taken_back(text: str, expected: bool) -> None:  # noqa: FBT001 - a table
    assert is_taken_back(text) is expected


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("Voice call, 12 min", 720),
        ("Sprachanruf, 1 Std. 2 Min.", 3720),
        ("Videollamada, 45 seg", 45),
        ("Missed voice call", None),
        ("Аудиозвонок, 3 мин", 180),
    ],
)
def test_calls_and_how_long_they_were(text: str, seconds: int | None) -> None:
    assert is_call(text)
    assert duration_of(text) == seconds


def test_what_is_no_call() -> None:
    assert not is_call("Ada changed the subject")
    assert not is_call("voice call\nwith more lines")
