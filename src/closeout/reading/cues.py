"""The cues that choose sentences for a summary: a file `cues.yaml` for each language, which a user can replace.

For each kind it has `phrases`, and where they mean nothing (`unless`); how a phrase is written is told in
`closeout.domain.phrase`. `months` are the names of the months, by which dates are known.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from msgspec import Meta, Struct

from closeout.domain.cue import NO_CUES, CueKind, Cues, CueWords
from closeout.domain.party import Text
from closeout.reading.decode import Decoder
from closeout.reading.phrases import PhraseReader
from closeout.reading.source import read_text
from closeout.reading.yaml_tree import parse_yaml

if TYPE_CHECKING:
    from pathlib import Path

    from closeout.diagnostic import Report


class CueWordsShape(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The cues of one kind."""

    phrases: Annotated[tuple[Text, ...], Meta(description="The words, a phrase a line.")]
    unless: Annotated[tuple[Text, ...], Meta(description="Phrases whose words are no cue.")] = ()


class CuesShape(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, rename={"scope_change": "scope-change"}):
    """The kinds of cues; one that is left out is not looked for."""

    sets: Annotated[tuple[Text, ...], Meta(description="Words that phrases name: 'we = (I|we)'.")] = ()
    months: Annotated[tuple[Text, ...], Meta(description="Names of months, long and short.")] = ()
    commitment: CueWordsShape | None = None
    decision: CueWordsShape | None = None
    approval: CueWordsShape | None = None
    refusal: CueWordsShape | None = None
    payment: CueWordsShape | None = None
    deadline: CueWordsShape | None = None
    scope_change: CueWordsShape | None = None
    receipt: CueWordsShape | None = None
    idle: CueWordsShape | None = None


def read_cues(path: Path, language: str, report: Report, *, own: bool = False) -> Cues:
    """Return the cues of `language` in the file at `path`; report what is wrong in it, and leave that out.

    `own` says that the file is ours: its phrases are known to be well formed, and are read when a text needs them.
    """
    name = str(path)
    text = read_text(path, name, report)
    tree = None if text is None else parse_yaml(text, name, report)
    if tree is None:
        return NO_CUES
    decoder = Decoder(report)
    shape = decoder.decode(tree, CuesShape)
    if shape is None:
        return NO_CUES
    reader = PhraseReader(decoder, report, own=own)
    reader.read_sets(shape.sets)
    written = {kind: getattr(shape, kind.name.lower()) for kind in CueKind}
    return Cues(
        languages=(language,),
        words={kind: _words(reader, kind, each) for kind, each in written.items() if each is not None},
        months=shape.months,
    )


def _words(reader: PhraseReader, kind: CueKind, shape: CueWordsShape) -> CueWords:
    key = kind.replace(" ", "-")
    return CueWords(
        phrases=reader.read(shape.phrases, f"{key}.phrases"), unless=reader.read(shape.unless, f"{key}.unless")
    )
