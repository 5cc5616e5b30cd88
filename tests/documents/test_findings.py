from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

import pytest
from msgspec.structs import replace

from closeout.diagnostic import Report
from closeout.documents.case import Case
from closeout.documents.findings import findings, situation_of
from closeout.domain.money import Money
from closeout.domain.rule import Due, Gravity, Rule, Rulebook
from closeout.domain.situation import Anchor, Condition
from closeout.reading.folder import read_engagement
from closeout.reading.rules import read_rulebook, rule_files

if TYPE_CHECKING:
    from closeout.documents.findings import Finding

Build: TypeAlias = Callable[..., Case]
TEMPLATES = Path(__file__).parent.parent.parent / "templates"

CLIENT = "{by: client, notice_date: 2026-05-04}"
COMPLETE = (  # everything that a client can say
    "{by: client, notice_date: 2026-05-04, reason: budget, acknowledge_by: 2026-05-08, work_due: 2026-05-15, "
    "final_invoice_by: 2026-05-29, payment_on: 2026-06-12, access_revoked_on: 2026-05-20}"
)
TERMS = "title: Website, start: 2026-01-05, currency: EUR, notice: 2 weeks, tax: {treatment: standard, rate: 19}"
HOURLY = f"{{{TERMS}, billing: hourly, rate: 80, payment_days: 14}}"
FIXED = (
    f"{{{TERMS}, billing: fixed, milestones: [{{title: Site, amount: 900, status: accepted, accepted: 2026-04-02}}]}}"
)
TIME = "date,description,hours,invoice\n2026-04-30,Import,2.5,\n"
LEDGER = "number,issue_date,due_date,net,gross\nR-1,2026-03-31,{due},100,100\n"
LATE, SOON = {"invoices.csv": LEDGER.format(due="2026-04-14")}, {"invoices.csv": LEDGER.format(due="2026-05-14")}
CREDIT = {"invoices.csv": "number,kind,issue_date,net,gross\nC-1,credit note,2026-03-31,100,100\n"}
DEPOSIT = {
    "invoices.csv": (
        "number,kind,issue_date,net,gross,paid_date,paid_amount\nD-1,deposit,2026-03-31,100,100,2026-04-02,100\n"
    )
}
WORK = {"time.csv": TIME}
OPEN = "[{title: Import}]"
BOTH = "[{title: Import}, {title: Export, status: delivered, delivered: 2026-04-29}]"
SUBMITTED = "[{title: Import, status: delivered, delivered: 2026-04-29}]"
HANDOVER = "[{item: Key, kind: access}]"


class Scene(NamedTuple):
    """An engagement, and the rules that apply in it; `general.` and the platform's own."""

    files: dict[str, str]
    sections: dict[str, str]
    general: str
    own: str = ""


def ending(text: str) -> dict[str, str]:
    """Return the ending of a freelancer who asks to be acknowledged, and who adds something."""
    return {"ending": f"{{by: freelancer, notice_date: 2026-05-04, acknowledge_by: 2026-05-08{text}}}"}


def on(platform: str, contract: str) -> dict[str, str]:
    """Return the contract on a platform."""
    return {"contract": contract.replace("{title:", f"{{platform: {platform}, title:", 1)}


QUIET = {"contract": HOURLY, **ending("")}
NUMBERED = {"final_invoice": "{number: 2026-7}"}
UPWORK_ALWAYS = "stay-on-platform no-fee-avoidance feedback no-bargaining"
FIVERR_ALWAYS = "stay-on-platform feedback no-bargaining"
FREELANCER = {"freelancer": "{name: Ada, address: {city: Bonn, country: DE}}"}

