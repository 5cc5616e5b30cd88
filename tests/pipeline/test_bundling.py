"""A bundle holds everything, untouched, and is the same every time."""

from __future__ import annotations

import datetime as dt
import io
import json
import stat
import zipfile
from typing import TYPE_CHECKING

import pytest
from msgspec.structs import replace

from closeout.diagnostic import Code, UserError
from closeout.pipeline import Built, Settings, load
from closeout.pipeline.bundling import Bundle, bundle, bundle_sources
from closeout.reading.bundle import verified
from tests.reading.bundles import AS_OF, made, written

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return written(tmp_path / "engagement")


def members(content: bytes) -> zipfile.ZipFile:
    return zipfile.ZipFile(io.BytesIO(content))


def test_every_file_of_the_folder_is_in_it_byte_for_byte(folder: Path) -> None:
    (folder / "messages" / "deep").mkdir()
    (folder / "messages" / "deep" / "nul.bin").write_bytes(bytes(range(256)))
    (folder / "templates" / "styles").mkdir(parents=True)
    (folder / "templates" / "styles" / "page.css").write_bytes(b"")
    (folder / "build").mkdir()
    (folder / "build" / "old.md").write_bytes(b"old")
    with members(made(folder)) as archive:
        sources = {name: archive.read(name) for name in archive.namelist() if name.startswith("sources/")}
    there = {path for path in folder.rglob("*") if path.is_file() and "build" not in path.parts}
    assert sources == {f"sources/{path.relative_to(folder).as_posix()}": path.read_bytes() for path in there}


def test_names_times_and_modes_are_fixed_and_nothing_is_compressed(folder: Path) -> None:
    content = made(folder)
    with members(content) as archive:
        infos = archive.infolist()
    names = [info.filename for info in infos]
    assert names[0] == "README.txt"
    assert names[1:-2] == sorted(names[1:-2])
    assert names[-2:] == ["manifest.json", "SHA256SUMS"]
    assert {info.date_time for info in infos} == {(2026, 11, 16, 0, 0, 0)}
    assert {info.external_attr >> 16 for info in infos} == {stat.S_IFREG | 0o644}
    assert {info.compress_type for info in infos} == {zipfile.ZIP_STORED}


def test_the_same_folder_gives_the_same_bytes_wherever_it_lies_and_whenever_it_was_written(tmp_path: Path) -> None:
    assert made(written(tmp_path / "one")) == made(written(tmp_path / "two"))


def test_the_manifest_says_what_it_is(folder: Path) -> None:
    with members(made(folder)) as archive:
        manifest = json.loads(archive.read("manifest.json"))
    engagement = load(folder).engagement
    assert manifest["contract"] == {
        "identity": engagement.identity,
        "title": "Website",
        "reference": None,
        "freelancer": "Ada Byron",
        "client": "Café Zürich AG",
    }
    assert manifest["counts"] == {"entries": 3, "attachments": 0, "duplicates": 0, "not_read": 0, "redacted": 0}
    assert (manifest["as_of"], manifest["redacted"], manifest["hidden"], manifest["sources"]) == (
        "2026-11-16",
        False,
        {},
        [],
    )
    assert all(manifest["recheck"])


def test_an_engagement_without_messages_has_a_bundle_as_well(folder: Path, tmp_path: Path) -> None:
    (folder / "messages" / "notes.csv").unlink()
    path = tmp_path / "bundle.zip"
    path.write_bytes(made(folder))
    assert verified(path).counts.entries == 0


@pytest.mark.parametrize("year", [1900, 2199])
def test_a_day_that_an_archive_cannot_say_is_told_in_the_manifest(folder: Path, tmp_path: Path, year: int) -> None:
    loaded = load(folder)
    path = tmp_path / "bundle.zip"
    with path.open("wb") as stream:
        Bundle(loaded, loaded, dt.date(year, 1, 2), Built({}, ()), bundle_sources(loaded)).write(stream)
    assert verified(path).as_of == dt.date(year, 1, 2)


def test_a_source_that_changed_meanwhile_is_told(folder: Path) -> None:
    loaded = load(folder)
    (folder / "messages" / "notes.csv").write_bytes(b"other")
    with pytest.raises(UserError, match="the file changed while it was read") as error:
        Bundle(loaded, loaded, AS_OF, Built({}, ()), bundle_sources(loaded)).write(io.BytesIO())
    assert error.value.diagnostics[0].code is Code.SOURCE_FAILED


def test_a_source_that_is_gone_is_told(folder: Path) -> None:
    loaded = load(folder)
    sources = bundle_sources(loaded)
    (folder / "time.csv").unlink()
    with pytest.raises(UserError, match="the file cannot be read") as error:
        Bundle(loaded, loaded, AS_OF, Built({}, ()), sources).write(io.BytesIO())
    assert error.value.diagnostics[0].code is Code.UNREADABLE_FILE


