"""Processes that issue at once, or are killed at a step: `python -m tests.pipeline.issuing_processes race|crash …`.

One process imports everything and forks, so that each of many real processes costs little; it prints JSON.
"""

import json
import os
import shutil
import signal
import sqlite3
import sys
import tempfile
from collections.abc import Callable
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path

import closeout.cli.issuing
from closeout.__main__ import main
from closeout.pipeline import issuing, making
from closeout.pipeline.kinds import KINDS
from closeout.register import entries
from closeout.register.verification import verify

LIMIT = 200  # steps: more than any run has


def run(arguments: list[str]) -> int:
    """Run the command line quietly, and return its exit code."""
    sys.argv = ["closeout", *arguments]
    with open(os.devnull, "w", encoding="utf-8") as silence, redirect_stdout(silence), redirect_stderr(silence):  # noqa: PTH123
        try:
            main()
        except SystemExit as end:
            return end.code if isinstance(end.code, int) else 0
    return 0


def warm_up(arguments: list[str]) -> None:
    """Make a draft, so that what is read and imported for the first document is there for all that are forked."""
    with tempfile.TemporaryDirectory() as folder:
        assert run([*arguments, "-o", f"{folder}/draft"]) == 0


def fork(job: Callable[[], int]) -> int:
    """Start a process that does the job, and return its id."""
    child = os.fork()
    if child == 0:
        code = 70
        try:
            code = job()
        finally:
            os._exit(code)
    return child


def race(register: str, folders: list[str]) -> list[int]:
    """Issue the invoices of all folders at the same moment, a process each; return the exit codes."""
    warm_up(["invoice", folders[0], "-f", "md"])
    wait, go = os.pipe()

    def job(folder: str) -> int:
        os.close(go)
        os.read(wait, 1)  # ends when the starter closes its end
        output = f"{folder}/build/invoice.md"
        return run(["invoice", folder, "--issue", "--register", register, "-o", output, "--as-of", "2026-11-16"])

    children = [fork(lambda folder=folder: job(folder)) for folder in folders]  # type: ignore[misc] # mypy #4226
    os.close(wait)
    os.close(go)
    return [os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) for child in children]


def crash(register: Path, arguments: list[str], output: Path) -> list[dict[str, object]]:
    """Kill a run before its first step, its second, …, until one has no such step; tell what each left.

    Steps are the statements to the database, the pages that are made, and what is done to files. Each run starts from
    the same register, and is followed by one that is not killed.
    """
    saved = register.read_bytes() if register.exists() else None
    warm_up(["invoice", arguments[arguments.index("--issue") - 1], "-f", "md"])
    told = []
    for step in range(1, LIMIT):
        _reset(register, saved, output)
        child = fork(lambda step=step: _killed(step, arguments))  # type: ignore[misc] # as above
        code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        journal = register.with_name(f"{register.name}-journal")
        hot = journal.exists() and journal.stat().st_size > 0
        left = _numbers(register)
        child = fork(lambda: run(arguments))
        again = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        numbers = _numbers(register)
        written = output.read_bytes() if output.exists() else b""
        with entries.opened(register) as book:
            same = written == book.file(numbers[-1], "md")
        told.append({"code": code, "hot": hot, "left": left, "again": again, "numbers": numbers, "same": same})
        if code == 0:
            return told
    message = "there is no end of steps"
    raise RuntimeError(message)


def _reset(register: Path, saved: bytes | None, output: Path) -> None:
    shutil.rmtree(register.parent, ignore_errors=True)
    shutil.rmtree(output.parent, ignore_errors=True)
    if saved is not None:
        register.parent.mkdir(parents=True)
        register.write_bytes(saved)


def _numbers(register: Path) -> list[str]:
    if not register.exists():
        return []
    with entries.opened(register) as book:
        return [entry.number for entry in verify(book)]


def _killed(step: int, arguments: list[str]) -> int:
    """Run the command line, but end it without any warning before that step."""
    steps = 0

    def count(*_: object) -> None:
        nonlocal steps
        steps += 1
        if steps == step:
            os.kill(os.getpid(), signal.SIGKILL)

    def traced(*arguments: object, **options: object) -> sqlite3.Connection:
        connection = connect(*arguments, **options)  # type: ignore[call-overload]
        connection.execute("PRAGMA cache_size = 1")  # so that pages reach the file before the commit, too
        connection.set_trace_callback(told)
        assert isinstance(connection, sqlite3.Connection)
        return connection

    def audited(event: str, _: object) -> None:
        if event in {"os.mkdir", "os.rename", "os.remove", "os.chmod", "tempfile.mkstemp"}:
            count()

    def rendered(*arguments: object, **options: object) -> object:
        count()
        return render(*arguments, **options)  # type: ignore[arg-type] # as they come

    def told(statement: str) -> None:
        if not statement.startswith(("PRAGMA", "CREATE TRIGGER")):
            count()

    connect, render = sqlite3.connect, making.render
    sqlite3.connect = traced  # type: ignore[assignment]
    vars(issuing)["render"] = rendered
    sys.addaudithook(audited)
    return run(arguments)


def _start(kind: str, register: str, *rest: str) -> object:
    issuing.ISSUED = ("md",)  # type: ignore[misc] # a PDF takes long, and many are made
    if kind == "race":
        return race(register, list(rest))
    output, *arguments = rest
    return crash(Path(register), arguments, Path(output))


if __name__ == "__main__":
    assert closeout.cli.issuing
    assert KINDS
    result = _start(*sys.argv[1:])
    print(json.dumps(result))  # noqa: T201 - for the test that started it