SCENES: dict[str, Scene] = {
    "all is well": Scene({}, QUIET, ""),
    "an invoice is open": Scene(SOON, QUIET, "get-paid-first"),
    "an invoice is overdue": Scene(LATE, QUIET, "get-paid-first remind-first", "late-payment"),
    "work is not billed": Scene(WORK, QUIET, "bill-what-is-unbilled", "invoice-number"),
    "the invoice lacks its terms": Scene(
        WORK,
        {**QUIET, **FREELANCER, "contract": HOURLY.replace(", payment_days: 14", "")},
        "bill-what-is-unbilled",
        "bank-account invoice-number due-date",
    ),
    "the invoice would lack its terms": Scene(
        {}, {**QUIET, **FREELANCER, "contract": HOURLY.replace(", payment_days: 14", "")}, ""
    ),
    "a client whose freelancer would lack them": Scene(
        WORK,
        {**FREELANCER, "ending": COMPLETE, "contract": HOURLY.replace(", payment_days: 14", "")},
        "client-unbilled",
    ),
    "the invoice is prepared": Scene(WORK, {**QUIET, **NUMBERED}, "bill-what-is-unbilled"),
    "the client is owed": Scene(CREDIT, QUIET, "pay-back"),
    "a deposit is not deducted": Scene(DEPOSIT, QUIET, "deduct-deposits"),
    "a deposit is not deducted, client ends": Scene(DEPOSIT, {"contract": HOURLY, "ending": COMPLETE}, ""),
    "no term, no notice": Scene({}, {**QUIET, "contract": HOURLY.replace("notice: 2 weeks, ", "")}, "customary-notice"),
    "a term is fixed, with notice": Scene(
        {}, {**QUIET, "contract": HOURLY.replace("notice:", "end: 2026-12-31, notice:")}, ""
    ),
    "a term is fixed, without notice": Scene(
        {},
        {**QUIET, "contract": HOURLY.replace("notice: 2 weeks", "end: 2026-12-31")},
        "fixed-term customary-notice",
    ),
    "a fixed term ends by agreement": Scene(
        {},
        {
            **ending(", ends_on: 2026-06-01, agreed: true"),
            "contract": HOURLY.replace("notice: 2 weeks", "end: 2026-12-31"),
        },
        "customary-notice",
    ),
    "the notice runs past a fixed term": Scene(
        {},
        {**QUIET, "contract": HOURLY.replace("notice: 2 weeks", "notice: 2 weeks, end: 2026-05-11")},
        "past-the-fixed-end",
    ),
    "a fixed term is prolonged by agreement": Scene(
        {},
        {
            **ending(", ends_on: 2026-06-01, agreed: true"),
            "contract": HOURLY.replace("notice: 2 weeks", "notice: 2 weeks, end: 2026-05-11"),
        },
        "",
    ),
    "an e-mail where a letter is wanted": Scene(
        {}, {**QUIET, "contract": HOURLY.replace("currency:", "notice_form: written, currency:")}, "written-form"
    ),
    "a letter where one is wanted": Scene(
        {},
        {**ending(", delivery: hand"), "contract": HOURLY.replace("currency:", "notice_form: written, currency:")},
        "",
    ),
    "a letter by post": Scene({}, {**QUIET, **ending(", delivery: post")}, "receipt-assumed"),
    "a letter by post, with its days agreed": Scene(
        {}, {"contract": HOURLY.replace("notice:", "deemed_receipt: 2 days, notice:"), **ending(", delivery: post")}, ""
    ),
    "a letter by post, over a Sunday": Scene(
        {},
        {
            "contract": HOURLY,
            "ending": "{by: freelancer, notice_date: 2026-05-07, acknowledge_by: 2026-05-20, delivery: post}",
        },
        "receipt-assumed received-on-day-off notice-in-future last-day-off",
    ),
    "a notice of yesterday, a Sunday": Scene(
        {},
        {"contract": HOURLY, "ending": "{by: freelancer, notice_date: 2026-05-03, acknowledge_by: 2026-05-20}"},
        "notice-in-past sent-on-day-off last-day-off",
    ),
    "the last day is Whit Monday": Scene({}, {**QUIET, **ending(", last_working_day: 2026-05-25")}, "last-day-off"),
    "nothing is asked or handed over": Scene(
        {}, {"contract": HOURLY, "ending": "{by: freelancer}", "handover": HANDOVER}, "acknowledge-by hand-over"
    ),
    "a reason that is none": Scene(
        SOON, {**QUIET, **ending(", reason: non-payment")}, "get-paid-first nothing-overdue"
    ),
    "a reason that is one": Scene(
        LATE, {**QUIET, **ending(", reason: non-payment")}, "get-paid-first remind-first", "late-payment"
    ),
    "a client says nothing": Scene(
        {**WORK, **LATE},
        {"contract": HOURLY, "ending": CLIENT, "deliverables": OPEN},
        "acknowledge-by client-owes client-unbilled client-attempts client-work-due client-access",
        "final-invoice-by payment-on",
    ),
    "a client says everything": Scene({}, {"contract": HOURLY, "ending": COMPLETE, "deliverables": OPEN}, ""),
    "a client who tried, and has all work": Scene(
        {},
        {
            "contract": HOURLY,
            "ending": COMPLETE.replace("reason: budget", "attempts: [{date: 2026-04-02, description: A call}]").replace(
                "work_due: 2026-05-15, ", ""
            ),
        },
        "",
    ),
    "a client who is not paid": Scene(
        {}, {"contract": HOURLY, "ending": COMPLETE.replace("budget", "non-payment")}, "client-reason client-attempts"
    ),
    "Upwork, by the hour": Scene(
        WORK,
        {**QUIET, **on("upwork", HOURLY)},
        "bill-what-is-unbilled",
        f"log-hours last-week review answer-dispute record-copy {UPWORK_ALWAYS}",
    ),
    "Upwork, by the hour, client ends": Scene(
        {}, {"ending": COMPLETE, **on("Upwork", HOURLY)}, "", f"last-week review {UPWORK_ALWAYS}"
    ),
    "Upwork, by the hour, work open and submitted": Scene(
        {},
        {**QUIET, **on("upwork", HOURLY), "deliverables": BOTH},
        "",
        f"log-hours last-week review answer-dispute {UPWORK_ALWAYS}",
    ),
    "Upwork, fixed price, client ends, work open and submitted": Scene(
        {},
        {"ending": COMPLETE, **on("upwork", FIXED), "deliverables": BOTH},
        "client-unbilled",
        f"refund-request dormant-escrow {UPWORK_ALWAYS}",
    ),
    "Upwork, work open": Scene(
        {},
        {**QUIET, **on("upwork", FIXED), **NUMBERED, "deliverables": OPEN},
        "bill-what-is-unbilled",
        f"submit-before-ending dormant-escrow record-copy {UPWORK_ALWAYS}",
    ),
    "Upwork, work submitted, money owed": Scene(
        CREDIT,
        {
            **QUIET,
            **on("upwork", FIXED.replace("notice: 2 weeks, ", "").replace("accepted}", "accepted, invoice: C-1}")),
            "deliverables": SUBMITTED,
        },
        "pay-back customary-notice bill-what-is-unbilled",
        f"await-release no-notice-period refund record-copy {UPWORK_ALWAYS}",
    ),
    "Upwork, fixed price, client ends": Scene(
        {}, {"ending": COMPLETE, **on("upwork", FIXED)}, "client-unbilled", f"refund-request {UPWORK_ALWAYS}"
    ),
    "Fiverr, work open": Scene(
        {},
        {**QUIET, **on("fiverr", FIXED), "deliverables": OPEN},
        "bill-what-is-unbilled",
        f"deliver-first clearance record-copy {FIVERR_ALWAYS}",
    ),
    "Fiverr, work submitted, client ends": Scene(
        {},
        {"ending": COMPLETE, **on("fiverr", FIXED), "deliverables": SUBMITTED},
        "client-unbilled",
        f"three-days {FIVERR_ALWAYS}",
    ),
    "Fiverr, by the hour": Scene({}, {**QUIET, **on("fiverr", HOURLY)}, "", f"log-hours clearance {FIVERR_ALWAYS}"),
    "Fiverr, by the hour, work open and submitted": Scene(
        {}, {**QUIET, **on("fiverr", HOURLY), "deliverables": BOTH}, "", f"log-hours clearance {FIVERR_ALWAYS}"
    ),
    "Fiverr, by the hour, client ends": Scene({}, {"ending": COMPLETE, **on("fiverr", HOURLY)}, "", FIVERR_ALWAYS),
    "Fiverr, all work accepted": Scene(
        {}, {**QUIET, **on("fiverr", FIXED)}, "bill-what-is-unbilled", f"clearance record-copy {FIVERR_ALWAYS}"
    ),
    "Fiverr, work open, client ends": Scene(
        {}, {"ending": COMPLETE, **on("fiverr", FIXED), "deliverables": OPEN}, "client-unbilled", FIVERR_ALWAYS
    ),
    "Freelancer.com, by the hour, client ends": Scene({}, {"ending": COMPLETE, **on("freelancer", HOURLY)}, ""),
    "Freelancer.com, by the hour": Scene({}, {**QUIET, **on("Freelancer.com", HOURLY)}, "", "log-hours answer-dispute"),
    "Freelancer.com, fixed price": Scene(
        {}, {**QUIET, **on("freelancer", FIXED)}, "bill-what-is-unbilled", "release-first answer-dispute"
    ),
    "Freelancer.com, client ends": Scene({}, {"ending": COMPLETE, **on("freelancer", FIXED)}, "client-unbilled"),
    "another platform, client ends": Scene(
        {},
        {"ending": COMPLETE, **on("toptal", HOURLY), "deliverables": BOTH},
        "",
        "look-up-the-rules stay-on-platform",
    ),
    "another platform": Scene(
        {},
        {**QUIET, **on("toptal", HOURLY), "deliverables": OPEN},
        "",
        "look-up-the-rules submit-first stay-on-platform",
    ),
    "another platform, work submitted": Scene(
        {},
        {**QUIET, **on("toptal", HOURLY), "deliverables": SUBMITTED},
        "",
        "look-up-the-rules await-acceptance stay-on-platform",
    ),
}
LOG = {"messages/calls.csv": "date,from,text\n2026-04-01,Ada Byron,Call about the end.\n"}


