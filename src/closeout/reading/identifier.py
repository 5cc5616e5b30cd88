"""The numbers of banks, tax offices and registers: whether one can be right, and where not, what is wrong with it.

Whatever is not recognised for certain is taken as it is. Formats and check digits are those of python-stdnum.
"""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from closeout.reading.number_kind import IBAN_LENGTHS, REGISTER_NUMBERS, TAX_NUMBERS, VAT_SCHEMES, NumberKind
from closeout.reading.stdnum_start import number_format

_SEPARATORS: Final = re.compile(r"[\s.\-/]")
_IBAN_START: Final = re.compile(r"[A-Z]{2}[0-9]{2}[A-Z0-9]{11,30}")
_FLAWS: Final = {
    "InvalidLength": "has too few or too many characters",
    "InvalidChecksum": "has a wrong check digit",
    "InvalidFormat": "has characters where none of that kind may stand",
    "InvalidComponent": "has a part that cannot be",
}


class Flaw(NamedTuple):
    """What is wrong with a number, and how to mend it."""

    message: str
    hint: str


def compact(text: str) -> str:
    """Return a number without spaces, dots, hyphens and slashes, in capitals."""
    return _SEPARATORS.sub("", text).upper()


def iban_flaw(text: str) -> Flaw | None:
    """Check the length of an IBAN, where that is known, and its checksum (ISO 13616, ISO 7064 MOD 97-10)."""
    bare = re.sub(r"\s", "", text).upper()
    if not _IBAN_START.fullmatch(bare):
        return Flaw(f"'{text}' is not an IBAN", "it starts with a country code and two digits")
    hint = "compare it with your bank statement, digit by digit"
    length = IBAN_LENGTHS.get(bare[:2], len(bare))
    if len(bare) != length:
        return Flaw(f"IBAN '{text}' has {len(bare)} characters, but those of {bare[:2]} have {length}", hint)
    if _error("iso7064.mod_97_10", bare[4:] + bare[:4]):
        return Flaw(f"the checksum of IBAN '{text}' is wrong", hint)
    return None


def bic_flaw(text: str) -> Flaw | None:
    """Check the form of a BIC (ISO 9362) and the country in it."""
    if _error("bic", text) is None:
        return None
    hint = "it has 8 or 11 characters: four letters of the bank, two of the country, then two or five more"
    return Flaw(f"'{text}' is not a BIC", hint)


def vat_prefix(text: str) -> str | None:
    """Return the two letters of a VAT identifier, if its kind is known: 'not registered' is none of Norway's."""
    bare = compact(text)
    digits = sum(character in "0123456789" for character in bare[2:])
    return bare[:2] if bare[:2] in VAT_SCHEMES and digits * 2 >= max(len(bare) - 2, 2) else None


def vat_flaw(text: str) -> Flaw | None:
    """Check a VAT identifier by the country that it begins with."""
    prefix, bare = vat_prefix(text), compact(text)
    if prefix is None:
        return None
    scheme = VAT_SCHEMES[prefix]
    found = re.fullmatch(scheme.pattern, bare)
    error = _error(scheme.module, found[1]) if found else "InvalidFormat"
    if error is None:
        return None
    hint = f"it is written {scheme.words}; compare it with what the tax office wrote, digit by digit"
    return Flaw(f"the VAT identifier '{text}' {_FLAWS[error]}", hint)


def reference_flaw(text: str) -> Flaw | None:
    """Check a payment reference that begins with RF (ISO 11649), or that is a Swiss QR reference of 27 digits."""
    bare = re.sub(r"\s", "", text).upper()
    hint = "compare it with what gave it, character by character"
    if re.match("RF[0-9]{2}", bare) and _error("iso11649", bare):
        return Flaw(f"'{text}' is no creditor reference by ISO 11649: its checksum is wrong", hint)
    if re.fullmatch("[0-9]{27}", bare) and _error("ch.esr", bare):
        return Flaw(f"the QR reference '{text}' has a wrong check digit", hint)
    return None


def tax_number_flaw(text: str, country: str) -> Flaw | None:
    """Check a tax number of a party in `country` (ISO 3166)."""
    return _flaw(text, TAX_NUMBERS.get(country, ()))


def registration_flaw(text: str, country: str) -> Flaw | None:
    """Check the number in a registration: where its kind is named, or it can be of no other."""
    return _flaw(text, REGISTER_NUMBERS.get(country, ()))


def _flaw(text: str, kinds: tuple[NumberKind, ...]) -> Flaw | None:
    for kind in kinds:
        number = kind.find(text)
        error = None if number is None else _error(kind.module, number)
        if error is not None:
            hint = f"it is written {kind.words}; compare it with the letter that gave it, digit by digit"
            return Flaw(f"the {kind.label} '{number}' {_FLAWS[error]}", hint)
    return None


def _error(module: str, number: str) -> str | None:
    """Return the name of what is wrong with a number, by the names of `stdnum.exceptions`."""
    try:
        number_format(module).validate(number)
    except ValueError as error:
        name = type(error).__name__
        return name if name in _FLAWS else "InvalidFormat"
    return None
