"""One engagement folder, read: every problem in every file at once, or the frozen engagement."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from closeout.diagnostic import Code, Location, did_you_mean, nearest
from closeout.domain.party import Side
from closeout.reading.assembly import Tables, assemble
from closeout.reading.consistency import check_consistency
from closeout.reading.decode import Decoder, StructT
from closeout.reading.node import MapNode
from closeout.reading.profile import PROFILE_KEYS, lay_under
from closeout.reading.rows import ExpenseRow, LedgerRow, TimeRow
from closeout.reading.shape import EngagementShape
from closeout.reading.source import read_text
from closeout.reading.stationery import house_style
from closeout.reading.table import read_rows
from closeout.reading.yaml_tree import parse_yaml

if TYPE_CHECKING:
    from closeout.diagnostic import Report
    from closeout.domain.engagement import Engagement
    from closeout.reading.node import Node

ENGAGEMENT_FILE = "engagement.yaml"
TIME_FILE = "time.csv"
EXPENSES_FILE = "expenses.csv"
LEDGER_FILE = "invoices.csv"
TABLES = (TIME_FILE, EXPENSES_FILE, LEDGER_FILE)


def read_engagement(folder: Path, profile: Path | None, report: Report) -> Engagement | None:
    """Return the engagement in `folder`, completed from the profile at `profile` where that file exists.

    Problems go to `report`; the result is None when one of them is an error.
    """
    tree = _engagement_tree(folder, profile, report)
    tables = Tables(
        time=_rows(folder, TIME_FILE, TimeRow, report),
        expenses=_rows(folder, EXPENSES_FILE, ExpenseRow, report),
        ledger=_rows(folder, LEDGER_FILE, LedgerRow, report),
    )
    _warn_of_unread_tables(folder, report)
    ledger_is_whole = not report.failed_in(LEDGER_FILE)
    if tree is None:
        return None
    decoder = Decoder(report)
    shape = decoder.decode(tree, EngagementShape)
    if shape is None:
        return None
    parties = {Side.FREELANCER: shape.freelancer, Side.CLIENT: shape.client}
    style = house_style(shape.stationery, parties, folder, decoder.places, report)
    engagement = assemble(shape, tables, style, decoder.places, report)
    check_consistency(engagement, report, ledger_is_whole=ledger_is_whole)
    return None if report.failed else engagement


def _engagement_tree(folder: Path, profile: Path | None, report: Report) -> Node | None:
    below = _profile_tree(profile, report)
    path = folder / ENGAGEMENT_FILE
    if not _exists(path):
        report.error(Code.NO_ENGAGEMENT, f"there is no {ENGAGEMENT_FILE} in {folder}", None, _where_to_look(folder))
        return None
    text = None if _leads_out(path, folder, report) else read_text(path, ENGAGEMENT_FILE, report)
    if text is None:
        return None
    before = len(report.diagnostics)
    tree = parse_yaml(text, ENGAGEMENT_FILE, report)
    if tree is None:
        if len(report.diagnostics) == before:
            report.error(Code.NO_ENGAGEMENT, "the file is empty", Location(ENGAGEMENT_FILE, 1, 1), _START)
        return None
    return lay_under(below, tree)


_START = "'closeout new FOLDER' writes one to fill in"


def _where_to_look(folder: Path) -> str:
    if not folder.is_dir():
        return "there is no such folder; check its name"
    try:
        near = nearest(ENGAGEMENT_FILE, [path.name for path in folder.iterdir()])
    except OSError as error:
        return f"the folder cannot be read: {error.strerror}"
    return f"rename '{near}' to '{ENGAGEMENT_FILE}'" if near else _START


def _exists(path: Path) -> bool:
    try:
        return path.exists() or path.is_symlink()
    except OSError:
        return True  # reading it tells what forbids it


def _leads_out(path: Path, folder: Path, report: Report) -> bool:
    """Report a link to a file elsewhere: a folder from somebody else must not show what is on this machine."""
    if Path(os.path.realpath(path)).is_relative_to(os.path.realpath(folder)):
        return False
    hint = "put the file itself into the folder"
    report.error(Code.UNREADABLE_FILE, "this is a link that leads out of the folder", Location(path.name), hint)
    return True


def _profile_tree(profile: Path | None, report: Report) -> Node | None:
    if profile is None or not _exists(profile):
        return None
    text = read_text(profile, str(profile), report)
    tree = None if text is None else parse_yaml(text, str(profile), report)
    known = f"known here: {', '.join(PROFILE_KEYS)}"
    if isinstance(tree, MapNode):
        for key, entry in tree.entries.items():
            if key not in PROFILE_KEYS:
                hint = did_you_mean(key, PROFILE_KEYS) or known
                report.error(Code.UNKNOWN_KEY, f"a profile has no key '{key}'", entry.key, hint)
    elif tree is not None:
        report.error(Code.WRONG_SHAPE, "a profile must have keys and values", tree.location, known)
    return tree


def _warn_of_unread_tables(folder: Path, report: Report) -> None:
    """Name each table that is not read: a misspelt `invoice.csv` would hide every invoice."""
    try:
        unread = sorted(path.name for path in folder.glob("*.csv") if path.name not in TABLES)
    except OSError:
        return
    for name in unread:
        hint = did_you_mean(name, TABLES) or f"tables are {', '.join(TABLES)}"
        report.warning(Code.UNREAD_FILE, "this file is not read", Location(name), hint)


def _rows(folder: Path, name: str, shape: type[StructT], report: Report) -> tuple[tuple[StructT, Location], ...]:
    path = folder / name
    if not _exists(path) or _leads_out(path, folder, report):
        return ()
    text = read_text(path, name, report)
    return () if text is None else read_rows(text, name, shape, report)