def find(name: str) -> Path | None:
    path = TEMPLATES / name
    return path if path.is_file() else None


def ruled(case: Case) -> tuple[Case, str]:
    """Return the case with its rules, and the name of the file of its platform."""
    report = Report()
    paths = rule_files(case.engagement.contract.platform, find)
    rulebook = read_rulebook(paths, report)
    assert not report.diagnostics
    return replace(case, rulebook=rulebook), paths[-1].stem


def ids(found: tuple[Finding, ...]) -> list[str]:
    return [finding.rule.id for finding in found]


@pytest.mark.parametrize("name", SCENES)
def test_exactly_those_rules_apply_that_the_scene_calls_for(name: str, case: Build) -> None:
    scene = SCENES[name]
    whole, own = ruled(case({**scene.files, **LOG}, **scene.sections))
    wanted = [f"general.{each}" for each in scene.general.split()] + [f"{own}.{each}" for each in scene.own.split()]
    assert sorted(ids(findings(whole))) == sorted(wanted)


def test_every_rule_applies_in_a_scene_and_is_silent_in_another() -> None:
    fired: set[str] = {"general.file-the-record"}  # shown below
    silent: set[str] = {"general.file-the-record"}
    for scene in SCENES.values():
        platform = scene.sections.get("contract", "").partition("platform: ")[2].partition(",")[0] or None
        *_, own = rule_files(platform, find)
        known = {rule.id for path in {find("rules/general.yaml"), own} for rule in rules(path)}
        here = {f"general.{each}" for each in scene.general.split()} | {
            f"{own.stem}.{each}" for each in scene.own.split()
        }
        fired |= here
        silent |= known - here
    shipped = [rule for path in sorted((TEMPLATES / "rules").glob("*.yaml")) for rule in rules(path)]
    assert {rule.id for rule in shipped} == fired
    always = {rule.id for rule in shipped if set(rule.when) <= {Condition.ON_PLATFORM}}
    assert {rule.id for rule in shipped} - always == silent


