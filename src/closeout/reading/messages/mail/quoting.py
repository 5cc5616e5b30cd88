"""Quotations and signatures in the text of a mail: hidden from the first view, never deleted.

Each line goes to one side, whole and in order. Lines that answer between quoted lines stay visible. Nobody's heuristic
is right about more than three mails of four, so when it would hide everything, it hides nothing.
"""

from __future__ import annotations

import re
from typing import Final, NamedTuple

_LONGEST: Final = 300  # no line that introduces a quotation is longer
_ATTRIBUTION_LINES: Final = 3
_HEADER_LINES: Final = 7
_HEADER_LABELS: Final = 3
_SIGNATURE_LINES: Final = 15

_QUOTED = re.compile(r" {0,3}>")
_STARTER = re.compile(r"(?:On|Am|Le|El|Em|Il|Op|W dniu|Dnia|Den)\b")
_WROTE = re.compile(
    r"\b(?:wrote|writes|schrieb|schreibt|a écrit|escribió|escribio|escreveu|ha scritto|scrisse|schreef|heeft geschreven"
    r"|napisała?|napisał\(a\)|pisze|skrev)\b",
    re.IGNORECASE,
)
_CLOCK_OR_YEAR = re.compile(r"\d{1,2}[:.]\d\d|\b20\d\d\b")
_UNDERSCORES = re.compile(r"_{20,}\s*$")
_WORDED_DIVIDER = re.compile(
    r"\W{0,3}-{2,20}\s?(?:original (?:message|email|mail)|forwarded message|ursprüngliche nachricht|originalnachricht"
    r"|original-?nachricht|weitergeleitete nachricht|message d['\u2019]origine|message original|message transféré"
    r"|mensaje original|mensaje reenviado|forwarded by .{1,80}|mensagem original|mensagem encaminhada"
    r"|messaggio originale|messaggio inoltrato|oorspronkelijk bericht|doorgestuurd bericht"
    r"|(?:wiadomość oryginalna|oryginalna wiadomość)|(?:treść )?przekazanej wiadomości|przekazana wiadomość)\s?-{2,20}"
    r"|(?:begin forwarded message|anfang der weitergeleiteten nachricht|début du message (?:réexpédié|transféré)"
    r"|inicio del mensaje reenviado|início da mensagem (?:encaminhada|reencaminhada)|inizio messaggio inoltrato"
    r"|begin doorgestuurd bericht|początek przekazywanej wiadomości)\s?:",
    re.IGNORECASE,
)
_FROM_LABEL = re.compile(r"\W{0,2}(?:From|Von|De|Da|Van|Od|Från|Fra)\W{0,2}[:\uff1a]", re.IGNORECASE)
_OTHER_LABEL = re.compile(
    r"\W{0,2}(?:Sent|Date|Gesendet|Datum|Envoyé|Enviado(?: el)?|Enviada(?: em)?|Fecha|Data|Inviato|Verzonden|Wysłano"
    r"|Skickat|Sendt|To|An|À|A|Para|Aan|Do|Till|Til|Cc|Subject|Betreff|Objet|Asunto|Assunto|Oggetto|Onderwerp|Temat"
    r"|Ämne|Emne)\W{0,2}[:\uff1a]",
    re.IGNORECASE,
)
_ANY_LABEL = re.compile(r"\W{0,2}\w[\w -]{0,20}\W{0,2}[:\uff1a] ?\S")
_MOBILE = re.compile(
    r"(?:Sent from my \w+(?: \w+)?|Sent from (?:Mail for Windows(?: 10)?|Outlook(?: for \w+)?|Yahoo Mail[\w ]*)"
    r"|Get Outlook for (?:iOS|Android)|Von meinem \w+(?: \w+)? gesendet|Gesendet von (?:meinem )?\w+(?: \w+)?"
    r"|Outlook für (?:iOS|Android) beziehen|Envoyé de(?:puis)? mon \w+|Enviado desde mi \w+|Enviado do meu \w+"
    r"|Inviato da(?:l mio)? \w+|Verstuurd vanaf mijn \w+|Wysłane z \w+)\W{0,3}(?:<\S{1,80}>)?",
    re.IGNORECASE,
)


