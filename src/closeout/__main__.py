"""The way in: run the command line, and turn what a user can mend into a message and exit code 2."""

from __future__ import annotations

import sys

import click

from closeout.cli import cli, printable
from closeout.diagnostic import UserError

EXIT_USER_ERROR = 2


def main() -> None:
    """Run the command line; any other exception is our bug, and shows its traceback."""
    try:
        cli()
    except UserError as error:
        click.echo(printable(str(error)), err=True)
        sys.exit(EXIT_USER_ERROR)
    except Exception:
        click.echo("This is a bug in closeout. Please report it, with the lines below.\n", err=True)
        raise


if __name__ == "__main__":
    main()
