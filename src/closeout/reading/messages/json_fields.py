"""Objects read field by field: one of an unexpected type must not cost the others."""

from __future__ import annotations

from types import UnionType
from typing import Any, Generic, NamedTuple, TypeVar, Union, get_args, get_origin

import msgspec
from msgspec import Raw, Struct

from closeout.reading.messages.json_fault import NOT_JSON

_S = TypeVar("_S", bound=Struct)
_UNREADABLE = object()


class Readable(NamedTuple, Generic[_S]):
    """An object as far as it could be read, and the names of the fields that are as by default, because they could not.

    They are the names that the struct has for them.
    """

    value: _S
    unread: frozenset[str] = frozenset()


def read_fields(data: bytes | Raw, shape: type[_S]) -> Readable[_S]:
    """Return an object in a `shape` whose fields have defaults; raise what `NOT_JSON` names if it is no object."""
    given = msgspec.json.decode(data, type=dict[str, Raw])
    told = {field.name: _value(given[field.encode_name], field.type) for field in _known(shape, given)}
    unread = frozenset(name for name, value in told.items() if value is _UNREADABLE)
    return Readable(shape(**{name: value for name, value in told.items() if name not in unread}), unread)


def _known(shape: type[Struct], given: dict[str, Raw]) -> tuple[Any, ...]:
    return tuple(field for field in msgspec.structs.fields(shape) if field.encode_name in given)


def _value(raw: Raw, of: Any) -> object:
    """Return a value of the type `of`, without the parts of it that have another one."""
    try:
        return msgspec.json.decode(raw, type=of)
    except NOT_JSON:
        options = get_args(of) if get_origin(of) in (Union, UnionType) else (of,)
    found = (_part(raw, option) for option in options)
    return next((value for value in found if value is not _UNREADABLE), _UNREADABLE)


def _part(raw: Raw, of: Any) -> object:
    try:
        if isinstance(of, type) and issubclass(of, Struct):
            return read_fields(raw, of).value
        if get_origin(of) is list:
            values = [_value(item, get_args(of)[0]) for item in msgspec.json.decode(raw, type=list[Raw])]
            return [value for value in values if value is not _UNREADABLE]
    except NOT_JSON:
        pass
    return _UNREADABLE
