"""A line on the terminal that tells how far a long run has come, and is gone when it has ended."""

from __future__ import annotations

import time
from typing import Final

import click

from closeout.cli.printing import printable
from closeout.progress import Progress

PATIENCE = 1.0  # seconds for which nobody needs to be told anything
PAUSE = 0.2  # seconds between two lines
_WIDTH: Final = 78


class Meter(Progress):
    """Writes to standard error, which must be a terminal."""

    def __init__(self) -> None:
        """Begin to be patient."""
        self._next = time.monotonic() + PATIENCE
        self._shown = False

    def tell(self, doing: str, done: int = 0, total: int = 0) -> None:
        """Replace the line by one that tells this, if the last has stood long enough."""
        now = time.monotonic()
        if now < self._next:
            return
        self._next, self._shown = now + PAUSE, True
        much = f": {100 * done // total} %" if total else f" {done}" if done else ""
        line = f"{printable(doing)[: _WIDTH - len(much)]}{much}"
        click.echo(f"\r{line:<{_WIDTH}}", err=True, nl=False)

    def end(self) -> None:
        """Take the line away; what comes next is told at once."""
        if self._shown:
            click.echo(f"\r{'':{_WIDTH}}\r", err=True, nl=False)
            self._next, self._shown = time.monotonic(), False
