"""The two template environments: Markdown bodies, where everything is escaped for Markdown, and HTML stationery.

Both are sandboxed and strict: an unknown name or a missing value is an error, and templates reach nothing but the view.
"""

from __future__ import annotations

import re
import traceback
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from jinja2 import (
    StrictUndefined,
    TemplateError,
    TemplateNotFound,
    TemplateRuntimeError,
    TemplateSyntaxError,
    pass_context,
)
from jinja2.exceptions import SecurityError
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup, escape

from closeout.diagnostic import Code, Location, UserError
from closeout.rendering.escape import flow, inline, quote
from closeout.rendering.templates import is_ours

if TYPE_CHECKING:
    from collections.abc import Callable

    from jinja2 import BytecodeCache
    from jinja2.runtime import Context

    from closeout.rendering.locale import Wording
    from closeout.rendering.templates import TemplateFolders

_BLANK_LINES = re.compile(r"\n{3,}")
_WRONG_VALUES = (  # what filters raise; Babel asserts
    ArithmeticError,
    AssertionError,
    AttributeError,
    LookupError,
    RecursionError,
    TypeError,
    ValueError,
)
_FILTERS = ("date", "short_date", "month", "moment", "day", "money", "number", "percent", "listed", "language_name")


class _Sandbox(ImmutableSandboxedEnvironment):
    """Jinja2's sandbox, in which templates do not multiply either: they choose words, and fill no memory."""

    intercepted_binops = frozenset({"*", "**"})

    def call_binop(self, context: Context, operator: str, left: object, right: object) -> object:
        """Refuse the operators named above."""
        del context, left, right
        message = f"templates choose words and never compute: {operator} is not known here"
        raise SecurityError(message)


class TemplateValueError(TemplateRuntimeError):
    """A template wants to print a value that is not there."""


class DocumentTemplates:
    """Renders views with the templates of one set of folders, in one wording."""

    def __init__(self, folders: TemplateFolders, wording: Wording, compiled: BytecodeCache | None = None) -> None:
        """Take the folders; nothing is loaded before it is used."""
        self._folders = folders
        self._wording = wording
        self._compiled = compiled

    @cached_property
    def _markdown(self) -> ImmutableSandboxedEnvironment:
        environment = self._environment(inline)
        environment.filters.update(flow=flow, quote=quote)
        return environment

    @cached_property
    def _html(self) -> ImmutableSandboxedEnvironment:
        return self._environment(escape)

    def markdown(self, name: str, **values: object) -> str:
        """Render a Markdown template; everything that a view holds is escaped for Markdown."""
        return _BLANK_LINES.sub("\n\n", self._render(self._markdown, name, values)).strip() + "\n"

    def html(self, name: str, **values: object) -> str:
        """Render an HTML template; everything but the finished body is escaped for HTML."""
        return self._render(self._html, name, values)

    def _environment(self, escaped: Callable[[str], Markup]) -> ImmutableSandboxedEnvironment:
        environment = _Sandbox(
            loader=self._folders,
            undefined=StrictUndefined,
            autoescape=True,
            finalize=_finalizer(escaped),
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=True,
            auto_reload=False,
            optimized=False,  # else a filtered constant is kept compiled in one language's words
            bytecode_cache=self._compiled,
        )
        wording = self._wording
        environment.filters.update({name: getattr(wording, name) for name in _FILTERS}, translated=wording.gettext)
        environment.globals.update(
            _=lambda message, **values: _filled(wording.gettext(message), values, escaped),
            ngettext=lambda one, many, count, **values: _filled(
                wording.ngettext(one, many, count), {"count": wording.number(count), **values}, escaped
            ),
            address=wording.address,
            country=wording.country,
            said=lambda message, values: _filled(
                wording.gettext(message), {name: wording.value(value) for name, value in values.items()}, escaped
            ),
            plural=wording.plural,
            price=wording.price,
            language=wording.language,
            language_tag=wording.tag,
            words=f"locales/{wording.language}",
        )
        return environment

    def _render(self, environment: ImmutableSandboxedEnvironment, name: str, values: dict[str, object]) -> str:
        try:
            return environment.get_template(name).render(values)
        except TemplateError as error:
            problem = _template_problem(error)
            if problem is None:
                raise
            raise problem from error
        except _WRONG_VALUES as error:
            problem = _override_problem(error, Code.TEMPLATE_VALUE)
            if problem is None:
                raise
            raise problem from error


def _finalizer(escaped: Callable[[str], Markup]) -> Callable[[Context, object], object]:
    """Return what escapes every value printed; as it asks for the context, nothing is escaped when compiling."""

    @pass_context
    def finalize(context: Context, value: object) -> object:
        del context
        return _printed(value, escaped)

    return finalize


def _printed(value: object, escaped: Callable[[str], Markup]) -> object:
    if value is None:
        message = "there is no value here; test for it with {% if … is not none %}"
        raise TemplateValueError(message)
    return value if hasattr(value, "__html__") else escaped(str(value))


def _filled(message: str, values: dict[str, object], escaped: Callable[[str], Markup]) -> Markup:
    """Fill the escaped values into a translated label."""
    return escaped(message) % {name: _printed(value, escaped) for name, value in values.items()}


def _template_problem(error: TemplateError) -> UserError | None:
    """Turn what an override of the user's did wrong into a diagnostic; our own templates' mistakes are our bugs."""
    if isinstance(error, TemplateSyntaxError):
        if _is_ours(error.filename):
            return None
        where = Location(error.filename or "template", error.lineno)
        return UserError.of(Code.TEMPLATE_SYNTAX, f"the template is not valid: {error.message}", where)
    if isinstance(error, TemplateNotFound):
        hint = "'closeout templates' lists the names"
        message = f"there is no template '{error.message}'"
        return UserError.of(Code.TEMPLATE_NAME, message, _override_place(error), hint)
    if isinstance(error, SecurityError):
        return _override_problem(error, Code.TEMPLATE_FORBIDDEN)
    return _override_problem(error, Code.TEMPLATE_VALUE)


def _override_problem(error: Exception, code: Code) -> UserError | None:
    where = _override_place(error)
    if where is None:
        return None
    return UserError.of(code, f"the template cannot be filled: {error}", where, "compare it with the packaged one")


def _override_place(error: Exception) -> Location | None:
    """Return the line of the innermost override at work: templates of ours that it called got their values from it."""
    places = [
        Location(frame.filename, frame.lineno)
        for frame in traceback.extract_tb(error.__traceback__)
        if not frame.filename.endswith(".py") and not frame.filename.startswith("<") and not _is_ours(frame.filename)
    ]
    return places[-1] if places else None


def _is_ours(filename: str | None) -> bool:
    return filename is not None and is_ours(Path(filename))
