"""How long whole commands take: `make bench` prints medians of interleaved runs, and what they may be at the most.

Machines are noisy, so nothing here is a test: compare the ratios of one run, and look twice.
"""

import base64
import random
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


def medians(commands: dict[str, list[str]], runs: int = RUNS) -> dict[str, float]:
    """Run the commands in turn, after one round that is not counted; return the median of each in milliseconds."""
    times: dict[str, list[float]] = {name: [] for name in commands}
    for turn in range(runs + 1):
        for name, each in commands.items():
            start = time.perf_counter()
            subprocess.run(each, capture_output=True, check=True, timeout=120)
            if turn:
                times[name].append((time.perf_counter() - start) * 1000)
    return {name: statistics.median(each) for name, each in times.items()}


OURS = """
import sys
from pathlib import Path
from closeout.diagnostic import Report
from closeout.reading.messages.record import read_record
print(len(read_record(Path(sys.argv[1]), "UTC", Report()).messages))
"""
# The same work: who, when, what about, the text, and the fingerprint of each file.
THEIRS = """
import email, email.policy, hashlib, mailbox, sys
def parsed(stream):
    return email.message_from_binary_file(stream, policy=email.policy.default)
count = 0
for mail in mailbox.mbox(sys.argv[1] + "/messages/big.mbox", factory=parsed):
    fields = [str(mail[name]) for name in ("From", "To", "Cc", "Subject", "Date", "Message-ID", "References")]
    text = mail.get_body(("plain", "html")).get_content()
    files = [hashlib.sha256(part.get_payload(decode=True)).hexdigest() for part in mail.iter_attachments()]
    count += 1
print(count)
"""


def write_mailbox(path: Path, mails: int) -> None:
    """Write a mailbox of threads, quotations and files, the same on every machine."""
    draw = random.Random(1)  # noqa: S311
    words = "project invoice draft please find attached the new version with comments from our team tomorrow".split()
    with path.open("w", encoding="ascii", newline="\n") as box:
        for number in range(mails):
            text = "\n".join(" ".join(draw.choices(words, k=11)) for _ in range(draw.randint(5, 35)))
            quoted = "\n".join("> " + " ".join(draw.choices(words, k=10)) for _ in range(draw.randint(0, 40)))
            file = base64.encodebytes(draw.randbytes(draw.choice([0, 2000, 20000]))).decode()
            day = f"{number % 28 + 1:02} Oct 2026 {number % 24:02}:{number % 60:02}:00"
            box.write("From x Thu Oct  1 10:00:00 2026\nFrom: Ada <ada@example.com>\nTo: Bob <bob@example.org>\n")
            box.write(f"Subject: Re: Draft {number // 20}\nDate: {day} +0000\nMessage-ID: <{number}@example.com>\n")
            box.write(f"MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b{number}\n\n--b{number}\n")
            box.write(f"Content-Type: text/plain; charset=utf-8\n\n{text}\n\nAda wrote:\n{quoted}\n\n--b{number}\n")
            box.write("Content-Type: application/pdf\nContent-Disposition: attachment; filename=a.pdf\n")
            box.write(f"Content-Transfer-Encoding: base64\n\n{file}\n--b{number}--\n\n")


def mailbox_times(folder: Path, mails: int) -> dict[str, float]:
    """Return how long closeout and the standard library take to read the same mailbox, in milliseconds."""
    (folder / "messages").mkdir()
    write_mailbox(folder / "messages" / "big.mbox", mails)
    readers = {"ours": OURS, "theirs": THEIRS}
    return medians({name: [sys.executable, "-c", code, str(folder)] for name, code in readers.items()}, runs=3)


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
        mail = mailbox_times(Path(folder), 2000)
    rows = (
        ("closeout --help, ms above python -c pass", taken["help"] - taken["pass"], 70),
        ("closeout notice as Markdown, ms above python -c pass", taken["markdown"] - taken["pass"], 250),
        ("closeout notice as PDF / weasyprint on the same page", taken["pdf"] / taken["weasyprint"], 1.15),
        ("a mailbox of 2,000 mails / mailbox.mbox with policy.default", mail["ours"] / mail["theirs"], 1.0),
    )
    sys.stdout.write(f"medians of {RUNS} runs in turn; weasyprint {taken['weasyprint']:.0f} ms\n")
    for name, value, most in rows:
        sys.stdout.write(f"{name:<60} {value:8.2f}  (at the most {most})\n")


if __name__ == "__main__":
    main()
