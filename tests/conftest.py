"""What every test may use: a command line that runs as users run it, and an example to change."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import settings

settings.register_profile("suite", max_examples=30, deadline=None)  # the machine may be busy
settings.load_profile("suite")

ROOT = Path(__file__).parent.parent
AS_OF = ("--as-of", "2026-11-16")
DOCUMENTS = ("notice", "invoice", "log", "report")


def tree(folder: Path) -> dict[str, bytes]:
    """Return every file below `folder` with its content."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


class Outcome(NamedTuple):
    """What a command left: its exit code and what it printed."""

    code: int
    out: bytes
    err: str

    @property
    def text(self) -> str:
        """Standard output as text."""
        return self.out.decode()


Run = Callable[..., Outcome]


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give the user an empty home, so that no test sees or leaves anything of a real one."""
    folder = tmp_path / "home"
    folder.mkdir()
    monkeypatch.setenv("HOME", str(folder))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(folder / "config"))
    monkeypatch.setenv("XDG_CACHE_HOME", str(folder / "cache"))
    monkeypatch.setenv("XDG_DATA_HOME", str(folder / "data"))
    return folder


@pytest.fixture
def closeout(home: Path) -> Run:
    """Run the command line in a process of its own, as users do."""

    def run(*arguments: str | Path) -> Outcome:
        command = [sys.executable, "-m", "closeout", *map(str, arguments)]
        result = subprocess.run(command, capture_output=True, timeout=120, check=False, cwd=home, env=os.environ.copy())
        return Outcome(result.returncode, result.stdout, result.stderr.decode())

    return run


@pytest.fixture
def engagement(tmp_path: Path) -> Path:
    """Return a copy of the hourly example without its golden documents, free to be changed."""
    folder = tmp_path / "engagement"
    shutil.copytree(ROOT / "examples" / "upwork-hourly", folder, ignore=shutil.ignore_patterns("expected"))
    return folder
