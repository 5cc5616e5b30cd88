"""Numbers and addresses in running text: what is found, what is not, and that no text makes it slow."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from closeout.domain.contact_data import accounts, emails, phones, same_phone

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from closeout.domain.contact_data import Found

LENGTH = 60_000  # what grew with the square of it would take hours


def found(finder: Callable[[str], Iterator[Found]], text: str) -> list[str]:
    return [text[each.start : each.end] for each in finder(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Write to bob@acme.example, please.", ["bob@acme.example"]),
        ("<x.y+z@sub.domain.example>", ["x.y+z@sub.domain.example"]),
        ("mailto:a@b.example;c_d@e-f.example", ["a@b.example", "c_d@e-f.example"]),
        ("jörg@müller.example", ["jörg@müller.example"]),
        ("marijke%40x.example, m.j (at) x.example", ["marijke%40x.example", "m.j (at) x.example"]),
        ("m[at]x.example or m @ x.example", ["m[at]x.example", "m @ x.example"]),
        ("meet @ noon, at 5@home or a@b", []),
    ],
)
def test_emails(text: str, expected: list[str]) -> None:
    assert [each.removeprefix("mailto:") for each in found(emails, text)] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("to DE89 3704 0044 0532 0130 00 and more text", ["DE89 3704 0044 0532 0130 00"]),
        ("gb82west12345698765432.", ["gb82west12345698765432"]),
        ("NL91 ABNA 0417 1643 00", ["NL91 ABNA 0417 1643 00"]),
        ("with a slip DE89 3704 0044 0532 0130 01 in it", ["DE89 3704 0044 0532 0130 01"]),
        ("card 4111 1111 1111 1111, or 378282246310005", ["4111 1111 1111 1111", "378282246310005"]),
        ("account number: 12345678", ["12345678"]),
        ("GB29 NWBK 6016\n> 1331 9268 19 and", ["GB29 NWBK 6016\n> 1331 9268 19"]),
        ("DE89 3704 0044\n0532 0130 00\nBIC", ["DE89 3704 0044\n0532 0130 00"]),
        (
            "DE89.3704.0044.0532.0130.00, 4111 1111\n> 1111 1111",
            ["DE89.3704.0044.0532.0130.00", "4111 1111\n> 1111 1111"],
        ),
        ("Konto-Nr. 1234567, sort code 12-34-56", ["1234567", "12-34-56"]),
        ("order 4111 1111 1111 1112, invoice 2026-017", []),
        ("PO26 and DL-2026-03, 12,345.67 EUR, 1 000 000", []),
    ],
)
def test_accounts(text: str, expected: list[str]) -> None:
    assert list(dict.fromkeys(found(accounts, text))) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Tel. 030 1234567", ["030 1234567"]),
        ("+49 30 23125 014 / +49 30 23125 015", ["+49 30 23125 014", "+49 30 23125 015"]),
        ("0044 (0)20 7946 0958", ["0044 (0)20 7946 0958"]),
        ("(555) 555-0123 or 555-0199", ["(555) 555-0123", "555-0199"]),
        ("call 1-800-555-0199", ["1-800-555-0199"]),
        ("01.23.45.67.89", ["01.23.45.67.89"]),
        ("ring me on 55512", ["55512"]),
        ("on 2026-03-03 030 1234567", ["030 1234567"]),
        ("on 03.11.2026 14:30, 2026-03-03 09:00 or 11/03/26", []),
        ("EUR 1 000 000 000 or 12.400,00 or 0.123456789", []),
        ("invoice 2026-017, PO 26-0117, DL-2026-03, milestone 4", []),
        ("2026-017 of 030/1234567", ["030/1234567"]),
        ("Tel. 030 1234567 / 0171 5556677", ["030 1234567", "0171 5556677"]),
        ("Tel. 030 1234567 / 5556677", ["030 1234567", "5556677"]),
        ("030 1234567 0171 5556677", ["030 1234567", "0171 5556677"]),
        ("Tel. 501 234 567 or EUR 200, Tel. 030 1234567 2026-03-03", ["501 234 567", "030 1234567"]),
        ("0171\n> 5556677", ["0171\n> 5556677"]),
        ("+49 171\n5556677 tomorrow", ["+49 171\n5556677"]),
        ("0171 5556677\n2026 was good, 0\n12345678, 14:00\n12345678, 001\n002\n003", ["0171 5556677"]),
        ("EUR 13,205.00, 1 234 567 \u20ac or 48 501,50 z\u0142, 1 000 000-2 000 000", []),
        ("wa.me/4915112345678 and @4915112345678", ["4915112345678", "4915112345678"]),
        ("Call me about 1 234 567 \u20ac", []),
        ("00000017-PHOTO-2026.pdf, 00000020-AUDIO-2026-03-01-09-11-22.opus, IMG-20260301-WA0001.jpg", []),
    ],
)
def test_phones(text: str, expected: list[str]) -> None:
    assert found(phones, text) == expected


@pytest.mark.parametrize("number", ["+48 501 234 567", "+49 171 5556677", "+44 207 946 0958", "+1 555 123 4567"])
@pytest.mark.parametrize("gap", list(" .-/\t\u00a0\u2009\u2010\u2212"))
def test_the_groups_of_a_number_with_a_plus_sign_are_no_amount(number: str, gap: str) -> None:
    written = number.replace(" ", gap)
    assert found(phones, f"Call {written}.") == [written]


@pytest.mark.parametrize("other", ["+49 30 1234567", "0049 30 1234567", "(030) 123 45 67", "030/1234567"])
def test_a_number_is_the_same_with_and_without_its_country(other: str) -> None:
    assert same_phone(other) == same_phone("030 1234567")


@pytest.mark.apart
@pytest.mark.parametrize("piece", ["1 ", "a@", "a(at)", "0171\n> ", "DE12 ", "0 12 ", "tel ", "account "])
def test_no_text_makes_it_slow(piece: str) -> None:
    text = (piece * LENGTH)[:LENGTH]
    for finder in (emails, accounts, phones):
        assert all(each.start < each.end for each in finder(text))


@given(st.text(alphabet="+()0123456789 .-/@aAé\n", max_size=60))
def test_whatever_is_found_lies_in_the_text_and_one_number_follows_the_other(text: str) -> None:
    end = 0
    for each in phones(text):
        assert end <= each.start < each.end <= len(text)
        end = each.end
    for finder in (accounts, emails):
        assert all(0 <= each.start < each.end <= len(text) for each in finder(text))
