from __future__ import annotations

import random

import pytest
import yaml
from hypothesis import example, given, settings
from hypothesis import strategies as st

from closeout.diagnostic import Code, Report
from closeout.reading import yaml_tree
from closeout.reading.node import ListNode, MapNode, Node, ScalarNode
from closeout.reading.source import CONTROL
from closeout.reading.yaml_tree import parse_yaml

TEXT = st.text(st.characters(exclude_categories=["Cs"])).filter(lambda text: not CONTROL.search(text))
YAMLISH = st.lists(
    st.sampled_from(
        [*"abé😀0~-:?,[]{}#&*!|>'\"%@`<= \t\n", "\n  ", "\n- ", ": ", "a: ", "- ", "---\n", "<<", '"', "\\e"]
    )
).map("".join)
DATA = st.recursive(
    TEXT,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXT, inner, max_size=4),
    max_leaves=12,
)


class Plain(yaml.SafeDumper):
    """Writes no anchors."""

    def ignore_aliases(self, data: object) -> bool:
        del data
        return True


def parsed(text: str) -> tuple[Node | None, tuple[str, ...]]:
    report = Report()
    node = parse_yaml(text, "f", report)
    return node, tuple(f"{each.location}: {each.code.value}" for each in report.diagnostics)


def plain(node: Node | None) -> object:
    """Return the node as lists, dictionaries and text."""
    if isinstance(node, ScalarNode):
        return node.text
    if isinstance(node, ListNode):
        return [plain(item) for item in node.items]
    if isinstance(node, MapNode):
        return {key: plain(entry.value) for key, entry in node.entries.items()}
    return None


def scalars(node: Node | None) -> list[ScalarNode]:
    if isinstance(node, ScalarNode):
        return [node]
    if isinstance(node, ListNode):
        return [each for item in node.items for each in scalars(item)]
    if isinstance(node, MapNode):
        return [each for entry in node.entries.values() for each in scalars(entry.value)]
    return []


@settings(max_examples=300)
@given(TEXT | YAMLISH)
@example("? \n: x")
@example("{a, b: [c: d]}")
def test_any_text_becomes_what_yaml_says_or_is_told(text: str) -> None:
    node, problems = parsed(text)
    if problems:
        assert all(problem[-5:] in {"CO104", "CO105", "CO106", "CO107", "CO109"} for problem in problems)
    else:
        assert plain(node) == yaml.load(text, yaml.CBaseLoader)  # noqa: S506 - makes text only


@settings(max_examples=200)
@given(DATA, st.booleans(), st.sampled_from([None, "'", '"', "|", ">"]))
def test_what_a_dumper_writes_is_read_back(data: object, flow: bool, style: str | None) -> None:  # noqa: FBT001
    text = yaml.dump(
        data, Dumper=Plain, default_flow_style=flow, default_style=style, allow_unicode=True, sort_keys=False, width=40
    )
    node, problems = parsed(text)
    assert problems == ()
    assert plain(node) == data


@given(DATA)
def test_a_place_is_where_the_value_stands(data: object) -> None:
    text = yaml.dump(data, Dumper=Plain, allow_unicode=True, default_style='"', width=10_000)
    lines = text.split("\n")
    node, problems = parsed(text)
    assert problems == ()
    for scalar in scalars(node):
        assert scalar.location.line is not None
        assert scalar.location.column is not None
        rest = lines[scalar.location.line - 1][scalar.location.column - 1 :]
        written = yaml.dump(scalar.text, allow_unicode=True, default_style='"', width=10_000).strip()
        assert rest.startswith(written)


@pytest.mark.parametrize("written", "NO off y 12:30 0012 1_000 0x1F 1e5 NaN .inf 2026-02-30 = 3.10".split())
def test_what_yaml_would_convert_stays_as_written(written: str) -> None:
    node, problems = parsed(f"a: {written}")
    assert problems == ()
    assert plain(node) == {"a": written}


