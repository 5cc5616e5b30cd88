"""The kinds of numbers that are known for certain, by country: how each is written, and which format checks it."""

from __future__ import annotations

import re
from functools import cache
from typing import Final, NamedTuple

_DIGITS: Final = r"[0-9](?:[ .\-/]?[0-9])*"
_ENDS: Final = r"(?=\s*(?:$|[,;()]))"  # another number right behind it might be part of it, or not


_IBAN_LENGTHS: Final = {
    15: "NO",
    16: "BE",
    18: "DK FI FK FO GL NL SD",
    19: "MK SI",
    20: "AT BA EE KZ LT LU MN XK",
    21: "CH HR LI LV",
    22: "BG BH CR DE GB GE IE ME RS VA",
    23: "AE GI IL IQ OM SO TL",
    24: "AD CZ ES MD PK RO SA SE SK TN VG",
    25: "LY PT ST",
    26: "IS TR",
    27: "BI DJ FR GR IT MC MR SM",
    28: "AL AZ BY CY DO GT HN HU LB NI PL SV",
    29: "BR EG PS QA UA",
    30: "JO KW MU YE",
    31: "MT SC",
    32: "LC",
    33: "RU",
}
IBAN_LENGTHS: Final = {country: length for length, countries in _IBAN_LENGTHS.items() for country in countries.split()}
"""How many characters the IBANs of a country have (SWIFT IBAN registry, release 101)."""


class VatScheme(NamedTuple):
    """The VAT identifiers of a country. The group of `pattern` is what the format checks."""

    module: str
    words: str
    pattern: str = r"(.*)"


class NumberKind(NamedTuple):
    """A kind of national number. `names` are a pattern of what announces it, `bare` of how it looks when alone."""

    label: str
    module: str
    words: str
    names: str = ""
    bare: str = ""
    number: str = _DIGITS

    def find(self, text: str) -> str | None:
        """Return the number of this kind in `text`, or None where there is none for certain."""
        if self.bare and re.fullmatch(self.bare, text, re.IGNORECASE):
            return text
        found = _named(self.names, self.number).search(text) if self.names else None
        return found[1] if found else None


@cache
def _named(names: str, number: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{names})[\s.:]*({number}){_ENDS}", re.IGNORECASE)


def _digits(*counts: int) -> str:
    """Return a pattern of that many digits, with separators between them."""
    return "|".join(rf"[0-9](?:[ .\-/]?[0-9]){{{count - 1}}}" for count in counts)


VAT_SCHEMES: Final = {
    "AT": VatScheme("at.uid", "ATU and 8 digits"),
    "BE": VatScheme("be.vat", "BE and 10 digits"),
    "BG": VatScheme("bg.vat", "BG and 9 or 10 digits"),
    "CH": VatScheme("ch.uid", "CHE, 9 digits, and MWST, TVA or IVA", "(CHE.*?)(?:MWST|TVA|IVA|TPV)?"),
    "CY": VatScheme("cy.vat", "CY, 8 digits and a letter"),
    "CZ": VatScheme("cz.dic", "CZ and 8 to 10 digits"),
    "DE": VatScheme("de.vat", "DE and 9 digits"),
    "DK": VatScheme("dk.cvr", "DK and 8 digits"),
    "EE": VatScheme("ee.kmkr", "EE and 9 digits"),
    "EL": VatScheme("gr.vat", "EL and 9 digits"),
    "ES": VatScheme("es.nif", "ES and 9 characters, of which the first, the last or both are letters"),
    "FI": VatScheme("fi.alv", "FI and 8 digits"),
    "FR": VatScheme("fr.tva", "FR and 11 characters, of which the last 9 are digits"),
    "GB": VatScheme("gb.vat", "GB and 9 or 12 digits"),
    "GR": VatScheme("gr.vat", "EL and 9 digits"),
    "HR": VatScheme("hr.oib", "HR and 11 digits"),
    "HU": VatScheme("hu.anum", "HU and 8 digits"),
    "IE": VatScheme("ie.vat", "IE, 7 digits and one or two letters"),
    "IS": VatScheme("is_.vsk", "IS and 5 or 6 digits"),
    "IT": VatScheme("it.iva", "IT and 11 digits"),
    "LT": VatScheme("lt.pvm", "LT and 9 or 12 digits"),
    "LU": VatScheme("lu.tva", "LU and 8 digits"),
    "LV": VatScheme("lv.pvn", "LV and 11 digits"),
    "MT": VatScheme("mt.vat", "MT and 8 digits"),
    "NL": VatScheme("nl.btw", "NL, 9 digits, B and 2 digits"),
    "NO": VatScheme("no.orgnr", "NO, 9 digits and MVA", "NO(.*?)(?:MVA)?"),
    "PL": VatScheme("pl.nip", "PL and 10 digits"),
    "PT": VatScheme("pt.nif", "PT and 9 digits"),
    "RO": VatScheme("ro.cf", "RO and 2 to 10 digits"),
    "SE": VatScheme("se.orgnr", "SE and 12 digits", "SE([0-9]{10})[0-9]{2}"),
    "SI": VatScheme("si.ddv", "SI and 8 digits"),
    "SK": VatScheme("sk.dph", "SK and 10 digits"),
    "XI": VatScheme("gb.vat", "XI and 9 or 12 digits"),
}
"""By the two letters that they begin with: Greece writes EL, Northern Ireland XI."""

