"""The command that signs a PDF."""

from __future__ import annotations

import os
import sys
import warnings
from getpass import GetPassWarning
from importlib.util import find_spec
from pathlib import Path

import click

from closeout.cli.documents import STANDARD_OUTPUT, deliver
from closeout.cli.options import now, output_option
from closeout.cli.printing import printable

PASSPHRASE = "CLOSEOUT_PASSPHRASE"  # noqa: S105 - where it is kept


@click.command()
@click.argument("path", type=click.Path(path_type=Path), metavar="FILE")
@click.option(
    "--certificate",
    required=True,
    type=click.Path(path_type=Path),
    metavar="PATH",
    help="Your certificate with its private key, as PKCS#12 (.p12, .pfx).",
)
@output_option
def sign(path: Path, certificate: Path, output: str | None) -> None:
    """Sign a PDF with your own certificate.

    FILE stays as it is; the signed copy is FILE.signed.pdf beside it. The signature (PAdES) is not to be seen on the
    page; PDF readers show it. The passphrase comes from CLOSEOUT_PASSPHRASE, or you are asked for it.
    """
    _require_library()
    if output == STANDARD_OUTPUT and sys.stdout.isatty():
        message = "a PDF is not for a terminal; name a file with -o"
        raise click.UsageError(message)
    from closeout.diagnostic import Location  # noqa: PLC0415 - help does not need it
    from closeout.rendering.pdf_signature import signed_pdf, signer_of  # noqa: PLC0415 - heavy

    content, archive, moment = _content(path), _content(certificate), now()
    signer = signer_of(archive, _passphrase(certificate), Location(str(certificate)), moment=moment)
    signed = signed_pdf(content, signer, Location(str(path)), moment=moment)
    stem = path.stem if path.suffix.lower() == ".pdf" else path.name
    beside = path.with_name(f"{stem}.signed.pdf")
    place = None if output == STANDARD_OUTPUT else Path(output) if output else beside
    deliver(signed, place, beside.name, keep=(path, certificate))


def _require_library() -> None:
    if find_spec("pyhanko") is None:
        from closeout.diagnostic import Code, UserError  # noqa: PLC0415 - help does not need it

        message, hint = "pyHanko, which signs, is not installed", "pip install 'closeout[sign]'"
        raise UserError.of(Code.LIBRARY_MISSING, message, None, hint)


def _content(path: Path) -> bytes:
    from closeout.diagnostic import Report  # noqa: PLC0415 - help does not need it
    from closeout.reading.source import read_bytes  # noqa: PLC0415

    report = Report()
    content = read_bytes(path, str(path), report, "closeout signs what it writes, and that is smaller")
    report.raise_errors()
    return content or b""


def _passphrase(certificate: Path) -> str:
    """Return what opens the certificate; it is never an argument, which every user of the machine could see."""
    given = os.environ.get(PASSPHRASE)
    if given is not None:
        return given
    question = f"Passphrase of {printable(certificate.name)}"
    with warnings.catch_warnings():
        warnings.simplefilter("error", GetPassWarning)  # rather than to show what is typed
        try:
            return str(click.prompt(question, "", hide_input=True, show_default=False, err=True))
        except GetPassWarning:
            message = f"there is no terminal to ask for the passphrase on; set {PASSPHRASE}"
            raise click.UsageError(message) from None
