from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from jinja2 import TemplateRuntimeError, TemplateSyntaxError, UndefinedError
from jinja2.exceptions import SecurityError
from markupsafe import Markup
from msgspec import Struct

from closeout.diagnostic import Code, UserError
from closeout.domain.money import Money
from closeout.rendering import templates as template_folders
from closeout.rendering.environment import DocumentTemplates
from closeout.rendering.locale import Wording
from closeout.rendering.templates import TemplateFolders, packaged_templates

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Templates = Callable[[dict[str, str | bytes]], DocumentTemplates]

NAME = "documents/own.md"


class View(Struct, frozen=True):
    """What a template is filled from."""

    title: str = "5 * <b>"
    missing: str | None = None


def problem(templates: DocumentTemplates, name: str = NAME, **values: object) -> tuple[Code, str, int | None]:
    with pytest.raises(UserError) as caught:
        templates.markdown(name, view=View(), **values)
    (diagnostic,) = caught.value.diagnostics
    location = diagnostic.location
    return diagnostic.code, location.file.rpartition("/")[2] if location else "", location.line if location else None


@pytest.mark.parametrize(
    ("template", "text"),
    [
        ("{{ view.title }}", "5 \\* \\<b>\n"),
        ("{{ view.title | quote }}", "> 5 \\* \\<b>\n"),
        ("{{ body }}", "*body*\n"),
        ("{{ ['a*', 'b'] | join(', ') }}", "a\\*, b\n"),
        ("{{ _('Final invoice %(number)s', number='*7*') }}", "Final invoice \\*7\\*\n"),
        ("{{ _('100%% *sure*') }}", "100% \\*sure\\*\n"),
        ("{{ ngettext('%(count)s day', '%(count)s days', 1) }}", "1 day\n"),
        ("{{ ngettext('%(count)s %(of)s', '%(count)s %(of)ss', 1200, of='_x_') }}", "1,200 \\_x\\_s\n"),
        ("1{{ '\\u00a0' }}day", "1\u00a0day\n"),
        ("{{ day | date }}; {{ amount | money }}", "May\u00a04,\u00a02026; $1,234.50\n"),
        ("a\n\n\n\nb\n{% if true %}\nc\n{% endif %}\n\n", "a\n\nb\nc\n"),
        ("{% macro bold(x) %}**{{ x }}**{% endmacro %}{{ bold('*') }}", "**\\***\n"),
        ("{% macro say() %}\n{{ view.title }}\n is due\n{% endmacro %}{{ say() | flow }}.", "5 \\* \\<b> is due.\n"),
    ],
)
def test_markdown_escapes_what_it_prints(templates: Templates, template: str, text: str) -> None:
    made = templates({NAME: template})
    values = {"day": date(2026, 5, 4), "amount": Money.of(Decimal("1234.5"), "USD"), "body": Markup("*body*")}
    assert made.markdown(NAME, view=View(), **values) == text


@pytest.mark.parametrize(
    ("template", "text"),
    [
        ("<p>{{ view.title }}</p>", "<p>5 * &lt;b&gt;</p>"),
        ("{{ body }}", "<i>body</i>"),
        ('<p title="{{ quote }}">', '<p title="&#34;&gt;">'),
        ("{{ _('%(a)s & b', a='<') }}", "&lt; &amp; b"),
    ],
)
def test_html_escapes_for_html(templates: Templates, template: str, text: str) -> None:
    made = templates({"layouts/own.html": template})
    assert made.html("layouts/own.html", view=View(), body=Markup("<i>body</i>"), quote='">') == text


@pytest.mark.parametrize(
    ("template", "code"),
    [
        ("{{ unknown }}", Code.TEMPLATE_VALUE),
        ("{{ view.unknown }}", Code.TEMPLATE_VALUE),
        ("{{ view.missing }}", Code.TEMPLATE_VALUE),
        ("{{ _('%(x)s', x=view.missing) }}", Code.TEMPLATE_VALUE),
        ("{{ _('%(x)s') }}", Code.TEMPLATE_VALUE),
        ("{{ _('%(x)') }}", Code.TEMPLATE_VALUE),
        ("{% if unknown %}{% endif %}", Code.TEMPLATE_VALUE),
        ("{{ view.title | date }}", Code.TEMPLATE_VALUE),
        ("{{ 1 / 0 }}", Code.TEMPLATE_VALUE),
        ("{{ [] | first }}", Code.TEMPLATE_VALUE),
        ("{{ 'a' + 1 }}", Code.TEMPLATE_VALUE),
        ("{% macro a() %}{{ a() }}{% endmacro %}{{ a() }}", Code.TEMPLATE_VALUE),
        ("{{ range(100000000) | list }}", Code.TEMPLATE_VALUE),
        ("{% include 'a\0b' %}", Code.TEMPLATE_VALUE),
        ("{{ view.__class__ }}", Code.TEMPLATE_FORBIDDEN),
        ("{{ view.__class__.__mro__[1].__subclasses__() }}", Code.TEMPLATE_FORBIDDEN),
        ("{{ ''.__class__.mro() }}", Code.TEMPLATE_FORBIDDEN),
        ("{{ view['__class__'] }}", Code.TEMPLATE_FORBIDDEN),
        ("{{ view | attr('__class__') }}", Code.TEMPLATE_FORBIDDEN),
        ("{{ [view] | map(attribute='__class__') | first }}", Code.TEMPLATE_FORBIDDEN),
        ("{{ cycler.__init__.__globals__ }}", Code.TEMPLATE_FORBIDDEN),
        ("{{ _.__globals__ }}", Code.TEMPLATE_FORBIDDEN),
        ("{{ address.__self__ }}", Code.TEMPLATE_FORBIDDEN),
        ("{{ address.__func__.__code__ }}", Code.TEMPLATE_FORBIDDEN),
        ("{{ self.__init__.__globals__ }}", Code.TEMPLATE_FORBIDDEN),
        ("{{ '{0.__class__}'.format(view) }}", Code.TEMPLATE_FORBIDDEN),
        ("{{ [].append(1) }}", Code.TEMPLATE_FORBIDDEN),
        ("{{ 'a' * 10000000000 }}", Code.TEMPLATE_FORBIDDEN),
        ("{{ 9 ** 9 ** 9 }}", Code.TEMPLATE_FORBIDDEN),
    ],
)
def test_what_an_override_may_not_do_is_told_with_file_and_line(
    templates: Templates, template: str, code: Code
) -> None:
    found = problem(templates({NAME: f"one\ntwo\n{template}\n"}))
    assert found == (code, "own.md", 3)


