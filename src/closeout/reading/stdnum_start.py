"""Importing python-stdnum in a fifth of the time.

It imports ssl and pydoc for look-ups on the web and for its own manual. Nothing here asks for either, and together they
take longer than all the numbers of an engagement: both are loaded when they are called.
"""

from __future__ import annotations

import sys
from contextlib import contextmanager
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING, Protocol, cast

if TYPE_CHECKING:
    from collections.abc import Iterator

_PUT_OFF = ("pkgutil", "pydoc", "ssl")


class NumberFormat(Protocol):
    """What each of its modules knows: how one kind of number is written, and whether a number can be one."""

    def validate(self, number: str) -> str:
        """Return the bare number; raise a `stdnum.exceptions.ValidationError`, a `ValueError`, where it is none."""


def number_format(name: str) -> NumberFormat:
    """Return the module of one kind of number, such as `de.vat` or `iban`, and import no other."""
    with _put_off():
        return cast("NumberFormat", import_module(f"stdnum.{name}"))


@contextmanager
def _put_off() -> Iterator[None]:
    if "stdnum.util" in sys.modules:
        yield
        return
    stand_ins = {name: _stand_in(name) for name in _PUT_OFF if name not in sys.modules}
    sys.modules.update(stand_ins)
    try:
        yield
    finally:
        for name in stand_ins:
            del sys.modules[name]


def _stand_in(name: str) -> ModuleType:
    stand_in = ModuleType(name)
    stand_in.__dict__["__getattr__"] = lambda attribute: getattr(import_module(name), attribute)
    return stand_in
