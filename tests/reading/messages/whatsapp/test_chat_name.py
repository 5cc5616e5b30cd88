from __future__ import annotations

import pytest

from closeout.reading.messages.whatsapp.chat_name import chat_name

# ruff: noqa: RUF001 - letters of other scripts look like Latin ones


@pytest.mark.parametrize(
    ("relative", "name"),
    [
        ("messages/WhatsApp Chat with Ada Byron.txt", "Ada Byron"),
        ("messages/WhatsApp Chat with Ada Byron (2).txt", "Ada Byron"),
        ("messages/WhatsApp Chat - Ada.zip/_chat.txt", "Ada"),
        ("messages/WhatsApp Chat - Ada/_chat.txt", "Ada"),
        ("messages/WhatsApp-Chat mit Ada.txt", "Ada"),
        ("messages/Chat de WhatsApp con Ada.txt", "Ada"),
        ("messages/Conversa do WhatsApp com Ada.txt", "Ada"),
        ("messages/Discussion WhatsApp avec Ada.txt", "Ada"),
        ("messages/Чат WhatsApp с контактом Ada.txt", "Ada"),
        ("messages/WhatsApp_Chat_with_Ada.txt", "Ada"),
        ("messages/chat.txt", ""),
        ("messages/whatsapp.txt", ""),
    ],
)
def test_names_of_chats(relative: str, name: str) -> None:
    assert chat_name(relative) == name
