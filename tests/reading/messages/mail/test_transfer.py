from __future__ import annotations

from base64 import b64encode, encodebytes

import pytest
from hypothesis import given
from hypothesis import strategies as st

from closeout.reading.messages.mail.transfer import decoded


@given(st.binary(max_size=400))
def test_base64_round_trip(data: bytes) -> None:
    assert b"".join(decoded(encodebytes(data), " BASE64 ")) == data


def test_base64_over_several_chunks() -> None:
    data = bytes(range(256)) * 12_000
    assert b"".join(decoded(encodebytes(data), "base64")) == data


@pytest.mark.parametrize(
    ("damaged", "content"),
    [
        (b"SGVsbG8", b"Hello"),
        (b"SGVs!!bG8=\r\n", b"Hello"),
        (b"SGVsbG8=" + b64encode(b" world"), b"Hello world"),
        (b"SGVsbG8=x", b"Hello"),
        (b"====", b""),
    ],
)
def test_damaged_base64_gives_what_it_can(damaged: bytes, content: bytes) -> None:
    assert b"".join(decoded(damaged, "base64")) == content


def test_quoted_printable_and_unknown() -> None:
    assert b"".join(decoded(b"Gr=C3=BC=C3=9Fe=\n! =XY", "Quoted-Printable")) == "Grüße! =XY".encode()
    assert b"".join(decoded(b"as is", "x-unheard-of")) == b"as is"


@given(st.binary(max_size=200), st.sampled_from(["base64", "quoted-printable", "8bit"]))
def test_nothing_raises(data: bytes, encoding: str) -> None:
    list(decoded(data, encoding))
