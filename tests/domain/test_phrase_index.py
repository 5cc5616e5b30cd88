from __future__ import annotations

from closeout.domain.phrase import Phrase
from closeout.domain.phrase_index import PhraseIndex
from closeout.domain.words import Words


def finds(text: str, *phrases: str) -> list[tuple[int, int, str]]:
    index = PhraseIndex((Phrase(source), source) for source in phrases)
    return [(find.start, find.end, find.entry) for find in index.finds(Words.of(text).words)]


def test_every_phrase_is_found_where_it_begins_with_its_entry() -> None:
    assert finds("we will pay, will you?", "will (pay|go)", "[we] will", "you") == [
        (0, 2, "[we] will"),
        (1, 3, "will (pay|go)"),
        (1, 2, "[we] will"),
        (3, 4, "[we] will"),
        (4, 5, "you"),
    ]


def test_a_stem_begins_with_any_word_of_its_beginning() -> None:
    assert finds("invoices and an invoice", "invoice*") == [(0, 1, "invoice*"), (3, 4, "invoice*")]


def test_without_phrases_nothing_is_found() -> None:
    assert finds("we will") == []
