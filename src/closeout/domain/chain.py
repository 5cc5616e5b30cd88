"""Hashes that show that nothing was changed, added or left out: a chain over entries, and the root of their tree.

Leaves and tree are those of RFC 6962, section 2.1, with SHA-256: a leaf is hashed with 0x00 before it, two nodes with
0x01 before them, so that neither can be taken for the other.
"""

from __future__ import annotations

from hashlib import sha256
from typing import Final

START: Final = bytes(32)
"""What stands in the chain before the first entry."""


def leaf_hash(content: bytes) -> bytes:
    """Return the hash of one entry, of 32 bytes."""
    return sha256(b"\x00" + content).digest()


class Chain:
    """Grows by one leaf after the other; what it keeps grows with the logarithm of their number."""

    def __init__(self) -> None:
        """Start without any entry."""
        self.length = 0
        self.head = START
        self._subtrees: list[bytes] = []

    def add(self, leaf: bytes) -> bytes:
        """Take the hash of the next entry; return the new head: SHA-256 of the old one and of that hash."""
        self.head = sha256(self.head + leaf).digest()
        self.length += 1
        node, count = leaf, self.length
        # As many full subtrees end here as the number of leaves is divisible by two.
        while count % 2 == 0:
            node = _node(self._subtrees.pop(), node)
            count //= 2
        self._subtrees.append(node)
        return self.head

    @property
    def root(self) -> bytes:
        """The root of the Merkle tree over all leaves; without any, the SHA-256 of nothing."""
        if not self._subtrees:
            return sha256().digest()
        node = self._subtrees[-1]
        for left in reversed(self._subtrees[:-1]):
            node = _node(left, node)
        return node


def _node(left: bytes, right: bytes) -> bytes:
    return sha256(b"\x01" + left + right).digest()
