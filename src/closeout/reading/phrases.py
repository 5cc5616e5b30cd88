"""Reads the phrases of a file, and reports those that are not well formed; `closeout.domain.phrase` tells how they go.

`sets` gives names to words that many phrases share: `they = (you|the client)`.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from closeout.diagnostic import Code, did_you_mean
from closeout.domain.phrase import LONGEST, Phrase, PhraseError, PhraseProblem
from closeout.domain.words import spaced

if TYPE_CHECKING:
    from closeout.diagnostic import Report
    from closeout.reading.decode import Decoder

_SET = re.compile(r"(?P<name>\w[\w\s-]*?)\s*=\s*(?P<phrase>.+)", re.DOTALL)
_UNREAD = Phrase("unread")  # in the place of a set that is reported, so that its uses are not reported, too
_SHOWN = 60  # characters of a phrase in a message

_PROBLEMS = {
    PhraseProblem.TOO_LONG: (f"is longer than {LONGEST} characters", "make two phrases of it"),
    PhraseProblem.TOO_DEEP: ("has too many brackets in brackets", "make two phrases of it"),
    PhraseProblem.NO_WORD: ("asks for no word", "write at least one word outside of square brackets"),
    PhraseProblem.GAP_AT_EDGE: ("has an open side", "write a word on both sides of '\u2026'"),
    PhraseProblem.EMPTY_CHOICE: ("has an empty choice", "put what may be missing into square brackets"),
    PhraseProblem.LONE_STAR: ("has a '*' without a word", "write the beginning of a word right before it"),
    PhraseProblem.NOT_CLOSED: ("has a bracket that is not closed", "write ) or ] after what belongs together"),
    PhraseProblem.NOT_OPEN: ("has this outside of any bracket, or after one of the other kind", "write ( or [ before"),
    PhraseProblem.UNKNOWN_MARK: (
        "has a mark of no meaning",
        "use words, ( | ) [ ] * \u2026 . and <names of sets> only",
    ),
    PhraseProblem.UNKNOWN_NAME: ("names a set that is not known", "write it under sets; a set itself names no other"),
}


class PhraseReader:
    """Reads phrases, and reports those that are not well formed."""

    def __init__(self, decoder: Decoder, report: Report, *, own: bool) -> None:
        """Report with the places of `decoder`; phrases of our `own` are well formed, and read when they are needed."""
        self._own = own
        self._decoder = decoder
        self._report = report
        self._sets: dict[str, Phrase] = {}

    def read_sets(self, lines: tuple[str, ...]) -> None:
        """Read the sets, which the phrases that follow may name."""
        sets: dict[str, Phrase] = {}
        for number, line in enumerate(lines):
            path = f"sets[{number}]"
            definition = _SET.fullmatch(line)
            name = spaced(definition["name"]) if definition else ""
            if definition is None or name in sets:
                why = "has a name that is used already" if name else "has no name"
                self.wrong(path, f"the set '{shown(line)}' {why}", "write it as: they = (you|the client)")
            else:
                sets[name] = self.phrase(definition["phrase"], path) or _UNREAD
        self._sets = sets

    def read(self, lines: tuple[str, ...], path: str) -> tuple[Phrase, ...]:
        """Read the phrases of the list at `path`, without those that were reported."""
        read = (self.phrase(line, f"{path}[{number}]") for number, line in enumerate(lines))
        return tuple(phrase for phrase in read if phrase is not None)

    def phrase(self, source: str, path: str) -> Phrase | None:
        """Read the phrase at `path`; None where it was reported."""
        phrase = Phrase(source, self._sets)
        if self._own:
            return phrase
        try:
            phrase.pattern  # noqa: B018 - reads it, and raises where it is not well formed
        except PhraseError as error:
            what, hint = _PROBLEMS[error.problem]
            if error.problem is PhraseProblem.UNKNOWN_NAME:
                hint = did_you_mean(error.mark, self._sets) or hint
            mark = f": {error.mark}" if error.mark else ""
            self.wrong(path, f"the phrase '{shown(source)}' {what}{mark}", hint)
            return None
        return phrase

    def wrong(self, path: str, message: str, hint: str) -> None:
        """Report something about the line at `path`."""
        self._report.error(Code.TEMPLATE_SYNTAX, message, self._decoder.places[path], hint)


def shown(text: str) -> str:
    """Return a phrase as a message shows it."""
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}\u2026"
