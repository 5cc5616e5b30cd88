"""The line that tells how far a run has come: on a terminal only, and gone when the run has ended."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from closeout.cli import cli, meter

EXAMPLE = str(Path(__file__).parent.parent.parent / "examples" / "upwork-hourly")
LOG = ("log", EXAMPLE, "--as-of", "2026-11-16")


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(meter, "PATIENCE", 0)
    monkeypatch.setattr(meter, "PAUSE", 0)


@pytest.fixture
def terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("click.testing._NamedTextIOWrapper.isatty", lambda _: True)


def screen(written: str) -> str:
    """Return what a terminal shows in the end: a carriage return writes over the line."""
    shown = []
    for line in written.split("\n"):
        cells: list[str] = []
        for part in line.split("\r"):
            cells[: len(part)] = part
        shown.append("".join(cells).rstrip())
    return "\n".join(shown)


@pytest.mark.usefixtures("impatient", "terminal")
def test_a_long_run_tells_what_it_does_and_leaves_nothing_behind(tmp_path: Path) -> None:
    output = str(tmp_path / "log.pdf")
    result = CliRunner().invoke(cli, [*LOG, "-o", output])
    assert result.exit_code == 0
    assert result.stdout == f"{output}\n"
    told = [line.strip() for line in result.stderr.split("\r") if line.strip()]
    read = [int(percent) for line in told for percent in re.findall(r"^reading messages/inbox\.mbox: (\d+) %$", line)]
    assert read == sorted(read)
    assert read[-1] >= 95
    pages = [int(page) for line in told for page in re.findall(r"^laying out page (\d+)$", line)]
    assert pages[:2] == [1, 2]
    assert told.index("composing the log") < told.index("laying out page 1")
    assert screen(result.stderr) == ""


@pytest.mark.usefixtures("impatient", "terminal")
def test_an_error_stands_on_a_line_of_its_own() -> None:
    result = CliRunner().invoke(cli, [*LOG, "--with", "Nobody"])
    assert "reading messages/" in result.stderr
    assert "reading" not in screen(result.stderr)


@pytest.mark.usefixtures("terminal")
def test_a_short_run_tells_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(meter, "PATIENCE", 1000)
    assert CliRunner().invoke(cli, [*LOG, "-f", "csv", "-o", "-"]).stderr == ""


@pytest.mark.usefixtures("impatient")
def test_what_is_no_terminal_is_told_nothing() -> None:
    assert CliRunner().invoke(cli, [*LOG, "-f", "csv", "-o", "-"]).stderr == ""


@pytest.mark.usefixtures("impatient")
def test_long_and_strange_names_keep_to_the_line(capsys: pytest.CaptureFixture[str]) -> None:
    line = meter.Meter()
    line.tell("reading messages/\x1b[2J" + "x" * 200, 7, 9)
    line.end()
    line.end()
    written = capsys.readouterr().err
    assert "\x1b" not in written
    assert [len(part) for part in written.split("\r")] == [0, 78, 78, 0]
    assert written.split("\r")[1].endswith("xxx: 77 %")
