"""Every document in every language, tone and reason: all of it is there, in the language's own words and letters."""

from __future__ import annotations

import re
from datetime import date
from functools import cache
from itertools import product
from typing import TYPE_CHECKING

import pytest
from fontTools.ttLib import TTFont

from closeout.diagnostic import Code
from closeout.documents.log_selection import Detail, Order, Selection
from closeout.domain.courtesy import concerns
from closeout.domain.engagement import Delivery, Reason, Tone
from closeout.domain.party import Side
from closeout.pipeline import KINDS, Format, Loaded, Settings, load, render
from closeout.pipeline.kinds import log_kind
from closeout.rendering.templates import TemplateFolders, packaged_templates

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

pytestmark = pytest.mark.apart

LANGUAGES = TemplateFolders(()).languages()
TODAY = date(2026, 5, 20)
# Words of our English texts that are no words of the other languages.
ENGLISH = frozenset(
    "and been billed by contract's day days from have invoice invoices notice our paid please that the their this "
    "which will with work your you".split()
)
FOREIGN = {"fr": {"notice"}, "nl": {"been", "day"}, "pl": {"by"}}
NAMES = re.compile(r"Work Diary|Warnings and restrictions|Taking business off-platform|(?<!\*)\*[^*]+\*(?!\*)")

ENGAGEMENT = """
time_zone: Europe/Berlin
freelancer:
  name: Zofia Żak
  {sender_gender}
  email: zofia@example.org
  address: {{street: Qwx 1, postcode: "53111", city: Bonn, country: DE}}
  bank: {{iban: DE89 3704 0044 0532 0130 00}}
client:
  name: Xyzzy B.V.
  {contact}
  email: bob@example.net
  address: {{street: Qwx 8, postcode: 7413 ZZ, city: Deventer, country: NL}}
contract:
  title: Qwxz
  reference: Q-7
  date: 2025-12-01
  start: 2026-01-05
  {terms}
  billing: hourly
  rate: 80
  currency: EUR
  payment_days: 14
  tax: {{treatment: standard, rate: 19}}
ending:
  by: {by}
  tone: {tone}
  reason: {reason}
  notice_date: 2026-05-18
  {ending}
deliverables:
  - {{title: Qwxa, status: accepted, delivered: 2026-02-02, accepted: 2026-02-09}}
  - {{title: Qwxb, status: delivered, delivered: 2026-05-01}}
  - {{title: Qwxc, status: in progress, due: 2026-05-29}}
  - {{title: Qwxd, before_end: false}}
handover:
  - {{item: Qwxe, kind: files, due: 2026-05-29}}
  - {{item: Qwxf, kind: access, owner: client}}
closing:
  scope_changes: [{{date: 2026-02-03, change: Qwxg}}]
  open_issues: [{{issue: Qwxh, owner: client}}]
"""
TIME = "date,description,hours,invoice\n2026-04-30,Qwxi,2.5,\n2026-03-03,Qwxj,1,R-1\n"
LEDGER = """number,kind,issue_date,due_date,net,tax_rate,tax,gross,paid_date,paid_amount,refers_to
R-1,invoice,2026-03-31,2026-04-14,100,19,19,119,,,
R-2,deposit,2026-01-10,2026-01-24,100,19,19,119,2026-01-20,119,
R-3,credit note,2026-04-30,,10,19,1.90,11.90,,,R-1
"""
NOTES = "date,time,from,to,kind,text\n2026-04-01,09:30,Zofia Żak,Bob de Wit,call,Qwxk\n2026-01-10,,Bob de Wit,,,Qwxl\n"
CONTACTS = ("", "contact: Ada Wit\n  gender: female\n  family_name: Wit", "contact: Bob Wit\n  gender: male")
TERMS = (
    "",
    "notice: none",
    "notice: 1 month\n  notice_clause: § 8",
    "notice: 6 weeks to the end of a quarter",
    "notice: 4 weeks to the 15th or the end of a month",
    "notice: end of week\n  notice_form: written",
    "notice: by the 15th to the end of the month\n  end: 2026-12-31",
    "notice: 1 year to the end of a year",
    "notice: 10 business days\n  deemed_receipt: 2 business days\n  platform: Upwork",
    "statutory_notice: 2 weeks to the end of a month\n  statutory_source: § 621\n  platform: Fiverr",
    "platform: Freelancer.com\n  end: 2026-05-25",
    "platform: Elsewhere\n  notice_counts_from: sending",
)
ENDINGS = (
    "",
    "ends_on: 2027-12-31",
    "ends_on: 2026-05-29\n  agreed: true",
    "last_working_day: 2027-12-31",
    """acknowledge_by: 2026-05-22
  work_due: 2026-05-25
  final_invoice_by: 2026-06-05
  payment_on: 2026-06-19
  access_revoked_on: 2026-06-01
  attempts: [{date: 2026-05-01, description: Qwxm}]""",
)


