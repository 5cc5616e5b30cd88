"""The two sides of a contract: who they are, where they live, how they are paid."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from msgspec import Meta, Struct

# ISO 3166-1 alpha-2, officially assigned.
COUNTRIES = frozenset(
    (
        "AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW BY "
        "BZ CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK "
        "FM FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR "
        "IS IT JE JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK "
        "ML MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM "
        "PN PR PS PT PW PY QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF "
        "TG TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS YE YT ZA ZM ZW"
    ).split()
)

Text = Annotated[str, Meta(min_length=1, max_length=2000)]
CountryCode = Annotated[
    str,
    Meta(pattern="^[A-Z]{2}$", description="ISO 3166-1 alpha-2 code, such as DE or US.", extra={"form": "country"}),
]
Email = Annotated[str, Meta(max_length=254, extra={"form": "email"})]
Iban = Annotated[str, Meta(description="Spaces are allowed; the checksum is checked.", extra={"form": "iban"})]
Bic = Annotated[str, Meta(description="8 or 11 characters (ISO 9362).", extra={"form": "bic"})]
VatId = Annotated[
    str,
    Meta(
        min_length=1,
        max_length=2000,
        description="VAT identifier with country prefix (BT-31, BT-48).",
        extra={"form": "vat id"},
    ),
]


class Side(StrEnum):
    """The side of the contract on which somebody stands."""

    FREELANCER = "freelancer"
    CLIENT = "client"

    @property
    def other(self) -> Side:
        """The opposite side."""
        return Side.CLIENT if self is Side.FREELANCER else Side.FREELANCER


class Gender(StrEnum):
    """How a person is addressed, in languages whose salutation depends on it."""

    FEMALE = "female"
    MALE = "male"


class Address(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A postal address (EN 16931 BG-5, BG-8)."""

    street: Annotated[tuple[Text, ...], Meta(description="One line, or a list of lines.")] = ()
    postcode: Text | None = None
    city: Text
    region: Annotated[Text | None, Meta(description="State or province, as the post wants it, such as OR.")] = None
    country: CountryCode


class BankAccount(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Where money is paid to. Shown off-platform only."""

    iban: Iban | None = None
    bic: Bic | None = None
    account_number: Text | None = None
    routing_number: Text | None = None
    bank: Annotated[Text | None, Meta(description="Name of the bank.")] = None
    holder: Annotated[Text | None, Meta(description="Account holder, where it is not the party's name.")] = None


class Party(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One side of the contract: a person or a company (EN 16931 BG-4, BG-7)."""

    name: Annotated[Text, Meta(description="Legal name of the person or company.")]
    contact: Annotated[Text | None, Meta(description="The person to address, where `name` is a company.")] = None
    gender: Annotated[
        Gender | None, Meta(description="How to address the person; left out, the salutation names no gender.")
    ] = None
    family_name: Annotated[
        Text | None, Meta(description="What follows 'Ms' or 'Herr' in a salutation, such as 'Dr. Keller'.")
    ] = None
    address: Address
    email: Email | None = None
    phone: Text | None = None
    vat_id: VatId | None = None
    tax_number: Annotated[Text | None, Meta(description="National tax number (BT-32).")] = None
    registration: Annotated[Text | None, Meta(description="Company register and number (BT-30, BT-47).")] = None
    bank: BankAccount | None = None

    @property
    def addressee(self) -> str:
        """The person to greet: the contact, or the party itself."""
        return self.contact or self.name

    @property
    def formal_name(self) -> str:
        """The name that follows 'Ms' or 'Herr'."""
        return self.family_name or self.addressee
