"""The user's own details, written once: a `profile.yaml` laid under every engagement file.

A profile may hold `freelancer`, `client`, `language` and `time_zone`. What the engagement says wins, key by key; a
party is completed only where the engagement gives no name for it, or the same name, so that nobody's bank account
ends up under somebody else's name.
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
        own = entries.get(key)
        if own is None:
            entries[key] = entry
        elif _same_party(entry.value, own.value):
            entries[key] = Entry(own.key, _merged(entry.value, own.value))
    return MapNode(entries, engagement.location)


def _same_party(profile: Node, own: Node) -> bool:
    if not isinstance(profile, MapNode) or not isinstance(own, MapNode):
        return False
    name = own.entries.get("name")
    return name is None or _text(name) == _text(profile.entries.get("name"))


def _text(entry: Entry | None) -> str | None:
    return entry.value.text.strip() if entry and isinstance(entry.value, ScalarNode) else None


def _merged(profile: Node, own: Node) -> Node:
    if not isinstance(profile, MapNode) or not isinstance(own, MapNode):
        return own
    entries = dict(profile.entries)
    for key, entry in own.entries.items():
        below = entries.get(key)
        entries[key] = Entry(entry.key, _merged(below.value, entry.value) if below else entry.value)
    return MapNode(entries, own.location)
