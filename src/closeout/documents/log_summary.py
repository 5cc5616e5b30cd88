"""The first page of a communication log: sentences that matter, and questions that nobody answered.

Nothing is put in other words. A sentence is taken whole from what its sender wrote, or where it is long, the part
around its first cue; which ones are shown is decided by counting, so that the same record gives the same page.
"""

from __future__ import annotations

import datetime as dt
from enum import StrEnum
from typing import TYPE_CHECKING, Final, NamedTuple

from msgspec import Struct

from closeout.domain.correspondence import MessageKind
from closeout.domain.cue import CuedSentence, CueKind, Cues, cued_sentences
from closeout.domain.party import Side

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from closeout.documents.exchange import Exchange
    from closeout.documents.log_entry import LogEntry

MOST: Final = 12  # sentences in a section
LONGEST: Final = 320  # characters of a sentence
_BEFORE_CUE: Final = 80  # characters shown before the first cue of a longer one
_SHORT: Final = 12  # characters: such a sentence says little on its own
_TINY: Final = 8  # characters: "Really?" asks for nothing
_EARLY: Final = 3  # sentences of a message that usually say what it is about


class Topic(StrEnum):
    """What a section of the summary is about, in the order of the page."""

    DATES = "dates"
    COMMITMENTS = "commitments"
    DECISIONS = "decisions"
    SCOPE = "scope"
    MONEY = "money"
    REFUSALS = "refusals"
    RECEIPTS = "receipts"


# A sentence stands once, under the first of these that fits it.
_TOPICS: Final = (
    (CueKind.REFUSAL, Topic.REFUSALS),
    (CueKind.DECISION, Topic.DECISIONS),
    (CueKind.APPROVAL, Topic.DECISIONS),
    (CueKind.SCOPE_CHANGE, Topic.SCOPE),
    (CueKind.PAYMENT, Topic.MONEY),
    (CueKind.COMMITMENT, Topic.COMMITMENTS),
    (CueKind.DEADLINE, Topic.DATES),
    (CueKind.RECEIPT, Topic.RECEIPTS),
)


class Quotation(Struct, frozen=True, kw_only=True):
    """A sentence of entry `entry`, word for word; `cut_before` and `cut_after` say where more of it stands.

    `noted` says that these are the words of whoever noted them by hand.
    """

    entry: int
    sent_at: dt.datetime | None
    speaker: str
    side: Side | None
    text: str
    cut_before: bool
    cut_after: bool
    noted: bool


class Section(Struct, frozen=True, kw_only=True):
    """The best sentences on a topic in order of time, and how many more were found."""

    topic: Topic
    quotations: tuple[Quotation, ...]
    more: int


class OpenQuestion(Struct, frozen=True, kw_only=True):
    """A question from one side to the other, which wrote nothing in that thread later; its age is in days."""

    quotation: Quotation
    days: int | None


class Summary(Struct, frozen=True, kw_only=True):
    """What a reader wants to know first. `languages` are those whose cues chose the sentences."""

    sections: tuple[Section, ...]
    questions: tuple[OpenQuestion, ...]
    more_questions: int
    languages: tuple[str, ...]

    @property
    def quoted(self) -> frozenset[int]:
        """The numbers of the entries that are quoted."""
        sections = (quotation.entry for section in self.sections for quotation in section.quotations)
        return frozenset(sections) | {question.quotation.entry for question in self.questions}


class _Candidate(NamedTuple):
    score: int
    entry: LogEntry
    sentence: CuedSentence

    @property
    def rank(self) -> tuple[int, int, int]:
        """The best come first, of equals the earliest."""
        return -self.score, self.entry.number, self.sentence.start


def summarize(shown: Iterable[LogEntry], exchange: Exchange, cues: Cues, as_of: dt.date) -> Summary:
    """Summarize the entries that are `shown`; whether something was answered is told by the `exchange`."""
    candidates = [each for entry in shown for each in _candidates(entry, cues)]
    by_topic: dict[Topic, list[_Candidate]] = {topic: [] for topic in Topic}
    for candidate in candidates:
        topic = _topic(candidate.sentence)
        if topic is not None:
            by_topic[topic].append(candidate)
    asked = [each for each in candidates if _is_open(each, exchange)]
    best = _best(asked)
    return Summary(
        sections=tuple(_section(topic, found) for topic, found in by_topic.items() if found),
        questions=tuple(OpenQuestion(quotation=_quotation(each), days=_age(each.entry, as_of)) for each in best),
        more_questions=len(asked) - len(best),
        languages=cues.languages,
    )


def _candidates(entry: LogEntry, cues: Cues) -> Iterator[_Candidate]:
    message = entry.message
    if message.kind is not MessageKind.SYSTEM and not message.deleted:
        for sentence in cued_sentences(message.visible, cues):
            yield _Candidate(_score(sentence, entry), entry, sentence)


def _score(sentence: CuedSentence, entry: LogEntry) -> int:
    return (
        2 * len(sentence.kinds)
        + 2 * sentence.priced
        + 2 * sentence.dated
        + 4 * (entry.side is not None)
        + (sentence.place < _EARLY)
        - 2 * sentence.asks
        - 2 * (len(sentence.text) < _SHORT)
    )


def _topic(sentence: CuedSentence) -> Topic | None:
    return next((topic for kind, topic in _TOPICS if kind in sentence.kinds), None)


def _section(topic: Topic, found: list[_Candidate]) -> Section:
    best = _best(found)
    return Section(topic=topic, quotations=tuple(map(_quotation, best)), more=len(found) - len(best))


def _best(found: list[_Candidate]) -> list[_Candidate]:
    """Return the best in order of time; of what somebody wrote over and over again, the first."""
    chosen: dict[tuple[str, str], _Candidate] = {}
    for candidate in sorted(found, key=lambda each: each.rank):
        chosen.setdefault((candidate.entry.sender, candidate.sentence.text.casefold()), candidate)
        if len(chosen) == MOST:
            break
    return sorted(chosen.values(), key=lambda each: (each.entry.number, each.sentence.start))


def _quotation(candidate: _Candidate) -> Quotation:
    entry, text = candidate.entry, candidate.sentence.text
    start = max(0, candidate.sentence.cue - _BEFORE_CUE) if len(text) > LONGEST else 0
    start = text.rfind(" ", 0, start) + 1 if start else 0
    end = len(text) if len(text) - start <= LONGEST else max(text.rfind(" ", start, start + LONGEST), start + 1)
    return Quotation(
        entry=entry.number,
        sent_at=entry.sent_at,
        speaker=entry.sender,
        side=entry.side,
        text=" ".join(text[start:end].split()),
        cut_before=start > 0,
        cut_after=end < len(text),
        noted=entry.noted,
    )


def _is_open(candidate: _Candidate, exchange: Exchange) -> bool:
    sentence = candidate.sentence
    if not sentence.asks or CueKind.IDLE in sentence.kinds or len(sentence.text) < _TINY:
        return False
    return exchange.is_open(candidate.entry)


def _age(entry: LogEntry, as_of: dt.date) -> int | None:
    return (as_of - entry.sent_at.date()).days if entry.sent_at else None
