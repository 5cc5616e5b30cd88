"""Rule files: YAML into a rulebook, with a place for everything in a user's own file that cannot be."""

from __future__ import annotations

import re
from itertools import chain
from typing import TYPE_CHECKING, Annotated, NamedTuple

from msgspec import Meta, Struct, convert

from closeout.diagnostic import Code, did_you_mean
from closeout.domain.party import Text
from closeout.domain.rule import Platform, Rule, Rulebook, placeholders, well_formed
from closeout.domain.situation import VALUES
from closeout.reading.decode import Decoder
from closeout.reading.node import ListNode, Node, ScalarNode
from closeout.reading.scalar import FORMS, ScalarError
from closeout.reading.source import read_text
from closeout.reading.yaml_tree import parse_yaml

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

    from closeout.diagnostic import Report

_FOLDER = "rules"
_GENERAL, _NO_PLATFORM, OTHER_PLATFORM = "general", "none", "other"
NO_PLATFORMS = frozenset({_GENERAL, _NO_PLATFORM, OTHER_PLATFORM})  # rule files that are of no single platform
_URL = re.compile(r"https://[!-~]+")
_ID = re.compile(r"[a-z0-9]+(?:[.-][a-z0-9]+)*")

Limit = Annotated[
    int, Meta(ge=1, le=1_000_000, description="Most characters in a message.", extra={"least": 1, "most": 1_000_000})
]


