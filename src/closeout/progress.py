"""How far a long run has come, for whoever waits."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import Self


class Progress:
    """Is told how far a run has come, and keeps it to itself; a subclass can show it."""

    def tell(self, doing: str, done: int = 0, total: int = 0) -> None:
        """Take what is being done, and how much of it: of a `total`, or, where that is 0, of nobody knows how much."""

    def end(self) -> None:
        """Take that it is done, or that it has failed."""

    def __enter__(self) -> Self:
        """Begin something that may last."""
        return self

    def __exit__(self, *_: object) -> None:
        """End it."""
        self.end()


SILENT = Progress()