_ABN = NumberKind("ABN", "au.abn", "with 11 digits", "ABN", _digits(11))
_BE = NumberKind("enterprise number", "be.vat", "with 10 digits", "KBO|BCE|RPM|RPR", _digits(10))
_CODICE_FISCALE = NumberKind(
    "codice fiscale or partita IVA",
    "it.codicefiscale",
    "with 11 digits or 16 characters",
    r"P\. ?IVA|Partita IVA|C\. ?F\.|Codice fiscale",
    rf"{_digits(11)}|[A-Z]{{6}}[A-Z0-9 ]{{10,14}}",
    r"[A-Z0-9]{11,16}",
)
_CVR = NumberKind("CVR number", "dk.cvr", "with 8 digits", r"CVR(?:[ -]?nr\.?)?", _digits(8))
_CUI = NumberKind("CUI", "ro.cf", "with 2 to 10 digits", "CUI|CIF")
_EIK = NumberKind("EIK", "bg.vat", "with 9 digits", "EIK|ЕИК", _digits(9))
_NIF_ES = NumberKind(
    "NIF",
    "es.nif",
    "with 9 characters, of which the first, the last or both are letters",
    "NIF|CIF|NIE|DNI",
    r"[A-Z][ -]?[0-9]{7}[ -]?[A-Z0-9]|[0-9]{8}[ -]?[A-Z]",
    r"[A-Z]?[ -]?[0-9]{7,8}[ -]?[A-Z]?",
)
_NIF_PT = NumberKind("NIF", "pt.nif", "with 9 digits", "NIF|NIPC", _digits(9))
_NIP = NumberKind("NIP", "pl.nip", "with 10 digits", "NIP")
_OIB = NumberKind("OIB", "hr.oib", "with 11 digits", "OIB", _digits(11))
_ORGNR_NO = NumberKind("organisation number", "no.orgnr", "with 9 digits", r"Org\.? ?nr\.?", _digits(9))
_ORGNR_SE = NumberKind("organisation number", "se.orgnr", "with 10 digits", r"Org\.? ?nr\.?", _digits(10))
_REGON = NumberKind("REGON", "pl.regon", "with 9 or 14 digits", "REGON", _digits(9, 14))
_SIREN = NumberKind("SIREN", "fr.siren", "with 9 digits", r"SIREN|RCS [^\W\d]+(?: [A-D])?", _digits(9))
_SIRET = NumberKind("SIRET", "fr.siret", "with 14 digits", "SIRET", _digits(14))
_UID = NumberKind("UID", "ch.uid", "with CHE and 9 digits", "UID|IDE|IDI", r"CHE.*", r"(?:CHE)?[ -]?[0-9. ]+[0-9]")
_Y_TUNNUS = NumberKind("Y-tunnus", "fi.ytunnus", "with 7 digits, a hyphen and one more", "Y-tunnus", r"[0-9]{7}-[0-9]")

TAX_NUMBERS: Final[dict[str, tuple[NumberKind, ...]]] = {
    "AU": (_ABN,),
    "BE": (_BE,),
    "BG": (_EIK._replace(bare=""),),  # nine digits may be another number of a person's
    "CH": (_UID,),
    "DE": (NumberKind("Steuernummer", "de.stnr", "with 10, 11 or 13 digits", bare=_digits(10, 11, 12, 13, 14)),),
    "DK": (_CVR,),
    "ES": (_NIF_ES,),
    "FI": (_Y_TUNNUS,),
    "FR": (_SIREN, _SIRET),
    "GB": (NumberKind("UTR", "gb.utr", "with 10 digits", "UTR", _digits(10)),),
    "GR": (NumberKind("AFM", "gr.vat", "with 9 digits", "AFM|ΑΦΜ", _digits(9)),),
    "HR": (_OIB,),
    "IT": (_CODICE_FISCALE,),
    "NL": (NumberKind("BSN or RSIN", "nl.bsn", "with 9 digits", "BSN|RSIN", _digits(9)),),
    "NO": (_ORGNR_NO,),
    "PL": (_NIP._replace(bare=_digits(10)), NumberKind("PESEL", "pl.pesel", "with 11 digits", "PESEL", _digits(11))),
    "PT": (_NIF_PT,),
    "RO": (_CUI,),
    "SE": (_ORGNR_SE,),
    "SI": (NumberKind("davčna številka", "si.ddv", "with 8 digits", bare=_digits(8)),),
}
"""By the country of the party's address (ISO 3166)."""

REGISTER_NUMBERS: Final[dict[str, tuple[NumberKind, ...]]] = {
    "AU": (_ABN, NumberKind("ACN", "au.acn", "with 9 digits", "ACN", _digits(9))),
    "BE": (_BE,),
    "BG": (_EIK,),
    "CH": (_UID,),
    "DK": (_CVR,),
    "EE": (NumberKind("registrikood", "ee.registrikood", "with 8 digits", "Registrikood", _digits(8)),),
    "ES": (_NIF_ES,),
    "FI": (_Y_TUNNUS,),
    "FR": (_SIREN, _SIRET),
    "HR": (_OIB,),
    "IT": (_CODICE_FISCALE,),
    "NO": (_ORGNR_NO,),
    "PL": (_NIP, _REGON),  # ten digits alone are a KRS, which has no check digit
    "PT": (_NIF_PT,),
    "RO": (_CUI,),
    "SE": (_ORGNR_SE,),
}
"""By the country of the party's address (ISO 3166)."""
