"""Templates of a user's, and views to fill them with."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from closeout.rendering.environment import DocumentTemplates
from closeout.rendering.locale import Wording
from closeout.rendering.templates import TemplateFolders, packaged_templates

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


@pytest.fixture
def override(tmp_path: Path) -> Callable[..., Path]:
    """Return a writer of templates into a folder of the user's; it returns that folder."""

    def write(files: dict[str, str | bytes], folder: str = "templates") -> Path:
        for name, content in files.items():
            path = tmp_path / folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content.encode() if isinstance(content, str) else content)
        return tmp_path / folder

    return write


@pytest.fixture
def templates(override: Callable[..., Path]) -> Callable[..., DocumentTemplates]:
    """Return a builder of environments, in English, over the files of a user's."""

    def build(files: dict[str, str | bytes]) -> DocumentTemplates:
        wording = Wording("en", "US", packaged_templates() / "locales")
        return DocumentTemplates(TemplateFolders((override(files),)), wording)

    return build
