"""Every language says everything that English says: no label empty, no macro missing, no form of a word left out."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from babel import Locale
from babel.messages.pofile import read_po
from jinja2 import Environment, nodes

from closeout.rendering.templates import packaged_templates
from tests.translations import POT, catalogues, mo, translated

if TYPE_CHECKING:
    from pathlib import Path

    from babel.messages.catalog import Catalog, Message

LOCALES = packaged_templates() / "locales"
ENGLISH = LOCALES / "en"
LANGUAGES = sorted(path.name for path in LOCALES.iterdir() if path.is_dir() and path != ENGLISH)
WORDS = [
    (language, path.name)
    for language in ("en", *LANGUAGES)
    for path in sorted((LOCALES / language).glob("*.md"))
    if (ENGLISH / path.name).is_file()
]

# Labels that are the same in English because both languages have that word, the one from the other or both from Latin;
# VAT is what Poland calls its tax.
pytestmark = pytest.mark.apart

SAME_AS_ENGLISH = {
    "de": {"Bank", "Format", "Median", "Name", "Status", "km"},
    "es": {"Bytes", "Total", "km"},
    "fr": set(
        "Client Date Documentation Finances Format Messages Page Participant Participants Parties Point Sources Total "
        "e-mail km message mile note page".split()
    )
    | {"%(count)s message", "%(count)s point"},
    "it": {"File", "e-mail", "km"},
    "nl": {"Bank", "Bytes", "Project", "Status", "e-mail", "km", "week"},
    "pl": {"Bank", "Format", "Status", "VAT", "e-mail", "km"},
    "pt": {"Bytes", "Total", "e-mail", "km"},
}
# A source is cited under the name that it gives itself.
CITED = re.compile(r"EN 16931|(Fiverr|Upwork) Help|Fiverr Community|Freelancer\.com,")
# CLDR has a category for whole millions here; what closeout counts stays below, and `other` serves it.
MANY_ARE_MILLIONS = {"es", "fr", "it", "pt"}

_PLACEHOLDER = re.compile(r"%\((\w+)\)s")

each_language = pytest.mark.parametrize("language", LANGUAGES)
each_file = pytest.mark.parametrize(("language", "name"), WORDS)
each_translated_file = pytest.mark.parametrize(("language", "name"), [word for word in WORDS if word[0] != "en"])


def labels(path: Path, language: str | None = None) -> Catalog:
    with path.open("rb") as stream:
        return read_po(stream, locale=language)


def singular(label: Message) -> str:
    return label.id if isinstance(label.id, str) else label.id[0]


def forms(label: Message | None) -> tuple[str, ...]:
    """Return the translation of a label, with all its plural forms."""
    if label is None or not label.string:
        return ("",)
    return (label.string,) if isinstance(label.string, str) else tuple(label.string)


def placeholders(text: str) -> list[str]:
    return sorted(_PLACEHOLDER.findall(text))


TEMPLATE = [label for label in labels(POT) if label.id]


def tree(language: str, name: str) -> nodes.Template:
    path = LOCALES / language / name
    return Environment(autoescape=True).parse(path.read_text(encoding="utf-8"), name, str(path))


def macros(template: nodes.Template) -> dict[str, tuple[tuple[str, ...], int]]:
    """Return the parameters of each macro, and how many of them may be left out."""
    found = template.find_all(nodes.Macro)
    return {macro.name: (tuple(each.name for each in macro.args), len(macro.defaults)) for macro in found}


def calls(template: nodes.Template) -> list[tuple[str, nodes.Call]]:
    return [(call.node.name, call) for call in template.find_all(nodes.Call) if isinstance(call.node, nodes.Name)]


@each_language
def test_a_language_has_every_file_of_english(language: str) -> None:
    missing = {path.name for path in ENGLISH.iterdir()} - {path.name for path in (LOCALES / language).iterdir()}
    assert missing == set()


@each_language
def test_every_label_is_translated_in_all_its_plural_forms(language: str) -> None:
    known = labels(catalogues()[language], language)
    empty = [
        singular(label) for label in TEMPLATE if not all(form.strip() for form in forms(known.get(singular(label))))
    ]
    assert empty == []
    pairs = [label for label in TEMPLATE if not isinstance(label.id, str)]
    wrong = [singular(label) for label in pairs if len(forms(known.get(singular(label)))) != known.num_plurals]
    assert wrong == []


@each_language
def test_a_translated_label_is_filled_with_the_same_values(language: str) -> None:
    known = labels(catalogues()[language], language)
    for label in TEMPLATE:
        # The English singular may write its number as a word: "a week", "3 weeks".
        names = [placeholders(form) for form in ((label.id,) if isinstance(label.id, str) else label.id)]
        for form in filter(None, forms(known.get(singular(label)))):
            assert placeholders(form) in names, form
            assert "%" not in _PLACEHOLDER.sub("", form).replace("%%", ""), form


@each_language
def test_no_label_is_left_in_english(language: str) -> None:
    known = labels(catalogues()[language], language)
    left = {singular(label) for label in TEMPLATE if forms(known.get(singular(label)))[0] == singular(label)}
    words = {label for label in left if re.search("[A-Za-z]", _PLACEHOLDER.sub("", label))}
    assert {label for label in words if not CITED.match(label)} <= SAME_AS_ENGLISH.get(language, set())


@each_language
def test_the_compiled_labels_are_those_of_the_catalogue(language: str) -> None:
    compiled = catalogues()[language].with_suffix(".mo").read_bytes()
    assert compiled == mo(translated(language)), "run python -m tests.translations"


@each_translated_file
def test_a_language_has_the_macros_of_english_and_those_that_they_call(language: str, name: str) -> None:
    english, own = macros(tree("en", name)), macros(tree(language, name))
    assert {macro: own.get(macro) for macro in english} == english
    assert own.keys() - english.keys() <= {called for called, _ in calls(tree(language, name))}


@each_file
def test_a_word_with_a_number_has_every_form_that_the_language_needs(language: str, name: str) -> None:
    categories = {*Locale(language).plural_form.tags, "other"}
    needed = categories - {"many"} if language in MANY_ARE_MILLIONS else categories
    for called, call in calls(tree(language, name)):
        if called == "plural":
            given = {form.key for form in call.kwargs}
            assert needed <= given <= categories, f"{name}, line {call.lineno}"


@pytest.mark.parametrize(("language", "name"), WORDS)
def test_no_printed_word_relies_on_spaces_at_its_ends(language: str, name: str) -> None:
    """What is printed loses the spaces at its ends: they stand between the braces instead."""
    text = (LOCALES / language / name).read_text(encoding="utf-8")
    printed = re.findall(r"\{\{-?(.*?)-?\}\}", text, re.DOTALL)
    literals = [literal for each in printed for literal in re.findall(r'"((?:[^"\\]|\\.)*)"', each)]
    assert [literal for literal in literals if literal.strip() and literal != literal.strip()] == []
