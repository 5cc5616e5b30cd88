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

_SPACES: Final = " \u00a0\u202f"
_IBAN: Final = re.compile(rf"(?<![^\W_])[A-Z]{{2}}\d{{2}}(?:[{_SPACES}-]?[A-Z0-9]){{11,30}}", re.ASCII | re.IGNORECASE)
_CARD: Final = re.compile(
    r"(?<![^\W_])[2-6](?:\d{12,18}|\d{3}(?:[ -]\d{4}){3}(?:[ -]\d{3})?|\d{3}[ -]\d{6}[ -]\d{5})(?!\d)"
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
_GROUPS: Final = re.compile(rf"\d{{1,15}}+(?:[{_SPACES}()./\u2011\u2013-]{{1,3}}+\d{{1,15}}+){{0,9}}+(?!\d)")
_DATE: Final = re.compile(r"(?:\d{4}[./-]\d{1,2}[./-]\d{1,2}|\d{1,2}[./-]\d{1,2}[./-](?:\d{4}|\d{2}))(?![./-]?\d)")
_AMOUNT: Final = re.compile(rf"(?:[1-9]\d{{0,2}}(?:[{_SPACES}.,']\d{{3}})+|0[.,]\d+)(?!\d)")
_PHONE_CUE: Final = re.compile(
    r"(?:tel|phone|fon|mobile?|cell|fax|handy|m\u00f3vil|portable|whatsapp|signal|call|ring|text)\b[^\d\n]{0,12}$",
    re.IGNORECASE,
)
_AMERICAN: Final = re.compile(
    r"(?:(?:1[ .-]{1,2}\(?)?[2-9]\d{2}(?:\) ?|[ .-])\d{3}[ .-]\d{4}|[2-9]\d{2}-\d{4})(?![\d-])"
)
_FEWEST, _MOST = 7, 15  # digits of a phone number (E.164 for the most)
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
        if skipped := _DATE.match(text, start) or _AMOUNT.match(text, start):
            position = skipped.end()
        elif end := _phone_end(text, start):
            position = end
            yield Found(_opening(text, start), end, Hidden.PHONE, same_phone(text[start:end]))


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
    shaped = re.match(
        rf"\w{{4}}(?:[{_SPACES}-]?(?=\w{{0,3}}\d)\w{{4}})+(?:[{_SPACES}-]?\d{{1,4}})?(?!\w)", text[start:end]
    )
    return start + shaped.end() if shaped and len(_digits(shaped[0])) >= _DIGITS_OF_ACCOUNT else None


def _luhn(digits: str) -> bool:
    """Tell whether the last digit checks the others (ISO/IEC 7812-1)."""
    doubled = (sum(divmod(2 * int(digit), 10)) for digit in digits[-2::-2])
    return (sum(map(int, digits[-1::-2])) + sum(doubled)) % 10 == 0


def _opening(text: str, start: int) -> int:
    """Return where a number begins with its plus sign and parenthesis, if it has them."""
    while start and text[start - 1] in "+(":
        start -= 1
    return start


def _phone_end(text: str, start: int) -> int | None:
    before = text[max(0, start - 2) : start]
    if _within(before):
        return None
    coded = text[start] == "0" or before.endswith(("+", "+("))
    if not coded and (american := _AMERICAN.match(text, start)):
        return american.end()
    shape, length, end = _GROUPS.match(text, start), 0, start
    for group in _GROUP.finditer(shape[0]) if shape else ():
        if length + len(group[0]) > _MOST:
            break
        length, end = length + len(group[0]), start + group.end()
    if coded and length >= _FEWEST:
        return end
    return end if length >= _FEWEST_AFTER_CUE and _follows(_PHONE_CUE, text, start) else None


def _within(before: str) -> bool:
    """Tell whether what comes next is a part of something longer, such as the number of an invoice."""
    last = before[-1:]
    return last.isalnum() or last == "_" or (last in {"-", ".", "/"} and before[-2:-1].isdecimal())
