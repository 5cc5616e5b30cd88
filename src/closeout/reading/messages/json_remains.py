"""What is left of JSON that breaks off, as a full disk or a lost connection leaves it, or that is damaged further on.

The lists that hold messages are followed item by item up to the first that is not whole. All before it is closed with
the brackets that are missing: so it can be read like a whole file, and stands where it stood.
"""

from __future__ import annotations

import re
from json import JSONDecodeError, JSONDecoder
from typing import TYPE_CHECKING, Any, Final, NamedTuple, NoReturn

from msgspec import Raw

from closeout.domain.correspondence import Skipped
from closeout.reading.messages.json_piece import Piece

if TYPE_CHECKING:
    from collections.abc import Iterable

Keys = tuple[str, ...]

_CUT_ITEM: Final = "the file ends in the middle of a message"
_CUT: Final = "the file ends before the export does"
_SPACE = re.compile(r"[ \t\n\r]*")
_LONGEST_TOKEN: Final = 6  # characters: a cut makes `true` or `\u00e9` invalid where it begins, not where it ends
_OPEN_TEXT: Final = "Unterminated string"


class Intact(NamedTuple):
    """JSON that can be read, and what is said of the rest that cannot."""

    piece: Piece
    lost: tuple[Skipped, ...] = ()


def intact(whole: Piece, relative: str, lists: Iterable[Keys]) -> Intact:
    """Return `whole` if it is valid JSON, or else all before the first item that is not.

    `lists` are the keys on the way to each list that holds messages, or that holds objects with such lists; being an
    item adds nothing to them. `relative` is the path of the file. What has no such list is returned as it is.
    """
    if whole.read(Raw) is not None:
        return Intact(whole)
    walk = _Walk(whole.data, frozenset(lists))
    try:
        rest = walk.value(0, ())
        reason, closed = walk.damage(rest), whole.data[:rest]  # something stands behind what is whole
    except _RestError as error:
        rest, reason, closed = error.start, error.reason, walk.closed
    if not walk.found:
        return Intact(whole)
    lost = Skipped(path=relative, reason=reason, offset=whole.offset + rest)
    return Intact(Piece(whole.offset, closed), (lost,))


class _RestError(Exception):
    """Nothing can be read from `start` on."""

    def __init__(self, start: int, reason: str) -> None:
        super().__init__(reason)
        self.start = start
        self.reason = reason


def _nothing(_: object) -> None:
    """Keep nothing of what is only passed over: it may be large."""


def _refused(constant: str) -> NoReturn:
    raise ValueError(constant)


_DECODER: Final[Any] = JSONDecoder(
    object_pairs_hook=_nothing, parse_int=_nothing, parse_float=_nothing, parse_constant=_refused
)


class _Walk:
    """Goes through JSON along the keys of lists; `found` tells whether it has come to one."""

    def __init__(self, data: bytes, lists: frozenset[Keys]) -> None:
        self._data = data
        self._text = data.decode("latin-1")  # a character a byte
        self._lists = lists
        self._before_lists = {keys[:length] for keys in lists for length in range(len(keys))}
        self._open = ""
        self._whole = (0, "")
        self.found = False

    @property
    def closed(self) -> bytes:
        """All up to the last whole item, with the brackets that are missing."""
        end, brackets = self._whole
        return self._data[:end] + brackets.encode()

    def damage(self, start: int) -> str:
        """Return the reason why nothing from `start` on is read."""
        return f"damaged JSON: the last {len(self._data) - start} bytes of the file are not read"

    def value(self, start: int, keys: Keys, *, is_item: bool = False) -> int:
        """Go through the value at `start`, or behind the space there; return where it ends."""
        start = self._behind_space(start)
        if self._text.startswith("{", start) and keys in self._before_lists:
            return self._object(start, keys)
        if self._text.startswith("[", start) and keys in self._lists and not is_item:
            return self._list(start, keys)
        return self._leaf(start, _CUT_ITEM if is_item else _CUT)

    def _object(self, start: int, keys: Keys) -> int:
        self._open = "}" + self._open
        at = self._behind_space(start + 1)
        more = not self._text.startswith("}", at)
        at += not more
        while more:
            at, key = self._key(at)
            at = self._behind(self.value(at, (*keys, key)), ",}")
            more = self._text[at - 1] == ","
        self._open = self._open[1:]
        return at

    def _key(self, start: int) -> tuple[int, str]:
        """Return where the colon behind a key ends, and the key."""
        start = self._behind_space(start)
        end = self._leaf(start, _CUT)
        key = Piece(0, self._data[start:end]).read(str)
        if key is None:
            raise _RestError(start, self.damage(start))
        return self._behind(end, ":"), key

    def _list(self, start: int, keys: Keys) -> int:
        self._open = "]" + self._open
        self.found = True
        self._keep(start + 1)
        at = self._behind_space(start + 1)
        more = not self._text.startswith("]", at)
        at += not more
        while more:
            at = self.value(at, keys, is_item=True)
            self._keep(at)
            at = self._behind(at, ",]")
            more = self._text[at - 1] == ","
        self._open = self._open[1:]
        self._keep(at)
        return at

    def _keep(self, end: int) -> None:
        self._whole = (end, self._open)

    def _leaf(self, start: int, reason: str) -> int:
        try:
            end: int = _DECODER.raw_decode(self._text, start)[1]
        except JSONDecodeError as error:
            is_cut = error.msg.startswith(_OPEN_TEXT) or error.pos >= len(self._text) - _LONGEST_TOKEN
            reason = reason if start < len(self._text) else _CUT
            raise _RestError(start, reason if is_cut else self.damage(start)) from error
        except (ValueError, RecursionError) as error:
            raise _RestError(start, self.damage(start)) from error
        if Piece(0, self._data[start:end]).read(Raw) is None:
            raise _RestError(start, self.damage(start))
        return end

    def _behind(self, end: int, marks: str) -> int:
        """Return where the mark that must follow ends: one of `marks`."""
        at = self._behind_space(end)
        if at == len(self._text) or self._text[at] not in marks:
            raise _RestError(at, _CUT if at == len(self._text) else self.damage(at))
        return at + 1

    def _behind_space(self, start: int) -> int:
        space = _SPACE.match(self._text, start)
        return space.end() if space else start
