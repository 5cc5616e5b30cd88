"""Phrases: words to look for in a text, written in a tiny language that is learned in a minute.

    you never reply            these words, one after another; capitals do not matter
    you never (reply|write)    one of several; each may have several words
    you [have] never           what stands in square brackets may be missing
    unless … review            up to four other words may stand between, in the same sentence (... does as well)
    careless*                  any ending: careless, carelessly, carelessness
    nice try .                 the full stop is the end of a sentence, however it ends
    <they> never reply         a set of words that has a name, so that it is written once: they = (you|the client)

Hyphens and commas may stand between words or not, and an apostrophe ends the word before it: see `words`. No phrase
reaches over the end of a sentence, nor into a quotation.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from enum import Enum
from functools import cached_property
from itertools import groupby

from msgspec import Struct

from closeout.domain.pattern import AFTER, Chain, Choice, Fixed, Gap, Pattern, Stem, Stop
from closeout.domain.words import BREAK, spaced

LONGEST = 1000  # characters of a phrase
_DEEPEST = 3  # brackets in brackets, but for the innermost, if they hold words only
_CLOSING = {"(": ")", "[": "]"}
_NOTHING = Chain(())

# Words come in one mark, and so do brackets of words only: a lexicon has thousands of words, and a letter waits for it.
_WORDS = r"\w\s'\u0300-\u036f*"
_MARK = re.compile(
    rf"(?P<words>[{_WORDS}]++)|\((?P<any>[|{_WORDS}]++)\)|\[(?P<maybe>[|{_WORDS}]++)\]|(?P<bracket>[()\[\]|])"
    r"|(?P<gap>\u2026|\.\.\.)|(?P<stop>\.)|<(?P<name>[\w\s]+)>|(?P<other>.)"
)
_STRANGE = re.compile(r"_|(?<![\w\u0300-\u036f])['\u2019]")  # no word holds the one or begins with the other
_HEAD = re.compile(
    r"\s*(?:(?P<word>[\w'\u0300-\u036f]+)(?=\s|$)|\((?P<any>[\w\s'|\u0300-\u036f]+)\)|<(?P<name>[\w\s]+)>)"
)
_BRACKETED = re.compile(r"\([^()\[\]]*\)|\[[^()\[\]]*\]|<[\w\s]+>|[\w'\u0300-\u036f]+\*|[\u2026.]")


class PhraseProblem(Enum):
    """Why a phrase is not well formed."""

    TOO_LONG = "too long"
    TOO_DEEP = "too deep"
    NO_WORD = "asks for no word"
    GAP_AT_EDGE = "gap at edge"
    EMPTY_CHOICE = "empty choice"
    LONE_STAR = "lone star"
    NOT_CLOSED = "not closed"
    NOT_OPEN = "not open"
    UNKNOWN_MARK = "unknown mark"
    UNKNOWN_NAME = "unknown name"


class PhraseError(ValueError):
    """A phrase that is not well formed, and the mark in it that shows the problem, if it is one."""

    def __init__(self, problem: PhraseProblem, mark: str = "") -> None:
        """Say what the problem is."""
        super().__init__(problem, mark)
        self.problem = problem
        self.mark = mark


class Phrase(Struct, frozen=True, dict=True):
    """A phrase as it was written, and the sets that it may name, under their names as `spaced` writes them.

    It is read when it is asked for, as most phrases of a lexicon are never needed for a letter; `PhraseError` is raised
    then where it is not well formed. A set itself names none, so that no phrase grows beyond measure.
    """

    source: str
    sets: Mapping[str, Phrase] = {}

    @cached_property
    def pattern(self) -> Pattern:
        """What it looks for."""
        if len(self.source) > LONGEST:
            raise PhraseError(PhraseProblem.TOO_LONG)
        strange = _STRANGE.search(self.source)
        if strange is not None:
            raise PhraseError(PhraseProblem.UNKNOWN_MARK, strange.group())
        builder = _Builder(self.sets)
        for match in _MARK.finditer(spaced(self.source)):
            builder.add(match.lastgroup or "", match[match.lastgroup or 0])
        return builder.finish()

    @property
    def heads(self) -> frozenset[str]:
        """The words with which it can begin, a stem with its star. The common forms are seen without reading it."""
        head = _HEAD.match(spaced(self.source))
        if head is None:
            return _heads(self.pattern)
        if head["name"] in self.sets:
            return self.sets[head["name"]].heads
        options = [option.split() for option in (head["word"] or head["any"] or "").split("|")]
        return frozenset(option[0] for option in options) if all(options) else _heads(self.pattern)

    @cached_property
    def seconds(self) -> tuple[frozenset[str], tuple[str, ...]]:
        """The words that can stand second, and the beginnings of others; an empty beginning fits any."""
        seconds = self.pattern.opening(AFTER).seconds
        return seconds, tuple(word.removesuffix("*") for word in seconds if word.endswith("*"))

    @cached_property
    def needed(self) -> frozenset[str]:
        """Words without which it is not found: those outside of brackets. They are seen without reading it."""
        text = spaced(self.source)
        for _ in range(_DEEPEST + 1):
            text = _BRACKETED.sub(" ", text)
        return frozenset(text.split())


class _Bracket:
    """A bracket that is not closed yet, or the whole phrase."""

    def __init__(self, opened: str) -> None:
        self.opened = opened
        self.options: list[Pattern] = []
        self.parts: list[Pattern] = []

    def option(self) -> Pattern:
        """End what stands between two bars."""
        parts, self.parts = tuple(self.parts), []
        for place, part in enumerate(parts):
            if type(part) is Gap and (Chain(parts[:place]).optional or Chain(parts[place + 1 :]).optional):
                raise PhraseError(PhraseProblem.GAP_AT_EDGE, "\u2026")
        if not parts:
            raise PhraseError(PhraseProblem.EMPTY_CHOICE)
        return parts[0] if len(parts) == 1 else Chain(parts)


class _Builder:
    """Builds a phrase from its marks, without recursion."""

    def __init__(self, sets: Mapping[str, Phrase]) -> None:
        self._sets = sets
        self._open = [_Bracket("")]

    def add(self, kind: str, mark: str) -> None:
        """Take the next mark."""
        parts = self._open[-1].parts
        if kind == "words":
            parts.extend(_run(mark.split()))
        elif kind == "any":
            parts.append(_options(mark))
        elif kind == "maybe":
            parts.append(Choice((_options(mark), _NOTHING)))
        elif kind == "bracket":
            self._bracket(mark)
        else:
            parts.append(self._single(kind, mark))

    def _single(self, kind: str, mark: str) -> Pattern:
        if kind == "gap":
            return Gap()
        if kind == "stop":
            return Stop()
        if kind == "other":
            raise PhraseError(PhraseProblem.UNKNOWN_MARK, mark)
        if mark not in self._sets:
            raise PhraseError(PhraseProblem.UNKNOWN_NAME, mark)
        return self._sets[mark].pattern

    def _bracket(self, mark: str) -> None:
        inner = self._open[-1]
        if mark in _CLOSING:
            if len(self._open) > _DEEPEST:
                raise PhraseError(PhraseProblem.TOO_DEEP, mark)
            self._open.append(_Bracket(mark))
        elif not inner.opened or mark not in {"|", _CLOSING[inner.opened]}:
            raise PhraseError(PhraseProblem.NOT_OPEN, mark)
        else:
            inner.options.append(inner.option())
            if mark != "|":
                self._open.pop()
                missing = (_NOTHING,) if mark == "]" else ()
                self._open[-1].parts.append(Choice((*inner.options, *missing)))

    def finish(self) -> Pattern:
        """Return the whole, which must ask for at least one word."""
        whole = self._open[-1]
        if whole.opened:
            raise PhraseError(PhraseProblem.NOT_CLOSED, whole.opened)
        if all(part.optional for part in whole.parts):
            raise PhraseError(PhraseProblem.NO_WORD)
        first, part = whole.parts[0], whole.option()
        if not isinstance(first, Fixed) and not _heads(part):
            raise PhraseError(PhraseProblem.NO_WORD)
        return part


def _heads(pattern: Pattern) -> frozenset[str]:
    """Return the words with which a pattern can begin; the end of a sentence is none."""
    return pattern.opening(AFTER).firsts - {BREAK}


def _options(text: str) -> Pattern:
    """Read words with bars between them; those of one form are looked for at once."""
    options = [option.split() for option in text.split("|")]
    if not all(options):
        raise PhraseError(PhraseProblem.EMPTY_CHOICE)
    if "*" not in text:
        return Fixed.of(*map(tuple, options))
    fixed = [tuple(option) for option in options if "*" not in "".join(option)]
    runs = [_run(option) for option in options if "*" in "".join(option)]
    stems = [stem for run in runs if len(run) == 1 and isinstance(run[0], Stem) for stem in run[0].beginnings]
    others = [Chain(tuple(run)) for run in runs if len(run) > 1]
    return Choice((Fixed.of(*fixed), Stem(tuple(stems)), *others))


def _run(words: list[str]) -> list[Pattern]:
    """Read words that follow one another; those with a star are stems."""
    parts: list[Pattern] = []
    for stemmed, group in groupby(words, lambda word: "*" in word):
        together = tuple(group)
        parts.extend(map(_stem, together) if stemmed else (Fixed.of(together),))
    return parts


def _stem(word: str) -> Stem:
    beginning = word.removesuffix("*")
    if not beginning or "*" in beginning:
        raise PhraseError(PhraseProblem.LONE_STAR, "*")
    return Stem((beginning,))
