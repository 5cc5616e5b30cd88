from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from closeout.reading.messages.mail.parameters import boundary, parameters


@pytest.mark.parametrize(
    ("field", "found"),
    [
        ("text/plain; charset=UTF-8; format=flowed", {"charset": "UTF-8", "format": "flowed"}),
        ('attachment; filename="a \\"b\\";c.pdf"', {"filename": 'a "b";c.pdf'}),
        ("attachment; filename=my offer.pdf; x=1", {"filename": "my offer.pdf", "x": "1"}),
        ('attachment; filename="=?utf-8?Q?=C3=9Cbersicht=2Epdf?="', {"filename": "Übersicht.pdf"}),
        ("attachment; filename*=UTF-8''%C3%9Cber%20uns.pdf", {"filename": "Über uns.pdf"}),
        ("attachment; filename=old.pdf; filename*=utf-8''n%C3%A9w.pdf", {"filename": "néw.pdf"}),
        (
            "a; filename*0*=iso-8859-1'de'%DCber;\r\n filename*1=-die-; filename*2*=%D6de.pdf",
            {"filename": "Über-die-Öde.pdf"},
        ),
        ("a; name*=a; name*0=b", {"name": "b"}),
        ("a; name*=idna''%ff", {"name": "ÿ"}),
        ('a; name="unclosed', {"name": "unclosed"}),
        ("a; **=x; n*0x=y", {"**": "x", "n*0x": "y"}),
        ("text/plain", {}),
    ],
)
def test_parameters(field: str, found: dict[str, str]) -> None:
    assert parameters(field) == found


def test_the_boundary_keeps_its_spaces() -> None:
    assert boundary('multipart/mixed; boundary="a  =?b "') == "a  =?b"
    assert boundary("multipart/mixed; boundary=") is None


@given(st.text(st.sampled_from(";=*'\"\\ 01a%C3\n")))
def test_nothing_raises(field: str) -> None:
    parameters(field)
    boundary(field)
