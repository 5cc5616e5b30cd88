"""Slack's export of a workspace: a folder with lists of its members and channels, and a folder a conversation.

The folder of a conversation holds a JSON file a day. Files that were shared are only named, unless the program that
made the export (slackdump does) put them beside the messages, in a folder or under a name with their id.
Source: Slack's help page on reading exports, which lists the files.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, ClassVar, Final

from closeout.domain.correspondence import Skipped
from closeout.reading.messages.companions import Companions
from closeout.reading.messages.json_piece import TOO_LARGE, piece_of
from closeout.reading.messages.json_remains import intact
from closeout.reading.messages.place import entries, files_below, obstacle, portable, portable_name
from closeout.reading.messages.slack.directory import CHANNELS, DIRECT, PEOPLE, Directory
from closeout.reading.messages.slack.message import Sender, SlackMessage

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from closeout.domain.correspondence import Message
    from closeout.reading.messages.source import Candidate

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}\.json")
_FILE_ID = re.compile(r"F[A-Z0-9]{7,12}(?![A-Za-z0-9])")
_MESSAGE = re.compile(rb'\s*\[\s*\{.*"ts"\s*:\s*"[0-9]{9,11}\.[0-9]{6}"', re.DOTALL)
_HEAD: Final = 1 << 16
_UPLOADS: Final = ("__", "attachments", "avatars")  # where slackdump puts files
_OTHER_LISTS: Final = frozenset(
    {
        *("integration_logs.json", "content_flags.json", "file_conversations.json", "lists.json", "canvases.json"),
        *("canvas_in_the_conversation.json", "huddle_transcripts.json"),
    }
)
_NAMES: Final = frozenset({*PEOPLE, *CHANNELS, *DIRECT})
_LISTS: Final = _OTHER_LISTS | _NAMES
_EMPTY: Final = re.compile(rb"(?:\xef\xbb\xbf)?\s*\[\s*\]\s*")


class Slack:
    """Reads the folder of an export, or that of one conversation, as one source."""

    name: ClassVar[str] = "slack"

    def recognises(self, candidate: Candidate) -> bool:
        """Tell whether the folder holds days of one conversation, or lists and conversations, and nothing else.

        An export among other sources comes apart into its conversations: it must not take the others for its own. Its
        lists are claimed here, because a folder is asked before the files in it, and these before their folders.
        """
        folder = candidate.path
        if not candidate.is_dir:
            return False
        if _is_conversation(folder) or _is_whole(folder):
            return True
        candidate.claimed.update(_lists_of_conversations(folder))
        return False

    def read(self, candidate: Candidate) -> Iterator[Message | Skipped]:
        """Yield the messages by conversation and day, then name the files that are no part of them."""
        root = candidate.path
        has_lists = any((root / name).is_file() for name in _LISTS)
        directory = Directory(root if has_lists or "/" not in candidate.relative else root.parent)
        days, files, others = _sorted(root)
        companions = Companions(candidate)
        for path in days:
            sender = Sender(directory.conversation(portable_name(path.parent)), directory, files, companions)
            yield from _read_day(path, _relative(path, candidate), sender)
        for path in others:
            if path not in candidate.claimed:
                reason = obstacle(path, root) or "no message of the export names this file"
                yield Skipped(path=_relative(path, candidate), reason=reason)


def _is_whole(folder: Path) -> bool:
    inside = [path for path in entries(folder) if not path.name.startswith(".")]
    folders = [path for path in inside if path.is_dir() and not path.is_symlink()]
    lists_only = all(path in folders or path.suffix == ".json" for path in inside)
    has_lists = any(path.name in _LISTS for path in inside)
    conversations = [path for path in folders if not path.name.startswith(_UPLOADS)]
    return (
        lists_only
        and has_lists
        and all(_has_days(path) for path in conversations)
        and any(_is_conversation(path) for path in conversations)
    )


def _is_conversation(folder: Path) -> bool:
    """Tell whether a folder holds days with messages, or lies beside lists of names and holds days without any."""
    days = _days(folder)
    return any(_is_day(path, _MESSAGE.match) for path in days) or (
        bool(days) and _has_names(folder.parent) and all(_is_day(path, _EMPTY.fullmatch) for path in days)
    )


def _has_names(folder: Path) -> bool:
    return any((folder / name).is_file() for name in _NAMES)


def _lists_of_conversations(folder: Path) -> list[Path]:
    """Return the lists in a folder that holds conversations, too."""
    try:
        inside = entries(folder)
    except OSError:
        return []
    lists = [path for path in inside if path.name in _LISTS and path.is_file() and not path.is_symlink()]
    folders = (path for path in inside if path.is_dir() and not path.is_symlink())
    return lists if lists and any(_is_conversation(path) for path in folders) else []


def _has_days(folder: Path) -> bool:
    """Tell whether a folder is empty, as that of a silent conversation is, or holds a file of a day."""
    try:
        inside = entries(folder)
    except OSError:
        return False
    return not inside or any(_DAY.fullmatch(path.name) for path in inside)


def _days(folder: Path) -> list[Path]:
    try:
        return [path for path in entries(folder) if _DAY.fullmatch(path.name)]
    except OSError:
        return []


def _is_day(path: Path, begins: Callable[[bytes], object]) -> bool:
    try:
        if not path.is_file() or path.is_symlink():
            return False
        with path.open("rb") as stream:
            return bool(begins(stream.read(_HEAD)))
    except OSError:
        return False


def _sorted(root: Path) -> tuple[list[Path], dict[str, str], list[Path]]:
    """Return the files of days, the paths of others by the ids in them, and what is neither a day nor a list."""
    days: list[Path] = []
    files: dict[str, str] = {}
    others: list[Path] = []
    for path in files_below(root):
        if obstacle(path, root) is None and _DAY.fullmatch(path.name):
            days.append(path)
        elif path.parent != root or path.name not in _LISTS:
            others.append(path)
            for part in path.relative_to(root).parts:
                if file_id := _FILE_ID.match(part):
                    files[file_id[0]] = path.relative_to(root).as_posix()
    return days, files, others


def _read_day(path: Path, relative: str, sender: Sender) -> Iterator[Message | Skipped]:
    try:
        day = piece_of(path)
    except OSError as error:
        yield Skipped(path=relative, reason=f"it cannot be read: {error.strerror}")
        return
    if day is None:
        yield Skipped(path=relative, reason=TOO_LARGE)
        return
    found, lost = intact(day, relative, [()])
    items = found.items()
    if items is None:
        yield Skipped(path=relative, reason="no list of messages in valid JSON")
    for item in items or ():
        said = item.read(SlackMessage)
        message = sender.message(said, item.origin(relative)) if said else None
        yield message or Skipped(path=relative, reason="no message of Slack's with a time", offset=item.offset)
    yield from lost


def _relative(path: Path, candidate: Candidate) -> str:
    return f"{candidate.relative}/{portable(path.relative_to(candidate.path))}"
