"""A message source of another package: what goes wrong in it is told with the name of that package."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from closeout.diagnostic import Code, Location, UserError
from closeout.domain.correspondence import Message, Skipped
from closeout.reading.messages.source import MessageSource

if TYPE_CHECKING:
    from collections.abc import Iterator
    from importlib.metadata import EntryPoint

    from closeout.reading.messages.source import Candidate


class PlugIn:
    """Loads a source, and reads as it does."""

    def __init__(self, entry_point: EntryPoint) -> None:
        """Load the class that `entry_point` names; raise `UserError` where that fails."""
        package = entry_point.dist.name if entry_point.dist else entry_point.module
        self._title = f"the message source '{entry_point.name}' of the package '{package}'"
        self._hint = f"update the package, or take it away: pip uninstall {package}"
        with self._blamed("cannot be loaded"):
            source = entry_point.load()()
            if not isinstance(source, MessageSource):
                message = f"{type(source).__name__} lacks name, recognises or read"
                raise TypeError(message)
            self._source = source
            self.name = source.name

    def recognises(self, candidate: Candidate) -> bool:
        """Tell whether `candidate` has its format."""
        with self._blamed("failed", candidate):
            return self._source.recognises(candidate)

    def read(self, candidate: Candidate) -> Iterator[Message | Skipped]:
        """Yield every message of `candidate`."""
        with self._blamed("failed", candidate):
            for each in self._source.read(candidate):
                if not isinstance(each, Message | Skipped):
                    message = f"it gave {type(each).__name__} for a message"
                    raise TypeError(message)
                yield each

    @contextmanager
    def _blamed(self, what: str, candidate: Candidate | None = None) -> Iterator[None]:
        """Turn whatever another package raises into an error of its own; files that cannot be read are told as ever."""
        try:
            yield
        except (OSError, UserError):
            raise
        except Exception as error:
            where = Location(candidate.relative) if candidate else None
            message = f"{self._title} {what}: {error or type(error).__name__}"
            raise UserError.of(Code.PLUG_IN_FAILED, message, where, self._hint) from error
