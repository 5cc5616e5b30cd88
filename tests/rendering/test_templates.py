from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from closeout.diagnostic import Code, UserError
from closeout.rendering.templates import TemplateFolders, packaged_templates

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

NOTICE = "documents/notice.md"


def test_our_own_templates_are_there() -> None:
    folders = TemplateFolders(())
    assert folders.path(NOTICE) == packaged_templates() / NOTICE
    assert {"layouts/page.html", "styles/page.css", "locales/en/notice.md", NOTICE} <= folders.names().keys()
    assert not any(name.startswith(("fonts", "starter")) for name in folders.names())
    assert folders.languages() == ("de", "en", "es", "fr", "it", "nl", "pl", "pt")


def test_the_first_folder_wins(override: Callable[..., Path]) -> None:
    first = override({NOTICE: "1"}, "first")
    second = override({NOTICE: "2", "documents/new.md": "2", "locales/sv/notice.md": ""}, "second")
    folders = TemplateFolders((first, second))
    assert folders.path(NOTICE) == folders.names()[NOTICE] == first / NOTICE
    assert folders.path("documents/new.md") == second / "documents/new.md"
    assert folders.overridden
    assert not TemplateFolders((first / "nowhere",)).overridden
    assert set(folders.languages()) == {*TemplateFolders(()).languages(), "sv"}


@pytest.mark.parametrize(
    "name", ["../secret.md", "/etc/passwd", "documents/../../secret.md", "documents/link.md", "documents/up/secret.md"]
)
def test_no_name_leads_out_of_a_folder(override: Callable[..., Path], tmp_path: Path, name: str) -> None:
    (tmp_path / "secret.md").write_text("secret")
    folder = override({"documents/mine.md": ""})
    (folder / "documents" / "link.md").symlink_to(tmp_path / "secret.md")
    (folder / "documents" / "up").symlink_to(tmp_path)
    folders = TemplateFolders((folder,))
    assert folders.path(name) is None
    assert name not in folders.names()
    with pytest.raises(UserError) as caught:
        folders.require(name)
    assert caught.value.diagnostics[0].code is Code.TEMPLATE_NAME


def test_a_link_out_of_the_folder_does_not_hide_what_comes_after(override: Callable[..., Path], tmp_path: Path) -> None:
    folder = override({"documents/mine.md": ""})
    (folder / NOTICE).symlink_to(tmp_path / "elsewhere.md")
    (tmp_path / "elsewhere.md").write_text("")
    folders = TemplateFolders((folder,))
    assert folders.path(NOTICE) == folders.names()[NOTICE] == packaged_templates() / NOTICE


def test_a_folder_that_is_a_link_itself_serves(override: Callable[..., Path], tmp_path: Path) -> None:
    folder = override({NOTICE: "", "documents/in.md": ""})
    (folder / "documents" / "alias.md").symlink_to(folder / "documents" / "in.md")
    (tmp_path / "link").symlink_to(folder)
    folders = TemplateFolders((tmp_path / "link",))
    assert folders.path(NOTICE) == (folder / NOTICE).resolve()
    assert folders.path("documents/alias.md") == (folder / "documents/in.md").resolve()


def test_hidden_files_and_folders_are_no_templates(override: Callable[..., Path]) -> None:
    folder = override({"documents/.draft.md": "", "documents/sub/x.md": "", "other/y.md": ""})
    names = TemplateFolders((folder,)).names()
    assert "documents/sub/x.md" in names
    assert not {"documents/.draft.md", "documents/sub", "other/y.md"} & names.keys()


@pytest.mark.parametrize(("name", "hint"), [("documents/notise.md", NOTICE), ("zzz", "closeout templates")])
def test_a_name_that_is_none_gets_the_nearest(name: str, hint: str) -> None:
    with pytest.raises(UserError) as caught:
        TemplateFolders(()).require(name)
    (diagnostic,) = caught.value.diagnostics
    assert diagnostic.code is Code.TEMPLATE_NAME
    assert hint in (diagnostic.hint or "")


def test_what_is_required_is_returned() -> None:
    assert TemplateFolders(()).require(NOTICE) == packaged_templates() / NOTICE


def test_a_byte_order_mark_is_no_text(override: Callable[..., Path]) -> None:
    folder = override({NOTICE: b"\xef\xbb\xbfmine"})
    text, path, unchanged = TemplateFolders((folder,)).get_source(None, NOTICE)  # type: ignore[arg-type] # not used
    assert (text, path, unchanged()) == ("mine", str((folder / NOTICE).resolve()), True)


def test_an_override_with_a_slip_in_its_name_is_found(override: Callable[..., Path]) -> None:
    words = (
        "rules/upwrk.yaml",
        "locales/en/notce.md",
        "locales/en/notice.md",
        "rules/malt.yaml",
        "locales/sv/notice.md",
    )
    own = override(dict.fromkeys(words, ""))
    assert TemplateFolders((own,)).misspelt() == {
        own / "rules" / "upwrk.yaml": "upwork.yaml",
        own / "locales" / "en" / "notce.md": "notice.md",
    }
    assert TemplateFolders(()).misspelt() == {}


def test_a_name_that_is_too_long_is_that_of_no_template() -> None:
    assert TemplateFolders(()).path(f"rules/{'x' * 300}.yaml") is None
