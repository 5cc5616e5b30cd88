"""Phone numbers, e-mail addresses and account numbers in running text, found by their form.

Nothing is looked up: what has the form is taken for it, and rather too much than too little. Each place is looked at
with patterns of bounded length, so that the time grows with the text and no faster.
"""

from __future__ import annotations

import re
from enum import StrEnum
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator


class Hidden(StrEnum):
    """What may be hidden in a record."""

    PERSON = "person"
    EMAIL = "email"
    PHONE = "phone"
    ACCOUNT = "account"
    ADDRESS = "address"
    WORD = "word"
    ENTRY = "entry"


class Found(NamedTuple):
    """A stretch of text to hide; `key` is the same for one number however it is written."""

    start: int
    end: int
    kind: Hidden
    key: str


_MOST_BEFORE_AT: Final = 320
_LOCAL: Final = re.compile(r"[\w.!#$%&'*+/=?^`{|}~-]+$")
_DOMAIN: Final = re.compile(r"@(?:[^\W_](?:[\w-]{0,62}[^\W_])?\.){1,8}[^\W\d_][\w-]{0,62}", re.ASCII | re.IGNORECASE)
_DOMAIN_OF_ANY_SCRIPT: Final = re.compile(r"@(?:\w[\w-]{0,63}\.){1,8}\w[\w-]{1,63}")

_SPELLED_AT: Final = re.compile(r"%40|[ \t]?[\[({]at[\])}][ \t]?|[ \t]@[ \t]", re.IGNORECASE)

_SPACES: Final = " \t\u00a0\u2000-\u200a\u202f\u205f\u3000"
_HYPHENS: Final = "\u2010-\u2015\u2212-"
LINE_BREAK: Final = r"[ \t]{0,2}\r?\n[ \t>|]{0,8}"  # with the marks of a quotation
_IN_NUMBER: Final = rf"(?:[{_SPACES}.{_HYPHENS}]|{LINE_BREAK})?"
_IBAN: Final = re.compile(rf"(?<![^\W_])[A-Z]{{2}}\d{{2}}(?:{_IN_NUMBER}[A-Z0-9]){{11,30}}", re.ASCII | re.IGNORECASE)
_IBAN_GROUPS: Final = re.compile(
    rf"\w{{4}}(?:{_IN_NUMBER}(?=\w{{0,3}}\d)\w{{4}})+(?:{_IN_NUMBER}\d{{1,4}})?(?!\w)", re.ASCII
)
_IN_CARD: Final = rf"(?:[{_SPACES}{_HYPHENS}]|{LINE_BREAK})"
_CARD: Final = re.compile(
    rf"(?<![^\W_])[2-6](?:\d{{12,18}}|\d{{3}}(?:{_IN_CARD}\d{{4}}){{3}}(?:{_IN_CARD}\d{{3}})?"
    rf"|\d{{3}}{_IN_CARD}\d{{6}}{_IN_CARD}\d{{5}})(?!\d)"
)
_NUMBER: Final = re.compile(rf"\d(?:[{_SPACES}-]?+\d){{4,22}}+(?!\d)")
_ACCOUNT_CUE: Final = re.compile(
    r"(?:account|acct|a/c|routing|aba|sort code|iban|card|konto|kto|blz|karte|compte|carte|cuenta|tarjeta|conto|carta|"
    r"rekening|kaart|conta|cart\u00e3o|rachun\w{1,4}|kart\w)[ \t-]{0,3}(?:n(?:umber|ummer|umero|\u00famero|\u00ba|r|o)"
    r"|no|#)?[.:#]{0,2}[ \t]{0,3}$",
    re.IGNORECASE,
)
_DIGITS: Final = "0123456789"  # and nothing, which is in every text
_LOOK_BACK: Final = 32  # characters before a number in which a word may tell what it is
_DIGITS_OF_ACCOUNT: Final = 10  # at least so many in what has the form of an IBAN, but not its check digits
_SHORTEST_IBAN: Final = 15

