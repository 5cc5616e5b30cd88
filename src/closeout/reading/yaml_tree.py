"""YAML text into nodes: every scalar stays the text that was written, and everything surprising is refused.

The YAML of an engagement has mappings, lists and scalars. Anchors, aliases, tags, merge keys, complex keys, duplicate
keys and further documents are errors: what they would do is not what a reader sees.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import yaml

from closeout.diagnostic import Code, Location
from closeout.reading.node import Entry, ListNode, MapNode, Node, ScalarNode
from closeout.reading.source import CONTROL

if TYPE_CHECKING:
    from collections.abc import Iterator

    from closeout.diagnostic import Report

DEEPEST = 24
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class _RefusedError(Exception):
    """The text cannot become a tree; it is reported already."""


def parse_yaml(text: str, name: str, report: Report) -> Node | None:
    """Return the one document of `text` as nodes; report what is wrong with it, and return None."""
    try:
        return _TreeBuilder(name, report).build(yaml.parse(text, Loader=_LOADER))
    except _RefusedError:
        return None
    except yaml.MarkedYAMLError as error:
        where = _place(error.problem_mark or error.context_mark, name)
        report.error(Code.YAML_SYNTAX, f"this is not valid YAML: {error.problem}", where, _syntax_hint(error))
        return None


def _place(mark: yaml.Mark | None, name: str) -> Location:
    return Location(name, mark.line + 1, mark.column + 1) if mark else Location(name)


def _syntax_hint(error: yaml.MarkedYAMLError) -> str:
    check = "check indentation, quotes and colons; a text with ': ' or ' #' in it needs quotes"
    if error.context is None:
        return check
    begun, found = error.context_mark, error.problem_mark
    begin = f" that begins in line {begun.line + 1}" if begun and found and begun.line != found.line else ""
    return f"{error.context.strip()}{begin}; {check}"


class _TreeBuilder:
    """Builds nodes from parser events, without recursion, so that no depth of nesting can harm."""

    def __init__(self, name: str, report: Report) -> None:
        self._name = name
        self._report = report
        self._open: list[_Collection] = []
        self._root: Node | None = None

    def build(self, events: Iterator[yaml.Event]) -> Node | None:
        documents = 0
        for event in events:
            if isinstance(event, yaml.DocumentStartEvent):
                documents += 1
                if documents > 1:
                    self._refuse(event, Code.YAML_FEATURE, "a second document starts here", "keep one in a file")
            elif isinstance(event, yaml.NodeEvent):
                self._node(event)
            elif isinstance(event, yaml.CollectionEndEvent):
                self._add(self._open.pop().node())
        return self._root

    def _node(self, event: yaml.NodeEvent) -> None:
        self._refuse_magic(event)
        where = self._where(event)
        if isinstance(event, yaml.ScalarEvent):
            self._refuse_control(event)
            plain = not event.style  # the C parser says "", the other one None
            if self._open and self._open[-1].wants_key:
                self._key(event, plain=plain)
            else:
                self._add(ScalarNode(event.value, where, plain))
            return
        if self._open and self._open[-1].wants_key:
            self._refuse(event, Code.YAML_FEATURE, "a key must be a word", "put quotes around text with { or [")
        if len(self._open) >= DEEPEST:
            self._refuse(event, Code.TOO_DEEP, f"the nesting is deeper than {DEEPEST} levels", None)
        self._open.append(_Collection(where, is_map=isinstance(event, yaml.MappingStartEvent)))

    def _key(self, event: yaml.ScalarEvent, *, plain: bool) -> None:
        key = event.value
        if plain and key == "<<":
            self._refuse(event, Code.YAML_FEATURE, "merge keys (<<) are not read", "write the values out")
        earlier = self._open[-1].entries.get(key)
        if earlier is not None:
            hint = f"it stands first in line {earlier.key.line}; keep one of the two"
            self._report.error(Code.DUPLICATE_KEY, f"'{key}' stands here a second time", self._where(event), hint)
        self._open[-1].key = (key, self._where(event))

    def _add(self, node: Node) -> None:
        if self._open:
            self._open[-1].add(node)
        else:
            self._root = node

    def _refuse_magic(self, event: yaml.NodeEvent) -> None:
        if isinstance(event, yaml.AliasEvent):
            self._refuse(event, Code.YAML_FEATURE, f"aliases (*{event.anchor}) are not read", "write the value out")
        if event.anchor is not None:
            self._refuse(event, Code.YAML_FEATURE, f"anchors (&{event.anchor}) are not read", "leave it out")
        tag = getattr(event, "tag", None)
        if tag is not None:
            self._refuse(
                event, Code.YAML_FEATURE, f"tags ({tag}) are not read", "leave it out, or put quotes around it"
            )

    def _refuse_control(self, event: yaml.ScalarEvent) -> None:
        """Refuse what an escape sequence brings in, and the text of the file could not hold."""
        control = CONTROL.search(event.value)
        if control is not None:
            point = f"U+{ord(control.group()):04X}"
            self._refuse(event, Code.CONTROL_CHARACTER, f"this text holds the control character {point}", "delete it")

    def _where(self, event: yaml.Event) -> Location:
        assert event.start_mark is not None  # noqa: S101 - for the type checker: the parser marks every event
        return Location(self._name, event.start_mark.line + 1, event.start_mark.column + 1)

    def _refuse(self, event: yaml.Event, code: Code, message: str, hint: str | None) -> None:
        self._report.error(code, message, self._where(event), hint)
        raise _RefusedError


class _Collection:
    """A mapping or list that is not closed yet."""

    def __init__(self, location: Location, *, is_map: bool) -> None:
        self.location = location
        self.is_map = is_map
        self.entries: dict[str, Entry] = {}
        self.items: list[Node] = []
        self.key: tuple[str, Location] | None = None

    @property
    def wants_key(self) -> bool:
        return self.is_map and self.key is None

    def add(self, node: Node) -> None:
        if self.key is None:
            self.items.append(node)
            return
        name, where = self.key
        self.entries.setdefault(name, Entry(where, node))
        self.key = None

    def node(self) -> Node:
        if self.is_map:
            return MapNode(self.entries, self.location)
        return ListNode(tuple(self.items), self.location)
