"""Exports that are a JSON list of objects, each with its place."""

from __future__ import annotations

import json
import re
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Generic, TypeVar

import msgspec

from closeout.diagnostic import Code, Location, Report
from closeout.reading.scalar import ScalarError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from zoneinfo import ZoneInfo

    from closeout.reading.imports.entry import Tracked
    from closeout.reading.imports.export import Export

ItemT = TypeVar("ItemT")
_AGAIN = "export it again; if this remains, the format has changed"

_BEGIN = re.compile(r"[ \t\r\n]*\[[ \t\r\n]*")
_NEXT = re.compile(r"[ \t\r\n]*(,|\])[ \t\r\n]*")
_END = re.compile(r"[ \t\r\n]*\Z")


def _refuse(name: str) -> None:
    message = f"{name} is no number"
    raise ValueError(message)


_DECODER = json.JSONDecoder(parse_float=Decimal, parse_constant=_refuse)


class JsonList:
    """The items of a list, read one by one."""

    def __init__(self, text: str, name: str) -> None:
        """Start at the first item of `text`; `name` is what diagnostics call the file."""
        self._text = text
        self._name = name
        begin = _BEGIN.match(text)
        self.is_list = begin is not None
        self._at = begin.end() if begin else 0
        self._line = 1
        self._line_start = 0
        self._counted = 0

    def items(self, report: Report) -> Iterator[tuple[Any, Location]]:
        """Yield each item and its place, up to the first that is no JSON, which is reported."""
        if not self.is_list or (self._text[self._at : self._at + 1] == "]" and self._ends(self._at + 1)):
            return
        while True:
            place = self._place(self._at)
            try:
                item, after = _DECODER.raw_decode(self._text, self._at)
            except json.JSONDecodeError as error:
                self._fail(report, error.msg, self._place(error.pos))
                return
            except (ValueError, ArithmeticError, RecursionError):
                self._fail(report, "a number or a nesting in it cannot be read", place)
                return
            yield item, place
            following = _NEXT.match(self._text, after)
            if following is None:
                self._fail(report, "a comma or ] is missing", self._place(after))
                return
            if following[1] == "]":
                if not self._ends(following.end()):
                    self._fail(report, "something follows the list", self._place(following.end()))
                return
            self._at = following.end()

    def _ends(self, offset: int) -> bool:
        return _END.match(self._text, offset) is not None

    def _fail(self, report: Report, message: str, place: Location) -> None:
        report.error(Code.SOURCE_FAILED, f"this is not valid JSON: {message}", place, "export it again")

    def _place(self, offset: int) -> Location:
        """Return the place of `offset`, which never lies before that of an earlier call."""
        self._line += self._text.count("\n", self._counted, offset)
        self._line_start = max(self._line_start, self._text.rfind("\n", self._counted, offset) + 1)
        self._counted = offset
        return Location(self._name, self._line, offset - self._line_start + 1)


class JsonFormat(Generic[ItemT]):
    """A format of JSON exports: the keys that its items have, their shape, and the entries of one item."""

    def __init__(
        self,
        name: str,
        keys: frozenset[str],
        shape: type[ItemT],
        entries: Callable[[ItemT, ZoneInfo, Location], Iterator[Tracked]],
        foreign: frozenset[str] = frozenset(),
    ) -> None:
        """Recognise lists whose first item has all `keys` and none of `foreign`. `entries` may raise `ScalarError`."""
        self.name = name
        self._keys = keys
        self._foreign = foreign
        self._shape = shape
        self._entries = entries

    @property
    def wanted(self) -> str:
        """The keys by which it is recognised."""
        return f"the keys {', '.join(sorted(self._keys))}"

    def recognises(self, export: Export) -> bool:
        """Tell whether the first item has the keys."""
        unheard = Report()  # its problems are told when it is read
        first, _ = next(JsonList(export.text, export.name).items(unheard), (None, None))
        return isinstance(first, dict) and self._keys <= first.keys() and not self._foreign & first.keys()

    def read(self, export: Export) -> Iterator[Tracked]:
        """Yield the entries of every sound item."""
        for item, place in JsonList(export.text, export.name).items(export.report):
            try:
                yield from self._entries(msgspec.convert(item, self._shape), export.time_zone, place)
            except (msgspec.ValidationError, UnicodeEncodeError) as error:  # half a character is no text
                export.report.error(Code.WRONG_SHAPE, f"this entry is not as expected: {error}", place, _AGAIN)
            except ScalarError as error:
                export.report.error(error.code, error.message, place, error.hint)
