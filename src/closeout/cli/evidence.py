"""The commands for evidence: a bundle to hand over, and its verification."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import click

from closeout.cli.documents import BUILD_FOLDER, STANDARD_OUTPUT
from closeout.cli.options import document_command, profile_path, redact_option, settings_for, today
from closeout.cli.printing import be_strict, print_warnings

if TYPE_CHECKING:
    from closeout.cli.options import Request
    from closeout.reading.bundle import Anchors

BUNDLE = "bundle.zip"


@click.command()
@redact_option
@document_command("zip")
def bundle(request: Request, *, redact: bool) -> None:
    """Pack documents, record and sources into one archive that can be checked.

    It holds what 'closeout build' writes, every message, and your own files untouched, with their SHA-256 values; its
    README.txt says how to check it without closeout. With --redact it holds no sources, and only log and report.
    """
    from closeout.pipeline import load  # noqa: PLC0415 - heavy
    from closeout.pipeline.bundling import bundle as pack  # noqa: PLC0415
    from closeout.reading.bundle import anchors  # noqa: PLC0415
    from closeout.writing import check_place, write_streamed  # noqa: PLC0415

    path = _output(request)
    settings, day = settings_for(request.language, request.theme), request.as_of or today()
    loaded = load(request.folder, profile_path(), settings, as_of=day)
    check_place(path, loaded.inputs)
    print_warnings(loaded.warnings)
    packed = pack(loaded, as_of=day, settings=settings, redact=redact)
    print_warnings(packed.documents.warnings)
    be_strict(strict=request.strict, found=len(loaded.warnings) + len(packed.documents.warnings))
    write_streamed(path, packed.write, keep=loaded.inputs)
    click.echo(str(path))
    _print_anchors(anchors(path))


def _output(request: Request) -> Path:
    if request.output == STANDARD_OUTPUT:
        message = "a bundle is not for standard output; name a file with -o"
        raise click.UsageError(message)
    path = Path(request.output) if request.output else request.folder / BUILD_FOLDER / BUNDLE
    return path / BUNDLE if os.path.isdir(path) else path  # noqa: PTH112 - a name too long is no folder


@click.command()
@click.argument("path", type=click.Path(path_type=Path), metavar="BUNDLE")
def verify(path: Path) -> None:
    """Check that a bundle is whole.

    BUNDLE is the archive, or the folder that it was unzipped to. Every hash is reckoned anew; the first file or entry
    that differs, was added or is missing is named, and the exit code is 2. Compare the SHA-256 values that are printed
    with those that were noted when the bundle was made.
    """
    from closeout.reading.bundle import anchors, verified  # noqa: PLC0415 - help does not need it

    manifest = verified(path)
    said = f"{len(manifest.files)} files, {manifest.counts.entries} entries, as of {manifest.as_of}"
    redacted = f"{manifest.counts.redacted} entries are redacted: "
    limits = f"; {redacted}only the sources show whether they have their hashes" if manifest.redacted else ""
    click.echo(f"whole: {said}; chain head {manifest.chain_head}{limits}")
    _print_anchors(anchors(path))


def _print_anchors(anchors: Anchors) -> None:
    if anchors.archive is not None:
        click.echo(f"SHA-256 of the archive: {anchors.archive}")
    click.echo(f"SHA-256 of SHA256SUMS: {anchors.sums}")
