"""A command that prints help or a version does not wait for libraries that only documents need."""

import subprocess
import sys

import pytest

HEAVY = {"babel", "jinja2", "markdown", "msgspec", "pydantic", "weasyprint", "yaml"}


@pytest.mark.parametrize(
    "arguments",
    [["-c", "import closeout.cli"], ["-m", "closeout", "--help"], ["-m", "closeout", "--version"]],
    ids=" ".join,
)
def test_heavy_libraries_wait_until_they_are_needed(arguments: list[str]) -> None:
    result = subprocess.run(
        [sys.executable, "-X", "importtime", *arguments], capture_output=True, text=True, timeout=60, check=False
    )
    assert result.returncode == 0, result.stderr
    imported = {line.rpartition("|")[2].strip().partition(".")[0] for line in result.stderr.splitlines()}
    assert "closeout" in imported
    assert not imported & HEAVY