class Split(NamedTuple):
    """The two sides of a text."""

    visible: str
    quoted: str


def split(text: str) -> Split:
    """Part what the author of `text` wrote from quotations, forwarded mails and the signature."""
    lines = text.split("\n")
    hidden = _quotations(lines)
    _hide_signature(lines, hidden)
    if all(is_hidden or not line.strip() for line, is_hidden in zip(lines, hidden, strict=True)):
        return Split(text, "")
    return Split(_side(lines, hidden, wanted=False), _side(lines, hidden, wanted=True))


def _side(lines: list[str], hidden: list[bool], *, wanted: bool) -> str:
    """Join the lines of one side, with single empty lines between paragraphs."""
    kept: list[str] = []
    for line, is_hidden in zip(lines, hidden, strict=True):
        if line.strip() and is_hidden is wanted:
            kept.append(line)
        elif kept and kept[-1]:
            kept.append("")
    return "\n".join(kept).rstrip("\n")


def _quotations(lines: list[str]) -> list[bool]:
    """Mark quoted lines, what introduces them, and all below an introduction whose quotation has no marks."""
    hidden = [bool(_QUOTED.match(line)) for line in lines]
    for start, line in enumerate(lines):
        end = start if hidden[start] or not line.strip() else _end_of_introduction(lines, hidden, start)
        if end == start:
            continue
        if not _followed_by_quote(lines, hidden, end):
            hidden[start:] = [True] * (len(lines) - start)
            break
        hidden[start:end] = [True] * (end - start)
    return hidden


def _end_of_introduction(lines: list[str], hidden: list[bool], start: int) -> int:
    """Return the line after the introduction of a quotation that begins at `start`, or `start`."""
    line = lines[start][:_LONGEST].strip()
    if _WORDED_DIVIDER.match(line):
        return start + 1
    if _FROM_LABEL.match(line) and _labels_below(lines, start, _OTHER_LABEL) >= _HEADER_LABELS - 1:
        return start + 1
    if _UNDERSCORES.match(line) and _labels_below(lines, start, _ANY_LABEL) >= _HEADER_LABELS:
        return start + 1
    joined = ""
    for end in range(start + 1, min(start + _ATTRIBUTION_LINES, len(lines)) + 1):
        if not lines[end - 1].strip() or hidden[end - 1]:
            break
        joined = f"{joined} {lines[end - 1][:_LONGEST].strip()}".lstrip()
        if joined.endswith(":") and _attributes(joined, quote_follows=_followed_by_quote(lines, hidden, end)):
            return end
    return start


def _labels_below(lines: list[str], start: int, label: re.Pattern[str]) -> int:
    """Count the lines below `start` that begin as the fields of a mail's head do."""
    return sum(label.match(line[:_LONGEST]) is not None for line in lines[start + 1 : start + _HEADER_LINES])


def _attributes(text: str, *, quote_follows: bool) -> bool:
    """Tell whether `text` says who wrote what comes next, and when."""
    has_time = bool(_CLOCK_OR_YEAR.search(text))
    if _WROTE.search(text) and (has_time or "@" in text):
        return bool(_STARTER.match(text)) or "@" in text or quote_follows
    return quote_follows and ("@" in text or has_time)


def _followed_by_quote(lines: list[str], hidden: list[bool], index: int) -> bool:
    """Tell whether a quoted line comes next, after empty lines only."""
    while index < len(lines) and not lines[index].strip():
        index += 1
    return index < len(lines) and hidden[index]


def _hide_signature(lines: list[str], hidden: list[bool]) -> None:
    """Hide a short signature below `-- `, or else the line that a telephone adds."""
    shown = [index for index, line in enumerate(lines) if line.strip() and not hidden[index]]
    dashes = next((place for place, index in enumerate(shown) if lines[index].rstrip() == "--"), len(shown))
    if len(shown) - dashes <= _SIGNATURE_LINES + 1:
        for index in shown[dashes:]:
            hidden[index] = True
    if shown[:dashes] and _MOBILE.fullmatch(lines[shown[dashes - 1]][:_LONGEST].strip()):
        hidden[shown[dashes - 1]] = True
