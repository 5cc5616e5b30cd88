from __future__ import annotations

import datetime as dt

import pytest

from closeout.domain.correspondence import Correspondent, MessageKind
from closeout.reading.messages.whatsapp.body import attached_name, author_of, body_of, sender_of, stamped_day


@pytest.mark.parametrize(
    ("author", "expected"),
    [
        ("Ada Byron", Correspondent("Ada Byron")),
        ("\u202a+49\u00a0170\u00a01234567\u202c", Correspondent("", "+491701234567")),
        ("+1 (555) 010-0199", Correspondent("", "+15550100199")),
        ("~\u202fBob", Correspondent("Bob")),
        ("~ Bob", Correspondent("Bob")),
        ("~", Correspondent("~")),
    ],
)
def test_people(author: str, expected: Correspondent) -> None:
    assert sender_of(author) == expected


@pytest.mark.parametrize(
    ("rest", "opening", "author"),
    [
        ("Ada: Hello: world", "-", "Ada"),
        ("Ada:", "-", "Ada"),
        ("Ada: ", "[", "Ada"),
        ("Messages are encrypted.", "-", None),
        ('Ada changed the subject to "A: b"', "-", None),
        ("Ada hat den Betreff zu „A: b“ geändert", "-", None),
        ("INFO: started", "-", None),
        ("x" * 101 + ": y", "-", None),
        (": y", "-", None),
    ],
)
def test_authors(rest: str, opening: str, author: str | None) -> None:
    assert author_of(rest, opening) == (None if author is None else Correspondent(author))


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("\u200e<attached: 00000012-PHOTO-2025-12-31-14-05-09.jpg>", "00000012-PHOTO-2025-12-31-14-05-09.jpg"),
        ("<Anhang: 00000012-PHOTO-2025-12-31-14-05-09.jpg>", "00000012-PHOTO-2025-12-31-14-05-09.jpg"),
        ("Offer.pdf • \u200e2 pages \u200e<pièce jointe : 00000013-Offer.pdf>", "00000013-Offer.pdf"),
        ("IMG-20251231-WA0001.jpg (file attached)", "IMG-20251231-WA0001.jpg"),
        ("\u200eIMG-20251231-WA0001.jpg (Datei angehängt)\ncaption", "IMG-20251231-WA0001.jpg"),
        ("Offer v2.pdf (archivo adjunto)", "Offer v2.pdf"),
        ("see main.py (the old one)", None),
        ("<a: b.c>", None),
        ("../x.jpg (file attached)", None),
        ("first\nIMG-20251231-WA0001.jpg (file attached)", None),
    ],
)
def test_attachments(text: str, name: str | None) -> None:
    assert attached_name(text) == name


@pytest.mark.parametrize(
    ("name", "day"),
    [
        ("00000012-PHOTO-2025-12-31-14-05-09.jpg", dt.date(2025, 12, 31)),
        ("IMG-20251231-WA0001.jpg", dt.date(2025, 12, 31)),
        ("IMG-20259931-WA0001.jpg", None),
        ("x.jpg", None),
    ],
)
def test_days_in_names(name: str, day: dt.date | None) -> None:
    assert stamped_day(name) == day


def test_notices_of_ios_are_marked_and_have_an_author() -> None:
    notice = body_of("Team: \u200eAda changed the group name", "[")
    assert (notice.kind, notice.sender, notice.text) == (
        MessageKind.SYSTEM,
        Correspondent("Team"),
        "Ada changed the group name",
    )
    assert body_of("Ada: \u200eLocation: https://maps.example/1", "[").kind is MessageKind.MESSAGE
    assert body_of("Ada: \u200ePOLL:\nWhen?", "[").kind is MessageKind.MESSAGE
    assert body_of("Ada: Hello \u200e<This message was edited>", "[").kind is MessageKind.MESSAGE


def test_calls_have_a_duration() -> None:
    call = body_of("Ada: \u200eVoice call, \u200e12 min", "[")
    assert (call.kind, call.duration, call.text) == (MessageKind.CALL, 720, "Voice call, 12 min")
    assert body_of("Missed voice call", "-").kind is MessageKind.CALL


@pytest.mark.parametrize(
    ("rest", "text"),
    [
        ("Ada: \u200e<attached: 00000012-PHOTO-2025-12-31-14-05-09.jpg>", ""),
        ("Ada: Offer.pdf • \u200e2 pages \u200e<attached: 00000013-Offer.pdf>\nas agreed", "as agreed"),
        ("Ada: see here: \u200e<attached: 00000013-Offer.pdf>", "see here:"),
        ("Ada: IMG-20251231-WA0001.jpg (file attached)\n\ntwo\nlines", "two\nlines"),
        ("Ada: \u200eimage omitted", ""),
        ("Ada: Offer.pdf • \u200e2 pages \u200edocument omitted\nas agreed", "as agreed"),
        ("Ada: <Media omitted>", ""),
        ("Ada: <Media omitted>\nlook", "look"),
        ("Ada: image omitted", "image omitted"),
    ],
)
def test_what_stands_for_a_file_is_no_text(rest: str, text: str) -> None:
    body = body_of(rest, "[")
    assert body.text == text
    assert body.whole.split() == rest.replace("\u200e", "").split()[1:]


@pytest.mark.parametrize(
    "mark",
    [
        " <This message was edited>",
        " \u200e<This message was edited>",
        " <Diese Nachricht wurde bearbeitet.>",
        " <Se editó este mensaje.>\u200e",
        "\u200e<Ce message a été modifié>",
    ],
)
def test_the_mark_of_an_edited_text_is_no_part_of_it(mark: str) -> None:
    body = body_of(f"Ada: one\ntwo{mark}", "[")
    assert (body.text, body.edited, body.kind) == ("one\ntwo", True, MessageKind.MESSAGE)
    assert not body_of(f"Ada: I read {mark} somewhere", "[").edited


def test_deleted_and_left_out() -> None:
    assert body_of("Ada: \u200eThis message was deleted.", "[").deleted
    left_out = body_of("Ada: Offer.pdf • \u200e2 pages \u200edocument omitted", "[")
    assert (left_out.file, left_out.left_out) == ("Offer.pdf", True)
    assert body_of("Ada: <Media omitted>", "-").file == "Media omitted"
