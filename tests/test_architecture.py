"""The shape of the code, held by tests: where imports may point, how long a file may be, which names say nothing."""

import ast
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "src" / "closeout"
MODULES = sorted(PACKAGE.rglob("*.py"))

# Modules of more than 25 lines without a test file of their own, and what tests them instead.
TESTED_ELSEWHERE = {
    "cli/__init__.py": "cli/test_options.py: every command is there, with its help",
    "documents/einvoice_checks.py": "documents/test_einvoice_terms.py: all that is refused",
    "domain/expense.py": "reading/test_invoice_terms.py and domain/test_unbilled.py: what is read, and what is billed",
    "pipeline/__init__.py": "holds no behaviour, only the names that others use",
    "pipeline/forms.py": "pipeline/test_making.py and cli/test_documents.py: every form of every kind",
    "pipeline/kinds.py": "pipeline/test_making.py and cli/test_documents.py: every kind in every form",
    "progress.py": "cli/test_meter.py: what is told, and shown",
    "reading/messages/discord/message.py": "messages/discord: whole exports",
    "reading/messages/fingerprint.py": "messages/test_record.py: the hashes of the sources",
    "reading/messages/identity.py": "messages/test_record.py and test_notes.py: copies share an id",
    "reading/messages/meetings/blocks.py": "messages/meetings/test_calendar_file.py: whole calendars",
    "reading/messages/meetings/event.py": "messages/meetings/test_calendar_file.py: whole calendars",
    "reading/messages/occurrence.py": "messages/test_pasted_chat.py and test_linkedin.py: the same line twice",
    "reading/messages/place.py": "messages/test_record.py: order, names and links",
    "reading/messages/settled.py": "messages/exports.py: what every chat reader's messages must be like",
    "reading/messages/slack/directory.py": "messages/slack/test_export.py: whole exports",
    "reading/messages/slack/markup.py": "messages/slack/test_export.py: whole exports",
    "reading/messages/slack/message.py": "messages/slack/test_export.py: whole exports",
    "reading/messages/sms/multimedia.py": "messages/sms/test_backup.py: whole backups",
    "reading/messages/sms/xml.py": "messages/sms/test_backup.py: whole backups",
    "reading/messages/teams/rich_text.py": "messages/teams: whole exports",
    "reading/messages/source.py": "holds no behaviour, only the protocol",
    "reading/messages/whatsapp/entry.py": "messages/whatsapp/test_chat.py: whole chats",
    "reading/messages/mail/body.py": "messages/mail/test_message.py: whole mails",
    "reading/messages/mail/html_tokens.py": "messages/mail/test_html_text.py: the text of pages",
    "reading/messages/mail/part.py": "messages/mail/test_message.py: damaged mails",
}


def relative(module: Path) -> str:
    return module.relative_to(PACKAGE).as_posix()


def lines(module: Path) -> int:
    return len(module.read_text(encoding="utf-8").splitlines())


def test_imports_point_down() -> None:
    command = shutil.which("lint-imports", path=str(Path(sys.executable).parent))
    assert command, "import-linter is not installed: make check installs it"
    result = subprocess.run([command, "--no-cache"], cwd=ROOT, capture_output=True, text=True, timeout=120, check=False)
    assert result.returncode == 0, result.stdout + result.stderr


def test_domain_knows_of_diagnostics_only_where_a_value_was_written() -> None:
    names = {
        alias.name
        for module in (PACKAGE / "domain").rglob("*.py")
        for node in ast.walk(ast.parse(module.read_text(encoding="utf-8")))
        if isinstance(node, ast.ImportFrom) and node.module == "closeout.diagnostic"
        for alias in node.names
    }
    assert names <= {"Location"}


@pytest.mark.parametrize("module", MODULES, ids=relative)
def test_a_module_holds_one_idea(module: Path) -> None:
    assert lines(module) <= 300
    assert module.stem not in {"base", "common", "core", "helper", "helpers", "manager", "misc", "util", "utils"}


def test_tests_mirror_the_source() -> None:
    untested = {
        relative(module)
        for module in MODULES
        if lines(module) > 25
        and not (ROOT / "tests" / module.relative_to(PACKAGE).parent / f"test_{module.stem.strip('_')}.py").exists()
    }
    missing = sorted(untested - TESTED_ELSEWHERE.keys())
    assert not missing, f"write a test file for each, or say in TESTED_ELSEWHERE what tests it: {missing}"
    stale = sorted(TESTED_ELSEWHERE.keys() - untested)
    assert not stale, f"no exception is needed any more: {stale}"