@pytest.mark.parametrize(
    "template", ["{{ x", "{% if %}", "{% for %}", "{{ x | nofilter }}", "{% endif %}", "{% nosuch %}", "{{ 'x }}"]
)
def test_an_override_that_is_no_template_is_told_with_file_and_line(templates: Templates, template: str) -> None:
    code, file, line = problem(templates({NAME: f"one\n{template}"}))
    assert (code, file, line) == (Code.TEMPLATE_SYNTAX, "own.md", 2)


@pytest.mark.parametrize(
    "name", ["/etc/passwd", "../secret.md", "documents/../../secret.md", "nope.md", "", ".", "documents"]
)
@pytest.mark.parametrize("statement", ["{{% include '{}' %}}", "{{% extends '{}' %}}", "{{% import '{}' as x %}}"])
def test_a_template_reaches_no_file_outside(templates: Templates, tmp_path: Path, statement: str, name: str) -> None:
    (tmp_path / "secret.md").write_text("secret")
    code, file, line = problem(templates({NAME: "one\n" + statement.format(name)}))
    assert (code, file, line) == (Code.TEMPLATE_NAME, "own.md", 2)


def test_a_list_of_names_may_miss_some(templates: Templates) -> None:
    made = templates({NAME: "{% include ['nope.md', 'documents/two.md'] %}", "documents/two.md": "two"})
    assert made.markdown(NAME) == "two\n"


@pytest.mark.parametrize("included", ["documents/own.txt", "documents/own", "styles/own.css"])
def test_an_override_is_blamed_whatever_it_is_called(templates: Templates, included: str) -> None:
    found = problem(templates({NAME: f"{{% include '{included}' %}}", included: "\n{{ unknown }}"}))
    assert found == (Code.TEMPLATE_VALUE, included.rpartition("/")[2], 2)


def test_an_override_is_blamed_for_what_it_hands_to_ours(templates: Templates) -> None:
    template = "{% import 'documents/labels.md' as label with context %}\n{{ label.side(none) }}"
    assert problem(templates({NAME: template})) == (Code.TEMPLATE_VALUE, "own.md", 2)


def test_a_folder_whose_name_begins_like_ours_is_not_ours(
    templates: Templates, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(template_folders, "packaged_templates", lambda: tmp_path / "temp")
    assert problem(templates({NAME: "{{ unknown }}"})) == (Code.TEMPLATE_VALUE, "own.md", 1)


@pytest.mark.parametrize(
    ("template", "error"),
    [
        ("{{ unknown }}", UndefinedError),
        ("{{ view.missing }}", TemplateRuntimeError),
        ("{{ x", TemplateSyntaxError),
        ("{{ view.__class__ }}", SecurityError),
        ("{{ 1 / 0 }}", ZeroDivisionError),
    ],
)
def test_the_mistakes_of_our_own_templates_are_bugs(
    templates: Templates, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, template: str, error: type[Exception]
) -> None:
    made = templates({NAME: template})
    monkeypatch.setattr(template_folders, "packaged_templates", lambda: tmp_path / "templates")
    with pytest.raises(error):
        made.markdown(NAME, view=View())


def test_an_override_that_cannot_be_read_is_told(templates: Templates) -> None:
    code, file, _ = problem(templates({NAME: b"\xff\xfe"}))
    assert (code, file) == (Code.TEMPLATE_SYNTAX, "own.md")


def test_an_override_takes_the_place_of_ours_and_may_use_the_rest(override: Callable[..., Path]) -> None:
    first = override({"documents/labels.md": "mine\n"}, "first")
    second = override(
        {"documents/labels.md": "theirs\n", "documents/x.md": "{% include 'documents/labels.md' %}"}, "2nd"
    )
    wording = Wording("en", "US", packaged_templates() / "locales")
    made = DocumentTemplates(TemplateFolders((first, second)), wording)
    assert made.markdown("documents/x.md") == "mine\n"
