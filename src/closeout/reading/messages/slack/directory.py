"""Who and what the ids in a Slack export stand for: its members and its conversations."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple, TypeVar

from msgspec import Struct

from closeout.domain.correspondence import Correspondent
from closeout.reading.messages.json_piece import piece_of
from closeout.reading.messages.place import obstacle
from closeout.reading.messages.settled import person

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

PEOPLE: Final = ("users.json", "org_users.json")
CHANNELS: Final = ("channels.json", "groups.json")
DIRECT: Final = ("dms.json", "mpims.json")

_T = TypeVar("_T")


class Profile(Struct):
    """What a member says of themselves, in `users.json` or beside a message."""

    real_name: str | None = None
    display_name: str | None = None
    name: str | None = None
    email: str | None = None

    @property
    def correspondent(self) -> Correspondent:
        """The member, by full name and e-mail address."""
        return person(self.real_name or self.display_name or self.name, self.email)


class _User(Struct):
    id: str
    name: str | None = None
    real_name: str | None = None
    profile: Profile | None = None


class _Channel(Struct):
    id: str
    name: str | None = None
    members: tuple[str, ...] | None = None


class Conversation(NamedTuple):
    """A channel, or what some members write to one another; only then are its `members` those who get a message."""

    id: str
    name: str
    members: tuple[Correspondent, ...] = ()


class Directory:
    """Finds members and conversations by their ids."""

    def __init__(self, folder: Path) -> None:
        """Read the lists in the `folder` of an export; what is not in them goes by its id."""
        self._users = {user.id: _named(user) for name in PEOPLE for user in _entries(folder, name, _User)}
        self._channels: dict[str, Conversation] = {}
        self._ids: dict[str, str] = {}
        for name in CHANNELS:
            for channel in _entries(folder, name, _Channel):
                self._add(channel, Conversation(channel.id, f"#{channel.name or channel.id}"))
        for name in DIRECT:
            for channel in _entries(folder, name, _Channel):
                members = tuple(self.user(member) for member in channel.members or ())
                label = ", ".join(member.label for member in members)
                self._add(channel, Conversation(channel.id, label or channel.name or channel.id, members))

    def user(self, user_id: str) -> Correspondent:
        """Return a member of this id, or one who is called by it."""
        return self._users.get(user_id) or Correspondent(user_id)

    def knows(self, user_id: str) -> bool:
        """Tell whether a member has this id."""
        return user_id in self._users

    def conversation(self, folder: str) -> Conversation:
        """Return the conversation whose messages lie in a folder of this name: its own name or its id."""
        known = self._channels.get(folder) or self._channels.get(self._ids.get(folder, ""))
        return known or Conversation(folder, f"#{folder}")

    def name_of_channel(self, channel_id: str) -> str:
        """Return the name of a channel, or the id if it is not known."""
        known = self._channels.get(channel_id)
        return known.name if known else channel_id

    def _add(self, channel: _Channel, conversation: Conversation) -> None:
        self._channels[channel.id] = conversation
        if channel.name:
            self._ids[channel.name] = channel.id


def _named(user: _User) -> Correspondent:
    profile = user.profile or Profile()
    name = profile.real_name or user.real_name or profile.display_name or user.name or user.id
    return person(name, profile.email)


def _entries(folder: Path, name: str, shape: type[_T]) -> Iterator[_T]:
    """Yield what the list called `name` holds; one that is missing or damaged holds nothing."""
    path = folder / name
    if not path.is_file() or obstacle(path, folder) is not None:
        return
    piece = piece_of(path)
    for item in (piece.items() if piece else None) or ():
        if (entry := item.read(shape)) is not None:
            yield entry
