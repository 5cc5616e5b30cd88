from __future__ import annotations

import itertools
import pickle
from collections import Counter
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from closeout.diagnostic import Report
from closeout.domain.courtesy import Advised, ConcernKind, Lexicon, Vocabulary, concerns
from closeout.domain.phrase import Phrase
from closeout.domain.words import Words
from closeout.reading.courtesy import read_lexicon

ROOT = Path(__file__).parent.parent.parent
LETTERS = Path(__file__).parent / "ordinary_letters"

LANGUAGES = sorted(path.parent.name for path in (ROOT / "templates" / "locales").glob("*/courtesy.yaml"))

# What the lexicons are held to, in sentences that were written for it. Each was mended until it found most of them; of
# the last 108 English ones, it had found 91 before it had seen them. Above all, none may trouble an ordinary letter.
FOUND = 0.95
OF_EACH_KIND = 0.85
LEAST_HARMFUL, LEAST_NEAR_MISSES, LEAST_LETTERS = 100, 60, 40


@cache
def shipped(language: str) -> Lexicon:
    report = Report()
    lexicon = read_lexicon(ROOT / "templates" / "locales" / language / "courtesy.yaml", report)
    assert not report.diagnostics
    return lexicon


@cache
def sentences(name: str) -> tuple[tuple[str, str], ...]:
    """Return the sentences of a file, each with the name in brackets that it stands under."""
    found, heading = [], ""
    for line in (LETTERS / name).read_text(encoding="utf-8").splitlines():
        if line.startswith("["):
            heading = line.strip("[]")
        elif line and not line.startswith("#"):
            found.append((heading, line))
    return tuple(found)


def lexicon(*phrases: str, unless: tuple[str, ...] = (), kind: ConcernKind = ConcernKind.BLAME) -> Lexicon:
    vocabulary = Vocabulary(
        why="It hurts.",
        instead="Say when.",
        phrases=tuple(Advised(Phrase(source)) for source in phrases),
        unless=tuple(map(Phrase, unless)),
    )
    return Lexicon({kind: vocabulary})


def words(text: str, *phrases: str, unless: tuple[str, ...] = ()) -> list[str]:
    return [concern.words for concern in concerns(text, lexicon(*phrases, unless=unless))]


def test_a_concern_names_its_words_their_place_and_another_wording() -> None:
    text = "I say: you never reply."
    (concern,) = concerns(text, lexicon("never reply"))
    assert (concern.kind, concern.words, concern.why, concern.instead) == (
        ConcernKind.BLAME,
        "never reply",
        "It hurts.",
        "Say when.",
    )
    assert text[concern.start : concern.end] == "never reply"


def test_a_phrase_has_its_own_advice_if_it_likes() -> None:
    vocabulary = Vocabulary(why="w", instead="i", phrases=(Advised(Phrase("a"), "own"), Advised(Phrase("b"))))
    found = concerns("a b", Lexicon({ConcernKind.BLAME: vocabulary}))
    assert [concern.instead for concern in found] == ["own", "i"]


def test_the_longest_of_several_finds_holds_the_words() -> None:
    assert words("you never reply", "never", "you never", "never reply", "you never reply") == ["you never reply"]


def test_finds_of_one_kind_do_not_overlap() -> None:
    assert words("a b c d", "a b", "b c", "c d") == ["a b", "c d"]


def test_finds_of_several_kinds_may_overlap_and_come_in_the_order_of_the_text() -> None:
    both = Lexicon(
        {
            **lexicon("b c", kind=ConcernKind.THREAT).vocabularies,
            **lexicon("a", "b", kind=ConcernKind.SARCASM).vocabularies,
        }
    )
    assert [(concern.kind.value, concern.words) for concern in concerns("a b c", both)] == [
        ("sarcasm", "a"),
        ("sarcasm", "b"),
        ("threat", "b c"),
    ]


@pytest.mark.parametrize("excuse", ["never reply", "reply to all", "(you|we) never"])
def test_what_shares_a_word_with_an_excuse_is_harmless(excuse: str) -> None:
    assert not words("You never reply to all of them.", "you never reply", unless=(excuse,))
    assert words("You never reply. We reply.", "you never reply", unless=("we reply",)) == ["You never reply"]


def test_an_excuse_of_one_kind_is_none_for_another() -> None:
    both = Lexicon(
        {
            **lexicon("never", unless=("never mind",)).vocabularies,
            **lexicon("mind", kind=ConcernKind.THREAT).vocabularies,
        }
    )
    assert [concern.kind for concern in concerns("never mind", both)] == [ConcernKind.THREAT]


def test_quotations_are_not_the_writers_words() -> None:
    assert not words("Our contract “You never know” ends, and you wrote 'you never pay'.", "you never")


