"""The chain and the tree of hashes, against the vectors of Certificate Transparency and a plain definition."""

from __future__ import annotations

from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from closeout.domain.chain import START, Chain, leaf_hash

# What RFC 6962's own project tests its trees with: the leaves, and the root over the first of them.
LEAVES = ("", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f")
ROOTS = (
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
)


def chained(leaves: list[bytes]) -> Chain:
    chain = Chain()
    for leaf in leaves:
        chain.add(leaf)
    return chain


def plain_root(leaves: list[bytes]) -> bytes:
    """Return the tree hash as RFC 6962 defines it: split before the largest power of two that leaves something."""
    if len(leaves) == 1:
        return leaves[0]
    half = 1 << ((len(leaves) - 1).bit_length() - 1)
    return sha256(b"\x01" + plain_root(leaves[:half]) + plain_root(leaves[half:])).digest()


@pytest.mark.parametrize("count", range(1, 9))
def test_the_root_is_that_of_certificate_transparency(count: int) -> None:
    leaves = [leaf_hash(bytes.fromhex(each)) for each in LEAVES[:count]]
    assert chained(leaves).root.hex() == ROOTS[count - 1]


def test_nothing_has_the_hash_of_nothing_and_the_start_of_the_chain() -> None:
    assert Chain().root == sha256(b"").digest()
    assert Chain().head == START


@given(st.lists(st.binary(min_size=32, max_size=32), min_size=1, max_size=70))
def test_the_root_of_any_leaves_is_as_defined(leaves: list[bytes]) -> None:
    assert chained(leaves).root == plain_root(leaves)


@given(st.lists(st.binary(max_size=3), min_size=1, max_size=12), st.data())
def test_any_change_changes_head_and_root(contents: list[bytes], data: st.DataObject) -> None:
    other = data.draw(st.lists(st.binary(max_size=3), max_size=12).filter(lambda each: each != contents))
    one, two = (chained([leaf_hash(each) for each in some]) for some in (contents, other))
    assert one.head != two.head
    assert one.root != two.root


def test_an_inner_node_is_no_leaf() -> None:
    left, right = leaf_hash(b"a"), leaf_hash(b"b")
    assert chained([left, right]).root != leaf_hash(left + right)


def test_the_head_is_what_anyone_can_reckon() -> None:
    first = sha256(bytes(32) + leaf_hash(b"a")).digest()
    assert chained([leaf_hash(b"a"), leaf_hash(b"b")]).head == sha256(first + leaf_hash(b"b")).digest()
