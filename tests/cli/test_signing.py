"""The command that signs, as users run it."""

from __future__ import annotations

import socket
import stat
import sys
import warnings
from getpass import GetPassWarning
from typing import TYPE_CHECKING, NoReturn

import pytest
from click.testing import CliRunner

from closeout.cli import cli
from closeout.diagnostic import Code, UserError
from tests.certificates import MOMENT, PASSPHRASE, archive, blank
from tests.conftest import tree

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from click.testing import Result

    Sign = Callable[..., Result]


SMALL = blank()


def unplugged(*_: object) -> NoReturn:
    message = "the network"
    raise AssertionError(message)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder with a small PDF, and a certificate to sign it with."""
    place = tmp_path / "contract"
    place.mkdir()
    (place / "invoice.pdf").write_bytes(SMALL)
    (place / "my.p12").write_bytes(archive())
    return place


@pytest.fixture
def sign(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Sign:
    """Return the command, run in `folder` and in this process, at a given moment and without a network."""
    monkeypatch.chdir(folder)
    monkeypatch.delenv("CLOSEOUT_PASSPHRASE", raising=False)
    monkeypatch.setattr("closeout.cli.signing.now", lambda: MOMENT)
    monkeypatch.setattr(socket.socket, "connect", unplugged)
    monkeypatch.setattr(socket, "getaddrinfo", unplugged)

    def run(*arguments: str, typed: str | None = None, passphrase: str | None = None) -> Result:
        environment = {"CLOSEOUT_PASSPHRASE": passphrase}
        command = ["sign", "--certificate", "my.p12", *arguments]
        return CliRunner().invoke(cli, command, input=typed, env=environment)

    return run


def code_of(outcome: Result) -> Code:
    assert isinstance(outcome.exception, UserError)
    (problem,) = outcome.exception.diagnostics
    return problem.code


def test_the_signed_copy_lies_beside_the_file_for_its_owner_alone(sign: Sign, folder: Path) -> None:
    before = tree(folder)
    outcome = sign("invoice.pdf", passphrase=PASSPHRASE)
    assert (outcome.exit_code, outcome.output) == (0, "invoice.signed.pdf\n")
    after = tree(folder)
    signed = after.pop("invoice.signed.pdf")
    assert after == before
    assert signed.startswith(SMALL)
    assert b"/M (D\\07220261116093000Z)" in signed
    assert stat.S_IMODE((folder / "invoice.signed.pdf").stat().st_mode) == 0o600


def test_the_passphrase_is_asked_for_and_not_shown(sign: Sign) -> None:
    outcome = sign("invoice.pdf", typed=f"{PASSPHRASE}\n")
    assert (outcome.exit_code, outcome.stdout) == (0, "invoice.signed.pdf\n")
    assert outcome.stderr == "Passphrase of my.p12: \n"


def test_an_archive_without_a_passphrase_needs_none(sign: Sign, folder: Path) -> None:
    (folder / "my.p12").write_bytes(archive(passphrase=""))
    assert sign("invoice.pdf", typed="\n").exit_code == 0
    assert sign("invoice.pdf", passphrase="").exit_code == 0


def test_where_nobody_can_be_asked_it_says_where_to_put_the_passphrase(
    sign: Sign, monkeypatch: pytest.MonkeyPatch
) -> None:
    def shown(*_: object, **__: object) -> str:
        warnings.warn("it may be echoed", GetPassWarning, stacklevel=1)
        return PASSPHRASE

    monkeypatch.setattr("click.prompt", shown)
    outcome = sign("invoice.pdf")
    assert outcome.exit_code == 2
    assert "there is no terminal to ask for the passphrase on; set CLOSEOUT_PASSPHRASE" in outcome.stderr


def test_no_pdf_goes_to_a_terminal(sign: Sign, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("click.testing._NamedTextIOWrapper.isatty", lambda _: True)
    outcome = sign("invoice.pdf", "-o", "-", passphrase=PASSPHRASE)
    assert outcome.exit_code == 2
    assert "a PDF is not for a terminal" in outcome.stderr


def test_the_passphrase_is_no_argument() -> None:
    assert not [each for each in cli.commands["sign"].params if "pass" in str(each.name) or each.envvar]


@pytest.mark.parametrize(
    ("file", "output", "written"),
    [
        ("invoice.PDF", None, "invoice.signed.pdf"),
        ("invoice.v2", None, "invoice.v2.signed.pdf"),
        ("invoice.pdf", "new/one.pdf", "new/one.pdf"),
        ("invoice.pdf", ".", "invoice.signed.pdf"),
    ],
)
def test_the_output_is_named_after_the_file_or_as_is_said(
    sign: Sign, folder: Path, file: str, output: str | None, written: str
) -> None:
    (folder / "invoice.pdf").rename(folder / file)
    named = ("-o", output) if output else ()
    assert sign(file, *named, passphrase=PASSPHRASE).output == f"{written}\n"
    assert (folder / written).read_bytes().startswith(SMALL)


def test_it_goes_to_standard_output_where_that_is_said(sign: Sign, folder: Path) -> None:
    before = tree(folder)
    assert sign("invoice.pdf", "-o", "-", passphrase=PASSPHRASE).stdout_bytes.startswith(SMALL)
    assert tree(folder) == before


@pytest.mark.parametrize("output", ["invoice.pdf", "../contract/invoice.pdf", "my.p12"])
def test_neither_file_nor_certificate_is_written_over(sign: Sign, folder: Path, output: str) -> None:
    before = tree(folder)
    assert code_of(sign("invoice.pdf", "-o", output, passphrase=PASSPHRASE)) is Code.WOULD_OVERWRITE
    assert tree(folder) == before


def test_a_signed_copy_can_be_signed_again(sign: Sign, folder: Path) -> None:
    sign("invoice.pdf", passphrase=PASSPHRASE)
    assert sign("invoice.signed.pdf", "-o", "both.pdf", passphrase=PASSPHRASE).exit_code == 0
    assert (folder / "both.pdf").read_bytes().startswith((folder / "invoice.signed.pdf").read_bytes())


@pytest.mark.parametrize(
    ("arguments", "passphrase", "code"),
    [
        (("missing.pdf",), PASSPHRASE, Code.UNREADABLE_FILE),
        (("my.p12",), PASSPHRASE, Code.NOT_SIGNABLE),
        (("invoice.pdf",), "other", Code.CERTIFICATE_LOCKED),
        (("invoice.pdf", "--certificate", "missing.p12"), PASSPHRASE, Code.UNREADABLE_FILE),
        (("invoice.pdf", "--certificate", "invoice.pdf"), PASSPHRASE, Code.NOT_A_CERTIFICATE),
    ],
)
def test_what_cannot_be_signed_leaves_no_file(
    sign: Sign, folder: Path, arguments: tuple[str, ...], passphrase: str, code: Code
) -> None:
    before = tree(folder)
    assert code_of(sign(*arguments, passphrase=passphrase)) is code
    assert tree(folder) == before


def test_without_the_library_it_says_what_to_install(sign: Sign, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyhanko", None)
    outcome = sign("invoice.pdf", passphrase=PASSPHRASE)
    assert code_of(outcome) is Code.LIBRARY_MISSING
    assert "pip install 'closeout[sign]'" in str(outcome.exception)
