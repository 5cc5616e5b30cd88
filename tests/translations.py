"""The labels for translators: `python -m tests.translations` renews `templates/locales/closeout.pot`."""

from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import write_po

TEMPLATES = Path(__file__).parent.parent / "templates"
POT = TEMPLATES / "locales" / "closeout.pot"
_HEADER = """\
# The labels of closeout's documents. Copy this file to LANGUAGE/LC_MESSAGES/closeout.po, translate it, and compile it
# with msgfmt into closeout.mo beside it. The prose is in LANGUAGE/*.md: copy en/*.md and write it anew."""


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
    return labels


def pot() -> bytes:
    """Return the catalogue as gettext's template file, without a date: the same labels give the same bytes."""
    stream = BytesIO()
    write_po(stream, catalog(), omit_header=True, sort_output=False, width=120, include_lineno=False)
    return f"{_HEADER}\n\n".encode() + stream.getvalue()


if __name__ == "__main__":
    POT.write_bytes(pot())
