from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import pytest

from closeout.domain.courtesy import ConcernKind, concerns
from closeout.domain.phrase import LONGEST
from closeout.reading.courtesy import read_lexicon

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from closeout.diagnostic import Report
    from closeout.domain.courtesy import Lexicon

    Read = Callable[..., Lexicon]

GOOD = """\
sets:
  - they = (you|the client)
  - I-will = (I will|I'll)
blame:
  why: Blame hurts.
  instead: Say when.
  phrases:
    - <they> never reply → I have had no answer since 3 May.
    - it is your fault
    - "[please] <i-WILL> blame you -> Say what happened."
  unless:
    - never reply to all
off-platform:
  why: It is forbidden.
  instead: Stay.
  phrases: |
    outside of the platform

    pay me … cash
"""


@pytest.fixture
def read(tmp_path: Path, report: Report) -> Read:
    def from_text(text: str, *, own: bool = False) -> Lexicon:
        path = tmp_path / "courtesy.yaml"
        path.write_text(text, encoding="utf-8", newline="")
        return read_lexicon(path, report, own=own)

    return from_text


@pytest.mark.parametrize("own", [True, False])
def test_a_file_becomes_a_lexicon(read: Read, report: Report, own: bool) -> None:  # noqa: FBT001 - a parameter of tests
    lexicon = read(GOOD, own=own)
    assert not report.diagnostics
    assert list(lexicon.vocabularies) == [ConcernKind.BLAME, ConcernKind.OFF_PLATFORM]
    found = concerns("The client never reply. It is your fault! I'll blame you: pay me half in cash.", lexicon)
    assert [(each.kind.value, each.words, each.instead) for each in found] == [
        ("blame", "The client never reply", "I have had no answer since 3 May."),
        ("blame", "It is your fault", "Say when."),
        ("blame", "I'll blame you", "Say what happened."),
        ("off-platform", "pay me half in cash", "Stay."),
    ]
    assert not concerns("You never reply to all of them.", lexicon)


def test_a_kind_that_is_left_out_is_not_looked_for(read: Read, report: Report) -> None:
    assert not read("").vocabularies
    assert not read("# nothing\n").vocabularies
    assert not report.diagnostics


class Broken(NamedTuple):
    """A line that is put in the place of a good one, where the problem is found, and what is said of it."""

    old: str
    new: str
    place: str
    message: str
    hint: str


BROKEN = [
    Broken("it is your fault", "it is (your fault", "9:7", "'it is (your fault' has a bracket that is not", "write )"),
    Broken("it is your fault", "it is your) fault", "9:7", "outside of any bracket", "write ( or ["),
    Broken("it is your fault", "it is (your| ) fault", "9:7", "has an empty choice", "square brackets"),
    Broken("it is your fault", "… your fault", "9:7", "has an open side: …", "both sides"),
    Broken("it is your fault", "your fault*y", "9:7", "has a '*' without a word: *", "beginning of a word"),
    Broken("it is your fault", "'[your fault]'", "9:7", "asks for no word", "outside of square brackets"),
    Broken("it is your fault", "is it your fault?", "9:7", "has a mark of no meaning: ?", "use words"),
    Broken("it is your fault", "(((([a] b)|c)|d)|e)", "9:7", "too many brackets", "two phrases"),
    Broken("it is your fault", "fault " * 200, "9:7", f"is longer than {LONGEST} characters", "two phrases"),
    Broken("it is your fault", "<the> fault", "9:7", "names a set that is not known: the", "did you mean 'they'?"),
    Broken("it is your fault", "<zzzz> fault", "9:7", "names a set that is not known: zzzz", "write it under sets"),
    Broken("it is your fault", "it is your fault →", "9:7", "nothing follows the arrow of 'it is", "or no arrow"),
    Broken("never reply to all", "never (reply", "12:7", "'never (reply' has a bracket", "write )"),
    Broken("they = (you|the client)", "they", "2:5", "the set 'they' has no name", "they = (you|the client)"),
    Broken("I-will = ", "THEY = ", "3:5", "has a name that is used already", "they = (you|the client)"),
    Broken("they = (you|", "they = (<they>|", "2:5", "names a set that is not known: they", "names no other"),
    Broken("blame:\n", "blames:\n", "4:1", "there is no key 'blames'", "did you mean 'blame'?"),
    Broken("  why: Blame hurts.\n", "", "5:3", "blame.why is missing", "Why these words do harm"),
    Broken("it is your fault", "it is: your fault", "9:7", "blame.phrases[1] must be one value", ""),
    Broken("it is your fault", "[it] is your fault", "9:12", "this is not valid YAML", "needs quotes"),
]


@pytest.mark.parametrize("broken", BROKEN, ids=lambda broken: broken.message[:40])
def test_a_mistake_is_told_with_its_place_and_how_to_mend_it(read: Read, report: Report, broken: Broken) -> None:
    assert GOOD.count(broken.old) == 1
    read(GOOD.replace(broken.old, broken.new))
    diagnostic = next(iter(report.diagnostics))
    assert str(diagnostic.location).endswith(f"courtesy.yaml:{broken.place}")
    assert broken.message in diagnostic.message
    assert broken.hint in (diagnostic.hint or "")


def test_one_mistake_is_told_once_and_the_rest_is_read(read: Read, report: Report) -> None:
    lexicon = read(GOOD.replace("they = (you", "they = ((you").replace("it is your fault", "it is your fault!"))
    assert [diagnostic.location.line for diagnostic in report.diagnostics if diagnostic.location] == [2, 9]
    assert concerns("Pay me in cash.", lexicon)


def test_a_long_phrase_is_told_in_short(read: Read, report: Report) -> None:
    read(GOOD.replace("it is your fault", "it is (" + "your fault " * 20))
    assert all(len(diagnostic.message) < 130 for diagnostic in report.diagnostics)


@pytest.mark.parametrize("own", [True, False])
def test_only_phrases_of_ours_wait_until_a_text_needs_them(read: Read, own: bool) -> None:  # noqa: FBT001 - as above
    phrases = read(GOOD, own=own).vocabularies[ConcernKind.BLAME].phrases
    assert ["pattern" in vars(each.phrase) for each in phrases] == [not own] * 3


def test_a_file_that_cannot_be_read_is_told(tmp_path: Path, report: Report) -> None:
    assert not read_lexicon(tmp_path, report).vocabularies
    assert report.failed
