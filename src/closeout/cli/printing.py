"""What goes to the terminal, and how a run ends."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from collections.abc import Iterable

    from closeout.diagnostic import Diagnostic

EXIT_STRICT = 1
EXIT_USER_ERROR = 2


def print_warnings(warnings: Iterable[Diagnostic]) -> None:
    """Print warnings to standard error."""
    for warning in warnings:
        click.echo(printable(str(warning)), err=True)


def printable(text: str) -> str:
    """Replace what could steer a terminal, such as an escape sequence in the name of a file."""
    return "".join(character if character.isprintable() or character == "\n" else "\ufffd" for character in text)


def print_document(content: bytes) -> None:
    """Print a document to standard output; raise `UserError` where that takes no more."""
    from closeout.diagnostic import Code, UserError  # noqa: PLC0415 - help does not need it

    try:
        sys.stdout.buffer.write(content)
        sys.stdout.flush()
    except BrokenPipeError:
        raise  # the reader has enough; click ends quietly
    except OSError as error:
        sys.stdout = None  # so that nothing tries to write the rest at exit
        message = f"standard output cannot be written to: {error.strerror}"
        raise UserError.of(Code.NOT_WRITABLE, message, None, "name a file with -o") from None


def be_strict(*, strict: bool, found: int) -> None:
    """Stop where nothing was to be found, and something was."""
    if strict and found:
        sys.exit(EXIT_STRICT)
