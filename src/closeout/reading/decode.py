"""Nodes into frozen values, by the annotations of the type that is wanted.

Every problem is reported with its place, and decoding goes on, so that one run tells them all.
"""

from __future__ import annotations

from enum import Enum
from functools import cache
from types import NoneType, UnionType
from typing import TYPE_CHECKING, Annotated, Any, NamedTuple, TypeVar, Union, get_args, get_origin

from msgspec import Meta, Struct
from msgspec.structs import FieldInfo, fields

from closeout.diagnostic import Code, Location, did_you_mean
from closeout.reading.node import ListNode, MapNode, Node, ScalarNode
from closeout.reading.scalar import FORMS, READERS, ScalarError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from closeout.diagnostic import Report

StructT = TypeVar("StructT", bound=Struct)


class Wanted(NamedTuple):
    """What an annotation asks for: the bare type, whether it may be absent, and its constraints."""

    kind: Any
    optional: bool
    metas: tuple[Meta, ...]

    @property
    def form(self) -> str | None:
        """The name of the special reader, if the annotation names one."""
        return next((meta.extra["form"] for meta in self.metas if meta.extra and "form" in meta.extra), None)


@cache
def wanted(annotation: Any) -> Wanted:
    """Take an annotation apart: `Annotated[X | None, Meta(…)]` wants an optional X."""
    origin = get_origin(annotation)
    if origin is Annotated:
        inner, *metas = get_args(annotation)
        below = wanted(inner)
        return Wanted(below.kind, below.optional, (*(m for m in metas if isinstance(m, Meta)), *below.metas))
    if origin in {Union, UnionType}:
        (inner,) = (each for each in get_args(annotation) if each is not NoneType)
        below = wanted(inner)
        return Wanted(below.kind, True, below.metas)  # noqa: FBT003 - positional fields of a tuple
    return Wanted(annotation, False, ())  # noqa: FBT003 - positional fields of a tuple


@cache
def shape_fields(shape: type[Struct]) -> dict[str, FieldInfo]:
    """Return the fields of a shape by the name that the file uses."""
    return {field.encode_name: field for field in fields(shape)}


