"""The signature of a PDF with the user's own certificate: invisible, as PAdES baseline B-B has it (ETSI EN 319 142-1).

It is added behind the end of the file, so that every byte before stays, and earlier signatures stay valid. Nothing is
fetched: no time stamp, and no list of revoked certificates.
"""

from __future__ import annotations

import logging
from io import BytesIO
from itertools import count
from typing import TYPE_CHECKING, Final

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.serialization import pkcs12
from cryptography.x509 import ExtensionNotFound, KeyUsage
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.fields import SigSeedSubFilter, enumerate_sig_fields
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner, SimpleSigner
from pyhanko.sign.signers.constants import ESIC_EXTENSION_1

from closeout.diagnostic import Code, Location, UserError

if TYPE_CHECKING:
    import datetime as dt

    from cryptography.x509 import Certificate
    from pyhanko.pdf_utils.writer import BasePdfFileWriter
    from pyhanko.sign.signers.pdf_signer import PdfSigningSession

_PEM_HINT: Final = (
    "closeout reads PKCS#12; openssl pkcs12 -export -inkey key.pem -in certificate.pem -out my.p12 makes one"
)
logging.getLogger("pyhanko").addHandler(logging.NullHandler())  # it tells of every blank too many in a file


def signer_of(archive: bytes, passphrase: str, place: Location, *, moment: dt.datetime) -> SimpleSigner:
    """Return who signs, out of a PKCS#12 archive (.p12, .pfx) that lies at `place`; no passphrase is an empty one.

    Raises `UserError` where it is none or holds no private key, where the passphrase is wrong, and where its
    certificate does not hold at that `moment` or is not for signatures.
    """
    secret = passphrase.encode(errors="replace")  # the environment may hold any bytes; no archive does
    try:
        key, certificate, _ = pkcs12.load_key_and_certificates(archive, secret)
    except (ValueError, UnsupportedAlgorithm) as error:
        if "password" in str(error):
            hint = "where CLOSEOUT_PASSPHRASE is set, it is taken from there"
            raise UserError.of(Code.CERTIFICATE_LOCKED, "this is not its passphrase", place, hint) from None
        message = "this is not a certificate with its private key that can be read"
        raise UserError.of(Code.NOT_A_CERTIFICATE, message, place, _PEM_HINT) from None
    if key is None or certificate is None:
        message = "there is no private key in it, and only that can sign"
        raise UserError.of(Code.NOT_A_CERTIFICATE, message, place, "export the certificate together with its key")
    _check_certificate(certificate, place, moment)
    signer: SimpleSigner = SimpleSigner.load_pkcs12_data(archive, (), secret)
    return signer


def signed_pdf(content: bytes, signer: SimpleSigner, place: Location, *, moment: dt.datetime) -> bytes:
    """Return a PDF that lies at `place` with one signature more, which says that it was given at that `moment`.

    Its metadata stay as they are. Raises `UserError` where it is no PDF, or one that takes no signature.
    """
    if b"%PDF-" not in content[:1024]:  # where readers look for it
        raise UserError.of(Code.NOT_SIGNABLE, "this is not a PDF", place)
    try:
        file = _Appended(BytesIO(content))
        signature = PdfSignatureMetadata(field_name=_free_name(file), subfilter=SigSeedSubFilter.PADES)
        signed: BytesIO = _SignerAt(moment, signature, signer).sign_pdf(file)
    except Exception as error:  # a damaged file fails anywhere in pyHanko, with anything
        message = f"this PDF takes no signature: {str(error) or type(error).__name__}"
        hint = "it may be damaged, encrypted, or closed for changes by whoever signed it first"
        raise UserError.of(Code.NOT_SIGNABLE, message, place, hint) from error
    return signed.getvalue()


class _Appended(IncrementalPdfFileWriter):
    """An addition to a file that leaves its metadata alone: pyHanko would rename what e-invoices are known by."""

    def _update_meta(self) -> None:
        pass


class _SignerAt(PdfSigner):
    """A signature at a given moment, in a file that stays PDF 1.7, as PDF/A-3 asks for."""

    def __init__(self, moment: dt.datetime, signature: PdfSignatureMetadata, signer: SimpleSigner) -> None:
        super().__init__(signature, signer)
        self._moment = moment

    def init_signing_session(
        self,
        pdf_out: BasePdfFileWriter,
        existing_fields_only: bool = False,  # noqa: FBT001, FBT002 - as it is
    ) -> PdfSigningSession:
        session = super().init_signing_session(pdf_out, existing_fields_only)
        session.system_time = self._moment
        return session

    def register_extensions(self, pdf_out: BasePdfFileWriter, *, md_algorithm: str) -> None:
        del md_algorithm  # some would make it PDF 2.0
        pdf_out.register_extension(ESIC_EXTENSION_1)


def _free_name(file: IncrementalPdfFileWriter) -> str:
    taken = {name for name, _, _ in enumerate_sig_fields(file)}
    return next(name for name in map("Signature{}".format, count(1)) if name not in taken)


def _check_certificate(certificate: Certificate, place: Location, moment: dt.datetime) -> None:
    begins, ends = certificate.not_valid_before_utc, certificate.not_valid_after_utc
    if moment > ends:
        message = f"the certificate expired on {ends.date()}"
        raise UserError.of(Code.CERTIFICATE_UNFIT, message, place, "sign with one that is valid")
    if moment < begins:
        message = f"the certificate is not valid before {begins.date()}"
        raise UserError.of(Code.CERTIFICATE_UNFIT, message, place, "sign with one that is valid, or set your clock")
    try:
        usage = certificate.extensions.get_extension_for_class(KeyUsage).value
    except ExtensionNotFound:
        return
    if not (usage.digital_signature or usage.content_commitment):
        message = "the certificate is not for signatures"
        raise UserError.of(Code.CERTIFICATE_UNFIT, message, place, "sign with one whose key usage is to sign")
