"""The statement of account and the payment reminders, as users ask for them."""

from __future__ import annotations

import datetime as dt
import shutil
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner
from msgspec.structs import replace

from closeout.cli import cli
from closeout.domain.courtesy import concerns
from closeout.domain.engagement import Tone
from closeout.pipeline import KINDS, Settings, load, render
from closeout.pipeline.kinds import reminder_kind, statement_kind
from tests.conftest import AS_OF, ROOT, tree

if TYPE_CHECKING:
    from pathlib import Path

    from click.testing import Result

DAY = dt.date(2026, 10, 26)
TODAY = ("--as-of", str(DAY))
BANK = "GB82 WEST"


@pytest.fixture
def late(tmp_path: Path) -> Path:
    """Return a copy of the example that is paid late, free to be changed."""
    folder = tmp_path / "late"
    shutil.copytree(ROOT / "examples" / "uk-late-payment", folder, ignore=shutil.ignore_patterns("expected"))
    return folder


@pytest.fixture
def closeout(home: Path) -> CliRunner:
    """Run the command line in this process, for a user with an empty home."""
    return CliRunner(env={"HOME": str(home)})


def ran(closeout: CliRunner, *arguments: str | Path) -> Result:
    result = closeout.invoke(cli, [str(each) for each in arguments])
    assert result.exit_code == 0, result.stderr or result.exception
    return result


def change(folder: Path, old: str, new: str) -> None:
    path = folder / "engagement.yaml"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def test_they_are_printed_and_nothing_is_written(closeout: CliRunner, late: Path) -> None:
    before = tree(late)
    assert "# Statement of account 20261026" in ran(closeout, "statement", late, *TODAY).stdout
    assert "# Final demand for payment: 2 invoices" in ran(closeout, "remind", late, *TODAY).stdout
    assert tree(late) == before


def test_a_statement_may_be_of_a_period(closeout: CliRunner, late: Path) -> None:
    page = ran(closeout, "statement", late, "--from", "2026-08-01", "--to", "2026-08-31", *TODAY).stdout
    assert "Opening balance | | | | £1,400.00" in page
    assert "**£2,150.00**" in page
    assert "RE-133" not in page
    wrong = closeout.invoke(cli, ["statement", str(late), "--from", "2026-09-01", "--to", "2026-08-31"])
    assert (wrong.exit_code, "is before --from" in wrong.stderr) == (2, True)


def test_one_invoice_may_be_reminded_of(closeout: CliRunner, late: Path) -> None:
    result = ran(closeout, "remind", late, "RE-129", "--level", "1", *TODAY)
    assert "# Payment reminder: invoice RE-129" in result.stdout
    assert "RE-124" not in result.stdout
    assert "Interest" not in result.stdout
    assert "CO807" in result.stderr  # it has had the second already


def test_in_the_folder_itself_a_number_is_enough(
    closeout: CliRunner, late: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(late)
    assert "invoice RE-129" in ran(closeout, "remind", "RE-129", "--level", "2", *TODAY).stdout
    assert "CO405" in str(closeout.invoke(cli, ["remind", "RE-999"]).exception)


def test_a_reminder_is_a_text_and_a_draft_as_well(closeout: CliRunner, late: Path, tmp_path: Path) -> None:
    text = ran(closeout, "remind", late, "-f", "txt", *TODAY).stdout
    assert text.startswith("Final demand for payment: 2 invoices\n\nDear Mr Prowse,")
    assert "RE-124 | 6 Aug 2026 | 24 Aug 2026 | £1,400.00 | \N{MULTIPLICATION SIGN} 11.75%" in text
    ran(closeout, "remind", late, "-o", tmp_path / "draft.eml", *TODAY)
    draft = (tmp_path / "draft.eml").read_bytes()
    assert b"Subject: =?utf-8?q?Final_demand" in draft
    assert b'filename="reminder.pdf"' in draft


def test_a_reference_rate_that_is_missing_is_asked_for(closeout: CliRunner, late: Path) -> None:
    change(late, "from: 2026-07-01, rate", "from: 2026-01-01, rate")
    result = ran(closeout, "remind", late, *TODAY)
    assert "Interest" not in result.stdout
    assert "Please pay £2,000.00 by" in result.stdout
    assert "warning[CO806]: the reference rate from 2026-07-01 is not known" in result.stderr
    assert "{from: 2026-07-01, rate: …}, with the Bank Rate" not in result.stderr  # the hint names the whole key
    assert "reference_rates: [{from: 2026-07-01, rate: …}], with the Bank Rate of the last day" in result.stderr


def test_a_law_that_nobody_knows_is_told_at_its_place(closeout: CliRunner, late: Path) -> None:
    change(late, "law: gb", "law: uk")
    result = closeout.invoke(cli, ["remind", str(late), *TODAY])
    assert "no law on late payment is called 'uk'" in str(result.exception)
    assert "engagement.yaml:" in str(result.exception)


@pytest.mark.parametrize("arguments", [["remind"], ["remind", "--level", "3"], ["statement"]], ids=" ".join)
def test_on_a_platform_there_is_no_bank_account(closeout: CliRunner, engagement: Path, arguments: list[str]) -> None:
    page = ran(closeout, *arguments, *AS_OF, engagement).stdout
    assert "IBAN" not in page
    assert "Account" not in page
    assert "through Upwork" in page
    assert "court" not in page


@pytest.mark.parametrize("example", ["uk-late-payment", "upwork-hourly"])
def test_every_reminder_is_polite(example: str, tmp_path: Path) -> None:
    loaded = load(ROOT / "examples" / example, messages=False)
    engagement, settings = loaded.engagement, Settings(cache=tmp_path)
    kinds = [statement_kind(None, None), *(reminder_kind((), level) for level in (1, 2, 3))]
    for tone in Tone:
        toned = loaded._replace(engagement=replace(engagement, ending=replace(engagement.ending, tone=tone)))
        for kind in kinds:
            text = render(toned, kind, "md", as_of=dt.date(2026, 11, 16), settings=settings).content.decode()
            assert concerns(text, loaded.lexicon) == ()


def test_words_that_hurt_in_a_changed_template_are_told(closeout: CliRunner, late: Path) -> None:
    words = (ROOT / "templates" / "locales" / "en" / "reminder.md").read_text(encoding="utf-8")
    own = late / "templates" / "locales" / "en" / "reminder.md"
    own.parent.mkdir(parents=True)
    own.write_text(words.replace("I would much rather settle this with you.", "You are a liar."), encoding="utf-8")
    assert "CO802" in ran(closeout, "remind", late, *TODAY).stderr


def test_neither_is_part_of_a_build() -> None:
    from closeout.pipeline import BUILT  # noqa: PLC0415 - only here

    assert {"statement", "reminder"} <= KINDS.keys() - set(BUILT)
