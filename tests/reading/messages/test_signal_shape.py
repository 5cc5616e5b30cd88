from __future__ import annotations

import msgspec
import pytest

from closeout.reading.messages.signal_shape import FRAME, Contact, Event, Item, Locator


@pytest.mark.parametrize(
    ("json", "name", "address"),
    [
        ("{}", "", ""),
        ('{"profileGivenName": "Ada", "profileFamilyName": "Byron", "e164": "491"}', "Ada Byron", "+491"),
        ('{"systemGivenName": "A.", "profileGivenName": "Ada", "e164": 491}', "A.", "+491"),
        ('{"nickname": {"given": "Countess"}, "systemGivenName": "Ada", "username": "ada.1"}', "Countess", "ada.1"),
        ('{"aci": "EREREREREREREREREREREQ=="}', "", "11111111-1111-1111-1111-111111111111"),
        ('{"aci": "what"}', "", "what"),
        ('{"e164": "+491"}', "", "+491"),
    ],
)
def test_names_and_addresses(json: str, name: str, address: str) -> None:
    contact = msgspec.json.decode(json, type=Contact)
    assert (contact.name, contact.address) == (name, address)


@pytest.mark.parametrize(
    ("json", "written"),
    [
        ("{}", ""),
        ('{"standardMessage": {}}', ""),
        ('{"standardMessage": {"text": {"body": "x"}}}', "x"),
        ('{"stickerMessage": {}}', "[sticker]"),
        ('{"contactMessage": {}}', "[contact message]"),
        ('{"giftBadge": {}}', "[gift badge]"),
        ('{"directStoryReplyMessage": {}}', ""),
        ('{"poll": {"question": "a", "options": [{"option": "b"}]}}', "[poll a]\n- b"),
    ],
)
def test_what_an_item_says(json: str, written: str) -> None:
    assert msgspec.json.decode(json, type=Item).written() == written


def test_files_of_an_item() -> None:
    json = (
        '{"standardMessage": {"attachments": [{"pointer": {"fileName": "a"}}], "longText": {"fileName": "b"}},'
        ' "stickerMessage": {"sticker": {"data": {"fileName": "c"}}}}'
    )
    assert [file.file_name for file in msgspec.json.decode(json, type=Item).files()] == ["a", "b", "c"]


def test_what_happened_is_told_in_the_words_of_the_format() -> None:
    assert Event(type="AUDIO_CALL", direction="INCOMING", state=3).written("x") == "audio call, incoming, 3"
    assert Event().written("sessionSwitchover") == "session switchover"


@pytest.mark.parametrize(("text", "digits"), [(None, ""), ("qqo=", "aaaa"), ("abc", ""), ("\u00fc", "")])
def test_hashes(text: str | None, digits: str) -> None:
    assert Locator(plaintext_hash=text).sha256 == digits


def test_a_frame_may_be_something_else() -> None:
    frame = FRAME.decode(b'{"stickerPack": {"packId": "AA=="}}')
    assert (frame.account, frame.recipient, frame.chat, frame.chat_item) == (None, None, None, None)