def test_links_and_strange_names_lead_nowhere(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "private").write_bytes(b"private")
    (folder / "messages" / "link").symlink_to(tmp_path / "private")
    (folder / "messages" / "a\\b\n.txt").write_bytes(b"strange")
    loaded = load(folder)
    sources = bundle_sources(loaded)
    assert "sources/messages/link" not in sources
    assert "sources/messages/a\ufffdb\ufffd.txt" in sources
    (folder / "messages" / "a\tb\\.txt").write_bytes(b"strange as well")
    with pytest.raises(UserError, match="another file would have the same name"):
        bundle_sources(loaded)


def test_a_redacted_bundle_has_the_log_and_the_report_and_no_letter(folder: Path) -> None:
    loaded = load(folder)
    terms = replace(loaded.engagement.redaction, words=("Website",))
    loaded = loaded._replace(engagement=replace(loaded.engagement, redaction=terms))
    packed = bundle(loaded, as_of=AS_OF, settings=Settings(), redact=True, formats=("md",))
    assert set(packed.documents.files) == {"log.md", "report.md"}
    stream = io.BytesIO()
    manifest = packed.write(stream)
    assert manifest.contract.title == "[word 1]"
    assert [file.name for file in manifest.sources] == [
        "sources/engagement.yaml",
        "sources/invoices.csv",
        "sources/messages/[file 1]",
        "sources/time.csv",
    ]
    with members(stream.getvalue()) as archive:
        texts = [archive.read(name) for name in archive.namelist()]
    assert not [text for text in texts if b"Lindqvist" in text or b"Website" in text]


def test_a_folder_that_is_a_link_is_left_out_as_its_messages_are(folder: Path, tmp_path: Path) -> None:
    (folder / "messages").rename(tmp_path / "elsewhere")
    (folder / "messages").symlink_to(tmp_path / "elsewhere")
    (tmp_path / "pages").mkdir()
    (tmp_path / "pages" / "page.css").write_bytes(b"")
    (folder / "templates").symlink_to(tmp_path / "pages")
    assert not [name for name in bundle_sources(load(folder)) if name.count("/") > 1]


def test_a_link_to_something_else_in_the_folder_is_followed_only_where_messages_were_read_from_it(folder: Path) -> None:
    (folder / ".secret").write_bytes(b"secret")
    (folder / "later.csv").write_bytes((folder / "messages" / "notes.csv").read_bytes().replace(b"Kick-off", b"Start"))
    (folder / "messages" / "hidden").symlink_to("../.secret")
    (folder / "messages" / "later.csv").symlink_to("../later.csv")
    (folder / "messages" / "same.csv").symlink_to("notes.csv")
    names = [name for name in bundle_sources(load(folder)) if name.startswith("sources/messages/")]
    assert names == ["sources/messages/later.csv", "sources/messages/notes.csv", "sources/messages/same.csv"]


def test_a_source_that_no_bundle_has_is_told(folder: Path) -> None:
    loaded = load(folder)
    sources = bundle_sources(loaded)
    del sources["sources/messages/notes.csv"]
    with pytest.raises(UserError, match="it is no file that a bundle can hold"):
        Bundle(loaded, loaded, AS_OF, Built({}, ()), sources).write(io.BytesIO())


def test_a_strange_name_hides_no_change(folder: Path) -> None:
    path = folder / "messages" / "back\\slash.csv"
    (folder / "messages" / "notes.csv").rename(path)
    loaded = load(folder)
    path.write_bytes(b"other")
    with pytest.raises(UserError, match="the file changed while it was read"):
        Bundle(loaded, loaded, AS_OF, Built({}, ()), bundle_sources(loaded)).write(io.BytesIO())


def test_pictures_that_the_engagement_names_are_in_it(folder: Path) -> None:
    (folder / "art").mkdir()
    (folder / "art" / "logo.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>')
    path = folder / "engagement.yaml"
    path.write_text(path.read_text(encoding="utf-8") + "stationery:\n  logo: art/../art/logo.svg\n", encoding="utf-8")
    assert bundle_sources(load(folder))["sources/art/logo.svg"] == folder / "art" / "logo.svg"


def test_a_redacted_manifest_gives_no_names_away(folder: Path) -> None:
    (folder / "templates").mkdir()
    (folder / "templates" / "Nightjar-Kowalski.md").write_bytes(b"")
    loaded = load(folder)
    terms = replace(loaded.engagement.redaction, words=("Website",))
    loaded = loaded._replace(engagement=replace(loaded.engagement, redaction=terms))
    manifest = bundle(loaded, as_of=AS_OF, settings=Settings(), redact=True, formats=()).write(io.BytesIO())
    assert manifest.contract.identity != loaded.engagement.identity
    assert manifest.sources[-2].name == "sources/templates/[file 2]"
    assert "Nightjar" not in repr(manifest)
