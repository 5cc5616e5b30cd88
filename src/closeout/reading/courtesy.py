"""The words to be careful with: a file `courtesy.yaml` for each language, which a user can replace by their own.

For each kind of concern it says why the words do harm (`why`), what to write instead (`instead`), which phrases they
are (`phrases`), and where a phrase is harmless (`unless`). A phrase may have its own advice after an arrow:
`you never reply → I have not had an answer since 3 May`. `sets` gives names to words that many phrases share:
`they = (you|the client)`. How a phrase is written is told in `closeout.domain.phrase`.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Annotated

from msgspec import Meta, Struct

from closeout.diagnostic import Code, did_you_mean
from closeout.domain.courtesy import Advised, ConcernKind, Lexicon, Vocabulary
from closeout.domain.party import Text
from closeout.domain.phrase import LONGEST, Phrase, PhraseError, PhraseProblem
from closeout.domain.words import spaced
from closeout.reading.decode import Decoder
from closeout.reading.source import read_text
from closeout.reading.yaml_tree import parse_yaml

if TYPE_CHECKING:
    from pathlib import Path

    from closeout.diagnostic import Report

_SET = re.compile(r"(?P<name>\w[\w\s-]*?)\s*=\s*(?P<phrase>.+)", re.DOTALL)
_UNREAD = Phrase("unread")  # in the place of a set that is reported, so that its uses are not reported, too
_SHOWN = 60  # characters of a phrase in a message
_ARROW = re.compile(r"\s*(?:\u2192|->)\s*")

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


class VocabularyShape(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The words of one kind of concern."""

    why: Annotated[Text, Meta(description="Why these words do harm, in a sentence or two.")]
    instead: Annotated[Text, Meta(description="What to write instead.")]
    phrases: Annotated[tuple[Text, ...], Meta(description="The words, a phrase a line.")]
    unless: Annotated[tuple[Text, ...], Meta(description="Phrases whose words are harmless.")] = ()


class LexiconShape(
    Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, rename={"off_platform": "off-platform"}
):
    """The kinds of concern; one that is left out is not looked for."""

    sets: Annotated[tuple[Text, ...], Meta(description="Words that phrases name: 'they = (you|the client)'.")] = ()
    blame: VocabularyShape | None = None
    threat: VocabularyShape | None = None
    sarcasm: VocabularyShape | None = None
    absolute: VocabularyShape | None = None
    derogatory: VocabularyShape | None = None
    feedback: VocabularyShape | None = None
    fault: VocabularyShape | None = None
    off_platform: VocabularyShape | None = None


def read_lexicon(path: Path, report: Report, *, own: bool = False) -> Lexicon:
    """Return the lexicon in the file at `path`; report what is wrong in it, and leave that out.

    `own` says that the file is ours: its phrases are known to be well formed, and are read when a text needs them.
    """
    name = str(path)
    text = read_text(path, name, report)
    tree = None if text is None else parse_yaml(text, name, report)
    if tree is None:
        return Lexicon({})
    decoder = Decoder(report)
    shape = decoder.decode(tree, LexiconShape)
    if shape is None:
        return Lexicon({})
    reader = _PhraseReader(decoder, report, own=own)
    reader.read_sets(shape.sets)
    written = {kind: getattr(shape, kind.name.lower()) for kind in ConcernKind}
    return Lexicon({kind: reader.vocabulary(kind, each) for kind, each in written.items() if each is not None})


class _PhraseReader:
    """Reads phrases, and reports those that are not well formed."""

    def __init__(self, decoder: Decoder, report: Report, *, own: bool) -> None:
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
                self._wrong(path, f"the set '{_shown(line)}' {why}", "write it as: they = (you|the client)")
            else:
                sets[name] = self._phrase(definition["phrase"], path) or _UNREAD
        self._sets = sets

    def vocabulary(self, kind: ConcernKind, shape: VocabularyShape) -> Vocabulary:
        """Read the phrases of one kind."""
        advised = (self._advised(text, f"{kind}.phrases[{n}]") for n, text in enumerate(shape.phrases))
        unless = (self._phrase(text, f"{kind}.unless[{n}]") for n, text in enumerate(shape.unless))
        return Vocabulary(
            why=shape.why,
            instead=shape.instead,
            phrases=tuple(each for each in advised if each is not None),
            unless=tuple(each for each in unless if each is not None),
        )

    def _advised(self, text: str, path: str) -> Advised | None:
        source, *advice = _ARROW.split(text, maxsplit=1)
        if advice == [""]:
            self._wrong(
                path, f"nothing follows the arrow of '{_shown(source)}'", "write what to say instead, or no arrow"
            )
        phrase = self._phrase(source, path)
        return Advised(phrase, advice[0] if advice else None) if phrase else None

    def _phrase(self, source: str, path: str) -> Phrase | None:
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
            self._wrong(path, f"the phrase '{_shown(source)}' {what}{mark}", hint)
            return None
        return phrase

    def _wrong(self, path: str, message: str, hint: str) -> None:
        self._report.error(Code.TEMPLATE_SYNTAX, message, self._decoder.places[path], hint)


def _shown(text: str) -> str:
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}\u2026"
