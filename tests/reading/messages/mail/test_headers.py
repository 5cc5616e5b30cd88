from __future__ import annotations

from email.header import Header
from email.utils import formataddr

import pytest
from hypothesis import given
from hypothesis import strategies as st

from closeout.domain.correspondence import Correspondent
from closeout.reading.messages.mail.headers import addresses, decode_words, header_text, message_ids, starts_with_header


def raw(data: bytes) -> str:
    return data.decode("ascii", "surrogateescape")


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("=?UTF-8?Q?Gr=C3=BC=C3=9Fe?= aus Wien", "Grüße aus Wien"),
        ("=?UTF-8?B?R3LDvA==?=\r\n =?UTF-8?B?w59l?=", "Grüße"),
        # One character split between two words, as some mobile programs do.
        ("=?utf-8?Q?Gr=C3?= =?utf-8?Q?=BC=C3=9Fe?=", "Grüße"),
        ("=?iso-8859-1?Q?M=FCller_=96_90_=80?=", "Müller \u2013 90 €"),
        ("=?gb2312?B?us/NrA==?=", "合同"),
        ("=?koi8-r?B?5M/Hz9fP0g==?= 7", "Договор 7"),
        ("Re: =?utf-8*de?q?Was_ist_los??=", "Re: Was ist los?"),
        ("=?utf-8?q?a?= b =?utf-8?q?c?=", "a b c"),
        ("=?utf-8?q?a?= =?iso-8859-1?q?=FC?=", "aü"),
        ("=?broken", "=?broken"),
        (raw("Grüße, roh".encode()), "Grüße, roh"),
        (raw("Grüße, roh".encode("cp1252")), "Grüße, roh"),
        ("a\x00b\u202e \r\n\t c", "ab c"),
    ],
)
def test_header_text(value: str, text: str) -> None:
    assert header_text(value) == text


def test_raw_bytes_follow_the_character_set_of_the_body() -> None:
    assert decode_words(raw("Счёт".encode("koi8_r")), "koi8-r") == ("Счёт", True)


@given(st.text(st.characters(exclude_categories=["C", "Z"], max_codepoint=0x2FFF), min_size=1, max_size=60))
def test_what_the_standard_library_encodes_comes_back(text: str) -> None:
    assert header_text(Header(text, "utf-8").encode()) == header_text(text)


@pytest.mark.parametrize(
    ("field", "people"),
    [
        ('"Müller, Anna" <Anna@Example.DE>', [("Müller, Anna", "anna@example.de")]),
        ("=?utf-8?Q?M=C3=BCller=2C_Anna?= <a@b.de>, c@d.de", [("Müller, Anna", "a@b.de"), ("", "c@d.de")]),
        ("a@b.de (Anna B.)", [("Anna B.", "a@b.de")]),
        ("'Anna' <a@b.de>", [("Anna", "a@b.de")]),
        ("a@b.de <A@b.de>", [("", "a@b.de")]),
        ("undisclosed-recipients:;", []),
        ("Team: a@x.de, B <b@x.de>;", [("", "a@x.de"), ("B", "b@x.de")]),
        ("=?utf-8?Q?Anna_=3Ca=40b=2Ede=3E?=", [("Anna", "a@b.de")]),
        ("root", [("root", "")]),
        ("((((" * 50 + "a@b.de", [("", "a@b.de")]),
        ("", []),
    ],
)
def test_addresses(field: str, people: list[tuple[str, str]]) -> None:
    found = addresses((raw(field.encode()),))
    assert list(found) == [Correspondent(name, address) for name, address in people]


@given(st.lists(st.tuples(st.text("abc ,.ü", max_size=8), st.sampled_from(["a@b.de", "c.d@e.fr", "x+y@z.com"]))))
def test_formatted_addresses_come_back(people: list[tuple[str, str]]) -> None:
    field = ", ".join(formataddr((" ".join(name.split()), address)) for name, address in people)
    expected = [Correspondent(" ".join(name.split()), address) for name, address in people]
    assert list(addresses((field,))) == list(dict.fromkeys(expected))


@pytest.mark.parametrize(
    ("field", "ids"),
    [
        (" <a@b>\r\n <c@d> <a@b>", ("a@b", "c@d")),
        ("Your message of Monday <a@b>", ("a@b",)),
        ("a@b", ("a@b",)),
        ("\n <\x01>", ()),
        ("none", ()),
        ("", ()),
    ],
)
def test_message_ids(field: str, ids: tuple[str, ...]) -> None:
    assert message_ids(field) == ids


def test_starts_with_header() -> None:
    assert starts_with_header(b"\xef\xbb\xbf\r\nFrom: a")
    assert not starts_with_header(b"no header")


@given(st.binary(max_size=300))
def test_nothing_raises(data: bytes) -> None:
    addresses((raw(data),))
    message_ids(raw(data))
    header_text(raw(data))
