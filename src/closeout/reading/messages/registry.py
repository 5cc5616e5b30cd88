"""The message sources that closeout knows: a new one is a module of its own and one line here.

Another package can bring more of them: classes that fulfil `MessageSource`, as entry points of the group
`closeout.message_sources` (PyPA, entry points specification).
"""

from __future__ import annotations

from functools import cache
from importlib.metadata import entry_points
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
from closeout.reading.messages.plug_in import PlugIn
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


GROUP: Final = "closeout.message_sources"


@cache
def sources() -> tuple[MessageSource, ...]:
    """Return every source: those of other packages by their names, then ours, which would take some of their files.

    Raises `UserError` where one of another package cannot be loaded.
    """
    plugged_in = sorted(entry_points(group=GROUP), key=lambda each: each.name)
    return (*map(PlugIn, plugged_in), *SOURCES)


def source_of(candidate: Candidate) -> MessageSource | None:
    """Return the first source that recognises `candidate`; raise `UserError` where one of another package fails."""
    return next((source for source in sources() if source.recognises(candidate)), None)
