"""The words of a text, as far as phrases are looked for in it.

Words are letters and digits, diacritics as written. Hyphens, commas and dashes divide words as spaces do, so that
`so-called` is two words. An apostrophe, straight or curved, ends the word before it: `don't` is `don'` and `t`, and
`l'accord` is `l'` and `accord`. A quotation of up to 200 characters is somebody else's words, or a title, and counts
as one word that no phrase knows.
"""

from __future__ import annotations

import re
import unicodedata
from itertools import accumulate
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

BREAK = "."  # stands for the end of a sentence
QUOTED = '"'  # stands for a quotation

# Every repetition is possessive, or has an end, so that no character is looked at over and over again. Whatever can be
# told by one character comes before what looks around it, as most characters begin nothing.
_WORD = r"[^\W_]++(?:[\u0300-\u036f]++[^\W_]*+)*+(?:['\u2019](?=[^\W_]))?"
_QUOTATIONS = (
    r"\u201c[^\u201c\u201d]{1,200}+\u201d",
    r"\u201e[^\u201c\u201d\u201e]{1,200}+[\u201c\u201d]",
    r"\u00ab[^\u00ab\u00bb]{1,200}+\u00bb",
    r"\u2018[^\u2018\u2019]{1,200}+\u2019(?!\w)",
    r"\"(?<!\w\")(?=\S)[^\"]{1,200}+\"(?!\w)",
    r"'(?<!\w')(?=\S)[^']{1,200}+'(?!\w)",
)
_BREAK = r"[.!?;:|](?=\s|$)|[.!?](?=[\"\u201d\u00bb)*])|\n[ \t]*+(?=\n|[-*][ ])"
_TEXT = re.compile(f"((?![ ,])(?:{_WORD}|{_BREAK}|{'|'.join(_QUOTATIONS)}))")
# What stands for a piece of text that is no word, by its first character.
_SIGNS = {**dict.fromkeys(".!?;:|\n", BREAK), **dict.fromkeys("\u201c\u201e\u00ab\u2018\"'", QUOTED)}


class Words(NamedTuple):
    """The words of a text, folded to one case, each with the place of its first character and of what follows it.

    `BREAK` ends every sentence, and the whole.
    """

    words: Sequence[str]
    spans: Sequence[tuple[int, int]]

    @classmethod
    def of(cls, text: str) -> Words:
        """Read a text."""
        pieces = _TEXT.split(text)
        words = [_SIGNS.get(piece[0], piece) for piece in pieces[1::2]]
        folded = _folded("\n".join([*words, BREAK])).split("\n")  # all at once: no word has a line break in it
        places = accumulate(map(len, pieces))
        return cls(folded, [*zip(places, places, strict=False), (len(text), len(text))])


def spaced(text: str) -> str:
    """Return a text as its words are compared, with spaces between them; marks that part no words are kept."""
    return _folded(text).replace("-", " ").replace(",", " ").replace("'", "' ")


def _folded(text: str) -> str:
    """Return a text as it is compared: without capitals, with straight apostrophes, its diacritics composed."""
    if text.isascii():
        return text.lower()
    return unicodedata.normalize("NFC", text.casefold()).replace("\u2019", "'")