class Decoder:
    """Decodes nodes into values; `places` remembers where each key path was written."""

    def __init__(self, report: Report) -> None:
        """Report every problem to `report`."""
        self._report = report
        self.places: dict[str, Location] = {}

    def decode(self, node: Node, shape: type[StructT], path: str = "") -> StructT | None:
        """Return the struct that `node` writes down, or None if a problem was reported."""
        self.places[path] = node.location
        if not isinstance(node, MapNode):
            hint = f"write keys below it: {', '.join(list(shape_fields(shape))[:3])}, …"
            self._report.error(Code.WRONG_SHAPE, f"{_named(path)} must have keys and values", node.location, hint)
            return None
        known = shape_fields(shape)
        self._unknown_keys(node, known, path)
        values: dict[str, Any] = {}
        sound = True
        for name, field in known.items():
            entry = node.entries.get(name)
            value = self._field(entry.value if entry else None, field, _join(path, name), node.location)
            sound = sound and value is not _UNSOUND
            if value is not _ABSENT:
                values[field.name] = value
        return shape(**values) if sound else None

    def _unknown_keys(self, node: MapNode, known: dict[str, FieldInfo], path: str) -> None:
        for key, entry in node.entries.items():
            if key not in known:
                hint = did_you_mean(key, known) or f"known here: {', '.join(known)}"
                inside = f" in {path}" if path else ""
                self._report.error(Code.UNKNOWN_KEY, f"there is no key '{key}'{inside}", entry.key, hint)

    def _field(self, node: Node | None, field: FieldInfo, path: str, parent: Location) -> Any:
        want = wanted(field.type)
        if node is None or (isinstance(node, ScalarNode) and node.empty):
            if not field.required:
                return _ABSENT
            where = node.location if node else parent
            code = Code.EMPTY_VALUE if node else Code.MISSING_KEY
            return self._wrong(where, code, f"{_named(path)} is {'empty' if node else 'missing'}", _purpose(want))
        return self._value(node, want, path)

    def _value(self, node: Node, want: Wanted, path: str) -> Any:
        self.places[path] = node.location
        if get_origin(want.kind) is tuple:
            return self._list(node, wanted(get_args(want.kind)[0]), path)
        if isinstance(want.kind, type) and issubclass(want.kind, Struct) and want.kind not in READERS:
            value = self.decode(node, want.kind, path)
            return _UNSOUND if value is None else value
        if not isinstance(node, ScalarNode):
            what = "a list" if isinstance(node, ListNode) else "keys"
            return self._wrong(node.location, Code.WRONG_SHAPE, f"{_named(path)} must be one value, not {what}", None)
        return self._scalar(node, want, path)

    def _list(self, node: Node, want: Wanted, path: str) -> Any:
        if isinstance(node, ScalarNode) and want.kind is str:
            lines = [ScalarNode(line, node.location, plain=False) for line in node.text.splitlines() if line.strip()]
            node = ListNode(tuple(lines), node.location)
        if not isinstance(node, ListNode):
            hint = "begin each item on a line of its own with '- '"
            return self._wrong(node.location, Code.WRONG_SHAPE, f"{_named(path)} must be a list", hint)
        values = [self._value(item, want, f"{path}[{number}]") for number, item in enumerate(node.items)]
        return _UNSOUND if _UNSOUND in values else tuple(values)

    def _scalar(self, node: ScalarNode, want: Wanted, path: str) -> Any:
        text = node.text.strip()
        if not text or node.empty:
            return self._wrong(node.location, Code.EMPTY_VALUE, f"{_named(path)} is empty", _purpose(want))
        try:
            if isinstance(want.kind, type) and issubclass(want.kind, Enum):
                return _choice(text, want.kind)
            reader = FORMS[want.form] if want.form else READERS[want.kind]
            value = reader(text)
            _check_range(value, want.metas)
        except ScalarError as error:
            return self._wrong(node.location, error.code, f"{_named(path)}: {error.message}", error.hint)
        return value

    def _wrong(self, where: Location, code: Code, message: str, hint: str | None) -> Any:
        self._report.error(code, message, where, hint)
        return _UNSOUND


class _Mark(Enum):
    UNSOUND = "a problem was reported"
    ABSENT = "nothing was written; the default holds"


_UNSOUND = _Mark.UNSOUND
_ABSENT = _Mark.ABSENT


def _choice(text: str, kind: type[Enum]) -> Enum:
    by_word = {str(member.value).lower(): member for member in kind}
    word = text.lower().replace("_", " ")
    for spelling in (word, word.replace(" ", "-")):
        if spelling in by_word:
            return by_word[spelling]
    hint = did_you_mean(word, by_word)
    choices = f"choose one of: {', '.join(by_word)}"
    raise ScalarError(Code.BAD_CHOICE, f"'{text}' is not known", f"{hint} {choices}" if hint else choices)


def _check_range(value: Any, metas: Iterable[Meta]) -> None:
    for meta in metas:
        limits = meta.extra or {}
        if "least" in limits and value < limits["least"]:
            raise ScalarError(Code.OUT_OF_RANGE, f"{value} is below {limits['least']}")
        if "most" in limits and value > limits["most"]:
            raise ScalarError(Code.OUT_OF_RANGE, f"{value} is above {limits['most']}")
        if meta.max_length is not None and len(value) > meta.max_length:
            raise ScalarError(Code.OUT_OF_RANGE, f"the text is longer than {meta.max_length} characters")


def _purpose(want: Wanted) -> str | None:
    return next((meta.description for meta in want.metas if meta.description), None)


def _named(path: str) -> str:
    return path or "the file"


def _join(path: str, name: str) -> str:
    return f"{path}.{name}" if path else name
