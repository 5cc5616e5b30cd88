"""What goes to the terminal."""

import subprocess
import sys
from pathlib import Path

from closeout.cli.printing import printable
from tests.conftest import AS_OF, Run


def test_what_is_printed_cannot_steer_a_terminal() -> None:
    assert printable("a\x1b[2Jb\nc\u202e") == "a\ufffd[2Jb\nc\ufffd"


def test_a_full_disk_behind_standard_output_is_no_bug(engagement: Path, home: Path) -> None:
    command = [sys.executable, "-m", "closeout", "notice", str(engagement), *AS_OF]
    with Path("/dev/full").open("wb") as full:
        result = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, cwd=home, timeout=60, check=False)
    assert result.returncode == 2
    assert b"error[CO701]: standard output cannot be written to" in result.stderr
    assert b"Traceback" not in result.stderr


def test_warnings_go_to_standard_error_and_stop_nothing(closeout: Run, engagement: Path) -> None:
    (engagement / "messages" / "odd.bin").write_bytes(b"\x00\x01")
    outcome = closeout("log", engagement, *AS_OF)
    assert outcome.code == 0
    assert "messages/odd.bin: warning[CO501]: not read: format not known" in outcome.err
    assert "odd.bin (format not known)" in outcome.text
