"""Signed PDFs before pyHanko's own validation, poppler and veraPDF."""

from __future__ import annotations

import asyncio
import datetime as dt
import subprocess
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest
from facturx import get_xml_from_pdf
from hypothesis import given, settings
from hypothesis import strategies as st
from pyhanko.keys import load_certs_from_pemder_data
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import async_validate_pdf_signature
from pyhanko_certvalidator import ValidationContext
from pypdf import PdfReader, PdfWriter
from pypdf.generic import StreamObject

from closeout.diagnostic import Code, Location, UserError
from closeout.rendering.pdf_signature import signed_pdf, signer_of
from tests.certificates import MOMENT, PASSPHRASE, archive, blank, root_pem, without_key
from tests.conformance.test_pdf import DATA, hybrid
from tests.conformance.verapdf import judge, program

if TYPE_CHECKING:
    from pyhanko.sign.signers import SimpleSigner
    from pyhanko.sign.validation import PdfSignatureStatus

# start Java once, whatever the number of workers
pytestmark = pytest.mark.xdist_group("veraPDF")

HERE: Final = Location("my.p12")
FILE: Final = Location("invoice.pdf")
LATER: Final = MOMENT + dt.timedelta(hours=2)

invoice = cache(hybrid)


@cache
def signer(*, use_rsa: bool = False) -> SimpleSigner:
    return signer_of(archive(use_rsa=use_rsa), PASSPHRASE, HERE, moment=MOMENT)


@cache
def signed(*, use_rsa: bool = False) -> bytes:
    return signed_again(invoice(), MOMENT, use_rsa=use_rsa)


def signed_again(content: bytes, moment: dt.datetime, *, use_rsa: bool = False) -> bytes:
    return signed_pdf(content, signer(use_rsa=use_rsa), FILE, moment=moment)


def statuses(content: bytes) -> list[PdfSignatureStatus]:
    """Return what pyHanko makes of each signature, where only the test's root is trusted and nothing is fetched."""
    trusted = list(load_certs_from_pemder_data(root_pem()))
    signatures = PdfFileReader(BytesIO(content)).embedded_regular_signatures
    contexts = [ValidationContext(trusted, allow_fetching=False, moment=MOMENT) for _ in signatures]
    pairs = zip(signatures, contexts, strict=True)
    return [asyncio.run(async_validate_pdf_signature(each, context)) for each, context in pairs]


def metadata(reader: PdfReader) -> bytes:
    stream = reader.root_object["/Metadata"]
    assert isinstance(stream, StreamObject)
    return stream.get_data()


def problems(content: bytes) -> set[Code]:
    try:
        signed_again(content, MOMENT)
    except UserError as error:
        return {problem.code for problem in error.diagnostics if problem.location == FILE}
    return set()


@pytest.mark.parametrize("use_rsa", [False, True], ids=["elliptic curve", "RSA"])
def test_a_signature_is_whole_trusted_and_of_its_moment(use_rsa: bool) -> None:  # noqa: FBT001 - a parameter
    content = signed(use_rsa=use_rsa)
    (status,) = statuses(content)
    assert status.bottom_line
    assert (status.intact, status.valid, status.trusted) == (True, True, True)
    assert status.signer_reported_dt == MOMENT
    (signature,) = PdfFileReader(BytesIO(content)).embedded_regular_signatures
    assert signature.sig_object["/SubFilter"] == "/ETSI.CAdES.detached"
    assert not {"/Reason", "/Location", "/ContactInfo"} & signature.sig_object.keys()
    assert signature.sig_field["/Rect"] == [0, 0, 0, 0]


def test_everything_that_was_in_the_file_is_in_it_still() -> None:
    content = signed()
    assert content.startswith(invoice())
    before, after = PdfReader(BytesIO(invoice())), PdfReader(BytesIO(content))
    assert metadata(before) == metadata(after)
    assert before.metadata == after.metadata
    assert "/Version" not in after.root_object
    assert get_xml_from_pdf(content) == ("factur-x.xml", DATA)


def test_both_standards_are_kept(tmp_path: Path) -> None:
    verdicts = judge({"one": signed(use_rsa=True), "two": signed_again(signed(), LATER)}, tmp_path)
    assert len(verdicts) == 4
    assert not {each: verdict.broken for each, verdict in verdicts.items() if verdict.broken}
    assert all(verdict.checks > 250 for verdict in verdicts.values())


