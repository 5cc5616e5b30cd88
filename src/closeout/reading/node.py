"""What a file says before it means anything: text, lists and mappings, each with its place.

YAML files and the rows of CSV files both become nodes, so one decoder and one set of messages serves both.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from closeout.diagnostic import Location


class ScalarNode(NamedTuple):
    """One value, as written. `plain` tells that it bore no quotes, so that an empty one means 'nothing'."""

    text: str
    location: Location
    plain: bool = True

    @property
    def empty(self) -> bool:
        """Whether nothing was written."""
        return self.plain and self.text in {"", "~", "null", "Null", "NULL"}


class ListNode(NamedTuple):
    """Several values."""

    items: tuple[Node, ...]
    location: Location


class Entry(NamedTuple):
    """One key of a mapping, where it stands, and its value."""

    key: Location
    value: Node


class MapNode(NamedTuple):
    """Values by their keys, in the order of the file."""

    entries: dict[str, Entry]
    location: Location


Node = ScalarNode | ListNode | MapNode