@pytest.fixture
def folder(tmp_path: Path) -> Callable[..., Path]:
    """Return a writer of engagements in which no word of the user's is an English one."""

    def write(number: int, **choices: str) -> Path:
        name = tmp_path / str(number)
        (name / "messages").mkdir(parents=True)
        text = ENGAGEMENT.format(**{"sender_gender": "", "contact": "", "terms": "", "ending": "", **choices})
        (name / "engagement.yaml").write_text(text, encoding="utf-8")
        (name / "time.csv").write_text(TIME, encoding="utf-8")
        (name / "invoices.csv").write_text(LEDGER, encoding="utf-8")
        (name / "messages" / "notes.csv").write_text(NOTES, encoding="utf-8")
        return name

    return write


def foreign_words(language: str, text: str) -> set[str]:
    """Return the English words of a text in another language; what is code, such as a key to write, is none."""
    prose = re.sub(r"\S*[/_.]\S*|\(\S+\)", " ", NAMES.sub(" ", text))
    words = set(re.findall(r"[a-z']+", prose.lower()))
    return set() if language == "en" else words & (ENGLISH - FOREIGN.get(language, set()))


@pytest.fixture(scope="session")
def compiled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Keep compiled templates from one test to the next."""
    return tmp_path_factory.mktemp("compiled")


def made(loaded: Loaded, kind: str, form: Format, settings: Settings) -> tuple[str, set[Code]]:
    """Return a document as text, with the codes of its warnings."""
    document = render(loaded, KINDS[kind], form, as_of=TODAY, settings=settings)
    return ("" if form == "pdf" else document.content.decode()), {warning.code for warning in document.warnings}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_reason_and_tone_is_said(language: str, folder: Callable[..., Path], compiled: Path) -> None:
    settings = Settings(language, cache=compiled)
    for number, (tone, reason) in enumerate(product(Tone, Reason)):
        if language != "en" and number % 3 == 1:
            continue  # two tones of each reason
        by = list(Side)[(number + number // len(Reason)) % 2]  # so that each side gives each reason, and in each tone
        delivery = f"delivery: {list(Delivery)[number // len(TERMS) % len(Delivery)]}"
        terms, ending = TERMS[number % len(TERMS)], f"{delivery}\n  {ENDINGS[number // 5 % len(ENDINGS)]}"
        if "end:" in terms or "agreed" in ending:
            ending = delivery
        choices = {"contact": CONTACTS[number % len(CONTACTS)], "terms": terms, "ending": ending}
        loaded = load(folder(number, by=by, tone=tone, reason=reason, **choices), settings=settings)
        loaded = loaded._replace(warnings=())  # what was wrong in files is told in English everywhere
        # A checklist depends on neither tone nor reason: every fifth meets all terms, all endings and all deliveries.
        for kind in ("notice", "message", *(("explain", "check") if number % 5 == 0 else ())):
            text, warnings = made(loaded, kind, "txt" if kind == "message" else "md", settings)
            assert foreign_words(language, text) == set(), text
            assert "  " not in re.sub(r"  $|^ +", "", text, flags=re.MULTILINE), text
            assert Code.DISCOURTEOUS not in warnings
            if kind in ("notice", "message"):
                assert concerns(text, loaded.lexicon) == (), text
                assert "Qwxz" in text


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", ["invoice", "log", "report"])
def test_every_other_document_is_said(language: str, kind: str, folder: Callable[..., Path], compiled: Path) -> None:
    settings = Settings(language, cache=compiled)
    for number, (by, terms) in enumerate(product(Side, ("", "platform: Upwork"))):
        loaded = load(folder(number, by=by, tone="neutral", reason="none", terms=terms), settings=settings)
        text, _ = made(loaded, kind, "md", settings)
        assert foreign_words(language, text) == set(), text


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_part_of_the_record_is_not_called_the_whole(
    language: str, folder: Callable[..., Path], compiled: Path
) -> None:
    settings = Settings(language, cache=compiled)
    loaded = load(folder(0, by="client", tone="neutral", reason="none"), settings=settings)
    openings = []
    for order, detail, about in product(Order, (Detail.FULL, Detail.GIST), ("", "Qwxz")):
        chosen = log_kind(Selection(order=order, detail=detail, about=about))
        text = render(loaded, chosen, "md", as_of=TODAY, settings=settings).content.decode()
        openings.append(text.splitlines()[2])
        assert foreign_words(language, text) == set(), text
    assert len(set(openings)) == 8


@cache
def drawn() -> frozenset[str]:
    """Return the characters that every one of our own faces draws."""
    faces: list[frozenset[int]] = []
    for path in (packaged_templates() / "fonts").glob("Source*.ttf"):
        with TTFont(path, lazy=True) as font:
            faces.append(frozenset(font.getBestCmap()))
    assert len(faces) >= 5
    return frozenset(map(chr, frozenset.intersection(*faces)))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_letter_of_a_language_is_in_the_fonts(language: str, folder: Callable[..., Path], compiled: Path) -> None:
    settings = Settings(language, cache=compiled)
    kinds = ("notice", "invoice", "log", "report", "statement", "reminder")
    for number, tone in enumerate(Tone):
        loaded = load(folder(number, by="freelancer", tone=tone, reason="completed"), settings=settings)
        for kind in kinds if tone is Tone.NEUTRAL else kinds[:1]:
            text, _ = made(loaded, kind, "md", settings)
            assert set(text) - drawn() <= {"\n"}, kind
