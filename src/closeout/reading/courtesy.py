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

from closeout.domain.courtesy import Advised, ConcernKind, Lexicon, Vocabulary
from closeout.domain.party import Text
from closeout.reading.decode import Decoder
from closeout.reading.phrases import PhraseReader, shown
from closeout.reading.source import read_text
from closeout.reading.yaml_tree import parse_yaml

if TYPE_CHECKING:
    from pathlib import Path

    from closeout.diagnostic import Report

_ARROW = re.compile(r"\s*(?:\u2192|->)\s*")


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
    reader = PhraseReader(decoder, report, own=own)
    reader.read_sets(shape.sets)
    written = {kind: getattr(shape, kind.name.lower()) for kind in ConcernKind}
    return Lexicon({kind: _vocabulary(reader, kind, each) for kind, each in written.items() if each is not None})


def _vocabulary(reader: PhraseReader, kind: ConcernKind, shape: VocabularyShape) -> Vocabulary:
    """Read the phrases of one kind."""
    advised = (_advised(reader, text, f"{kind}.phrases[{n}]") for n, text in enumerate(shape.phrases))
    return Vocabulary(
        why=shape.why,
        instead=shape.instead,
        phrases=tuple(each for each in advised if each is not None),
        unless=reader.read(shape.unless, f"{kind}.unless"),
    )


def _advised(reader: PhraseReader, text: str, path: str) -> Advised | None:
    source, *advice = _ARROW.split(text, maxsplit=1)
    if advice == [""]:
        reader.wrong(path, f"nothing follows the arrow of '{shown(source)}'", "write what to say instead, or no arrow")
    phrase = reader.phrase(source, path)
    return Advised(phrase, advice[0] if advice else None) if phrase else None
