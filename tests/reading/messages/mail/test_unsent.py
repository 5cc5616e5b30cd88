from __future__ import annotations

import pytest

from closeout.domain.correspondence import Message, Origin, Skipped
from closeout.reading.messages.mail.message import parse_mail

THUNDERBIRD = "X-Mozilla-Draft-Info: internal/draft; vcard=0"


def reason(fields: str, path: str = "messages/a.mbox") -> str:
    origin = Origin(path=path, offset=7, length=0, sha256="")
    found = parse_mail(f"From: a@b.de\nSubject: s\n{fields}\n\ntext".encode(), origin)
    assert isinstance(found, Message) or (found.path, found.offset) == (path, 7)
    return found.reason if isinstance(found, Skipped) else ""


@pytest.mark.parametrize(
    ("fields", "why"),
    [
        ("X-Gmail-Labels: Drafts", "a draft"),
        ("X-Gmail-Labels: Opened,Drafts", "a draft"),
        ("X-Gmail-Labels: =?UTF-8?Q?Drafts,Pr=C3=BCfen?=", "a draft"),
        ("X-Gmail-Labels: Spam,Category Updates", "in the spam folder"),
        ("X-Gmail-Labels: Sent,Drafts", ""),
        ("X-Gmail-Labels: Trash,Unread", ""),
        ("X-Gmail-Labels: Drafts of contracts,Anti-Spam", ""),
        (THUNDERBIRD, "a draft"),
        (f"{THUNDERBIRD}\nReceived: by x", ""),
        ("X-Mozilla-Status: 0001", ""),
    ],
)
def test_drafts_and_spam_by_the_header(fields: str, why: str) -> None:
    assert reason(fields) == why


@pytest.mark.parametrize(
    ("path", "why"),
    [
        ("messages/box/cur/1.host:2,D", "a draft"),
        ("messages/box/cur/1.host:2,DS", "a draft"),
        ("messages/box/cur/1.host;2,SD", "a draft"),
        ("messages/box/cur/1.host:2,ST", ""),
        ("messages/box/cur/1.D", ""),
        ("messages/box/.Drafts/cur/1:2,S", "a draft"),
        ("messages/box/.INBOX.Drafts/new/1", "a draft"),
        ("messages/box/.Junk/cur/1:2,S", "in the spam folder"),
        ("messages/box/.Spam/cur/1", "in the spam folder"),
        ("messages/box/.Trash/cur/1", ""),
        ("messages/Drafts/1:2,D.eml", ""),
    ],
)
def test_drafts_and_spam_by_the_place_in_a_maildir(path: str, why: str) -> None:
    assert reason("Date: x", path) == why


@pytest.mark.parametrize("path", ["messages/Sent", "messages/Gesendete Objekte.mbox", "messages/Sent-1"])
def test_what_thunderbird_sent_later_is_no_draft(path: str) -> None:
    assert reason(THUNDERBIRD, path) == ""


@pytest.mark.parametrize("path", ["messages/Drafts", "messages/Presented.mbox"])
def test_a_draft_of_thunderbird_is_one_in_any_other_place(path: str) -> None:
    assert reason(THUNDERBIRD, path) == "a draft"
