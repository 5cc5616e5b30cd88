"""The way in: run the command line, and turn what a user can mend into a message and exit code 2."""

from __future__ import annotations

import gc
import sys

import click

from closeout.cli import cli
from closeout.cli.printing import EXIT_USER_ERROR, printable


def main() -> None:
    """Run the command line; any other exception is our bug, and shows its traceback."""
    # A run makes many objects and drops few: collecting garbage as often as by default costs 5 % of its time.
    gc.set_threshold(100_000)
    try:
        cli()
    except Exception as error:
        from closeout.diagnostic import UserError  # noqa: PLC0415 - help and version need it not

        if not isinstance(error, UserError):
            click.echo("This is a bug in closeout. Please report it, with the lines below.\n", err=True)
            raise
        click.echo(printable(str(error)), err=True)
        sys.exit(EXIT_USER_ERROR)


if __name__ == "__main__":
    main()
