"""Certificates of people who do not exist, made anew for every run: a root, and whom it vouches for."""

from __future__ import annotations

import datetime as dt
from functools import cache
from io import BytesIO
from typing import TYPE_CHECKING, Final

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, Encoding, NoEncryption, pkcs12
from pypdf import PdfWriter

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.types import CertificateIssuerPrivateKeyTypes

PASSPHRASE: Final = "correct horse Zoë"  # noqa: S105 - of nobody
MOMENT: Final = dt.datetime(2026, 11, 16, 9, 30, tzinfo=dt.UTC)
_YEAR: Final = dt.timedelta(days=365)
_USES: Final = (
    "digital_signature",
    "content_commitment",
    "key_encipherment",
    "data_encipherment",
    "key_agreement",
    "key_cert_sign",
    "crl_sign",
    "encipher_only",
    "decipher_only",
)


@cache
def root() -> tuple[ec.EllipticCurvePrivateKey, x509.Certificate]:
    """Return the root's key and certificate."""
    key = ec.generate_private_key(ec.SECP256R1())
    return key, _certificate("A root", key, key, MOMENT, frozenset({"key_cert_sign", "crl_sign"}), authority=True)


def root_pem() -> bytes:
    """Return the root's certificate as text."""
    return root()[1].public_bytes(Encoding.PEM)


def archive(
    *,
    begins: dt.datetime = MOMENT - dt.timedelta(days=1),
    uses: frozenset[str] | None = frozenset({"digital_signature", "content_commitment"}),
    use_rsa: bool = False,
    passphrase: str = PASSPHRASE,
) -> bytes:
    """Return a key, its certificate of one year from `begins`, and the root, as a PKCS#12 archive."""
    key = rsa.generate_private_key(65537, 2048) if use_rsa else ec.generate_private_key(ec.SECP256R1())
    issuer, vouching = root()
    certificate = _certificate("Katharina Vollmer", key, issuer, begins, uses)
    locked = BestAvailableEncryption(passphrase.encode()) if passphrase else NoEncryption()
    return pkcs12.serialize_key_and_certificates(b"signing", key, certificate, [vouching], locked)


def without_key() -> bytes:
    """Return an archive that holds the root's certificate alone."""
    locked = BestAvailableEncryption(PASSPHRASE.encode())
    return pkcs12.serialize_key_and_certificates(None, None, None, [root()[1]], locked)


def blank() -> bytes:
    """Return a PDF of one empty page, for them to sign."""
    writer, written = PdfWriter(), BytesIO()
    writer.add_blank_page(9, 9)
    writer.write(written)
    return written.getvalue()


def _certificate(  # noqa: PLR0913 - a certificate says all of this
    name: str,
    key: CertificateIssuerPrivateKeyTypes,
    issuer: ec.EllipticCurvePrivateKey,
    begins: dt.datetime,
    uses: frozenset[str] | None,
    *,
    authority: bool = False,
) -> x509.Certificate:
    builder = (
        x509.CertificateBuilder()
        .subject_name(_named(name))
        .issuer_name(_named("A root"))
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(begins - 9 * _YEAR if authority else begins)
        .not_valid_after(begins + 9 * _YEAR if authority else begins + _YEAR)
        .add_extension(x509.BasicConstraints(ca=authority, path_length=None), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer.public_key()), critical=False)
    )
    if uses is not None:
        usage = x509.KeyUsage(**{use: use in uses for use in _USES})
        builder = builder.add_extension(usage, critical=True)
    return builder.sign(issuer, hashes.SHA256())


def _named(name: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name)])
