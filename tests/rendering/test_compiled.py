"""Compiled templates are kept where only the user can write, and are never a reason to fail."""

import os
from pathlib import Path

import pytest

from closeout.rendering.compiled import compiled_templates
from closeout.rendering.environment import DocumentTemplates
from closeout.rendering.locale import Wording
from closeout.rendering.templates import TemplateFolders, packaged_templates


def render(cache: Path | None, text: str, folder: Path) -> str:
    (folder / "documents").mkdir(parents=True, exist_ok=True)
    (folder / "documents" / "x.md").write_text(text, encoding="utf-8")
    wording = Wording("en", "GB", packaged_templates() / "locales")
    templates = DocumentTemplates(TemplateFolders((folder,)), wording, compiled_templates(cache))
    return templates.markdown("documents/x.md", value="a*b")


def test_a_compiled_template_says_the_same_and_follows_its_text(tmp_path: Path) -> None:
    cache = tmp_path / "cache"
    first = render(cache, "{{ value }} {{ '*' }}", tmp_path / "templates")
    assert len(list(cache.iterdir())) == 1
    assert render(cache, "{{ value }} {{ '*' }}", tmp_path / "templates") == first == "a\\*b \\*\n"
    assert render(cache, "new {{ value }}", tmp_path / "templates") == "new a\\*b\n"


@pytest.mark.parametrize("damage", [b"", b"j2", b"not a template", bytes(range(256))])
def test_a_damaged_cache_is_made_anew(tmp_path: Path, damage: bytes) -> None:
    cache = tmp_path / "cache"
    render(cache, "{{ value }}", tmp_path / "templates")
    (kept,) = cache.iterdir()
    kept.write_bytes(damage)
    assert render(cache, "{{ value }}", tmp_path / "templates") == "a\\*b\n"


def test_a_folder_that_others_can_write_to_is_not_trusted(tmp_path: Path) -> None:
    (tmp_path / "cache").mkdir()
    (tmp_path / "cache").chmod(0o777)
    assert compiled_templates(tmp_path / "cache") is None
    assert render(tmp_path / "cache", "{{ value }}", tmp_path / "templates") == "a\\*b\n"
    assert not list((tmp_path / "cache").iterdir())


def test_a_folder_that_cannot_be_made_is_done_without(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    assert compiled_templates(tmp_path / "file" / "cache") is None
    assert compiled_templates(None) is None


def test_a_folder_that_goes_away_is_no_reason_to_fail(tmp_path: Path) -> None:
    cache = compiled_templates(tmp_path / "cache")
    (tmp_path / "cache").rmdir()
    wording = Wording("en", "GB", packaged_templates() / "locales")
    (tmp_path / "documents").mkdir()
    (tmp_path / "documents" / "x.md").write_text("fine", encoding="utf-8")
    assert DocumentTemplates(TemplateFolders((tmp_path,)), wording, cache).markdown("documents/x.md") == "fine\n"


def test_a_template_kept_by_one_language_serves_another(tmp_path: Path) -> None:
    (tmp_path / "documents").mkdir()
    (tmp_path / "documents" / "x.md").write_text("{{ 1234.5 | number }}", encoding="utf-8")
    cache = compiled_templates(tmp_path / "cache")
    made = [
        DocumentTemplates(TemplateFolders((tmp_path,)), Wording(language, country, tmp_path), cache).markdown(
            "documents/x.md"
        )
        for language, country in (("en", "US"), ("de", "DE"))
    ]
    assert made == ["1,234.5\n", "1.234,5\n"]


def test_the_folder_of_another_user_is_not_trusted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "getuid", lambda: tmp_path.stat().st_uid + 1)
    assert compiled_templates(tmp_path / "cache") is None
