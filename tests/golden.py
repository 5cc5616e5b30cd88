"""The golden documents of the examples: `python -m tests.golden` renews `examples/*/expected`.

Read the difference before you commit it: these files are what users get.
"""

import datetime as dt
from pathlib import Path

from closeout.pipeline import Settings, load, render_all

EXAMPLES = Path(__file__).parent.parent / "examples"
AS_OF = {
    "client-ends": dt.date(2026, 9, 30),
    "eu-fixed-price": dt.date(2026, 10, 30),
    "upwork-hourly": dt.date(2026, 11, 16),
}


def documents(example: str) -> dict[str, str]:
    """Return what `closeout build` writes as Markdown for an example, by file name."""
    built = render_all(load(EXAMPLES / example), as_of=AS_OF[example], settings=Settings(), formats=("md",))
    return {name: content.decode() for name, content in built.files.items()}


def renew() -> None:
    """Write the golden documents anew, and take away those that are no longer made."""
    for example in AS_OF:
        folder = EXAMPLES / example / "expected"
        folder.mkdir(exist_ok=True)
        made = documents(example)
        for stale in {path.name for path in folder.iterdir()} - made.keys():
            (folder / stale).unlink()
        for name, text in made.items():
            (folder / name).write_text(text, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    renew()
