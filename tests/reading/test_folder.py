from __future__ import annotations

import pickle
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from closeout.diagnostic import Code, Location, Report
from closeout.reading.folder import read_engagement

if TYPE_CHECKING:
    from closeout.domain.engagement import Engagement

ROOT = Path(__file__).parents[2]
EXAMPLES = sorted(path.parent for path in (ROOT / "examples").glob("*/engagement.yaml"))
TRAPS = """\
freelancer:
  name: "null"
  address: {street: 12:30, postcode: 0012, city: NO, country: NO}
  phone: 1_000
  tax_number: 1e5
client:
  name: 2026-02-30
  address: {street: [a, b], postcode: 0x1F, city: "yes", country: CH}
contract:
  title: off
  reference: .inf
  start: 2026-01-12
  billing: hourly
  currency: EUR
  rate: 0012.50
  tax: {treatment: small_business, reason: null and void}
ending: {by: client, reason: none, thanks: =}
deliverables:
  - {title: y, before_end: no}
"""


def read(folder: Path, profile: Path | None = None) -> tuple[Engagement | None, list[str]]:
    report = Report()
    engagement = read_engagement(folder, profile, report)
    assert (engagement is None) == report.failed
    return engagement, [f"{each.location}: {each.code.value}" for each in report.diagnostics]


def good(folder: Path, profile: Path | None = None) -> Engagement:
    engagement, problems = read(folder, profile)
    assert problems == []
    assert engagement is not None
    return engagement


def test_a_new_folder_wants_to_be_filled_in_and_is_good_otherwise() -> None:
    report = Report()
    assert read_engagement(ROOT / "templates/starter", None, report) is not None
    assert {diagnostic.code for diagnostic in report.diagnostics} == {Code.NOT_FILLED_IN}


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda path: path.name)
def test_examples_are_read_alike_each_time_and_survive_the_way_to_a_worker(example: Path) -> None:
    engagement = good(example)
    assert good(example) == engagement
    assert pickle.loads(pickle.dumps(engagement)) == engagement  # noqa: S301 - our own


def test_there_are_four_examples() -> None:
    assert [path.name for path in EXAMPLES] == ["client-ends", "eu-fixed-price", "uk-late-payment", "upwork-hourly"]


def test_what_yaml_would_convert_is_read_as_a_person_reads_it(folder: Path) -> None:
    for path in folder.iterdir():
        path.unlink()
    (folder / "engagement.yaml").write_text(TRAPS, encoding="utf-8")
    engagement = good(folder)
    party = engagement.freelancer
    assert (party.name, party.phone, party.tax_number) == ("null", "1_000", "1e5")
    assert party.address.street == ("12:30",)
    assert (party.address.postcode, party.address.city, party.address.country) == ("0012", "NO", "NO")
    assert (engagement.client.name, engagement.client.address.street) == ("2026-02-30", ("a", "b"))
    assert (engagement.client.address.postcode, engagement.client.address.city) == ("0x1F", "yes")
    assert (engagement.contract.title, engagement.contract.reference) == ("off", ".inf")
    assert str(engagement.contract.rate) == "12.50"
    assert engagement.ending.thanks == "="
    (deliverable,) = engagement.deliverables
    assert (deliverable.title, deliverable.before_end) == ("y", False)


def test_a_folder_needs_no_tables(folder: Path) -> None:
    (folder / "time.csv").unlink()
    (folder / "invoices.csv").unlink()
    engagement = good(folder)
    assert (engagement.time, engagement.ledger) == ((), ())


def test_line_ends_and_byte_order_marks_change_nothing(folder: Path) -> None:
    engagement = good(folder)
    for path in folder.iterdir():
        path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))
    assert good(folder) == engagement


def test_a_place_is_that_of_the_key_or_of_the_nearest_above(folder: Path) -> None:
    engagement = good(folder)
    assert engagement.place("contract.rate") == Location("engagement.yaml", 25, 9)
    assert engagement.place("contract.budget.amount") == Location("engagement.yaml", 20, 3)
    assert engagement.place("deliverables[0].due") == Location("engagement.yaml", 40, 5)
    assert engagement.place("handover[3].item") == Location("engagement.yaml", 1, 1)


def test_a_profile_completes_the_engagement(folder: Path, tmp_path: Path) -> None:
    profile = tmp_path / "profile.yaml"
    profile.write_text("time_zone: UTC\nfreelancer:\n  name: Ada Byron\n  phone: 123\n", encoding="utf-8")
    engagement = good(folder, profile)
    assert (engagement.freelancer.phone, engagement.time_zone) == ("123", "Europe/Berlin")
    assert engagement.place("freelancer.phone") == Location(str(profile), 4, 10)
    assert good(folder, tmp_path / "absent.yaml").freelancer.phone is None