class PlatformShape(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a rule file says about its platform."""

    name: Annotated[Text, Meta(description="As it calls itself.")]
    message_limit: Limit | None = None
    message_limit_source: Annotated[Text | None, Meta(description="Who says so.")] = None
    issues_invoices: Annotated[
        bool, Meta(description="Whether it bills the client itself, so that our invoice bears no bank details.")
    ] = True


class RulesShape(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One rule file."""

    platform: PlatformShape | None = None
    rules: tuple[Rule, ...] = ()


def rule_files(platform: str | None, find: Callable[[str], Path | None]) -> tuple[Path, ...]:
    """Return the files with the rules for a contract: the general ones, then those of its platform.

    `find` gives the file of a name such as `rules/upwork.yaml`. The file of a platform is named after it in small
    letters, without `.com`, with a hyphen for what is no letter or digit; one without a file has the rules of `other`.
    """
    own = _NO_PLATFORM if platform is None else _slug(platform)
    found = [find(f"{_FOLDER}/{_GENERAL}.yaml"), find(f"{_FOLDER}/{own}.yaml")]
    if found[-1] is None:
        found.append(find(f"{_FOLDER}/{OTHER_PLATFORM}.yaml"))
    return tuple(dict.fromkeys(path for path in found if path is not None))


def _slug(platform: str) -> str:
    name = platform.strip().lower().removeprefix("www.").removesuffix(".com")
    slug = re.sub(r"[\W_]+", "-", name).strip("-")
    return slug if slug not in {"", *NO_PLATFORMS} else OTHER_PLATFORM


def read_rulebook(
    paths: tuple[Path, ...], report: Report, *, trusted: Callable[[Path], bool] = lambda _: False
) -> Rulebook:
    """Return the rules of the files, in their order, and the last platform that one of them names.

    Files that are `trusted` to be good are read fast. Problems go to `report`; where one of them is an error,
    the rulebook is not whole.
    """
    platform: Platform | None = None
    rules: list[Rule] = []
    taken: dict[str, str] = {}
    for path in paths:
        shape = _read_file(path, taken, report, trusted=trusted(path))
        if shape is None:
            continue
        rules.extend(shape.rules)
        taken.update(dict.fromkeys((rule.id for rule in shape.rules), str(path)))
        if shape.platform is not None:
            platform = _platform(shape.platform)
    return Rulebook(platform=platform, rules=tuple(rules))


def _platform(shape: PlatformShape) -> Platform:
    return Platform(name=shape.name, message_limit=shape.message_limit, issues_invoices=shape.issues_invoices)


def _read_file(path: Path, taken: Mapping[str, str], report: Report, *, trusted: bool) -> RulesShape | None:
    """Read a file at once where it is one of ours, and key by key where it is not, to tell what is wrong with it."""
    name = str(path)
    text = read_text(path, name, report)
    tree = None if text is None else parse_yaml(text, name, report)
    if tree is None:  # an empty file is good: it says that there is nothing to mind
        return None
    if trusted:
        return convert(_plain(tree), RulesShape, strict=False)
    decoder = Decoder(report)
    shape = decoder.decode(tree, RulesShape)
    for problem in _problems(shape, taken, name) if shape else ():
        report.error(problem.code, problem.message, decoder.places[problem.path], problem.hint)
    return shape


def _plain(node: Node) -> object:
    if isinstance(node, ScalarNode):
        return node.text.strip()
    if isinstance(node, ListNode):
        return [_plain(item) for item in node.items]
    values = ((key, entry.value) for key, entry in node.entries.items())
    return {key: _plain(value) for key, value in values if not (isinstance(value, ScalarNode) and value.empty)}


class _Problem(NamedTuple):
    """What is wrong with the value at a key path, and how to mend it."""

    path: str
    code: Code
    message: str
    hint: str


def _problems(shape: RulesShape, taken: Mapping[str, str], name: str) -> Iterator[_Problem]:
    platform = shape.platform
    if platform and platform.message_limit is not None and platform.message_limit_source is None:
        hint = "write message_limit_source: and who says so"
        yield _Problem("platform.message_limit", Code.MISSING_KEY, "this limit has no source", hint)
    taken = dict(taken)
    for number, rule in enumerate(shape.rules):
        path = f"rules[{number}]"
        if rule.id in taken:
            hint = f"it stands in {taken[rule.id]} already; give each rule a name of its own"
            message = f"the rule '{rule.id}' stands here a second time"
            yield _Problem(f"{path}.id", Code.DUPLICATE_KEY, message, hint)
        taken[rule.id] = name
        yield from chain(_misshapen(rule, path), *(_misspoken(rule, *each) for each in _spoken(rule, path)))


def _misshapen(rule: Rule, path: str) -> Iterator[_Problem]:
    if not _ID.fullmatch(rule.id):
        hint = "write small letters and digits, with dots or hyphens between them, such as upwork.feedback"
        yield _Problem(f"{path}.id", Code.WRONG_SHAPE, f"'{rule.id}' is no name for a rule", hint)
    if rule.url is not None and not _URL.fullmatch(rule.url):
        hint = "write the whole address, such as https://example.com/help"
        yield _Problem(f"{path}.url", Code.WRONG_SHAPE, f"'{rule.url}' is not an address", hint)
    if rule.due is None or rule.due.zone is None:
        return
    if rule.due.time is None:
        hint = 'write time: "23:59" beside it, or leave the zone out for a whole day'
        yield _Problem(f"{path}.due.zone", Code.WRONG_SHAPE, "a zone needs a time", hint)
    try:
        FORMS["time zone"](rule.due.zone)
    except ScalarError as error:  # the decoder says so first
        yield _Problem(f"{path}.due.zone", error.code, error.message, error.hint or "")


def _spoken(rule: Rule, path: str) -> Iterator[tuple[str, str]]:
    yield f"{path}.says", rule.says
    if rule.step is not None:
        yield f"{path}.step", rule.step
    if rule.due is not None:
        yield f"{path}.due.title", rule.due.title


def _misspoken(rule: Rule, path: str, message: str) -> Iterator[_Problem]:
    """Find values that do not exist, or that need not exist where the rule applies."""
    if not well_formed(message):
        hint = "write %(name)s for a value, and %% for a per cent sign"
        yield _Problem(path, Code.TEMPLATE_VALUE, "a per cent sign stands alone here", hint)
    for name in placeholders(message):
        if name not in VALUES:
            hint = did_you_mean(name, VALUES) or f"known here: {', '.join(VALUES)}"
            yield _Problem(path, Code.TEMPLATE_VALUE, f"there is no value '{name}'", hint)
        elif VALUES[name].given and not set(VALUES[name].given) & set(rule.when):
            hint = f"add one of these to its when: {', '.join(VALUES[name].given)}"
            yield _Problem(path, Code.TEMPLATE_VALUE, f"'{name}' may have no value where this rule applies", hint)