@given(st.text(alphabet="abc .“”'\n", max_size=40), st.lists(st.sampled_from(["a", "a b", "b*", "a … c", "c ."])))
def test_concerns_lie_in_the_text_apart_and_in_order(text: str, phrases: list[str]) -> None:
    found = concerns(text, lexicon(*phrases))
    assert all(text[concern.start : concern.end] == concern.words for concern in found)
    assert all(first.end <= second.start for first, second in itertools.pairwise(found))


def test_a_lexicon_may_go_to_another_process() -> None:
    other = pickle.loads(pickle.dumps(shipped("en")))  # noqa: S301 - made here
    assert concerns("It is your fault.", other) == concerns("It is your fault.", shipped("en"))


# --- The lexicons that are shipped ------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_language_has_all_kinds_and_no_phrase_twice(language: str) -> None:
    vocabularies = shipped(language).vocabularies
    assert list(vocabularies) == list(ConcernKind)
    sources = Counter(each.phrase.source for vocabulary in vocabularies.values() for each in vocabulary.phrases)
    assert sources.total() >= 100
    assert max(sources.values()) == 1


@pytest.mark.parametrize("language", LANGUAGES)
def test_harmful_sentences_raise_their_concern(language: str) -> None:
    found, missed = Counter[str](), []
    harmful = sentences(f"{language}.harmful.txt")
    for kind, sentence in harmful:
        if kind in {concern.kind.value for concern in concerns(sentence, shipped(language))}:
            found[kind] += 1
        else:
            missed.append(f"{kind}: {sentence}")
    wanted = Counter(kind for kind, _ in harmful)
    assert wanted.total() >= LEAST_HARMFUL
    assert found.total() >= FOUND * wanted.total(), missed
    assert all(found[kind] >= OF_EACH_KIND * wanted[kind] for kind in ConcernKind), missed


@pytest.mark.parametrize("language", LANGUAGES)
def test_sentences_that_only_look_harmful_raise_none(language: str) -> None:
    misses = sentences(f"{language}.near_misses.txt")
    assert len(misses) >= LEAST_NEAR_MISSES
    assert [(text, each.words) for _, text in misses for each in concerns(text, shipped(language))] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_ordinary_letters_raise_none(language: str) -> None:
    letters = (LETTERS / f"{language}.letters.txt").read_text(encoding="utf-8").split("\n----\n")[1:]
    assert len(letters) >= LEAST_LETTERS
    assert [(each.words, text[:40]) for text in letters for each in concerns(text, shipped(language))] == []


OURS = sorted(
    path
    for path in (*ROOT.glob("templates/locales/en/*.md"), *ROOT.glob("examples/*/expected/*.md"))
    if path.name != "check.md" and path.suffixes == [".md"]  # a checklist tells the user, and no other side, of rules
)


@pytest.mark.parametrize("path", OURS, ids=lambda path: "-".join(path.parts[-3:]))
def test_our_own_words_raise_none(path: Path) -> None:
    assert not [concern.words for concern in concerns(path.read_text(encoding="utf-8"), shipped("en"))]


class Counted(list[str]):
    """Words that count how many of them a pattern reads."""

    reads = 0

    def __getitem__(self, place):  # type: ignore[no-untyped-def] # noqa: ANN001, ANN204 - as a list has it
        found = super().__getitem__(place)
        self.reads += len(found) if isinstance(found, list) else 1
        return found


READ_OF_EACH_WORD = 200  # by all phrases together, in the text that is worst for them


def work(text: str, monkeypatch: pytest.MonkeyPatch) -> tuple[int, int]:
    """Return how many words a text has, and how often one is read to find its concerns."""
    read = Words.of(text)
    counted = Words(Counted(read.words), read.spans)
    with monkeypatch.context() as patch:
        patch.setattr("closeout.domain.courtesy.Words.of", lambda _: counted)
        concerns(text, shipped("en"))
    return len(counted.words), counted.words.reads  # type: ignore[attr-defined] # of our own making


@pytest.mark.parametrize(
    ("text", "length"),
    [
        *((text, 40_000) for text in ("the client has always ", "( ", '" ', "a", "\n", "\n ", "“", "'a ")),
        *((text, 5_000) for text in ("you ", "you never ", "if you ", "I will not ", "it is not ")),
    ],
)
def test_the_work_grows_with_the_text_and_no_faster(text: str, length: int, monkeypatch: pytest.MonkeyPatch) -> None:
    _, few = work((text * length)[: length // 10], monkeypatch)
    words, reads = work((text * length)[:length], monkeypatch)
    assert reads <= READ_OF_EACH_WORD * words
    assert reads <= 10.1 * few + 1000