_GROUP: Final = re.compile(r"\d+")
_GROUPS: Final = re.compile(
    rf"\d{{1,15}}+(?!\d)(?:(?:[{_SPACES}()./{_HYPHENS}]{{1,4}}+(?=\d)|{LINE_BREAK}\(?)\d{{1,15}}+(?!\d)){{0,14}}+"
)
_DATE: Final = re.compile(r"(?:\d{4}[./-]\d{1,2}[./-]\d{1,2}|\d{1,2}[./-]\d{1,2}[./-](?:\d{4}|\d{2}))(?![./-]?\d)")
_AMOUNT: Final = re.compile(
    rf"[1-9]\d{{0,2}}(?:[{_SPACES}.,']\d{{3}})+(?:[.,]\d{{1,2}}(?![.,]?\d)|(?![{_SPACES}.,'/{_HYPHENS}]?\d))"
    r"|0[.,]\d+(?![.,]?\d)"
)
_CURRENCY: Final = r"(?:[$\u20ac\u00a3\u00a5]|(?:EUR|USD|GBP|CHF|PLN|SEK|NOK|DKK|CZK|Euros?|z\u0142|Kr)\b)"
_CURRENCY_BEFORE: Final = re.compile(rf"{_CURRENCY}[{_SPACES}]?$", re.IGNORECASE)
_CURRENCY_AFTER: Final = re.compile(rf"[{_SPACES}]?{_CURRENCY}(?![{_SPACES}]?\d)", re.IGNORECASE)
_PHONE_CUE: Final = re.compile(
    r"(?:tel|tele(?:ph|f)o+\w{0,4}|tel\u00e9fono|phone|fon|mob|mobile?|mobiel|cell|fax|handy|m\u00f3vil|portable|gsm"
    r"|kom\u00f3rk\w|whatsapp|signal|call|ring|text)\b[^\d\n]{0,12}$",
    re.IGNORECASE,
)
_AMERICAN: Final = re.compile(
    rf"(?:(?:1[{_SPACES}.{_HYPHENS}]{{1,2}}\(?)?[2-9]\d{{2}}(?:\)[{_SPACES}]?|[{_SPACES}.{_HYPHENS}])\d{{3}}"
    rf"[{_SPACES}.{_HYPHENS}]\d{{4}}|[2-9]\d{{2}}[{_HYPHENS}]\d{{4}})(?![\d-])"
)
_MENTION: Final = re.compile(r"(?:wa\.me/|phone=|(?<![\w.])@)$", re.IGNORECASE)
_FILE_NUMBER: Final = re.compile(r"0000\d{4}(?!\d)|\d{1,8}-[^\W\d_]")  # as in 00000017-PHOTO.jpg
_NEXT_NUMBER: Final = re.compile(r"\s[/|\u00b7]\s*\(?$")
_FEWEST, _MOST = 7, 15  # digits of a phone number (E.164 for the most)
_NATIONAL, _INTERNATIONAL = 10, 12  # digits of a number that is whole, so that the next line is none of it
_FEWEST_AFTER_CUE: Final = 5
_SAME: Final = 9  # last digits by which a number is the same with and without its country


def emails(text: str) -> Iterator[Found]:
    """Yield the e-mail addresses in `text`; the key is in lower case."""
    at, after = text.find("@"), 0
    while at >= 0:
        local = _LOCAL.search(text[max(after, at - _MOST_BEFORE_AT) : at])
        domain = local and (_DOMAIN.match(text, at) or _DOMAIN_OF_ANY_SCRIPT.match(text, at))
        after = at + 1
        if local and domain:
            start, after = at - len(local[0]), domain.end()
            yield Found(start, after, Hidden.EMAIL, text[start:after].casefold())
        at = text.find("@", after)
    yield from _spelled_emails(text)


def _spelled_emails(text: str) -> Iterator[Found]:
    """Yield addresses that are written with `(at)`, `[at]`, `%40` or spaces around the sign."""
    for at in _SPELLED_AT.finditer(text):
        local = _LOCAL.search(text[max(0, at.start() - _MOST_BEFORE_AT) : at.start()])
        after = "@" + text[at.end() : at.end() + _MOST_BEFORE_AT]
        domain = local and (_DOMAIN.match(after) or _DOMAIN_OF_ANY_SCRIPT.match(after))
        if local and domain:
            start, end = at.start() - len(local[0]), at.end() + domain.end() - 1
            yield Found(start, end, Hidden.EMAIL, f"{local[0]}{domain[0]}".casefold())


def accounts(text: str) -> Iterator[Found]:
    """Yield IBANs, card numbers, and the numbers that stand after a word such as 'account'."""
    position = 0
    while group := _GROUP.search(text, position):
        start, position = group.span()
        if span := _account_span(text, start):
            position = max(position, span[1])
            yield Found(*span, Hidden.ACCOUNT, account_key(text[slice(*span)]))


def phones(text: str) -> Iterator[Found]:
    """Yield telephone numbers: with a country or area code, after a word such as 'phone', or as written in America."""
    position = 0
    while group := _GROUP.search(text, position):
        start, position = group.span()
        if no_phone := _no_phone_end(text, start):
            position = no_phone
            continue
        for first, end in _phone_spans(text, start):
            position = end
            yield Found(_opening(text, first), end, Hidden.PHONE, same_phone(text[first:end]))


def same_phone(number: str) -> str:
    """Return what a telephone number has in common with and without the code of its country."""
    return _digits(number).lstrip("0")[-_SAME:]


def account_key(number: str) -> str:
    """Return an account's number without its spaces and marks."""
    return "".join(character for character in number if character.isalnum()).upper()


def _digits(text: str) -> str:
    return "".join(character for character in text if character.isdecimal())


def _follows(cue: re.Pattern[str], text: str, start: int) -> bool:
    before = text[max(0, start - _LOOK_BACK) : start]
    word = before.rstrip(" \t.:#()+/-")
    return word[-1:] not in _DIGITS and cue.search(before) is not None


