"""Importing WeasyPrint in half the time, without a change to what it draws.

Two things that it does while it is imported are rarely used and slow, so they are put off for just that long:

- cffi asks for each library under several names. For a name that the dynamic linker does not know, ctypes starts
  ldconfig, gcc and ld one after another, and finds nothing. It is told 'not found' at once, and asked in earnest only
  where the import fails without it (as on macOS and Windows).
- fontTools' subsetter serves where libharfbuzz-subset is missing, its instancer for variable fonts. Both are loaded
  when they are called.

And one that it does for each element of a page: pydyf writes the references of all pages anew. They are kept.
"""

from __future__ import annotations

import ctypes.util
import sys
from contextlib import contextmanager
from functools import cache
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING

from closeout.diagnostic import Code, UserError

if TYPE_CHECKING:
    from collections.abc import Iterator

_SUBSETTER = "fontTools.subset"
_INSTANCER = "fontTools.varLib.instancer"
_HINT = (
    "Debian and Ubuntu: sudo apt-get install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0; "
    "Fedora: sudo dnf install pango; macOS: brew install pango"
)


def import_weasyprint() -> ModuleType:
    """Return the module `weasyprint`; raise `UserError`, with what to install, where a library of its is missing."""
    try:
        with _font_tools_put_off():
            try:
                with _no_library_search():
                    weasyprint = import_module("weasyprint")
            except OSError:
                weasyprint = import_module("weasyprint")
    except OSError as error:
        message = f"a library that draws the page is missing: {error}"
        raise UserError.of(Code.LIBRARY_MISSING, message, None, _HINT) from None
    _keep_page_references()
    return weasyprint


@contextmanager
def _no_library_search() -> Iterator[None]:
    search = ctypes.util.find_library
    ctypes.util.find_library = lambda name: None  # noqa: ARG005
    try:
        yield
    finally:
        ctypes.util.find_library = search


@contextmanager
def _font_tools_put_off() -> Iterator[None]:
    if sys.modules.keys() & {_INSTANCER, _SUBSETTER}:
        yield
        return
    stand_ins = {_SUBSETTER: ModuleType(_SUBSETTER), _INSTANCER: ModuleType(_INSTANCER)}
    stand_ins[_SUBSETTER].__dict__["__getattr__"] = lambda name: getattr(import_module(_SUBSETTER), name)
    stand_ins[_INSTANCER].__dict__["instantiateVariableFont"] = _instantiate
    sys.modules.update(stand_ins)
    try:
        yield
    finally:
        for name in stand_ins:
            del sys.modules[name]


@cache
def _keep_page_references() -> None:
    """Let pydyf name the pages of a file once, and again when there are more."""
    from pydyf import PDF  # noqa: PLC0415 - comes with WeasyPrint

    named = PDF.page_references.fget

    def kept(pdf: PDF) -> tuple[bytes, ...]:
        known: tuple[bytes, ...] = pdf.__dict__.get("_kept_references", ())
        if len(known) != pdf.pages["Count"]:
            known = pdf.__dict__["_kept_references"] = named(pdf)
        return known

    PDF.page_references = property(kept)


def _instantiate(*arguments: object, **options: object) -> object:
    return import_module(_INSTANCER).instantiateVariableFont(*arguments, **options)
