"""What the user wants hidden in a record that goes to others."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta, Struct

from closeout.domain.party import Text

EntryNumber = Annotated[int, Meta(description="The number of an entry in the log.", extra={"least": 1})]


class RedactionTerms(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What is hidden in a log, an export or a bundle, where that is asked to be redacted."""

    third_parties: Annotated[
        bool, Meta(description="Names and addresses of all who are neither a party nor on a side of participants.")
    ] = True
    phones: Annotated[bool, Meta(description="Telephone numbers.")] = True
    emails: Annotated[bool, Meta(description="E-mail addresses, those of the parties as well.")] = True
    accounts: Annotated[bool, Meta(description="IBANs, card numbers and other bank accounts.")] = True
    addresses: Annotated[bool, Meta(description="The streets of the parties.")] = True
    entries: Annotated[
        tuple[EntryNumber, ...], Meta(description="The numbers of entries whose whole text is withheld.")
    ] = ()
    words: Annotated[
        tuple[Text, ...], Meta(description="Names, projects and other words, hidden inside longer words as well.")
    ] = ()