def _account_span(text: str, start: int) -> tuple[int, int] | None:
    """Return from where to where the account number reaches whose first digit stands at `start`."""
    iban = _IBAN.match(text, start - 2) if start > 1 else None
    if iban and (end := _iban_end(text, start - 2, iban.end())):
        return start - 2, end
    card = _CARD.match(text, start)
    if card and _luhn(_digits(card[0])):
        return card.span()
    number = _NUMBER.match(text, start)
    return number.span() if number and _follows(_ACCOUNT_CUE, text, start) else None


def _iban_end(text: str, start: int, end: int) -> int | None:
    """Return where an IBAN ends: with check digits that are right, or else with the last of its groups of four."""
    for stop in range(end, start, -1):
        if text[stop : stop + 1].isalnum() or not text[stop - 1].isalnum():
            continue
        candidate = "".join(character for character in text[start:stop] if character.isalnum()).upper()
        if len(candidate) < _SHORTEST_IBAN:
            break
        if int("".join(str(int(each, 36)) for each in candidate[4:] + candidate[:4])) % 97 == 1:
            return stop
    shaped = _IBAN_GROUPS.match(text, start, end)
    return shaped.end() if shaped and len(_digits(shaped[0])) >= _DIGITS_OF_ACCOUNT else None


def _luhn(digits: str) -> bool:
    """Tell whether the last digit checks the others (ISO/IEC 7812-1)."""
    doubled = (sum(divmod(2 * int(digit), 10)) for digit in digits[-2::-2])
    return (sum(map(int, digits[-1::-2])) + sum(doubled)) % 10 == 0


def _opening(text: str, start: int) -> int:
    """Return where a number begins with its plus sign and parenthesis, if it has them."""
    while start and text[start - 1] in "+(":
        start -= 1
    return start


def _no_phone_end(text: str, start: int) -> int | None:
    """Return where a date, an amount or the number of a file ends that begins at `start`; a plus sign begins none."""
    if text[max(0, start - 2) : start].endswith(("+", "+(")):
        return None
    found = _DATE.match(text, start) or _FILE_NUMBER.match(text, start)
    if not found and (found := _AMOUNT.match(text, start)):
        money = _CURRENCY_BEFORE.search(text, max(0, start - _LOOK_BACK), start) or _CURRENCY_AFTER.match(
            text, found.end()
        )
        found = None if not money and _follows(_PHONE_CUE, text, start) else found
    return found.end() if found else None


def _phone_spans(text: str, start: int) -> Iterator[tuple[int, int]]:
    """Yield from where to where the telephone numbers reach of which the first begins with the digit at `start`."""
    before = text[max(0, start - 2) : start]
    if _within(before):
        return
    plus = before.endswith(("+", "+("))
    coded = (
        plus
        or _MENTION.search(text, max(0, start - _LOOK_BACK), start) is not None
        or (text[start] == "0" and not text.startswith("000", start))
    )
    if not coded and (american := _AMERICAN.match(text, start)):
        yield american.span()
        return
    groups = _groups(text, start, plus=plus)
    length = sum(map(_length, groups))
    if length >= (_FEWEST if coded else _FEWEST_AFTER_CUE) and (coded or _follows(_PHONE_CUE, text, start)):
        yield from _parted(text, groups)


def _groups(text: str, start: int, *, plus: bool) -> list[tuple[int, int]]:
    """Return where the groups of digits stand that follow each other, as far as they may be telephone numbers."""
    groups: list[tuple[int, int]] = []
    shape, length = _GROUPS.match(text, start), 0
    for group in _GROUP.finditer(text, start, shape.end()) if shape else ():
        if groups and _ends_before(text, groups[-1][1], group.start(), length, plus=plus):
            break
        groups.append(group.span())
        length += len(group[0])
    return groups


def _ends_before(text: str, end: int, start: int, length: int, *, plus: bool) -> bool:
    """Tell whether the digits at `start` are none of a number of which `length` digits end at `end`."""
    dated = _DATE.match(text, start) is not None
    if "\n" not in text[end:start]:
        return dated and length >= _FEWEST and text[start - 1].isspace()
    if dated or _AMOUNT.match(text, start) or length >= (_INTERNATIONAL if plus else _NATIONAL):
        return True
    return not plus and (length < len("030") or text[start] == "0")


def _parted(text: str, groups: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Yield the numbers that groups of digits make: a new one begins with its zero, or where there are too many."""
    total, length, (first, end) = sum(map(_length, groups)), 0, (groups[0][0], groups[0][0])
    for group in groups:
        new = (
            text[group[0]] == "0"
            and length >= _FEWEST
            and (_NEXT_NUMBER.search(text, end, group[0]) is not None or (length >= _NATIONAL and total > _MOST))
        )
        if new or (length and length + _length(group) > _MOST):
            yield first, end
            first, length = group[0], 0
        length, end = length + _length(group), group[1]
    yield first, end


def _length(span: tuple[int, int]) -> int:
    return span[1] - span[0]


def _within(before: str) -> bool:
    """Tell whether what comes next is a part of something longer, such as the number of an invoice."""
    last = before[-1:]
    return last.isalnum() or last == "_" or (last in {"-", ".", "/", ":"} and before[-2:-1].isdecimal())
