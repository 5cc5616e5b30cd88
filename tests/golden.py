"""The golden documents of the examples: `python -m tests.golden` renews `examples/*/expected`.

Read the difference before you commit it: these files are what users get.
"""

import datetime as dt
from pathlib import Path

from closeout.pipeline import KINDS, Settings, load, render, render_all
from closeout.pipeline.kinds import reminder_kind

EXAMPLES = Path(__file__).parent.parent / "examples"
AS_OF = {
    "client-ends": dt.date(2026, 9, 30),
    "eu-fixed-price": dt.date(2026, 10, 30),
    "uk-late-payment": dt.date(2026, 10, 26),
    "upwork-hourly": dt.date(2026, 11, 16),
}


IN_ALL_LANGUAGES = "eu-fixed-price"
PAID_LATE = "uk-late-payment"
LANGUAGES = ("de", "es", "fr", "it", "nl", "pl", "pt")


def documents(example: str) -> dict[str, str]:
    """Return what closeout writes as text for an example, by file name: what `build` makes, and the checklist."""
    folder, as_of = EXAMPLES / example, AS_OF[example]
    loaded = load(folder)
    made = render_all(loaded, as_of=as_of, settings=Settings(), formats=("md",)).files
    for name in ("check", "explain", "trace"):
        made[f"{name}.md"] = render(loaded, KINDS[name], "md", as_of=as_of, settings=Settings()).content
    if example == PAID_LATE:
        for name, kind in {
            "statement.md": KINDS["statement"],
            "reminder.md": KINDS["reminder"],
            "reminder.1.md": reminder_kind((), 1),
        }.items():
            made[name] = render(loaded, kind, "md", as_of=as_of, settings=Settings()).content
    if example == IN_ALL_LANGUAGES:
        for syntax in ("cii", "ubl"):
            xml = render(loaded, KINDS["invoice"], syntax, as_of=as_of, settings=Settings()).content
            made[f"invoice.{syntax}.xml"] = xml
    for language in LANGUAGES if example == IN_ALL_LANGUAGES else ():
        made[f"notice.{language}.md"] = _notice(folder, as_of, Settings(language))
    return {name: content.decode() for name, content in made.items()}


def _notice(folder: Path, as_of: dt.date, settings: Settings) -> bytes:
    loaded = load(folder, settings=settings, messages=False)
    return render(loaded, KINDS["notice"], "md", as_of=as_of, settings=settings).content


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
