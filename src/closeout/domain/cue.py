"""Cues: words by which a sentence of a message is likely to matter, such as `I will send` or `we approve`.

Which words they are is data, a list for each language. A cue chooses a sentence and says nothing about it: what it
means and whether it holds is for people to judge, who read it in its place.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from enum import StrEnum
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from msgspec import Struct

from closeout.domain.phrase import Phrase
from closeout.domain.phrase_index import PhraseIndex
from closeout.domain.sentence import sentences
from closeout.domain.words import Words

if TYPE_CHECKING:
    from collections.abc import Iterator


class CueKind(StrEnum):
    """What a sentence may be. `idle` are questions that want no answer: courtesies, and such as answer themselves."""

    COMMITMENT = "commitment"
    DECISION = "decision"
    APPROVAL = "approval"
    REFUSAL = "refusal"
    PAYMENT = "payment"
    DEADLINE = "deadline"
    SCOPE_CHANGE = "scope change"
    RECEIPT = "receipt"
    IDLE = "idle"


# Who asks whether something was approved approves nothing.
_ASKED = frozenset({CueKind.PAYMENT, CueKind.DEADLINE, CueKind.SCOPE_CHANGE, CueKind.IDLE})
_SAID = frozenset(CueKind) - {CueKind.IDLE}
_NONE: frozenset[int] = frozenset()
_CURRENCY = (
    r"\u20ac|\$|\u00a3|\u00a5|EUR|USD|GBP|CHF|PLN|SEK|DKK|NOK|CZK|CAD|AUD|BRL|R\$|z\u0142|euros?|dollars?|"
    r"pounds?|francs?|z\u0142otych"
)
_DIGIT = re.compile(r"\d")  # every amount and every date has one, and few sentences
_AMOUNT = re.compile(
    rf"(?<!\w)(?:{_CURRENCY})[ \u00a0\u202f]?\d|\d[ \u00a0\u202f]?(?:k[ \u00a0]?)?(?:{_CURRENCY})(?!\w)", re.IGNORECASE
)
_NUMERIC_DATE = re.compile(r"(?<![\d./-])(?:\d{4}-\d{2}-\d{2}|\d{1,2}[./-]\d{1,2}[./-](?:\d{4}|\d{2}))(?![\d/-])")


class CueWords(Struct, frozen=True, kw_only=True):
    """The phrases of one kind; whatever shares a word with a find of `unless` is passed over."""

    phrases: tuple[Phrase, ...] = ()
    unless: tuple[Phrase, ...] = ()

    def __add__(self, other: CueWords) -> CueWords:
        """Join with those of another language."""
        return CueWords(phrases=self.phrases + other.phrases, unless=self.unless + other.unless)


class _Entry(NamedTuple):
    kind: CueKind
    excuses: bool


class Cues(Struct, frozen=True, kw_only=True, dict=True):
    """The cues of one language or more, and the names of its months, by which dates are known."""

    languages: tuple[str, ...] = ()
    words: Mapping[CueKind, CueWords] = {}
    months: tuple[str, ...] = ()

    def __add__(self, other: Cues) -> Cues:
        """Join with those of another language."""
        none = CueWords()
        kinds = {**self.words, **other.words}
        return Cues(
            languages=self.languages + other.languages,
            words={kind: self.words.get(kind, none) + other.words.get(kind, none) for kind in kinds},
            months=self.months + other.months,
        )

    @cached_property
    def index(self) -> PhraseIndex[_Entry]:
        """All phrases, to be looked for at once."""
        return PhraseIndex(
            (phrase, _Entry(kind, excuses))
            for kind, words in self.words.items()
            for excuses, phrases in ((False, words.phrases), (True, words.unless))
            for phrase in phrases
        )

    @cached_property
    def written_date(self) -> re.Pattern[str]:
        """What a date looks like that names its month, before or after the day."""
        month = "|".join(re.escape(name) for name in sorted(self.months, key=len, reverse=True)) or r"(?!)"
        day = r"\d{1,2}(?:st|nd|rd|th|er|\u00ba|\u00aa)?\.?"
        return re.compile(rf"(?<!\w)(?:{day} (?:de |of )?(?:{month})|(?:{month})\.? {day})(?!\w)", re.IGNORECASE)

    def dates(self, text: str) -> bool:
        """Tell whether a date stands in `text`."""
        return bool(_NUMERIC_DATE.search(text) or self.written_date.search(text))


NO_CUES = Cues()


class CuedSentence(Struct, frozen=True, kw_only=True):
    """A sentence that matters, from the character at `start` to before that at `end`.

    `place` counts the sentences before it; `cue` is the place of its first cue.
    """

    text: str
    start: int
    end: int
    place: int
    cue: int
    kinds: frozenset[CueKind]
    asks: bool
    dated: bool
    priced: bool


def cued_sentences(text: str, cues: Cues) -> Iterator[CuedSentence]:
    """Yield the sentences of `text` that hold a cue, an amount of money or a question, in their order."""
    found = _found(text, cues)
    following = next(found, None)
    for place, sentence in enumerate(sentences(text)):
        kinds: set[CueKind] = set()
        first = sentence.end
        while following is not None and following[0] < sentence.end:
            if following[0] >= sentence.start:
                kinds.add(following[1])
                first = min(first, following[0])
            following = next(found, None)
        numbered = _DIGIT.search(sentence.text) is not None
        amount = _AMOUNT.search(sentence.text) if numbered else None
        if amount:
            kinds.add(CueKind.PAYMENT)
            first = min(first, sentence.start + amount.start())
        asks = sentence.asks
        kinds &= _ASKED if asks else _SAID
        if kinds or asks:
            yield CuedSentence(
                text=sentence.text,
                start=sentence.start,
                end=sentence.end,
                place=place,
                cue=min(first, sentence.end) - sentence.start if kinds else 0,
                kinds=frozenset(kinds),
                asks=asks,
                dated=numbered and cues.dates(sentence.text),
                priced=amount is not None,
            )


def _found(text: str, cues: Cues) -> Iterator[tuple[int, CueKind]]:
    """Yield the place and kind of each cue that is not excused, in their order."""
    words, spans = Words.of(text)
    finds = list(cues.index.finds(words)) if cues.words else []
    excused: dict[CueKind, set[int]] = {}
    for find in finds:
        if find.entry.excuses:
            excused.setdefault(find.entry.kind, set()).update(range(find.start, find.end))
    for find in finds:
        kind = find.entry.kind
        if not find.entry.excuses and excused.get(kind, _NONE).isdisjoint(range(find.start, find.end)):
            yield spans[find.start][0], kind
