"""Where templates, layouts and styles are found: the engagement's own first, then the user's, then ours."""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from jinja2 import BaseLoader, TemplateNotFound

from closeout.diagnostic import Code, Location, UserError, did_you_mean, nearest

if TYPE_CHECKING:
    from collections.abc import Callable

    from jinja2 import Environment

OVERRIDABLE = ("documents", "layouts", "styles", "locales", "rules", "themes")


@cache
def packaged_templates() -> Path:
    """Return our own templates: inside the installed package, or beside `src` in a checkout."""
    package = Path(__file__).resolve().parent.parent
    installed = package / "templates"
    return installed if installed.is_dir() else package.parent.parent / "templates"


def is_ours(path: Path) -> bool:
    """Tell whether a file is one of those that are packaged with closeout."""
    return path.is_relative_to(packaged_templates())


class TemplateFolders(BaseLoader):
    """A Jinja2 loader over several folders, the first one that has a template wins.

    A name never leads out of its folder, by `..` or by a symbolic link.
    """

    def __init__(self, overrides: tuple[Path, ...]) -> None:
        """Search `overrides` in order, then the packaged templates."""
        self._folders = (*overrides, packaged_templates())

    @property
    def overridden(self) -> bool:
        """Whether any template but ours may be at work."""
        return any(folder.is_dir() for folder in self._folders[:-1])

    def path(self, name: str) -> Path | None:
        """Return the file that serves as template `name`, or None."""
        for folder in self._folders:
            path = Path(os.path.realpath(folder / name))
            try:
                found = path.is_relative_to(os.path.realpath(folder)) and path.is_file()
            except OSError:  # a name that is too long is that of no file
                found = False
            if found:
                return path
        return None

    def get_source(self, environment: Environment, template: str) -> tuple[str, str, Callable[[], bool]]:
        """Return the text of a template; raise `UserError` where an override cannot be read."""
        del environment
        path = self.path(template)
        if path is None:
            raise TemplateNotFound(template)
        try:
            text = path.read_text(encoding="utf-8-sig")
        except (OSError, UnicodeDecodeError) as error:
            message = f"the template cannot be read: {error}"
            hint = "save it as UTF-8, readable by you"
            raise UserError.of(Code.TEMPLATE_SYNTAX, message, Location(str(path)), hint) from None
        return text, str(path), lambda: True

    def names(self) -> dict[str, Path]:
        """Return every template that can be overridden by its name, with the file that serves it now."""
        names: dict[str, Path] = {}
        for folder in self._folders:
            for part in OVERRIDABLE:
                for found in sorted((folder / part).rglob("*")):
                    name = found.relative_to(folder).as_posix()
                    path = self.path(name)
                    if path is not None and not found.name.startswith("."):
                        names[name] = path
        return dict(sorted(names.items()))

    def misspelt(self) -> dict[Path, str]:
        """Return the overrides that take the place of nothing, each with the name of ours that it nearly has."""
        if not self.overridden:
            return {}
        ours = {folder: [path.name for path in folder.iterdir()] for folder in _packaged_folders()}
        found: dict[Path, str] = {}
        for name, path in self.names().items():
            beside = ours.get((packaged_templates() / name).parent, [])
            stems = [Path(other).stem for other in beside if Path(other).suffix == path.suffix]
            near = None if path.name in beside or name.startswith("themes/") else nearest(path.stem, stems)
            if near is not None:
                found[path] = near + path.suffix
        return found

    def languages(self) -> tuple[str, ...]:
        """Return the languages that have words."""
        found = {path.name for folder in self._folders for path in (folder / "locales").glob("*") if path.is_dir()}
        return tuple(sorted(found))

    def require(self, name: str) -> Path:
        """Return the file of template `name`, or raise `UserError` with the nearest name."""
        path = self.path(name)
        if path is None or name not in self.names():
            hint = did_you_mean(name, self.names()) or "'closeout templates' lists them"
            raise UserError.of(Code.TEMPLATE_NAME, f"there is no template '{name}'", None, hint)
        return path


def _packaged_folders() -> tuple[Path, ...]:
    folders = (packaged_templates() / part for part in OVERRIDABLE)
    return tuple(path for folder in folders for path in (folder, *folder.iterdir()) if path.is_dir())
