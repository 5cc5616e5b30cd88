"""The commands for a whole engagement folder, and for what lies beside it: schema and templates."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from closeout.cli.documents import BUILD_FOLDER
from closeout.cli.options import (
    as_of_option,
    folder_argument,
    language_option,
    profile_path,
    settings_for,
    strict_option,
    theme_option,
    today,
    user_templates,
)
from closeout.cli.printing import be_strict, print_warnings

if TYPE_CHECKING:
    import datetime as dt


@click.command()
@folder_argument
@click.option("-o", "--output", type=click.Path(path_type=Path), metavar="DIR", help="Otherwise FOLDER/build.")
@language_option
@as_of_option
@theme_option
@strict_option
def build(  # noqa: PLR0913 - one for each option
    folder: Path, as_of: dt.date | None, language: str | None, output: Path | None, theme: str | None, *, strict: bool
) -> None:
    """Write all documents, as Markdown and PDF, into FOLDER/build.

    Either all of them are written, or, where something is wrong, none.
    """
    from closeout.pipeline import load, render_all, stale_files  # noqa: PLC0415 - heavy
    from closeout.writing import write_files  # noqa: PLC0415

    settings, day = settings_for(language, theme), as_of or today()
    loaded = load(folder, profile_path(), settings, as_of=day)
    print_warnings(loaded.warnings)
    built = render_all(loaded, as_of=day, settings=settings)
    print_warnings(built.warnings)
    target = output or folder / BUILD_FOLDER
    stale = stale_files(target, built)
    print_warnings(stale)
    be_strict(strict=strict, found=len(loaded.warnings) + len(built.warnings) + len(stale))
    files = {target / name: content for name, content in built.files.items()}
    write_files(files, keep=loaded.inputs)
    for path in files:
        click.echo(str(path))


@click.command()
@click.argument("folder", type=click.Path(path_type=Path))
def new(folder: Path) -> None:
    """Begin an engagement folder, with files to fill in.

    Nothing that is there already is touched.
    """
    from closeout.pipeline import starter_files  # noqa: PLC0415 - heavy
    from closeout.writing import write_new_files  # noqa: PLC0415

    for path in write_new_files(folder, starter_files()):
        click.echo(str(path))
    click.echo(f"Fill in {folder / 'engagement.yaml'}, then try: closeout notice {folder}", err=True)


@click.command()
def schema() -> None:
    """Print the JSON Schema of engagement.yaml.

    Editors such as VS Code complete and check the file by it; 'closeout new' puts it beside the file.
    """
    from closeout.reading.json_schema import schema_text  # noqa: PLC0415 - heavy

    click.echo(schema_text(), nl=False)


@click.command()
@click.argument("names", nargs=-1, metavar="[NAME]...")
@click.option(
    "--to", "target", type=click.Path(path_type=Path), help="The folder to copy to, such as FOLDER/templates."
)
def templates(names: tuple[str, ...], target: Path | None) -> None:
    """List the templates, or copy some of them to change them.

    A file of the same name in FOLDER/templates, or in your own templates folder, takes the place of ours.
    """
    from closeout.rendering.templates import TemplateFolders  # noqa: PLC0415 - heavy
    from closeout.writing import write_new_files  # noqa: PLC0415

    folders = TemplateFolders(user_templates())
    if not names:
        for name, path in folders.names().items():
            click.echo(f"{name}\t{path}")
        return
    copies = {name: folders.require(name).read_bytes() for name in names}
    for path in write_new_files(target or user_templates()[0], copies):
        click.echo(str(path))