def test_keys_and_values_have_their_places() -> None:
    node, _ = parsed("# first\né: x\nlist:\n  - 'y'\n  - {k: v}\n")
    assert isinstance(node, MapNode)
    assert str(node.location) == "f:2:1"
    assert [str(entry.key) for entry in node.entries.values()] == ["f:2:1", "f:3:1"]
    assert [str(each.location) for each in scalars(node)] == ["f:2:4", "f:4:5", "f:5:9"]
    items = node.entries["list"].value
    assert isinstance(items, ListNode)
    assert [str(items.location), *(str(item.location) for item in items.items)] == ["f:4:3", "f:4:5", "f:5:5"]


@pytest.mark.parametrize("loader", [yaml.SafeLoader, yaml.CSafeLoader])
def test_both_parsers_of_pyyaml_serve(loader: type, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(yaml_tree, "_LOADER", loader)
    node, _ = parsed("a: ~\nb: '~'\nc:\nd: \"\"\ne: |\n  null\nf: null\n")
    assert [(each.text, each.plain, each.empty) for each in scalars(node)] == [
        ("~", True, True),
        ("~", False, False),
        ("", True, True),
        ("", False, False),
        ("null\n", False, False),
        ("null", True, True),
    ]
    assert parsed("<<: {a: b}") == (None, ("f:1:1: CO105",))
    assert plain(parsed("'<<': b")[0]) == {"<<": "b"}
    assert parsed("a: b: c") == (None, ("f:1:5: CO104",))
    assert parsed('a: "\\e"') == (None, ("f:1:4: CO109",))
    assert parsed("") == (None, ())


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("a: &x b", "f:1:4: CO105"),
        ("&x a: b", "f:1:1: CO105"),
        ("a: *x", "f:1:4: CO105"),
        ("a: !x b", "f:1:4: CO105"),
        ("a: ! b", "f:1:4: CO105"),
        ("a: !!str b", "f:1:4: CO105"),
        ("- &x [a]", "f:1:3: CO105"),
        ("? {a: b}\n: c", "f:1:3: CO105"),
        ("a: b\n--- \nc: d", "f:2:1: CO105"),
        ("a: b\n...\nc: d", "f:3:1: CO104"),
        ("%YAML 2.0\n---\na: b", "f:1:1: CO104"),
        ("a: @b", "f:1:4: CO104"),
        ("\ta: b", "f:1:1: CO104"),
    ],
)
def test_what_surprises_is_refused(text: str, problem: str) -> None:
    assert parsed(text) == (None, (problem,))


def test_the_first_of_two_equal_keys_stays_and_all_are_told() -> None:
    node, problems = parsed("a: 1\nb: {c: 2, c: 3}\na: 4\na: 5\n")
    assert plain(node) == {"a": "1", "b": {"c": "2"}}
    assert problems == ("f:2:11: CO106", "f:3:1: CO106", "f:4:1: CO106")


def test_24_levels_are_read_and_25_are_not() -> None:
    node, problems = parsed("[" * 24 + "a" + "]" * 24)
    assert problems == ()
    assert scalars(node)[0].text == "a"
    assert parsed("[" * 25 + "a" + "]" * 25) == (None, ("f:1:25: CO107",))


def test_no_text_nests_too_deep_for_the_stack() -> None:
    shuffled = random.Random(1)  # noqa: S311 - not for secrets
    for part in ("[", "{", "- ", "{a: ", "? ", "[{a: "):
        text = part * 50_000 + "".join(shuffled.choices("]}", k=100))
        assert parsed(text)[1][0][-5:] in {Code.TOO_DEEP.value, Code.YAML_FEATURE.value}


def test_a_hint_tells_where_it_began() -> None:
    report = Report()
    parse_yaml("a:\n  - [b,\n\nc: d", "f", report)
    (diagnostic,) = report.diagnostics
    assert diagnostic.hint is not None
    assert diagnostic.hint.startswith("while parsing a flow sequence that begins in line 2; check indentation")
