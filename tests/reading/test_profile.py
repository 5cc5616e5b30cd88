from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from closeout.diagnostic import Report
from closeout.reading.node import MapNode, Node, ScalarNode
from closeout.reading.profile import PROFILE_KEYS, lay_under
from closeout.reading.yaml_tree import parse_yaml

PROFILE = """\
language: de
time_zone: Europe/Berlin
freelancer:
  name: Ada Byron
  email: ada@example.com
  address: {street: Weg 1, postcode: 01067, city: Dresden, country: DE}
  bank: {iban: DE89370400440532013000, bic: COBADEFFXXX}
"""


def tree(text: str, name: str = "e") -> Node:
    report = Report()
    node = parse_yaml(text, name, report)
    assert node is not None
    assert not report.diagnostics
    return node


def plain(node: Node) -> object:
    if isinstance(node, MapNode):
        return {key: plain(entry.value) for key, entry in node.entries.items()}
    return node.text if isinstance(node, ScalarNode) else [plain(item) for item in node.items]


def merged(engagement: str, profile: str = PROFILE) -> dict[str, Any]:
    node = plain(lay_under(tree(profile, "p"), tree(engagement)))
    assert isinstance(node, dict)
    return node


def test_what_the_engagement_does_not_say_comes_from_the_profile() -> None:
    found = merged("client: {name: C}\n")
    assert list(found) == ["client", "language", "time_zone", "freelancer"]
    assert found["language"] == "de"
    assert found["freelancer"]["name"] == "Ada Byron"


def test_what_the_engagement_says_wins() -> None:
    found = merged("language: en\nfreelancer: {email: work@example.com, phone: 1}\n")
    assert found["language"] == "en"
    assert list(found["freelancer"]) == ["name", "email", "address", "bank", "phone"]
    assert found["freelancer"]["email"] == "work@example.com"


def test_a_key_left_empty_at_the_top_says_nothing() -> None:
    found = merged("language:\ntime_zone: ~\nfreelancer:\n")
    assert (found["language"], found["time_zone"]) == ("de", "Europe/Berlin")
    assert found["freelancer"]["email"] == "ada@example.com"


def test_a_key_left_empty_in_a_party_leaves_it_out() -> None:
    assert merged("freelancer: {bank: ~}\n")["freelancer"]["bank"] == "~"


def test_an_address_and_a_bank_account_are_taken_whole() -> None:
    found = merged("freelancer: {bank: {iban: X}, address: {city: Ulm}}\n")["freelancer"]
    assert found["bank"] == {"iban": "X"}
    assert found["address"] == {"city": "Ulm"}


def test_the_same_name_is_the_same_party_whatever_blanks_surround_it() -> None:
    assert "bank" in merged("freelancer: {name: ' Ada Byron '}\n")["freelancer"]


@pytest.mark.parametrize("name", ["Ada King", "ada byron", "''", "", "[Ada Byron]", "{Ada: Byron}"])
def test_nothing_of_one_party_gets_under_the_name_of_another(name: str) -> None:
    found = merged(f"freelancer:\n  name: {name}\n")
    assert list(found["freelancer"]) == ["name"]


def test_a_profile_without_a_name_completes_nobody_who_has_one() -> None:
    found = merged("freelancer: {name: Ada}\n", "freelancer: {bank: {iban: X}}\n")
    assert found["freelancer"] == {"name": "Ada"}


@given(st.text("abA \u00a0", min_size=1), st.text("abA \u00a0", min_size=1))
def test_a_bank_account_is_completed_for_equal_names_only(mine: str, theirs: str) -> None:
    profile = f"freelancer: {{name: '{mine}', bank: {{iban: X}}}}\n"
    found = merged(f"freelancer: {{name: '{theirs}'}}\n", profile)
    assert ("bank" in found["freelancer"]) == (mine.strip() == theirs.strip())


@pytest.mark.parametrize("profile", ["- a", "x", "freelancer: x", "freelancer: [a]"])
def test_what_is_no_mapping_completes_nothing(profile: str) -> None:
    assert merged("freelancer: {name: Ada}\n", profile)["freelancer"] == {"name": "Ada"}


@pytest.mark.parametrize("engagement", ["- a", "x"])
def test_an_engagement_that_is_no_mapping_stays(engagement: str) -> None:
    node = tree(engagement)
    assert lay_under(tree(PROFILE), node) is node
    assert lay_under(None, node) is node


def test_every_value_keeps_the_place_where_it_was_written() -> None:
    node = lay_under(tree(PROFILE, "p"), tree("freelancer:\n  phone: 1\n"))
    assert isinstance(node, MapNode)
    party = node.entries["freelancer"].value
    assert isinstance(party, MapNode)
    assert {key: str(entry.value.location) for key, entry in party.entries.items()} == {
        "name": "p:4:9",
        "email": "p:5:10",
        "address": "p:6:12",
        "bank": "p:7:9",
        "phone": "e:2:10",
    }
    assert str(party.location) == "e:2:3"


def test_the_keys_of_a_profile() -> None:
    assert PROFILE_KEYS == ("freelancer", "client", "language", "time_zone", "numbering", "stationery")
