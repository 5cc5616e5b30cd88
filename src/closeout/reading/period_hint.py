"""What somebody may have meant who wrote a notice period in a way that is not read, in one of our languages."""

from __future__ import annotations

import re
from difflib import get_close_matches

_ADVICE = (
    "write such as '14 days', '1 month', '6 weeks to the end of a quarter' or 'by the 15th to the end of the month'"
)
_NONE = "write 'none' if the contract may end at once; leave the key out if it says nothing about notice"
_SAME = {
    word: same
    for same, words in {
        "none": "none no not nothing nil immediately immediate fristlos",
        "by": "by spätestens",
        "business": "business working",
        "business day": "arbeitstag arbeitstage arbeitstagen werktag werktage werktagen werkdagen",
        "hour": "hour hours stunden heures",
        "day": "day days tag tage tagen jour jours día días dia dias giorno giorni dag dagen dzień dni",
        "week": "week weeks woche wochen semaine semaines semana semanas settimana settimane weken tygodnie tygodni",
        "month": "month months monat monate monaten monats mois mes meses mese mesi mês maand maanden miesiąc miesiące",
        "end month": "monatsende",
        "quarter": "quarter quarters quartal quartals trimestre kwartaal kwartał kwartału",
        "end quarter": "quartalsende",
        "year": "year years jahr jahre jahres ans année année año años anno anni ano anos jaar lata",
        "end year": "jahresende",
    }.items()
    for word in words.split()
}
_NUMBERS = "one two three four five six eight ten twelve fourteen thirty".split()
_COUNTS = dict(zip(_NUMBERS, (1, 2, 3, 4, 5, 6, 8, 10, 12, 14, 30), strict=True))
_ARTICLES = frozenset("a an ein eine einen un une uno una um uma een".split())
_UNITS = frozenset({"day", "week", "month", "year"})
_ENDS = frozenset({"week", "month", "quarter", "year"})
_LIKE = 0.72  # so alike must a misspelt word be
_SHORT = 4  # characters; a shorter word is taken as it is


def notice_period_hint(text: str) -> str:
    """Return how to write what `text` says, as far as it can be seen, and what there is to write."""
    words = _words(text)
    if "none" in words[:1] and not any(word.isdigit() for word in words):
        return _NONE
    spans, rest = _spans(words)
    end = _end(rest)
    stated = spans or (end and {"end", "15"} & set(rest))
    if len(spans) > 1 or not stated:  # a sum of two spans is none that is counted here
        return _ADVICE
    return f"did you mean '{' '.join((*spans, *end))}'? Otherwise {_ADVICE}"


def _words(text: str) -> list[str]:
    found = re.findall(r"[0-9]+(?:[.,/][0-9]+)?|[^\W\d_]+", text.lower())
    if found and found[0] in _ARTICLES:
        found[0] = "1"
    return [word for each in found for word in _meant(each).split()]


def _meant(word: str) -> str:
    if word in _COUNTS:
        return str(_COUNTS[word])
    near = [word] if word in _SAME else get_close_matches(word, _SAME, 1, _LIKE) if len(word) >= _SHORT else []
    return _SAME[near[0]] if near else word


def _spans(words: list[str]) -> tuple[list[str], list[str]]:
    """Return the spans of time in `words`, and the words that are no part of one."""
    spans: list[str] = []
    rest = list(words)
    for place, word in enumerate(words):
        worked = words[place + 1 : place + 2] == ["business"]
        unit = next(iter(words[place + 1 + worked : place + 2 + worked]), "")
        if re.fullmatch("0*[1-9][0-9]{0,2}", word) and unit in _UNITS and (not worked or unit == "day"):
            name = f"business {unit}" if worked else unit
            spans.append(f"{int(word)} {name}{'' if int(word) == 1 else 's'}")
            rest[place : place + 2 + worked] = [""] * (2 + worked)
    return spans, rest


def _end(words: list[str]) -> tuple[str, ...]:
    """Return the end to which a period runs on, in words that are read."""
    named = dict.fromkeys(word for word in words if word in _ENDS)
    if list(named) == ["month"] and "15" in words:
        return ("by the 15th to the end of the month",) if "by" in words else ("to the 15th or the end of a month",)
    return (f"to the end of a {next(iter(named))}",) if len(named) == 1 else ()