@pytest.mark.parametrize(
    ("profile", "problem"),
    [
        ("freelanzer: {name: X}\n", "1:1: CO201"),
        ("contract: {title: X}\n", "1:1: CO201"),
        ("- freelancer\n", "1:1: CO203"),
        ("freelancer\n", "1:1: CO203"),
        ("a: b: c\n", "1:5: CO104"),
        ("client: {name: Café Zürich AG, email: x}\n", "1:39: CO213"),
        ("client: {name: Café Zürich AG, emial: x}\n", "1:32: CO201"),
    ],
)
def test_a_problem_in_the_profile_is_told_where_it_is(profile: str, problem: str, folder: Path, tmp_path: Path) -> None:
    path = tmp_path / "profile.yaml"
    path.write_text(profile, encoding="utf-8")
    assert read(folder, path) == (None, [f"{path}:{problem}"])


@pytest.mark.parametrize("profile", ["", "# nothing\n", "freelancer: {name: Someone Else, bank: x}\n"])
def test_a_profile_may_say_nothing_about_an_engagement(profile: str, folder: Path, tmp_path: Path) -> None:
    path = tmp_path / "profile.yaml"
    path.write_text(profile, encoding="utf-8")
    assert good(folder, path) == good(folder)


def test_problems_of_profile_engagement_and_tables_are_told_at_once(folder: Path, tmp_path: Path) -> None:
    path = tmp_path / "profile.yaml"
    path.mkdir()
    (folder / "engagement.yaml").write_text("a: *b\n", encoding="utf-8")
    (folder / "time.csv").write_text("date\n", encoding="utf-8")
    assert sorted(read(folder, path)[1]) == sorted(
        [f"{path}: CO102", "engagement.yaml:1:4: CO105", "time.csv:1:1: CO303", "time.csv:1:1: CO303"]
    )


def test_an_empty_engagement_is_told_even_after_other_problems(folder: Path, tmp_path: Path) -> None:
    path = tmp_path / "profile.yaml"
    path.write_text("- a\n", encoding="utf-8")
    (folder / "engagement.yaml").write_text("\n", encoding="utf-8")
    assert sorted(read(folder, path)[1]) == sorted([f"{path}:1:1: CO203", "engagement.yaml:1:1: CO101"])


def test_a_file_in_the_place_of_the_folder(folder: Path) -> None:
    assert read(folder / "time.csv") == (None, ["None: CO101"])


def test_a_folder_that_may_not_be_searched(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_: Path) -> bool:
        raise PermissionError(13, "Permission denied")

    with monkeypatch.context() as patch:
        patch.setattr(type(folder), "exists", refuse)
        patch.setattr(type(folder), "is_file", refuse)
        profile = tmp_path / "profile.yaml"
        assert read(folder, profile)[1] == [f"{profile}: CO102"] + [
            f"{name}: CO102" for name in ("engagement.yaml", "expenses.csv", "invoices.csv", "time.csv")
        ]
    (folder / "engagement.yaml").unlink()
    with monkeypatch.context() as patch:
        patch.setattr(type(folder), "iterdir", refuse)
        report = Report()
        assert read_engagement(folder, None, report) is None
        assert [each.hint for each in report.diagnostics] == ["the folder cannot be read: Permission denied"]


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(name=st.sampled_from(["engagement.yaml", "time.csv", "invoices.csv"]), data=st.data())
def test_no_small_damage_raises_or_passes_for_an_engagement_with_errors(
    name: str, data: st.DataObject, folder: Path
) -> None:
    original = (folder / name).read_bytes()
    place = data.draw(st.integers(0, len(original)))
    length = data.draw(st.integers(0, 20))
    junk = data.draw(st.binary(max_size=8) | st.text("\"'\n,;:-&*!{}[]~| é", max_size=8).map(str.encode))
    (folder / name).write_bytes(original[:place] + junk + original[place + length :])
    try:
        report = Report()
        engagement = read_engagement(folder, None, report)
    finally:
        (folder / name).write_bytes(original)
    assert (engagement is None) == report.failed
    assert all(each.code.value < "CO5" for each in report.diagnostics)
    lines = original.count(b"\n") + 12
    assert all(each.location and (each.location.line or 1) <= lines for each in report.diagnostics)
    assert Code.NO_ENGAGEMENT not in {each.code for each in report.diagnostics}
