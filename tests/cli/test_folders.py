"""The commands for a whole folder, run as users run them."""

import json
from pathlib import Path

import pytest

from tests.conftest import AS_OF, DOCUMENTS, ROOT, Run, tree


def shorten(engagement: Path) -> None:
    """Take the mailbox away: many pages of mail show nothing more of a build, and take most of its time."""
    (engagement / "messages" / "inbox.mbox").unlink()


@pytest.mark.apart
def test_build_writes_everything_and_the_same_bytes_again(closeout: Run, engagement: Path) -> None:
    shorten(engagement)
    first = closeout("build", engagement, *AS_OF)
    assert first.code == 0
    assert {line.partition(":")[0] for line in first.err.splitlines()} <= {"warning[CO801]", "    hint"}
    made = tree(engagement / "build")
    assert set(made) == {f"{name}.{suffix}" for name in DOCUMENTS for suffix in ("md", "pdf")} | {"message.txt"}
    assert [Path(line).name for line in first.text.splitlines()] == list(
        dict.fromkeys(Path(line).name for line in first.text.splitlines())
    )
    assert closeout("build", engagement, *AS_OF).code == 0
    assert tree(engagement / "build") == made


def test_build_leaves_out_an_invoice_of_nothing_and_says_so(closeout: Run, tmp_path: Path) -> None:
    assert closeout("new", tmp_path / "fresh").code == 0
    outcome = closeout("build", tmp_path / "fresh", "-o", tmp_path / "out", *AS_OF)
    assert outcome.code == 0
    assert "warning[CO606]: nothing is left to bill" in outcome.err
    assert not (tmp_path / "out" / "invoice.pdf").exists()
    assert (tmp_path / "out" / "report.pdf").exists()
    assert closeout("invoice", tmp_path / "fresh", *AS_OF).code == 2


@pytest.mark.apart
def test_build_warns_of_documents_of_an_earlier_build(closeout: Run, tmp_path: Path) -> None:
    assert closeout("new", tmp_path / "fresh").code == 0
    old = tmp_path / "fresh" / "build" / "invoice.pdf"
    old.parent.mkdir()
    old.write_bytes(b"old")
    outcome = closeout("build", tmp_path / "fresh", *AS_OF)
    assert outcome.code == 0
    assert f"{old}: warning[CO707]: this file is from an earlier build" in outcome.err
    assert old.read_bytes() == b"old"


def test_a_build_that_fails_writes_none_of_its_documents(closeout: Run, engagement: Path) -> None:
    shorten(engagement)
    override = engagement / "templates" / "documents" / "report.md"
    override.parent.mkdir(parents=True)
    override.write_text("# {{ report.no_such_thing }}\n", encoding="utf-8")
    outcome = closeout("build", engagement, *AS_OF)
    assert outcome.code == 2
    assert f"{override}:1: error[CO605]" in outcome.err
    assert not (engagement / "build").exists()


def test_new_begins_a_folder_that_works_and_touches_nothing_that_is_there(closeout: Run, tmp_path: Path) -> None:
    folder = tmp_path / "shop"
    outcome = closeout("new", folder)
    assert outcome.code == 0
    made = tree(folder)
    assert set(made) == {
        "engagement.yaml",
        "engagement.schema.json",
        "time.csv",
        "invoices.csv",
        "messages/messages.csv",
    }
    assert made["engagement.yaml"].startswith(b"# yaml-language-server: $schema=engagement.schema.json\n")
    assert closeout("check", folder, *AS_OF).code == 0
    assert "Dear First Last" in closeout("notice", folder, *AS_OF).text
    again = closeout("new", folder)
    assert again.code == 2
    assert "error[CO704]: there is a file of this name already" in again.err
    assert tree(folder) == made


def test_the_schema_is_printed(closeout: Run) -> None:
    outcome = closeout("schema")
    assert json.loads(outcome.text)["title"] == "closeout engagement"
    assert outcome.text == (ROOT / "examples" / "engagement.schema.json").read_text(encoding="utf-8")


def test_templates_are_listed_copied_and_take_the_place_of_ours(closeout: Run, engagement: Path, home: Path) -> None:
    names = [line.split("\t")[0] for line in closeout("templates").text.splitlines()]
    assert {"documents/notice.md", "layouts/letter.html", "styles/page.css", "locales/en/notice.md"} <= set(names)
    words = "locales/en/notice.md"
    assert closeout("templates", words, "--to", engagement / "templates").code == 0
    assert closeout("templates", words).code == 0
    own, users = engagement / "templates" / words, home / "config" / "closeout" / "templates" / words
    assert own.read_bytes() == users.read_bytes() == (ROOT / "templates" / words).read_bytes()
    users.write_text(users.read_text(encoding="utf-8").replace("Dear ", "Good day, "), encoding="utf-8")
    own.write_text(own.read_text(encoding="utf-8").replace("Dear ", "Hello, "), encoding="utf-8")
    assert "Hello, Zoë Åkesson" in closeout("notice", engagement, *AS_OF).text
    own.unlink()
    assert "Good day, Zoë Åkesson" in closeout("notice", engagement, *AS_OF).text


def test_a_template_that_is_not_there_and_one_that_is_there_already(closeout: Run, tmp_path: Path) -> None:
    unknown = closeout("templates", "documents/notise.md", "--to", tmp_path)
    assert unknown.code == 2
    assert "did you mean 'documents/notice.md'?" in unknown.err
    assert closeout("templates", "documents/notice.md", "--to", tmp_path).code == 0
    assert closeout("templates", "documents/notice.md", "--to", tmp_path).code == 2


@pytest.mark.apart
def test_a_strict_build_writes_nothing(closeout: Run, engagement: Path) -> None:
    shorten(engagement)
    outcome = closeout("build", engagement, "--strict", *AS_OF)
    assert outcome.code == 1
    assert not (engagement / "build").exists()
