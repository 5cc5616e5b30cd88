"""The message sources that closeout knows: a new one is a module of its own and one line here."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from closeout.reading.messages.discord.export_csv import DiscordCsv
from closeout.reading.messages.discord.export_json import DiscordJson
from closeout.reading.messages.linkedin import LinkedIn
from closeout.reading.messages.mail.eml import Eml
from closeout.reading.messages.mail.maildir import Maildir
from closeout.reading.messages.mail.mbox import Mbox
from closeout.reading.messages.meetings.calendar_file import Meetings
from closeout.reading.messages.notes import Notes
from closeout.reading.messages.pasted_chat import PastedChat
from closeout.reading.messages.signal_desktop import SignalDesktop
from closeout.reading.messages.slack.export import Slack
from closeout.reading.messages.sms.backup import SmsBackup
from closeout.reading.messages.teams.account import MicrosoftAccount
from closeout.reading.messages.teams.graph import TeamsGraph
from closeout.reading.messages.telegram import Telegram
from closeout.reading.messages.upwork import Upwork
from closeout.reading.messages.whatsapp.chat import WhatsApp

if TYPE_CHECKING:
    from closeout.reading.messages.source import Candidate, MessageSource

SOURCES: Final[tuple[MessageSource, ...]] = (
    Mbox(),
    Maildir(),
    Slack(),
    DiscordJson(),
    DiscordCsv(),
    TeamsGraph(),
    MicrosoftAccount(),
    SmsBackup(),
    LinkedIn(),
    Meetings(),
    Telegram(),
    SignalDesktop(),
    WhatsApp(),
    Upwork(),
    PastedChat(),
    Eml(),
    Notes(),
)


def source_of(candidate: Candidate) -> MessageSource | None:
    """Return the first source that recognises `candidate`."""
    return next((source for source in SOURCES if source.recognises(candidate)), None)
