"""What stands behind the header of an entry: an author and a text, a notice of the program, the name of a file."""

from __future__ import annotations

import datetime as dt
import re
from functools import lru_cache
from typing import Final, NamedTuple

from closeout.domain.correspondence import Correspondent, MessageKind
from closeout.reading.messages.settled import person
from closeout.reading.messages.whatsapp.header import without_marks
from closeout.reading.messages.whatsapp.phrases import (
    duration_of,
    is_call,
    is_left_out,
    is_taken_back,
    without_edit_mark,
)

_MARK: Final = "\u200e"
NOBODY: Final = Correspondent("")
_LONGEST_NAME: Final = 100
_QUOTES = re.compile('["\u201c\u201d\u201e\u00ab\u00bb\u300c]')
_PHONE = re.compile(r"\+?[\d\s().-]{6,30}")
_LEVELS: Final = frozenset({"debug", "info", "warn", "warning", "error", "critical", "fatal", "trace"})

# iOS: `<attached: 00000012-PHOTO-2025-12-31-14-05-09.jpg>`; Android: `IMG-20251231-WA0001.jpg (file attached)`.
_IN_BRACKETS = re.compile(r"(\u200e?)<[^<>:\n]{2,40}:\s?([^<>\n/]{1,250}\.\w{1,8})>")
_WITH_REMARK = re.compile(r"(\u200e?)([^\n/\u200e]{1,250}\.\w{1,8}) \(([^()\n]{3,40})\)\u200e?\s*$", re.MULTILINE)
_PAGES = re.compile(r"[^\n]{1,250}\.\w{1,8} \u2022 [^\n]{1,60}")  # a document's name and how many it has
_NUMBERED = re.compile(r"\d{5,8}-|[A-Z]{3}-\d{8}-WA\d{4}")
_REMARKS: Final = frozenset(
    "file attached|datei angehängt|archivo adjunto|arquivo anexado|ficheiro anexado|fichier joint|file allegato|"
    "bestand bijgevoegd|файл добавлен|soubor byl přiložen|plik dołączony|załączono plik|dosya ekli|fil bifogad|"
    "vedhæftet fil|fil vedlagt|tiedosto liitetty|fișier atașat|csatolt fájl|添付ファイル|첨부 파일|文件附件|附件".split(
        "|"
    )
)
_STAMP = re.compile(r"-(\d{4})-(\d\d)-(\d\d)-\d\d-\d\d-\d\d|[A-Z]{3}-(\d{4})(\d\d)(\d\d)-WA\d{4}")


class Body(NamedTuple):
    """One entry without its header.

    `whole` is all that stands there, `text` what somebody said: it lacks the words that stand for a file. `file` is the
    name of an attachment, or what stands in its place if `left_out`; `duration` of a call is in seconds.
    """

    kind: MessageKind
    sender: Correspondent
    whole: str
    text: str
    file: str | None = None
    left_out: bool = False
    deleted: bool = False
    duration: int | None = None
    edited: bool = False


def body_of(rest: str, opening: str) -> Body:
    """Return what follows a header that is set off by `opening`."""
    if (kept := without_edit_mark(rest)) is not None:
        return _body(kept, opening)._replace(whole=_whole(rest, opening), edited=True)
    return _body(rest, opening)


def _whole(rest: str, opening: str) -> str:
    return without_marks(_author(rest, opening)[1])


def _body(rest: str, opening: str) -> Body:
    author, text = _author(rest, opening)
    marked = text.startswith(_MARK)
    plain = without_marks(text)
    if author is None:
        return _notice(NOBODY, plain)
    sender = sender_of(author)
    first = plain.partition("\n")[0].strip()
    if is_taken_back(plain):
        return Body(MessageKind.MESSAGE, sender, plain, plain, deleted=True)
    if attached := _attached(text):
        name, caption = attached
        return Body(MessageKind.MESSAGE, sender, plain, caption, file=name)
    if is_left_out(first, is_marked=_MARK in text.partition("\n")[0]):
        caption = plain.partition("\n")[2].strip()
        return Body(MessageKind.MESSAGE, sender, plain, caption, file=_left_out_name(first), left_out=True)
    if marked and opening == "[" and "\n" not in text and "://" not in text:
        return _notice(sender, plain)
    return Body(MessageKind.MESSAGE, sender, plain, plain)


def author_of(rest: str, opening: str) -> Correspondent | None:
    """Return who wrote an entry, if it names anybody."""
    author, _ = _author(rest, opening)
    return None if author is None else sender_of(author)


@lru_cache(maxsize=1024)
def sender_of(author: str) -> Correspondent:
    """Return the person: people who are in nobody's address book appear with their number, or as `~ Name`."""
    name = " ".join(without_marks(author).split())
    if _PHONE.fullmatch(name):
        digits = "".join(character for character in name if character.isdigit())
        return person("", f"+{digits}" if name.startswith("+") else digits)
    return person(name.removeprefix("~").strip() or name)


def stamped_day(name: str) -> dt.date | None:
    """Return the day that WhatsApp wrote into the name of a file, with or without text around it."""
    match = _STAMP.search(name)
    try:
        return dt.date(*(int(each) for each in match.groups() if each)) if match else None
    except ValueError:
        return None


def attached_name(text: str) -> str | None:
    """Return the name of the file that came with a text, if its first line names one."""
    attached = _attached(text)
    return attached and attached[0]


def _attached(text: str) -> tuple[str, str] | None:
    """Return the name of the file that the first line names, and the text without what names it."""
    line, _, more = text.partition("\n")
    line = line.rstrip()
    if not (">" in line or ")" in line):
        return None
    for match in _IN_BRACKETS.finditer(line):
        if match[1] or _NUMBERED.match(match[2]):
            before = "" if _PAGES.fullmatch(line[: match.start()]) else line[: match.start()].rstrip()
            return without_marks(match[2]).strip(), _caption(before + line[match.end() :], more)
    named = _WITH_REMARK.match(line)
    if named and (named[1] or _NUMBERED.match(named[2]) or named[3].casefold() in _REMARKS):
        return without_marks(named[2]).strip(), _caption("", more)
    return None


def _caption(line: str, more: str) -> str:
    return without_marks(f"{line}\n{more}").strip()


def _author(rest: str, opening: str) -> tuple[str | None, str]:
    """Split the author from the text; the program's notices on Android have none, but may have a colon in quotes."""
    first, newline, more = rest.partition("\n")
    name, colon, text = first.partition(": ")
    if not colon and first.rstrip().endswith(":"):
        name, colon, text = first.rstrip()[:-1], ":", ""
    bare = without_marks(name).strip()
    is_name = bool(colon and bare) and len(bare) <= _LONGEST_NAME
    if opening != "[" and is_name:
        is_name = not _QUOTES.search(bare) and bare.casefold() not in _LEVELS
    return (bare, text + newline + more) if is_name else (None, rest)


def _notice(sender: Correspondent, text: str) -> Body:
    if is_call(text):
        return Body(MessageKind.CALL, sender, text, text, duration=duration_of(text))
    return Body(MessageKind.SYSTEM, sender, text, text, deleted=is_taken_back(text))


def _left_out_name(line: str) -> str:
    """Return the name of a document, which stands before its pages, or what stands for the file."""
    name, dot, _ = line.partition("•")
    return name.strip() if dot and name.strip() else line.strip("<> ")
