"""Everything that the documents of one engagement are made from, read at once: the folder, the rules, the words."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from closeout.diagnostic import Code, Location, Report, did_you_mean
from closeout.documents.case import NO_WORDS, Case
from closeout.domain.courtesy import ConcernKind
from closeout.domain.cue import NO_CUES
from closeout.domain.party import Side
from closeout.progress import SILENT, Progress
from closeout.reading.consistency import check_end
from closeout.reading.courtesy import read_lexicon
from closeout.reading.folder import ENGAGEMENT_FILE, TABLES, read_engagement
from closeout.reading.late_payment import LAWS, read_ladder, read_law
from closeout.reading.reconciliation import check_not_yet
from closeout.reading.rules import NO_PLATFORMS, OTHER_PLATFORM, read_rulebook, rule_files
from closeout.rendering.locale import official_languages
from closeout.rendering.templates import TemplateFolders, is_ours

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Iterator

    from closeout.diagnostic import Diagnostic
    from closeout.domain.correspondence import Record
    from closeout.domain.courtesy import Lexicon
    from closeout.domain.cue import Cues
    from closeout.domain.engagement import Engagement
    from closeout.domain.ladder import Ladder
    from closeout.domain.late_payment import LatePaymentLaw
    from closeout.domain.rule import Rulebook


COMMON_LANGUAGE = "en"


class Settings(NamedTuple):
    """What the user chose for all documents.

    `language` takes the place of the engagement's; `overrides` are folders of templates that come after those of the
    engagement and before ours; `cache` is a folder for compiled templates, private to the user. `theme` takes the place
    of that in `stationery`. `progress` is told what takes long.
    """

    language: str | None = None
    overrides: tuple[Path, ...] = ()
    cache: Path | None = None
    theme: str | None = None
    progress: Progress = SILENT


DEFAULTS = Settings()


class Loaded(NamedTuple):
    """An engagement folder that was read without errors, and the warnings found on the way."""

    folder: Path
    engagement: Engagement
    record: Record | None
    rulebook: Rulebook
    lexicon: Lexicon
    warnings: tuple[Diagnostic, ...]
    law: LatePaymentLaw | None = None
    ladder: Ladder | None = None
    cues: Cues = NO_CUES

    @property
    def inputs(self) -> tuple[Path, ...]:
        """What the user wrote or exported, and no document may replace."""
        return tuple(self.folder / name for name in (ENGAGEMENT_FILE, *TABLES, "messages", "templates"))

    def case(self, as_of: dt.date) -> Case:
        """Return what documents are composed from, as of a day."""
        return Case(
            engagement=self.engagement,
            record=self.record,
            as_of=as_of,
            rulebook=self.rulebook,
            lexicon=self.lexicon,
            cues=self.cues,
            law=self.law,
            ladder=self.ladder,
            warnings=self.warnings,
        )


def template_folders(folder: Path, settings: Settings) -> TemplateFolders:
    """Return the templates of an engagement: its own come first."""
    return TemplateFolders((folder / "templates", *settings.overrides))


def load(  # noqa: PLR0913 - what is read depends on the document, each named at the call
    folder: Path,
    profile: Path | None = None,
    settings: Settings = DEFAULTS,
    *,
    as_of: dt.date | None = None,
    gives_notice: bool = True,
    messages: bool = True,
) -> Loaded:
    """Read an engagement folder, with its correspondence or without.

    What is dated after `as_of` is warned of. Where a document `gives_notice`, a notice without a date of its own is
    taken to be sent on that day. Raises `UserError` with every problem of every file that is read.
    """
    report = Report()
    engagement = read_engagement(folder, profile, report)
    record = _read_messages(folder, engagement, report, settings.progress) if messages else None
    if engagement is None:
        report.raise_errors()
    assert engagement is not None  # noqa: S101 - for the type checker: without errors there is one
    if as_of is not None:
        check_not_yet(engagement, as_of, report)
        if gives_notice and engagement.ending.notice_date is None:
            check_end(engagement, as_of, report)
    folders = template_folders(folder, settings)
    _check_theme(engagement, settings, folders, report)
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
    cues = (
        _cues((settings.language or engagement.language, *_spoken(engagement)), folders, report)
        if messages
        else NO_CUES
    )
    law = _law(engagement, folders, report)
    ladder = read_ladder(engagement.client.address.country, folders.path, report)
    report.raise_errors()
    return Loaded(folder, engagement, record, rulebook, lexicon, report.diagnostics, law, ladder, cues)


def _check_theme(engagement: Engagement, settings: Settings, folders: TemplateFolders, report: Report) -> None:
    """Report a theme that nobody has: pages would have no letters and no colours."""
    name = settings.theme or engagement.house_style.theme
    if folders.path(f"themes/{name}.css") is None:
        where = None if settings.theme else engagement.place("stationery.theme")
        known = [Path(each).stem for each in folders.names() if each.startswith("themes/")]
        hint = did_you_mean(name, known) or f"there are: {', '.join(known)}"
        report.error(Code.BAD_CHOICE, f"there is no theme '{name}'", where, hint)


def _spoken(engagement: Engagement) -> Iterator[str]:
    """Yield English, in which people of all languages write, and the languages of both sides' countries."""
    yield COMMON_LANGUAGE
    for side in Side:
        yield from official_languages(engagement.party(side).address.country)


def _cues(languages: Iterable[str], folders: TemplateFolders, report: Report) -> Cues:
    """Return the cues of those languages that have any."""
    from closeout.reading.cues import read_cues  # noqa: PLC0415 - most documents read no mail

    cues = NO_CUES
    for each in dict.fromkeys(languages):
        path = folders.path(f"locales/{each}/cues.yaml")
        cues += read_cues(path, each, report, own=is_ours(path)) if path else NO_CUES
    return cues


def _law(engagement: Engagement, folders: TemplateFolders, report: Report) -> LatePaymentLaw | None:
    name = engagement.late_payment.law
    if name is None:
        return None
    known = [Path(each).stem for each in folders.names() if each.startswith(LAWS)]
    return read_law(name, folders.path, known, engagement.place("late_payment.law"), report)


def _warn_of_platform(engagement: Engagement, folders: TemplateFolders, report: Report) -> None:
    """Warn of a platform that has no rules: its name may be misspelt, or it may bill nobody."""
    platform = engagement.contract.platform or ""
    known = (Path(name).stem for name in folders.names() if Path(name).parent == Path("rules"))
    names = [name for name in known if name not in NO_PLATFORMS]
    near = did_you_mean(platform, names)
    message = f"the rules of '{platform}' are not known; it is taken to write the invoices itself"
    hint = near or f"known are {', '.join(names)}; leave contract.platform out if there is none"
    report.warning(Code.UNKNOWN_PLATFORM, message, engagement.place("contract.platform"), hint)


def _read_messages(folder: Path, engagement: Engagement | None, report: Report, progress: Progress) -> Record:
    from closeout.reading.messages.record import read_record  # noqa: PLC0415 - most documents read no mail

    with progress:
        if engagement is None:
            return read_record(folder, "UTC", report, progress=progress)
        return read_record(folder, engagement.time_zone, report, engagement.correspondence, progress)
