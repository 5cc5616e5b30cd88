"""Everything that the documents of one engagement are made from, read at once: the folder, the rules, the words."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from closeout.diagnostic import Code, Location, Report, did_you_mean
from closeout.documents.case import NO_WORDS, Case
from closeout.domain.courtesy import ConcernKind
from closeout.reading.consistency import check_end
from closeout.reading.courtesy import read_lexicon
from closeout.reading.folder import ENGAGEMENT_FILE, LEDGER_FILE, TIME_FILE, read_engagement
from closeout.reading.rules import NO_PLATFORMS, OTHER_PLATFORM, read_rulebook, rule_files
from closeout.rendering.templates import TemplateFolders, is_ours

if TYPE_CHECKING:
    import datetime as dt

    from closeout.diagnostic import Diagnostic
    from closeout.domain.correspondence import Record
    from closeout.domain.courtesy import Lexicon
    from closeout.domain.engagement import Engagement
    from closeout.domain.rule import Rulebook


class Settings(NamedTuple):
    """What the user chose for all documents.

    `language` takes the place of the engagement's; `overrides` are folders of templates that come after those of the
    engagement and before ours; `cache` is a folder for compiled templates, private to the user.
    """

    language: str | None = None
    overrides: tuple[Path, ...] = ()
    cache: Path | None = None


DEFAULTS = Settings()


class Loaded(NamedTuple):
    """An engagement folder that was read without errors, and the warnings found on the way."""

    folder: Path
    engagement: Engagement
    record: Record | None
    rulebook: Rulebook
    lexicon: Lexicon
    warnings: tuple[Diagnostic, ...]

    @property
    def inputs(self) -> tuple[Path, ...]:
        """What the user wrote or exported, and no document may replace."""
        return tuple(self.folder / name for name in (ENGAGEMENT_FILE, TIME_FILE, LEDGER_FILE, "messages", "templates"))

    def case(self, as_of: dt.date) -> Case:
        """Return what documents are composed from, as of a day."""
        return Case(
            engagement=self.engagement,
            record=self.record,
            as_of=as_of,
            rulebook=self.rulebook,
            lexicon=self.lexicon,
            warnings=self.warnings,
        )


def template_folders(folder: Path, settings: Settings) -> TemplateFolders:
    """Return the templates of an engagement: its own come first."""
    return TemplateFolders((folder / "templates", *settings.overrides))


def load(
    folder: Path,
    profile: Path | None = None,
    settings: Settings = DEFAULTS,
    *,
    as_of: dt.date | None = None,
    messages: bool = True,
) -> Loaded:
    """Read an engagement folder, with its correspondence or without.

    A notice without a date of its own is taken to be sent on `as_of`. Raises `UserError` with every problem of every
    file that is read.
    """
    report = Report()
    engagement = read_engagement(folder, profile, report)
    record = _read_messages(folder, engagement, report) if messages else None
    if engagement is None:
        report.raise_errors()
    assert engagement is not None  # noqa: S101 - for the type checker: without errors there is one
    if engagement.ending.notice_date is None and as_of is not None:
        check_end(engagement, as_of, report)
    folders = template_folders(folder, settings)
    rules = rule_files(engagement.contract.platform, folders.path)
    rulebook = read_rulebook(rules, report, trusted=is_ours)
    for path, near in folders.misspelt().items():
        message, hint = f"'{path.name}' takes the place of no template", f"did you mean '{near}'?"
        report.warning(Code.TEMPLATE_NAME, message, Location(str(path)), hint)
    words = folders.path(f"locales/{settings.language or engagement.language}/courtesy.yaml")
    lexicon = read_lexicon(words, report, own=is_ours(words)) if words else NO_WORDS
    if engagement.contract.platform is None:
        lexicon = lexicon.without(ConcernKind.OFF_PLATFORM)
    elif rules[-1].stem == OTHER_PLATFORM:
        _warn_of_platform(engagement, folders, report)
    report.raise_errors()
    return Loaded(folder, engagement, record, rulebook, lexicon, report.diagnostics)


def _warn_of_platform(engagement: Engagement, folders: TemplateFolders, report: Report) -> None:
    """Warn of a platform that has no rules: its name may be misspelt, or it may bill nobody."""
    platform = engagement.contract.platform or ""
    known = (Path(name).stem for name in folders.names() if name.startswith("rules/"))
    names = [name for name in known if name not in NO_PLATFORMS]
    near = did_you_mean(platform, names)
    message = f"the rules of '{platform}' are not known; it is taken to write the invoices itself"
    hint = near or f"known are {', '.join(names)}; leave contract.platform out if there is none"
    report.warning(Code.UNKNOWN_PLATFORM, message, engagement.place("contract.platform"), hint)


def _read_messages(folder: Path, engagement: Engagement | None, report: Report) -> Record:
    from closeout.reading.messages.record import read_record  # noqa: PLC0415 - most documents read no mail

    return read_record(folder, engagement.time_zone if engagement else "UTC", report)
