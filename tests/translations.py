"""The labels for translators: `python -m tests.translations` renews the catalogues below `templates/locales`.

It collects the labels in `closeout.pot`, brings each `closeout.po` up to them, and compiles it into `closeout.mo`.
"""

from functools import cache
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from closeout.diagnostic import Report
from closeout.reading.rules import read_rulebook

TEMPLATES = Path(__file__).parent.parent / "templates"
POT = TEMPLATES / "locales" / "closeout.pot"
_HEADER = """\
# The labels of closeout's documents. Copy this file to LANGUAGE/LC_MESSAGES/closeout.po, translate it, and compile it
# with msgfmt into closeout.mo beside it. The prose is in LANGUAGE/*.md: copy en/*.md and write it anew."""


class _Labels(Catalog):
    """A language's catalogue whose header holds what gettext needs, so that the same labels give the same bytes."""

    @property
    def mime_headers(self) -> list[tuple[str, str]]:
        return [
            ("Language", str(self.locale)),
            ("Plural-Forms", self.plural_forms),
            ("Content-Type", "text/plain; charset=utf-8"),
        ]

    @mime_headers.setter
    def mime_headers(self, headers: list[tuple[str, str]]) -> None:
        """Keep what is written above."""


@cache
def catalog() -> Catalog:
    """Collect every label of every template, with the templates that use it."""
    labels = Catalog(header_comment=_HEADER, fuzzy=False)
    found = extract_from_dir(
        TEMPLATES,
        method_map=[("documents/**.md", "jinja2"), ("layouts/**", "jinja2"), ("locales/**.md", "jinja2")],
        options_map={"**": {"trim_blocks": "true", "lstrip_blocks": "true"}},
        keywords={"_": None, "ngettext": (1, 2)},
    )
    for name, _, message, _, _ in sorted(found, key=lambda each: (each[0], each[1])):
        labels.add(message, locations=[(f"templates/{name}", None)])  # type: ignore[list-item] # babel: None is no line
    for path in sorted((TEMPLATES / "rules").glob("*.yaml")):
        for rule in read_rulebook((path,), Report()).rules:
            for message in (*rule.messages, rule.source):
                labels.add(message, locations=[(f"templates/rules/{path.name}", None)])  # type: ignore[list-item] # as above
    return labels


def pot() -> bytes:
    """Return the catalogue as gettext's template file, without a date: the same labels give the same bytes."""
    return f"{_HEADER}\n\n".encode() + _text(catalog(), omit_header=True)


def catalogues() -> dict[str, Path]:
    """Return the catalogue of each language that has one."""
    return {path.parent.parent.name: path for path in sorted(POT.parent.glob("*/LC_MESSAGES/closeout.po"))}


def translated(language: str) -> Catalog:
    """Return the catalogue of a language, brought up to the labels there are: new ones are empty, old ones gone."""
    with catalogues()[language].open("rb") as stream:
        known = read_po(stream, locale=language)
    labels = _Labels(locale=language, header_comment=f"# The labels of closeout's documents: {language}.", fuzzy=False)
    for label in catalog():
        if label.id:
            same = known.get(label.id)
            kept = same.string if same and same.pluralizable == label.pluralizable else None
            labels.add(label.id, kept, label.locations, label.flags)
    return labels


def po(labels: Catalog) -> bytes:
    """Return a catalogue as gettext's text file."""
    return _text(labels, omit_header=False)


def mo(labels: Catalog) -> bytes:
    """Return a catalogue as the compiled file that gettext reads."""
    stream = BytesIO()
    write_mo(stream, labels)
    return stream.getvalue()


def _text(labels: Catalog, *, omit_header: bool) -> bytes:
    stream = BytesIO()
    write_po(stream, labels, omit_header=omit_header, sort_output=False, width=120, include_lineno=False)
    return stream.getvalue()


if __name__ == "__main__":
    POT.write_bytes(pot())
    for name, path in catalogues().items():
        renewed = translated(name)
        if path.read_bytes() != po(renewed):
            path.write_bytes(po(renewed))
        path.with_suffix(".mo").write_bytes(mo(renewed))
