"""The user's own details, written once: a `profile.yaml` laid under every engagement file.

A profile may hold `freelancer`, `client`, `language` and `time_zone`. What the engagement says wins, key by key; a
party is completed only where the engagement gives no name for it, or the same name, so that nobody's bank account
ends up under somebody else's name. An address or a bank account is taken whole, so that no IBAN gets another's BIC.
"""

from __future__ import annotations

from closeout.reading.node import Entry, MapNode, Node, ScalarNode

PROFILE_KEYS = ("freelancer", "client", "language", "time_zone")


def lay_under(profile: Node | None, engagement: Node) -> Node:
    """Return the engagement's nodes, completed from the profile's; each keeps the place where it was written."""
    if not isinstance(profile, MapNode) or not isinstance(engagement, MapNode):
        return engagement
    entries = dict(engagement.entries)
    for key, entry in profile.entries.items():
        if key not in PROFILE_KEYS:
            continue
        own = entries.get(key)
        if own is None or (isinstance(own.value, ScalarNode) and own.value.empty):
            entries[key] = entry
        else:
            entries[key] = Entry(own.key, _completed(own.value, entry.value))
    return MapNode(entries, engagement.location)


def _completed(own: Node, profile: Node) -> Node:
    if not isinstance(own, MapNode) or not isinstance(profile, MapNode) or not _same_party(own, profile):
        return own
    return MapNode({**profile.entries, **own.entries}, own.location)


def _same_party(own: MapNode, profile: MapNode) -> bool:
    name = own.entries.get("name")
    return name is None or _text(name) == _text(profile.entries.get("name"))


def _text(entry: Entry | None) -> str | None:
    return entry.value.text.strip() if entry and isinstance(entry.value, ScalarNode) else None