def test_a_second_signature_leaves_the_first_one_valid() -> None:
    first, second = statuses(signed_again(signed_again(blank(), MOMENT), LATER))
    assert first.bottom_line
    assert second.bottom_line
    assert (first.signer_reported_dt, second.signer_reported_dt) == (MOMENT, LATER)


def test_poppler_agrees(home: Path) -> None:
    (home / "invoice.pdf").write_bytes(signed())
    command = (Path(program("pdfdetach")).with_name("pdfsig"), "-nocert", "invoice.pdf")
    said = subprocess.run(command, check=True, capture_output=True, cwd=home, timeout=60).stdout.decode()
    assert "Signer Certificate Common Name: Katharina Vollmer" in said
    assert "Signature Type: ETSI.CAdES.detached" in said
    assert "Total document signed" in said
    assert "Signature is Valid." in said


@settings(max_examples=20, deadline=None)
@given(st.data())
def test_one_byte_changed_is_noticed(data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(invoice()) - 1))
    content = bytearray(signed())
    content[place] ^= 1
    try:
        (status,) = statuses(bytes(content))
    except Exception:  # noqa: BLE001 - so damaged that it is no PDF any more
        return
    assert not status.bottom_line


@settings(max_examples=20, deadline=None)
@given(st.data())
def test_a_damaged_file_is_signed_or_refused(data: st.DataObject) -> None:
    content = bytearray(invoice())
    for _ in range(data.draw(st.integers(1, 20))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    end = data.draw(st.just(len(content)) | st.integers(0, len(content)))
    assert problems(bytes(content[:end])) <= {Code.NOT_SIGNABLE}


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"%PDF-1.7\n", b"<html>%PDF-1.7"])
def test_what_is_no_pdf_is_refused(content: bytes) -> None:
    assert problems(content) == {Code.NOT_SIGNABLE}


def test_an_encrypted_pdf_is_refused() -> None:
    writer, encrypted = PdfWriter(clone_from=BytesIO(invoice())), BytesIO()
    writer.encrypt("secret", algorithm="AES-256")
    writer.write(encrypted)
    assert problems(encrypted.getvalue()) == {Code.NOT_SIGNABLE}


@pytest.mark.parametrize("passphrase", ["", "other", PASSPHRASE.upper(), "\udcff"])
def test_a_wrong_passphrase_is_told(passphrase: str) -> None:
    with pytest.raises(UserError, match=r"my\.p12: error\[CO720\]: this is not its passphrase"):
        signer_of(archive(), passphrase, HERE, moment=MOMENT)


def test_an_archive_may_have_no_passphrase() -> None:
    assert signer_of(archive(passphrase=""), "", HERE, moment=MOMENT).subject_name == "Katharina Vollmer"


@pytest.mark.parametrize("content", [b"", b"-----BEGIN CERTIFICATE-----\n", archive()[:-9], without_key()])
def test_what_holds_no_certificate_with_its_key_is_told(content: bytes) -> None:
    with pytest.raises(UserError) as caught:
        signer_of(content, PASSPHRASE, HERE, moment=MOMENT)
    assert [problem.code for problem in caught.value.diagnostics] == [Code.NOT_A_CERTIFICATE]


@pytest.mark.parametrize(
    ("begins", "said"),
    [
        (MOMENT - dt.timedelta(days=365, seconds=1), "the certificate expired on 2026-11-16"),
        (MOMENT + dt.timedelta(seconds=1), "the certificate is not valid before 2026-11-16"),
    ],
)
def test_a_certificate_is_valid_at_the_moment_or_refused(begins: dt.datetime, said: str) -> None:
    content = archive(begins=begins)
    with pytest.raises(UserError, match=rf"CO721\]: {said}"):
        signer_of(content, PASSPHRASE, HERE, moment=MOMENT)


def test_a_certificate_is_valid_to_its_last_second() -> None:
    for begins in (MOMENT - dt.timedelta(days=365), MOMENT):
        assert signer_of(archive(begins=begins), PASSPHRASE, HERE, moment=MOMENT)


def test_a_certificate_has_to_be_for_signatures_where_it_says_what_for() -> None:
    assert signer_of(archive(uses=None), PASSPHRASE, HERE, moment=MOMENT)
    with pytest.raises(UserError, match=r"CO721\]: the certificate is not for signatures"):
        signer_of(archive(uses=frozenset({"key_encipherment"})), PASSPHRASE, HERE, moment=MOMENT)
