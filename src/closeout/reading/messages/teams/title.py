"""What a chat of Teams is called that has only an id, such as `19:abc@thread.v2`: by the people in it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

_MOST: Final = 5


def title(names: Iterable[str]) -> str:
    """Return the names by the alphabet, each once, and of a long list how many are left out; or nothing."""
    known = sorted({name.strip() for name in names} - {""}, key=lambda name: (name.casefold(), name))
    left_out = len(known) - _MOST
    return ", ".join(known[:_MOST]) + (f" (+{left_out})" if left_out > 0 else "")
