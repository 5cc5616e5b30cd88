"""Characters that no font has: what stands for them on a page, where they are from, and what to install."""

from __future__ import annotations

import re
import unicodedata
from html import unescape
from itertools import groupby, islice
from typing import TYPE_CHECKING, Final, NamedTuple

from closeout.diagnostic import Code, Diagnostic, Severity

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from collections.abc import Set as AbstractSet

STAND_IN: Final = "\N{WHITE SQUARE}"
"""What is printed in the place of a character: one of our own fonts has it."""

_REPLACED: Final = "\N{REPLACEMENT CHARACTER}"  # somebody warned of it before
_PRIVATE: Final = re.compile("[\ue000-\uf8ff\U000f0000-\U0010ffff]")
_BODY: Final = re.compile(r"<body\b")
_MOST_SHOWN: Final = 8
_MOST_PLACES: Final = 3
_LONGEST_QUOTE: Final = 40


class Package(NamedTuple):
    """The fonts of some scripts, as the systems' package managers know them."""

    debian: str
    fedora: str
    arch: str
    brew: str

    @property
    def hint(self) -> str:
        """How to install them."""
        names = f"Debian, Ubuntu: {self.debian}; Fedora: {self.fedora}; Arch: {self.arch}; Homebrew: {self.brew}"
        return f"install fonts for them and run again ({names})"


_EAST_ASIAN: Final = Package(
    "fonts-noto-cjk", "google-noto-sans-cjk-fonts", "noto-fonts-cjk", "font-noto-sans-cjk, font-noto-serif-cjk"
)
_EMOJI: Final = Package(
    "fonts-noto-color-emoji", "google-noto-color-emoji-fonts", "noto-fonts-emoji", "font-noto-color-emoji"
)
_SYMBOLS: Final = Package(
    "fonts-noto-core",
    "google-noto-sans-symbols-2-fonts google-noto-sans-math-fonts",
    "noto-fonts",
    "font-noto-sans-symbols-2, font-noto-sans-math",
)
_EAST_ASIAN_NAMES: Final = ("CJK", "KANGXI", "HIRAGANA", "KATAKANA", "HANGUL", "BOPOMOFO", "FULLWIDTH")
_EAST_ASIAN_MARKS: Final = range(0x3000, 0x3040)
_NO_SCRIPT: Final = "it is in no standard, so that no font has it: write something else in its place"


def private_characters(html: str) -> frozenset[str]:
    """Return the characters that mean something in one font only: PDF/A-3a forbids them (ISO 19005-3, 6.2.11.7.3)."""
    return frozenset(_PRIVATE.findall(html))


def with_stand_ins(html: str, missing: AbstractSet[str]) -> str:
    """Put a square where a missing character would be printed; a mark upon a letter goes without one.

    The title in the head stays as it is: nobody draws it.
    """
    body = _BODY.search(html) if missing else None
    if body is None:
        return html
    shown = {ord(each): None if unicodedata.category(each)[0] == "M" else STAND_IN for each in missing}
    return html[: body.start()] + html[body.start() :].translate(shown)


def missing_glyphs(
    html: str,
    missing: AbstractSet[str],
    drawn: AbstractSet[str] = frozenset(),
    where: Callable[[AbstractSet[str]], Iterable[str]] | None = None,
) -> Iterator[Diagnostic]:
    """Warn of the characters that no font has: of those of one package at once.

    `html` is the page as it was meant. Those `drawn` all the same, as an empty glyph, break PDF/A. `where` tells the
    places of characters in the files of the user; without an answer, the page is quoted.
    """
    for package, group in groupby(sorted(missing - {_REPLACED}, key=_order), key=_package):
        characters = tuple(group)
        shown = ", ".join(map(_shown, characters[:_MOST_SHOWN]))
        more = ", …" if len(characters) > _MOST_SHOWN else ""
        fate = f"{STAND_IN} stands in their place"
        if drawn & set(characters):
            fate = "empty boxes stand in their place, which PDF/A does not allow"
        places = _first(where(frozenset(characters)) if where else ()) or _first(_quoted(html, frozenset(characters)))
        message = f"no font on this machine has {shown}{more}; {fate}" + (f": {places}" if places else "")
        hint = package.hint if package else _NO_SCRIPT
        yield Diagnostic(Code.MISSING_GLYPH, message, None, hint, Severity.WARNING)


def _shown(character: str) -> str:
    code = f"U+{ord(character):04X}"
    return f"{character} ({code})" if character.isprintable() else code


def _order(character: str) -> tuple[str, str]:
    package = _package(character)
    return package.debian + package.fedora if package else "", character


def _package(character: str) -> Package | None:
    """Return what to install for a character; None for one that Unicode gives no meaning."""
    name = unicodedata.name(character, "")
    script = name.partition(" ")[0].partition("-")[0]
    if not name:
        return None
    if script in _EAST_ASIAN_NAMES or ord(character) in _EAST_ASIAN_MARKS:
        return _EAST_ASIAN
    if ord(character) >= 0x1F000 and unicodedata.category(character) in {"So", "Sk"}:  # noqa: PLR2004 - pictographs
        return _EMOJI
    if unicodedata.category(character)[0] not in "LMN":
        return _SYMBOLS
    family = script.lower()
    return Package("fonts-noto-core", f"google-noto-sans-{family}-fonts", "noto-fonts", f"font-noto-sans-{family}")


def _first(places: Iterable[str]) -> str:
    some = tuple(islice(places, _MOST_PLACES + 1))
    return "; ".join((*some[:_MOST_PLACES], *("…" for _ in some[_MOST_PLACES:])))


def _quoted(html: str, missing: AbstractSet[str]) -> Iterator[str]:
    """Quote the first texts of the page that hold a missing character, around it."""
    body = _BODY.search(html)
    inside = "[" + "".join(map(re.escape, sorted(missing))) + "]"
    texts = re.finditer(rf"(?<=>)[^<>]*{inside}[^<>]*", html[body.end() :] if body else html)
    quotes = (f"“{_around(unescape(match.group()), missing)}”" for match in islice(texts, 50))
    yield from dict.fromkeys(quotes)


def _around(text: str, missing: AbstractSet[str]) -> str:
    text = " ".join(text.split())
    first = next(place for place, each in enumerate(text) if each in missing)
    start = max(0, first - _LONGEST_QUOTE // 2)
    end = start + _LONGEST_QUOTE
    quote = "".join(each if each.isprintable() else STAND_IN for each in text[start:end])
    return f"{'…' if start else ''}{quote}{'…' if text[end:] else ''}"