def test_no_condition_of_a_rule_could_be_left_out_unnoticed(folder: Callable[..., Path]) -> None:
    situations = []
    for scene in SCENES.values():
        path = folder(
            {"time.csv": TIME.splitlines()[0], "invoices.csv": LEDGER.splitlines()[0], **scene.files}, **scene.sections
        )
        engagement = read_engagement(path, None, Report())
        assert engagement is not None
        whole, _ = ruled(Case(engagement=engagement, record=None, as_of=dt.date(2026, 5, 4)))
        situations.append((situation_of(whole), whole.rulebook.rules))
    unnoticed = {
        (rule.id, condition.value)
        for path in sorted((TEMPLATES / "rules").glob("*.yaml"))
        for rule in rules(path)
        for condition in rule.when
        if not any(
            rule in known and without(rule, condition).applies(situation) and not rule.applies(situation)
            for situation, known in situations
        )
    }
    # It grants the name of the platform, and where other.yaml is read, there is one.
    assert unnoticed == {("other.look-up-the-rules", "on-platform")}


def without(rule: Rule, condition: Condition) -> Rule:
    return replace(rule, when=tuple(each for each in rule.when if each is not condition))


def rules(path: Path | None) -> tuple[Rule, ...]:
    assert path is not None
    return read_rulebook((path,), Report()).rules


