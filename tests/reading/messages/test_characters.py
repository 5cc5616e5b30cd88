from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from closeout.reading.messages.characters import charset_of, clean_line, clean_text, decode

RUSSIAN = "Добрый день, Анна! Договор заканчивается в мае, счёт вышлю завтра утром."
CHINESE = "您好,合同将于五月底终止,最后的发票明天寄出。谢谢您的合作,祝一切顺利。"


@pytest.mark.parametrize(
    ("text", "codec", "declared"),
    [
        (RUSSIAN, "koi8_r", "koi8-r"),
        (CHINESE, "gb18030", "gb2312"),
        ("契約は五月末で終了します。", "iso2022_jp", "ISO-2022-JP"),
        ("“Müller”, 90 €", "cp1252", "iso-8859-1"),
        ("“Müller”, 90 €", "cp1252", "latin1"),
        ("Grüße", "utf-8", "us-ascii"),
        ("Grüße", "utf-8", '"UTF8"'),
        ("한글 계약", "cp949", "ks_c_5601-1987"),
        ("plain", "ascii", None),
        ("Grüße", "utf-8", None),
        ("契約", "iso2022_jp", None),
    ],
)
def test_declared_character_sets_are_believed(text: str, codec: str, declared: str | None) -> None:
    assert decode(text.encode(codec), declared) == (text, False)


@pytest.mark.parametrize(
    ("text", "codec", "declared"),
    [
        ("Grüße", "cp1252", "utf-8"),
        ("Grüße", "cp1252", None),
        ("Grüße", "utf-8", "no-such-set"),
        ("Grüße", "utf-8", "idna"),
        (RUSSIAN, "koi8_r", None),
        (RUSSIAN, "cp1251", "unicode-escape"),
        (CHINESE, "gb18030", "unknown-8bit"),
    ],
)
def test_wrong_or_missing_character_sets_are_guessed(text: str, codec: str, declared: str | None) -> None:
    decoded = decode(text.encode(codec), declared)
    assert decoded.text == text
    assert decoded.guessed or declared == "idna"


def test_one_damaged_byte_does_not_discredit_the_declaration() -> None:
    data = ("Grüße " * 30).encode() + b"\xff"
    assert decode(data, "utf-8") == ("Grüße " * 30 + "\N{REPLACEMENT CHARACTER}", True)


@pytest.mark.parametrize(
    ("data", "text"),
    [
        ("Grüße, bis morgen, Jörg".encode()[:-3], "Grüße, bis morgen, J\N{REPLACEMENT CHARACTER}"),
        ("Viele Grüße".encode() + b"\xe2\x82", "Viele Grüße\N{REPLACEMENT CHARACTER}"),
        ("Grüße\xff aus Köln".encode().replace(b"\xc3\xbf", b"\xff"), "Grüße\N{REPLACEMENT CHARACTER} aus Köln"),
        (RUSSIAN.encode()[:-3] + b"\x80!", RUSSIAN[:-2] + "\N{REPLACEMENT CHARACTER}!"),
    ],
)
@pytest.mark.parametrize("declared", [None, "utf-8", "no-such-set"])
def test_damage_to_utf_8_costs_no_more_than_the_damaged_characters(
    data: bytes, text: str, declared: str | None
) -> None:
    assert decode(data, declared) == (text, True)


@pytest.mark.parametrize("data", [b"caf\xe9", b"Gr\xfc\xdfe", b"\xabCAF\xc9\xbb", "契約は五月末で終了".encode("cp932")])
def test_a_few_bytes_that_could_be_utf_8_do_not_make_it_so(data: bytes) -> None:
    assert charset_of(data) != "utf_8"


def test_the_hint_decodes_what_declares_nothing() -> None:
    assert decode("Счёт".encode("koi8_r"), None, "koi8-r") == ("Счёт", True)


@given(st.binary(), st.one_of(st.none(), st.text(max_size=12), st.sampled_from(["utf-7", "a\0b", "hex", "punycode"])))
def test_no_bytes_and_no_declaration_raise(data: bytes, declared: str | None) -> None:
    clean_text(decode(data, declared).text).encode()


@given(st.text(st.characters(codec=None)))
def test_clean_text_is_clean_and_stays_so(text: str) -> None:
    cleaned = clean_text(text)
    assert clean_text(cleaned) == cleaned
    assert unicodedata.is_normalized("NFC", cleaned)
    assert not {unicodedata.category(c) for c in cleaned.replace("\n", "").replace("\t", "")} & {"Cc", "Cs"}
    assert "\n" not in clean_line(text)


def test_deceiving_characters_go() -> None:
    assert (
        clean_text("a\r\nb\rc\u2028d\x00\x1b[1m\u202egpj.exe\u2069\ufeff\x85\ud800") == "a\nb\nc\nd[1mgpj.exe\n\ufffd"
    )
    assert clean_line(" Anna\r\n\tMu\u0308ller ") == "Anna Müller"


@pytest.mark.parametrize("marks", ["\u0301\u0316", "\u0f71\u0f72"])
def test_heaps_of_marks_are_no_burden(marks: str) -> None:
    assert len(clean_text("a" + marks * 100_000 + "—b")) < 40
