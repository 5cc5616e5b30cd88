"""The user's own details, written once: a `profile.yaml` laid under every engagement file.

A profile may hold `freelancer`, `client`, `language`, `time_zone`, `numbering` and `stationery`. What the engagement
says wins, key by key; a party is completed only where the engagement gives no name for it, or the same name, so that
nobody's bank account ends up under somebody else's name, and nobody's logo above it. An address or a bank account is
taken whole, so that no IBAN gets another's BIC.
"""

from __future__ import annotations

from closeout.domain.party import Side
from closeout.reading.node import Entry, MapNode, Node, ScalarNode
from closeout.reading.stationery import PAGE_KEYS

PROFILE_KEYS = ("freelancer", "client", "language", "time_zone", "numbering", "stationery")


def lay_under(profile: Node | None, engagement: Node) -> Node:
    """Return the engagement's nodes, completed from the profile's; each keeps the place where it was written."""
    if not isinstance(profile, MapNode) or not isinstance(engagement, MapNode):
        return engagement
    entries = dict(engagement.entries)
    for key, entry in _fitting(profile, engagement).items():
        own = entries.get(key)
        if own is None or (isinstance(own.value, ScalarNode) and own.value.empty):
            entries[key] = entry
        else:
            entries[key] = Entry(own.key, _completed(own.value, entry.value))
    return MapNode(entries, engagement.location)


def _fitting(profile: MapNode, engagement: MapNode) -> dict[str, Entry]:
    """Return the profile's known entries; of stationery that belongs to none of the parties, how it lays pages out."""
    entries = {key: entry for key, entry in profile.entries.items() if key in PROFILE_KEYS}
    stationery = entries.get("stationery")
    if stationery is None or not isinstance(stationery.value, MapNode) or _is_of_a_party(profile, engagement):
        return entries
    node = stationery.value
    pages = MapNode({key: entry for key, entry in node.entries.items() if key in PAGE_KEYS}, node.location)
    return {**entries, "stationery": Entry(stationery.key, pages)}


def _is_of_a_party(profile: MapNode, engagement: MapNode) -> bool:
    """Tell whether the profile's stationery is that of the same party in the engagement."""
    side = _below(profile, "stationery", "of") or Side.FREELANCER
    named = _below(engagement, side, "name"), _below(profile, side, "name")
    return _below(engagement, "stationery", "of") in {None, side} and (None in named or named[0] == named[1])


def _below(node: MapNode, key: str, name: str) -> str | None:
    entry = node.entries.get(key)
    return _text(entry.value.entries.get(name)) if entry and isinstance(entry.value, MapNode) else None


def _completed(own: Node, profile: Node) -> Node:
    if not isinstance(own, MapNode) or not isinstance(profile, MapNode) or not _same_party(own, profile):
        return own
    return MapNode({**profile.entries, **own.entries}, own.location)


def _same_party(own: MapNode, profile: MapNode) -> bool:
    name = own.entries.get("name")
    return name is None or _text(name) == _text(profile.entries.get("name"))


def _text(entry: Entry | None) -> str | None:
    return entry.value.text.strip() if entry and isinstance(entry.value, ScalarNode) else None
