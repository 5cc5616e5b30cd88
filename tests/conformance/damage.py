"""Ways to damage an e-invoice."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Callable

    Element: TypeAlias = Any  # lxml has no types
    Damage = Callable[[Element], None]

NAMESPACES = {
    "rsm": "urn:un:unece:uncefact:data:standard:CrossIndustryInvoice:100",
    "ram": "urn:un:unece:uncefact:data:standard:ReusableAggregateBusinessInformationEntity:100",
    "udt": "urn:un:unece:uncefact:data:standard:UnqualifiedDataType:100",
    "cac": "urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2",
    "cbc": "urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2",
}


def removed(path: str) -> Damage:
    def damage(tree: Element) -> None:
        for element in _found(tree, path):
            element.getparent().remove(element)

    return damage


def said(path: str, text: str) -> Damage:
    def damage(tree: Element) -> None:
        _found(tree, path)[0].text = text

    return damage


def attribute(path: str, name: str, value: str) -> Damage:
    def damage(tree: Element) -> None:
        _found(tree, path)[0].set(name, value)

    return damage


def moved_first(path: str) -> Damage:
    def damage(tree: Element) -> None:
        element = _found(tree, path)[0]
        element.getparent().insert(0, element)

    return damage


def _found(tree: Element, path: str) -> list[Element]:
    found: list[Element] = tree.xpath(path, namespaces=NAMESPACES)
    assert found, f"there is nothing to damage at {path}"
    return found