@pytest.mark.parametrize(("mail", "files", "told"), [(True, {}, True), (True, LOG, False), (False, {}, False)])
def test_an_empty_record_is_told_only_where_the_record_was_read(
    case: Build, files: dict[str, str], *, mail: bool, told: bool
) -> None:
    whole, _ = ruled(case(files, mail=mail, **QUIET))
    assert ids(findings(whole)) == ["general.file-the-record"] * told


def test_warnings_come_first_then_what_is_due_soonest_then_the_order_of_the_file(case: Build) -> None:
    book = (
        rule("calm"),
        rule("late", due=Due(title="D", after=Anchor.NOTICE, days=9)),
        rule("noon", due=Due(title="D", after=Anchor.NOTICE, time="12:00")),
        rule("day", due=Due(title="D", after=Anchor.NOTICE)),
        rule("calmer"),
        rule("undated", due=Due(title="D", after=Anchor.LAST_SUBMISSION)),
        rule("warning", severity=Gravity.WARNING),
        rule("urgent", severity=Gravity.WARNING, due=Due(title="D", after=Anchor.EFFECTIVE)),
    )
    whole = replace(case(), rulebook=Rulebook(platform=None, rules=book))
    assert ids(findings(whole)) == ["urgent", "warning", "noon", "day", "late", "calm", "calmer", "undated"]


def rule(name: str, **changes: Any) -> Rule:  # noqa: ANN401 - whatever a rule holds
    day = dt.date(2026, 11, 23)
    given = {"id": name, "severity": Gravity.ADVICE, "says": "So.", "source": "Somebody", "checked": day}
    return Rule(**{**given, **changes})


def test_a_finding_has_the_values_that_its_rule_speaks_of(case: Build) -> None:
    says = "%(unbilled)s on %(notice_date)s for %(hours)s hours, 100 %%"
    book = Rulebook(platform=None, rules=(rule("r", says=says, step="Ask by %(as_of)s."),))
    (found,) = findings(replace(case(WORK), rulebook=book))
    day = dt.date(2026, 5, 4)
    assert found.values == {
        "unbilled": Money.of(200, "EUR"),
        "notice_date": day,
        "hours": Decimal("2.5"),
        "as_of": day,
    }
    assert found.says == "200.00 EUR on 2026-05-04 for 2.5 hours, 100 %"
    assert found.step == "Ask by 2026-05-04."
    assert found.deadline is None


def test_a_finding_without_a_step_has_none(case: Build) -> None:
    (found,) = findings(replace(case(), rulebook=Rulebook(platform=None, rules=(rule("r"),))))
    assert found.says == "So."
    assert found.step is None


def test_the_last_week_on_upwork_ends_in_utc_and_is_told_in_the_users_time(case: Build) -> None:
    sections = {**QUIET, **on("upwork", HOURLY), "time_zone": "America/Los_Angeles"}
    whole, _ = ruled(case(LOG, **sections))
    due = {found.rule.id: found.deadline for found in findings(whole) if found.deadline}
    assert str(due["upwork.last-week"].moment) == "2026-05-24 23:59:00+00:00"
    assert str(due["upwork.last-week"].local) == "2026-05-24 16:59:00-07:00"
    assert str(due["upwork.review"].moment) == "2026-05-29 23:59:00+00:00"
    assert str(due["upwork.feedback"].local) == "2026-05-31 17:00:00-07:00"


def test_a_rule_that_is_not_wanted_loads_no_holiday(case: Build, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> bool:
        raise AssertionError

    monkeypatch.setattr("closeout.domain.business_calendar.PublicHolidays.is_business_day", refuse)
    whole, _ = ruled(case(LOG, **SCENES["a notice of yesterday, a Sunday"].sections))
    assert ids(findings(whole, lambda rule: rule.severity is Gravity.WARNING)) == ["general.notice-in-past"]
    with pytest.raises(AssertionError):
        findings(whole)


def test_the_situation_is_that_of_the_case(case: Build) -> None:
    situation = situation_of(case(LOG, **{**QUIET, "final_invoice": "{date: 2026-05-20}"}))
    assert situation.as_of == dt.date(2026, 5, 4)
    assert situation.timing.effective_date == dt.date(2026, 5, 18)
    assert situation.invoice_date == dt.date(2026, 5, 20)
    assert situation.messages == 1
