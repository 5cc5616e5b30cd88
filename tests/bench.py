"""How long whole commands take: `make bench` prints medians of interleaved runs, and what they may be at the most.

Machines are noisy, so nothing here is a test: compare the ratios of one run, and look twice.
"""

import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parent.parent
EXAMPLE = ROOT / "examples" / "upwork-hourly"
RUNS = 15


def command(*arguments: str) -> list[str]:
    """Return the installed command with its arguments."""
    return [str(Path(sys.executable).parent / arguments[0]), *arguments[1:]]


def medians(commands: dict[str, list[str]]) -> dict[str, float]:
    """Run the commands in turn, after one round that is not counted; return the median of each in milliseconds."""
    times: dict[str, list[float]] = {name: [] for name in commands}
    for turn in range(RUNS + 1):
        for name, each in commands.items():
            start = time.perf_counter()
            subprocess.run(each, capture_output=True, check=True, timeout=120)
            if turn:
                times[name].append((time.perf_counter() - start) * 1000)
    return {name: statistics.median(each) for name, each in times.items()}


def main() -> None:
    """Print the table."""
    with tempfile.TemporaryDirectory() as folder:
        page = Path(folder) / "page.html"
        letter = ("closeout", "notice", str(EXAMPLE), "--as-of", "2026-11-16")
        subprocess.run(command(*letter, "-o", str(page)), check=True, capture_output=True, timeout=120)
        taken = medians(
            {
                "pass": [sys.executable, "-c", "pass"],
                "help": command("closeout", "--help"),
                "markdown": command(*letter),
                "pdf": command(*letter, "-o", str(Path(folder) / "letter.pdf")),
                "weasyprint": command("weasyprint", str(page), str(Path(folder) / "page.pdf")),
            }
        )
    rows = (
        ("closeout --help, ms above python -c pass", taken["help"] - taken["pass"], 70),
        ("closeout notice as Markdown, ms above python -c pass", taken["markdown"] - taken["pass"], 250),
        ("closeout notice as PDF / weasyprint on the same page", taken["pdf"] / taken["weasyprint"], 1.15),
    )
    sys.stdout.write(f"medians of {RUNS} runs in turn; weasyprint {taken['weasyprint']:.0f} ms\n")
    for name, value, most in rows:
        sys.stdout.write(f"{name:<55} {value:8.2f}  (at the most {most})\n")


if __name__ == "__main__":
    main()
