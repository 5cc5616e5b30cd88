"""Message sources of other packages, installed as such packages are."""

from __future__ import annotations

import subprocess
import sys
from textwrap import dedent
from typing import TYPE_CHECKING

import pytest

from closeout.diagnostic import Code, Report, UserError
from closeout.reading.messages import registry
from closeout.reading.messages.record import read_record
from tests.small_engagement import ENGAGEMENT

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

# A made-up export: a line that names the program, then `time|sender|text`.
ACME = """
    from datetime import datetime
    from hashlib import sha256

    from closeout.domain.correspondence import (
        Correspondent, Message, MessageKind, Origin, Skipped, TimePrecision, TimeSource,
    )
    from closeout.reading.messages.settled import settled


    class Acme:
        name = "acme"

        def recognises(self, candidate):
            return candidate.head.startswith(b"From: ACME chat")

        def read(self, candidate):
            offset = 0
            for number, line in enumerate(candidate.path.read_bytes().splitlines(keepends=True)):
                origin = Origin(
                    path=candidate.relative, offset=offset, length=len(line), sha256=sha256(line).hexdigest()
                )
                offset += len(line)
                if number < 2:
                    continue
                time, sender, text = line.decode().rstrip().split("|")
                if not text:
                    yield Skipped(path=candidate.relative, reason="no text", offset=origin.offset)
                    continue
                yield settled(
                    Message(
                        id="",
                        kind=MessageKind.MESSAGE,
                        channel="Acme",
                        sent_at=datetime.fromisoformat(time),
                        time_source=TimeSource.STORED,
                        time_precision=TimePrecision.SECOND,
                        sender=Correspondent(sender),
                        text=text,
                        origins=(origin,),
                    )
                )
"""
# Its first line looks like a mail's: what the user installed for a format comes before ours.
EXPORT = "From: ACME chat\nSubject: Shop\n2026-11-03T14:05:00+00:00|Ada|Draft sent.\n2026-11-03T14:06:00+00:00|Bob|\n"


@pytest.fixture(autouse=True)
def _as_installed_now() -> Iterator[None]:
    registry.sources.cache_clear()
    yield
    registry.sources.cache_clear()


def install(site: Path, module: str, class_name: str = "Acme") -> None:
    """Put a package into a folder of packages, as an installer would."""
    site.mkdir()
    (site / "acme_messages.py").write_text(dedent(module))
    info = site / "acme_messages-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: acme-messages\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text(f"[closeout.message_sources]\nacme = acme_messages:{class_name}\n")


def folder_with_export(tmp_path: Path) -> Path:
    (tmp_path / "messages").mkdir()
    (tmp_path / "messages" / "chat.txt").write_text(EXPORT)
    return tmp_path


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.syspath_prepend(str(tmp_path / "site"))
    yield tmp_path / "site"
    sys.modules.pop("acme_messages", None)


def refusal(tmp_path: Path) -> str:
    with pytest.raises(UserError) as raised:
        read_record(folder_with_export(tmp_path), "UTC", Report())
    (diagnostic,) = raised.value.diagnostics
    assert diagnostic.code is Code.PLUG_IN_FAILED
    assert diagnostic.hint == "update the package, or take it away: pip uninstall acme-messages"
    return diagnostic.message


def test_a_package_brings_a_format_of_its_own(tmp_path: Path, site: Path) -> None:
    install(site, ACME)
    record = read_record(folder_with_export(tmp_path), "UTC", Report())
    (message,) = record.messages
    assert (message.channel, message.sender.name, message.visible) == ("Acme", "Ada", "Draft sent.")
    assert [(each.format, each.messages, each.skipped) for each in record.sources] == [("acme", 1, 1)]


def test_without_the_package_the_same_file_is_no_such_chat(tmp_path: Path) -> None:
    record = read_record(folder_with_export(tmp_path), "UTC", Report())
    assert [each.format for each in record.sources] == ["eml"]


@pytest.mark.parametrize(
    ("module", "class_name", "told"),
    [
        ("import acme_protobuf", "Acme", "cannot be loaded: No module named 'acme_protobuf'"),
        ("class Acme:\n    name = 'acme'", "Acme", "cannot be loaded: Acme lacks name, recognises or read"),
        ("class Acme: ...", "Other", "cannot be loaded: module 'acme_messages' has no attribute 'Other'"),
        (ACME.replace("candidate.head.", "candidate.tail."), "Acme", "failed: 'Candidate' object has no attribute"),
        (ACME.replace('"no text"', "1 / 0"), "Acme", "failed: division by zero"),
        (ACME.replace("yield settled(", "yield str("), "Acme", "failed: it gave str for a message"),
    ],
)
def test_a_package_that_fails_is_named(tmp_path: Path, site: Path, module: str, class_name: str, told: str) -> None:
    install(site, module, class_name)
    assert refusal(tmp_path).startswith(f"the message source 'acme' of the package 'acme-messages' {told}")


def test_the_command_line_knows_an_installed_format(tmp_path: Path) -> None:
    install(tmp_path / "site", ACME)
    folder_with_export(tmp_path)
    (tmp_path / "engagement.yaml").write_text(ENGAGEMENT)
    command = (sys.executable, "-m", "closeout", "log", str(tmp_path), "--sources")
    environment = {"PYTHONPATH": str(tmp_path / "site"), "HOME": str(tmp_path)}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr
    assert "chat.txt" in done.stdout
    assert "acme" in done.stdout
