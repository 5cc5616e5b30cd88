"""Folders with mistakes in them: every one is told, at its exact place, and nothing is raised or written."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, NamedTuple

import pytest

from closeout.diagnostic import Code, Diagnostic, Report
from closeout.reading.folder import read_engagement
from closeout.reading.messages.record import read_record

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Edit = Callable[[Path], None]

YAML, TIME, EXPENSES, LEDGER = "engagement.yaml", "time.csv", "expenses.csv", "invoices.csv"


class Found(NamedTuple):
    """What is expected: the place, the severity and the code; a part of the message; a part of the hint, if any."""

    head: str
    message: str
    hint: str | None = None


def swap(name: str, old: str, new: str) -> Edit:
    """Put `new` in the place of `old`, which stands in the file once."""

    def edit(folder: Path) -> None:
        text = (folder / name).read_bytes().decode()
        assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {name}"
        (folder / name).write_bytes(text.replace(old, new).encode())

    return edit


def whole(name: str, content: str | bytes) -> Edit:
    """Write the whole file."""

    def edit(folder: Path) -> None:
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_bytes(content.encode() if isinstance(content, str) else content)

    return edit


def remove(name: str) -> Edit:
    return lambda folder: (folder / name).unlink()


def rename(name: str, new: str) -> Edit:
    def edit(folder: Path) -> None:
        (folder / name).rename(folder / new)

    return edit


def directory(name: str) -> Edit:
    def edit(folder: Path) -> None:
        (folder / name).unlink()
        (folder / name).mkdir()

    return edit


def pipe(name: str) -> Edit:
    def edit(folder: Path) -> None:
        (folder / name).unlink()
        os.mkfifo(folder / name)

    return edit


def huge(name: str) -> Edit:
    """Make the file larger than 32 MiB, without writing that much."""
    return lambda folder: os.truncate(folder / name, 32 * 1024 * 1024 + 1)


def crlf(name: str) -> Edit:
    def edit(folder: Path) -> None:
        (folder / name).write_bytes((folder / name).read_bytes().replace(b"\n", b"\r\n"))

    return edit


def bom(name: str) -> Edit:
    def edit(folder: Path) -> None:
        (folder / name).write_bytes(b"\xef\xbb\xbf" + (folder / name).read_bytes())

    return edit


def semicolons(name: str) -> Edit:
    """Write the ledger as spreadsheets in Europe do."""

    def edit(folder: Path) -> None:
        text = (folder / name).read_text(encoding="utf-8")
        (folder / name).write_text(text.replace(",", ";").replace(".", ","), encoding="utf-8")

    return edit


def value(old: str, new: str, *found: Found) -> tuple[tuple[Edit, ...], tuple[Found, ...]]:
    """Change one thing in `engagement.yaml`."""
    return (swap(YAML, old, new),), found


def hours(new: str, *found: Found) -> tuple[tuple[Edit, ...], tuple[Found, ...]]:
    """Change the hours of the second row of the time sheet."""
    return (swap(TIME, "Fixes,1:30", f"Fixes,{new}"),), found


def ledger(row: str, *found: Found) -> tuple[tuple[Edit, ...], tuple[Found, ...]]:
    """Add a row to the ledger, as its fourth line."""
    return (swap(LEDGER, "119.00,,,2026-001,\n", f"119.00,,,2026-001,\n{row}\n"),), found


def expenses(row: str, *found: Found) -> tuple[tuple[Edit, ...], tuple[Found, ...]]:
    """Write a row of expenses, as the second line."""
    return (whole(EXPENSES, f"date,description,quantity,unit,price,tax_rate,invoice,receipt\n{row}\n"),), found


def billed(keys: str, *found: Found) -> tuple[tuple[Edit, ...], tuple[Found, ...]]:
    """Add keys to the final invoice, from line 39."""
    return value("  due: 2026-12-15\n", f"  due: 2026-12-15\n  {keys}\n", *found)


def stationery(key: str, *found: Found) -> tuple[tuple[Edit, ...], tuple[Found, ...]]:
    """Write one key of the stationery, on line 40."""
    return value("  due: 2026-12-15\n", f"  due: 2026-12-15\nstationery:\n  {key}\n", *found)


def number(text: str, hint: str = "such as 1250.50") -> tuple[tuple[Edit, ...], tuple[Found, ...]]:
    """Write a rate that is no number."""
    return value("rate: 85.00", f"rate: {text}", Found(f"{YAML}:25:9: error[CO206]", "is not a number", hint))


def start(text: str, message: str, hint: str) -> tuple[tuple[Edit, ...], tuple[Found, ...]]:
    """Write a start of the contract that is no date."""
    return value("start: 2026-01-12", f"start: {text}", Found(f"{YAML}:22:10: error[CO205]", message, hint))


NO_DATE = ("is not a date", "such as 2026-03-31")

BROKEN: dict[str, tuple[tuple[Edit, ...], tuple[Found, ...]]] = {
    # --- CO1xx: the folder and the form of its files
    "no engagement": (
        (remove(YAML), remove(TIME), remove(LEDGER)),
        (Found("error[CO101]", "there is no engagement.yaml in", "closeout new FOLDER"),),
    ),
    "engagement.yml": (
        (rename(YAML, "engagement.yml"),),
        (Found("error[CO101]", "there is no engagement.yaml in", "rename 'engagement.yml' to 'engagement.yaml'"),),
    ),
    "a table of another name": (
        (whole("invoice.csv", "number\n"), whole("zz.csv", "a\n")),
        (
            Found("invoice.csv: warning[CO110]", "this file is not read", "did you mean 'invoices.csv'?"),
            Found("zz.csv: warning[CO110]", "this file is not read", "tables are time.csv, expenses.csv, invoices.csv"),
        ),
    ),
    "a time sheet that is a link to a file elsewhere": (
        (remove(TIME), lambda folder: (folder / TIME).symlink_to("/etc/hostname")),
        (Found(f"{TIME}: error[CO102]", "a link that leads out of the folder", "put the file itself"),),
    ),
    "no engagement, and a time sheet with a mistake": (
        (remove(YAML), *hours("x")[0]),
        (
            Found("error[CO101]", "there is no engagement.yaml in", "closeout new"),
            Found(f"{TIME}:3:18: error[CO206]", "hours: 'x' is not a number", "1250.50"),
        ),
    ),
    "empty file": ((whole(YAML, ""),), (Found(f"{YAML}:1:1: error[CO101]", "the file is empty", "closeout new"),)),
    "comments only": (
        (whole(YAML, "# nothing yet\n"),),
        (Found(f"{YAML}:1:1: error[CO101]", "the file is empty", "closeout new"),),
    ),
    "three dashes only": (
        (whole(YAML, "---\n"),),
        (Found(f"{YAML}:2:1: error[CO203]", "the file must have keys and values", "language, time_zone, freelancer"),),
    ),
    "a list": (
        (whole(YAML, "- a\n- b\n"),),
        (Found(f"{YAML}:1:1: error[CO203]", "the file must have keys and values", "write keys below it"),),
    ),
    "folders in the place of files": (
        (directory(YAML), directory(TIME), directory(LEDGER)),
        (
            Found(f"{YAML}: error[CO102]", "this is not a regular file"),
            Found(f"{LEDGER}: error[CO102]", "this is not a regular file"),
            Found(f"{TIME}: error[CO102]", "this is not a regular file"),
        ),
    ),
    "a pipe that nobody writes to": (
        (pipe(TIME),),
        (Found(f"{TIME}: error[CO102]", "this is not a regular file"),),
    ),
    "Latin-1": (
        (whole(TIME, b"date,description,hours\n2026-11-10,Men\xfc,1\n"),),
        (Found(f"{TIME}:2:15: error[CO103]", "byte 0xFC is not UTF-8", "save the file as UTF-8"),),
    ),
    "Latin-1 after UTF-8: columns count characters": (
        (whole(TIME, "date,description,hours\n2026-11-10,äöü😀".encode() + b"\xe4,1\n"),),
        (Found(f"{TIME}:2:16: error[CO103]", "byte 0xE4 is not UTF-8", "CSV UTF-8"),),
    ),
    "UTF-16": (
        (whole(YAML, "language: en\n".encode("utf-16")),),
        (Found(f"{YAML}:1:1: error[CO103]", "is not UTF-8", "save the file as UTF-8"),),
    ),
    "a tab as indentation": value(
        "  city: Zürich",
        "\tcity: Zürich",
        Found(f"{YAML}:17:3: error[CO104]", "this is not valid YAML", "needs quotes"),
    ),
    "a colon in a text": value(
        "title: Website",
        "title: Website: relaunch",
        Found(
            f"{YAML}:20:17: error[CO104]",
            "mapping values are not allowed",
            "a text with ': ' or ' #' in it needs quotes",
        ),
    ),
    "a quote that is never closed": value(
        "title: Website",
        'title: "Website',
        Found(f"{YAML}:47:1: error[CO104]", "unexpected end of stream", "quoted scalar that begins in line 20"),
    ),
    "a list that is never closed": (
        (whole(YAML, "closing:\n  lessons: [a, b\n"),),
        (Found(f"{YAML}:3:1: error[CO104]", "did not find expected ',' or ']'", "that begins in line 2"),),
    ),
    "wrong indentation": value(
        "  by: freelancer",
        "   by: freelancer",
        Found(f"{YAML}:33:3: error[CO104]", "did not find expected", "check indentation"),
    ),
    "an unknown escape": value(
        "title: Website",
        r'title: "\q"',
        Found(f"{YAML}:20:11: error[CO104]", "unknown escape character", "quoted scalar"),
    ),
    "a lone surrogate": value(
        "title: Website",
        r'title: "\ud800"',
        Found(f"{YAML}:20:13: error[CO104]", "invalid Unicode character escape code", "quoted scalar"),
    ),
    "an anchor": value(
        "  name: Ada Byron",
        "  name: &me Ada Byron",
        Found(f"{YAML}:4:9: error[CO105]", "anchors (&me) are not read", "leave it out"),
    ),
    "an alias": value(
        "name: Café Zürich AG",
        "name: *me",
        Found(f"{YAML}:15:9: error[CO105]", "aliases (*me) are not read", "write the value out"),
    ),
    "a billion laughs": (
        (whole(YAML, "a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]\n"),),
        (Found(f"{YAML}:1:4: error[CO105]", "anchors (&a) are not read", "leave it out"),),
    ),
    "a tag": value(
        "rate: 85.00",
        "rate: !!float 85.00",
        Found(f"{YAML}:25:9: error[CO105]", "tags (tag:yaml.org,2002:float) are not read", "put quotes around it"),
    ),
    "a tag that would run code": value(
        "title: Website",
        "title: !!python/object/apply:os.system [ls]",
        Found(f"{YAML}:20:10: error[CO105]", "are not read", "leave it out"),
    ),
    "a merge key": value(
        "  city: Zürich",
        "  <<: {country: CH}\n    city: Zürich",
        Found(f"{YAML}:17:5: error[CO105]", "merge keys (<<) are not read", "write the values out"),
    ),
    "a second document": value(
        "closing:\n",
        "---\nclosing:\n",
        Found(f"{YAML}:44:1: error[CO105]", "a second document starts here", "keep one in a file"),
    ),
    "a list as a key": value(
        "  lessons:",
        "  ? [lessons]\n  :",
        Found(f"{YAML}:45:5: error[CO105]", "a key must be a word", "put quotes around text with { or ["),
    ),
    "duplicate keys, each told": value(
        "  by: freelancer",
        "  by: freelancer\n  by: client\n  tone: warm\n  by: client",
        Found(f"{YAML}:33:3: error[CO106]", "'by' stands here a second time", "it stands first in line 32"),
        Found(f"{YAML}:35:3: error[CO106]", "'by' stands here a second time", "it stands first in line 32"),
    ),
    "a duplicate key at the top": value(
        "ending:\n",
        "client:\n  name: X\nending:\n",
        Found(f"{YAML}:31:1: error[CO106]", "'client' stands here a second time", "it stands first in line 14"),
    ),
    "a duplicate key is the same with quotes": value(
        "  by: freelancer",
        '  by: freelancer\n  "by": client',
        Found(f"{YAML}:33:3: error[CO106]", "'by' stands here a second time", "line 32"),
    ),
    "nesting of lists": (
        (whole(YAML, "[" * 100_000),),
        (Found(f"{YAML}:1:25: error[CO107]", "the nesting is deeper than 24 levels"),),
    ),
    "nesting of mappings": (
        (whole(YAML, "\n".join(" " * depth + "a:" for depth in range(1000))),),
        (Found(f"{YAML}:25:25: error[CO107]", "the nesting is deeper than 24 levels"),),
    ),
    "huge files": (
        (huge(YAML), huge(TIME)),
        (
            Found(f"{YAML}: error[CO108]", "the file is larger than 32 MiB", "the right file"),
            Found(f"{TIME}: error[CO108]", "the file is larger than 32 MiB", "split the engagement"),
        ),
    ),
    "NUL": value(
        "title: Website",
        "title: Web\0site",
        Found(f"{YAML}:20:13: error[CO109]", "the control character U+0000 stands here", "found by its column"),
    ),
    "ESC in a cell": (
        (swap(TIME, "Fixes", "ü\x1b[31mFixes"),),
        (Found(f"{TIME}:3:13: error[CO109]", "the control character U+001B stands here", "delete it"),),
    ),
    "ESC by an escape": value(
        "title: Website",
        r'title: "\e[31m"',
        Found(f"{YAML}:20:10: error[CO109]", "this text holds the control character U+001B", "delete it"),
    ),
    "NUL by an escape in a key": value(
        "  by: freelancer",
        r'  "b\0y": freelancer',
        Found(f"{YAML}:32:3: error[CO109]", "this text holds the control character U+0000", "delete it"),
    ),
    "text that runs backwards": value(
        "title: Website",
        "title: Web\u202esite",
        Found(f"{YAML}:20:13: error[CO109]", "the control character U+202E stands here", "it cannot be seen"),
    ),
    "a line end that no editor shows": value(
        "title: Website",
        "title: Web\u2028site",
        Found(f"{YAML}:20:13: error[CO109]", "the control character U+2028 stands here", "it cannot be seen"),
    ),
    "a byte order mark within": (
        (swap(TIME, "2026-11-10", "\ufeff2026-11-10"),),
        (Found(f"{TIME}:3:1: error[CO109]", "the control character U+FEFF stands here", "it cannot be seen"),),
    ),
    # --- CO2xx: one value
    "a misspelt key": value(
        "  payment_days: 14",
        "  payment_day: 14",
        Found(
            f"{YAML}:27:3: error[CO201]", "there is no key 'payment_day' in contract", "did you mean 'payment_days'?"
        ),
    ),
    "a key of another place": value(
        "ending:\n",
        "ending:\n  xyz: 1\n",
        Found(f"{YAML}:32:3: error[CO201]", "there is no key 'xyz' in ending", "known here: by, notice_date"),
    ),
    "a misspelt section": value(
        "freelancer:\n",
        "Freelancer:\n",
        Found(f"{YAML}:1:1: error[CO202]", "freelancer is missing"),
        Found(f"{YAML}:3:1: error[CO201]", "there is no key 'Freelancer'", "did you mean 'freelancer'?"),
    ),
    "missing values": value(
        "    city: Zürich\n",
        "",
        Found(f"{YAML}:17:5: error[CO202]", "client.address.city is missing"),
    ),
    "a section that is missing": value(
        "ending:\n  by: freelancer\n  notice_date: 2026-11-16\n  last_working_day: 2026-11-30\n",
        "",
        Found(f"{YAML}:1:1: error[CO202]", "ending is missing"),
    ),
    "a missing value tells its purpose": value(
        "  by: freelancer\n",
        "",
        Found(f"{YAML}:32:3: error[CO202]", "ending.by is missing", "Who ends the contract."),
    ),
    "a list where a value belongs": value(
        "title: Website",
        "title: [Web, site]",
        Found(f"{YAML}:20:10: error[CO203]", "contract.title must be one value, not a list"),
    ),
    "keys where a value belongs": value(
        "rate: 85.00",
        "rate: {amount: 85.00}",
        Found(f"{YAML}:25:9: error[CO203]", "contract.rate must be one value, not keys"),
    ),
    "a value where keys belong": value(
        "  tax:\n    treatment: standard\n    rate: 19",
        "  tax: 19",
        Found(f"{YAML}:28:8: error[CO203]", "contract.tax must have keys and values", "treatment, rate, reason"),
    ),
    "a value where a list belongs": value(
        "deliverables:\n  - title: Start page\n    status: accepted\n"
        "    delivered: 2026-02-01\n    accepted: 2026-02-03\n",
        "deliverables: Start page\n",
        Found(
            f"{YAML}:39:15: error[CO203]",
            "deliverables must be a list",
            "begin each item on a line of its own with '- '",
        ),
    ),
    "keys where a list belongs": value(
        "  - title: Start page",
        "    title: Start page",
        Found(f"{YAML}:40:5: error[CO203]", "deliverables must be a list", "with '- '"),
    ),
    "an item that is no mapping": value(
        "closing:\n",
        "  - Contact page\nclosing:\n",
        Found(f"{YAML}:44:5: error[CO203]", "deliverables[1] must have keys and values", "title, status, due"),
    ),
    "empty values": value(
        "title: Website",
        "title:",
        Found(f"{YAML}:20:9: error[CO204]", "contract.title is empty"),
    ),
    "null": value("title: Website", "title: ~", Found(f"{YAML}:20:10: error[CO204]", "contract.title is empty")),
    "blanks in quotes": value(
        "title: Website", 'title: "  "', Found(f"{YAML}:20:10: error[CO204]", "contract.title is empty")
    ),
    "an empty item": value(
        "    - Begin early",
        "    - Begin early\n    -\n    - null",
        Found(f"{YAML}:47:6: error[CO204]", "closing.lessons[1] is empty"),
        Found(f"{YAML}:48:7: error[CO204]", "closing.lessons[2] is empty"),
    ),
    "an empty section": value(
        "  tax:\n    treatment: standard\n    rate: 19\n",
        "  tax:\n",
        Found(f"{YAML}:28:7: error[CO204]", "contract.tax is empty"),
    ),
    "30 February": start("2026-02-30", "there is no day 2026-02-30", "check month and day"),
    "month 13": start("2026-13-01", "there is no day 2026-13-01", "check month and day"),
    "a German date": start("31.12.2026", *NO_DATE),
    "an American date": start("12/31/2026", *NO_DATE),
    "a week date": start("2026-W23-1", *NO_DATE),
    "a date without hyphens": start("20260101", *NO_DATE),
    "a date with a time": start("2026-01-01T00:00:00", *NO_DATE),
    "a short date": start("2026-1-2", *NO_DATE),
    "a date in full-width digits": start("\uff12\uff10\uff12\uff16-01-01", *NO_DATE),
    "a year that slipped": start("0206-01-12", "the year of 0206-01-12 cannot be right", "check the year"),
    "the end of time": start("9999-12-31", "the year of 9999-12-31 cannot be right", "check the year"),
    "underscores": number("1_000"),
    "not a number": number("NaN"),
    "infinity": number("Infinity"),
    "YAML's infinity": number(".inf"),
    "an exponent": number("1e5"),
    "sexagesimal": number("12:30"),
    "hexadecimal": number("0x55"),
    "a plus": number("+85"),
    "no digit after the point": number("85."),
    "no digit before the point": number(".85"),
    "too many digits": number("1" * 16),
    "Arabic digits": number("٨٥"),
    "a currency sign": number("€85"),
    "a decimal comma": number("85,00", "write a decimal point: 85.00"),
    "thousands by commas": number("1,250.00", "leave out the separators: 1250.00"),
    "thousands by apostrophes": number("1'250.00", "leave out the separators: 1250.00"),
    "thousands by narrow spaces": number("1\u202f250.00", "leave out the separators: 1250.00"),
    "thousands by no-break spaces": number("1\u00a0250", "leave out the separators: 1250"),
    "thousands by points": number("1.250,00", "leave out the separators: 1250.00"),
    "days that are no whole number": value(
        "payment_days: 14",
        "payment_days: 14.0",
        Found(f"{YAML}:27:17: error[CO206]", "'14.0' is not a whole number", "write digits only"),
    ),
    "an unknown choice, and a near one": (
        (swap(YAML, "billing: hourly", "billing: hurly"), swap(YAML, "by: freelancer", "by: me")),
        (
            Found(f"{YAML}:23:12: error[CO207]", "'hurly' is not known", "did you mean 'hourly'?"),
            Found(f"{YAML}:32:7: error[CO207]", "'me' is not known", "choose one of: freelancer, client"),
        ),
    ),
    "neither yes nor no": value(
        "    delivered: 2026-02-01",
        "    before_end: maybe\n    delivered: 2026-02-01",
        Found(f"{YAML}:42:17: error[CO207]", "'maybe' is neither yes nor no", "write true or false"),
    ),
    "a small currency": value(
        "currency: EUR", "currency: eur", Found(f"{YAML}:24:13: error[CO208]", "'eur' is not", "did you mean 'EUR'?")
    ),
    "a currency of old": value(
        "currency: EUR",
        "currency: DEM",
        Found(f"{YAML}:24:13: error[CO208]", "'DEM' is not a currency code", "ISO 4217"),
    ),
    "the United Kingdom": value(
        "country: CH", "country: UK", Found(f"{YAML}:18:14: error[CO209]", "'UK' is not", "did you mean 'GB'?")
    ),
    "a small country": value(
        "country: CH", "country: ch", Found(f"{YAML}:18:14: error[CO209]", "'ch' is not", "did you mean 'CH'?")
    ),
    "a country written out": value(
        "country: CH", "country: Schweiz", Found(f"{YAML}:18:14: error[CO209]", "'Schweiz' is not", "two letters")
    ),
    "a period without a unit": value(
        "notice: 14 days",
        "notice: 14",
        Found(f"{YAML}:26:11: error[CO210]", "'14' is not a notice period", "write such as '14 days'"),
    ),
    "a period of sorts": value(
        "notice: 14 days",
        "notice: end of the sprint",
        Found(f"{YAML}:26:11: error[CO210]", "is not a notice period", "write such as '14 days'"),
    ),
    "a misspelt notice period": value(
        "notice: 14 days",
        "notice: 6 weeks to end of quater",
        Found(f"{YAML}:26:11: error[CO210]", "is not", "did you mean '6 weeks to the end of a quarter'?"),
    ),
    "a number of weeks in words": value(
        "notice: 14 days",
        "statutory_notice: two weeks",
        Found(f"{YAML}:26:21: error[CO210]", "is not a notice period", "did you mean '2 weeks'?"),
    ),
    "no notice period": value(
        "notice: 14 days",
        "notice: no",
        Found(f"{YAML}:26:11: error[CO210]", "'no' is not a notice period", "leave the key out if it says nothing"),
    ),
    "receipt by the end of a week": value(
        "notice: 14 days",
        "deemed_receipt: end of a week",
        Found(f"{YAML}:26:19: error[CO210]", "'end of a week' is not a period", "'10 business days'"),
    ),
    "a day that nothing counts from": value(
        "notice: 14 days",
        "notice_counts_from: reading",
        Found(f"{YAML}:26:23: error[CO207]", "'reading' is not known", "did you mean 'sending'?"),
    ),
    "a form of no notice": value(
        "notice: 14 days",
        "notice_form: fax",
        Found(f"{YAML}:26:16: error[CO207]", "'fax' is not known", "choose one of: any, text, written"),
    ),
    "an e-mail with a hyphen": value(
        "by: freelancer",
        "by: freelancer\n  delivery: e-mail",
        Found(f"{YAML}:33:13: error[CO207]", "'e-mail' is not known", "did you mean 'email'?"),
    ),
    "holidays of no country": value(
        "notice: 14 days",
        "holidays: Bavaria",
        Found(f"{YAML}:26:13: error[CO209]", "'Bavaria' is not a country code", "two letters"),
    ),
    "holidays of a region by its name": value(
        "notice: 14 days",
        "holidays: DE-Bayern",
        Found(f"{YAML}:26:13: error[CO218]", "'DE-Bayern' is not a region", "did you mean 'DE-BY'?"),
    ),
    "holidays of no region": value(
        "notice: 14 days",
        "holidays: DE-XX",
        Found(f"{YAML}:26:13: error[CO218]", "'DE-XX' is not a region", "BB, BE, BW, BY, HB"),
    ),
    "holidays of a region where none is known": value(
        "notice: 14 days",
        "holidays: AW-X",
        Found(f"{YAML}:26:13: error[CO218]", "'AW-X' is not a region", "for the whole country write AW"),
    ),
    "patterns that make no numbers": value(
        "deliverables:\n",
        "numbering:\n  invoice: '{year}'\n  credit_note: '{n}{nn}'\n  next: 0\ndeliverables:\n",
        Found(f"{YAML}:42:9: error[CO215]", "numbering.next: 0 is below 1"),
    ),
    "patterns without a count, or with a field that is not known": value(
        "deliverables:\n",
        "numbering:\n  invoice: '{year}'\n  credit_note: '{n}{nn}'\ndeliverables:\n",
        Found(f"{YAML}:40:12: error[CO219]", "numbering.invoice: there must be one {n}", "write it as {year}-{n:3}"),
        Found(f"{YAML}:41:16: error[CO219]", "numbering.credit_note: there is no field {nn}", "{year}, {yy}, {month}"),
    ),
    "a small time zone": value(
        "Europe/Berlin", "europe/berln", Found(f"{YAML}:2:12: error[CO211]", "'europe/berln'", "'Europe/Berlin'?")
    ),
    "a time zone outside": value(
        "Europe/Berlin", "../../etc/passwd", Found(f"{YAML}:2:12: error[CO211]", "is not a time zone", "IANA name")
    ),
    "a folder of time zones": value(
        "Europe/Berlin", "Europe", Found(f"{YAML}:2:12: error[CO211]", "'Europe' is not", "did you mean 'Europe/")
    ),
    "a language written out": value(
        "language: en",
        "language: English",
        Found(f"{YAML}:1:11: error[CO212]", "'English' is not", "two small letters"),
    ),
    "an e-mail address with a name": value(
        "email: ada@example.com",
        "email: Ada <ada@example.com>",
        Found(f"{YAML}:10:10: error[CO213]", "is not an e-mail address", "write the bare address"),
    ),
    "an IBAN with a wrong digit": value(
        "DE89 3704 0044 0532 0130 00",
        "DE89 3704 0044 0532 0130 01",
        Found(f"{YAML}:13:11: error[CO214]", "the checksum of IBAN", "digit by digit"),
    ),
    "an IBAN that lacks a digit": value(
        "DE89 3704 0044 0532 0130 00",
        "DE89 3704 0044 0532 0130 0",
        Found(f"{YAML}:13:11: error[CO214]", "has 21 characters, but those of DE have 22", "digit by digit"),
    ),
    "a BIC that lacks a letter": value(
        "  bank:\n",
        "  bank:\n    bic: COBADEFFXX\n",
        Found(f"{YAML}:13:10: error[CO220]", "freelancer.bank.bic: 'COBADEFFXX' is not a BIC", "8 or 11 characters"),
    ),
    "a VAT id with a wrong digit": value(
        "vat_id: DE123456788",
        "vat_id: DE123456789",
        Found(
            f"{YAML}:11:11: error[CO221]",
            "the VAT identifier 'DE123456789' has a wrong check digit",
            "it is written DE and 9 digits",
        ),
    ),
    "a tax number that is too long": value(
        "  bank:\n",
        "  tax_number: 123456789012\n  bank:\n",
        Found(f"{YAML}:12:15: error[CO222]", "the Steuernummer '123456789012' has too few or", "10, 11 or 13 digits"),
    ),
    "a register's number with a wrong digit": value(
        "    country: CH\n",
        "    country: CH\n  registration: UID CHE-107.787.578\n",
        Found(f"{YAML}:19:17: error[CO223]", "the UID 'CHE-107.787.578' has a wrong check digit", "9 digits"),
    ),
    "a payment reference with a wrong digit": value(
        "  due: 2026-12-15\n",
        "  due: 2026-12-15\n  payment_reference: RF18 5390 0754 7035\n",
        Found(f"{YAML}:39:22: error[CO224]", "is no creditor reference by ISO 11649", "character by character"),
    ),
    "a colour by its name": stationery(
        "accent: blue", Found(f"{YAML}:40:11: error[CO225]", "stationery.accent: 'blue' is not a colour", "'#1a5fb4'")
    ),
    "a colour too light to be read": stationery(
        "accent: '#ffd200'",
        Found(f"{YAML}:40:11: error[CO226]", "the contrast of #ffd200 on white is 1.45", "be read is '#8d7400'"),
    ),
    "a logo that is not there": stationery(
        "logo: logo.svg",
        Found(f"{YAML}:40:9: error[CO102]", "'logo.svg': there is no such file", "put it beside the file"),
    ),
    "a logo that is no picture": stationery(
        f"logo: {TIME}", Found(f"{YAML}:40:9: error[CO111]", "'time.csv': this is no picture", "save it as SVG")
    ),
    "more lines than fit": stationery(
        "footer: [a, b, c, d, e]",
        Found(f"{YAML}:40:24: error[CO215]", "stationery.footer has 5 lines", "join some of them"),
    ),
    "no IBAN": value(
        "DE89 3704 0044 0532 0130 00",
        "532013000",
        Found(f"{YAML}:13:11: error[CO214]", "'532013000' is not an IBAN", "two digits"),
    ),
    "per cent out of range": value(
        "rate: 19", "rate: 119", Found(f"{YAML}:30:11: error[CO215]", "contract.tax.rate: 119 is above 100")
    ),
    "below zero": value(
        "rate: 85.00", "rate: -85", Found(f"{YAML}:25:9: error[CO215]", "contract.rate: -85 is below 0")
    ),
    "too many days": value(
        "payment_days: 14", "payment_days: 366", Found(f"{YAML}:27:17: error[CO215]", "366 is above 365")
    ),
    "too long": value(
        "title: Website",
        f"title: {'x' * 2001}",
        Found(f"{YAML}:20:10: error[CO215]", "the text is longer than 2000 characters"),
    ),
    "a time of day": (
        (whole("messages/notes.csv", "date,time,from,text\n2026-11-10,9:30,Ada,Call\n2026-11-10,24:00,Ada,Call\n"),),
        (
            Found("messages/notes.csv:2:12: error[CO216]", "'9:30' is not a time of day", "such as 09:30"),
            Found("messages/notes.csv:3:12: error[CO216]", "'24:00' is not a time of day", "such as 09:30"),
        ),
    ),
    "more digits than the currency has": (
        (
            swap(YAML, "  notice:", "  retainer: {amount: 0.999}\n  budget: {amount: 5000.005}\n  notice:"),
            swap(YAML, "ending:\n", "  milestones:\n    - {title: A, amount: 1.2345}\nending:\n"),
            swap(LEDGER, "2026-03-15,637.50", "2026-03-15,637.501"),
        ),
        (
            Found(
                f"{YAML}:26:22: error[CO217]", "contract.retainer.amount 0.999 has more digits than EUR", "write 1.00"
            ),
            Found(f"{YAML}:27:20: error[CO217]", "contract.budget.amount 5000.005 has more", "write 5000.01"),
            Found(f"{YAML}:34:26: error[CO217]", "contract.milestones[0].amount 1.2345 has", "write 1.23"),
            Found(f"{LEDGER}:2:1: error[CO217]", "net 637.501 has more digits than EUR has", "write 637.50"),
        ),
    ),
    "thousands by a point": ledger(
        "2026-003,invoice,2026-05-01,,1.250,0,0,1.250,,,,",
        Found(f"{LEDGER}:4:1: error[CO217]", "net 1.250 has more digits than EUR has", "write 1.25, or 1250"),
        Found(f"{LEDGER}:4:1: error[CO217]", "gross 1.250 has more digits than EUR has", "write 1.25, or 1250"),
    ),
    "yen have no sen": (
        (
            swap(YAML, "currency: EUR", "currency: JPY"),
            remove(LEDGER),
            remove(TIME),
            swap(YAML, "  notice:", "  budget: {amount: 9.5}\n  notice:"),
        ),
        (Found(f"{YAML}:26:20: error[CO217]", "9.5 has more digits than JPY has", "write 10"),),
    ),
    # --- the invoice: expenses, allowances, charges, rounding, taxes
    "a unit of nothing": expenses(
        "2026-11-02,Ride,1,kms,0.42,,,",
        Found(f"{EXPENSES}:2:19: error[CO207]", "unit: 'kms' is not known", "did you mean 'km'? choose one of: one"),
    ),
    "a price with a comma": expenses(
        '2026-11-02,Ride,1,km,"0,42",,,',
        Found(f"{EXPENSES}:2:22: error[CO206]", "price: '0,42' is not a number", "write a decimal point: 0.42"),
    ),
    "a quantity below zero": expenses(
        "2026-11-02,Ride,-1,km,0.42,,,", Found(f"{EXPENSES}:2:17: error[CO215]", "quantity: -1 is below 0")
    ),
    "an expense without a price": expenses(
        "2026-11-02,Ride,1,km,,,,", Found(f"{EXPENSES}:2:1: error[CO202]", "price is missing", "Net amount")
    ),
    "expenses without a column, and with a misspelt one": (
        (whole(EXPENSES, "date,description,recipt\n2026-11-02,Ride,R 1\n"),),
        (
            Found(f"{EXPENSES}:1:1: error[CO303]", "the column 'price' is missing", "found: date, description"),
            Found(f"{EXPENSES}:1:18: error[CO304]", "there is no column 'recipt'", "did you mean 'receipt'?"),
        ),
    ),
    "an expense before the contract": expenses(
        "2026-01-02,Ride,1,km,0.42,,,",
        Found(f"{EXPENSES}:2:1: warning[CO401]", "made before the contract started (2026-01-12)", "check the year"),
    ),
    "an expense on an invoice that is not there": expenses(
        "2026-11-02,Ride,1,km,0.42,,2026-0001,",
        Found(f"{EXPENSES}:2:1: error[CO405]", "invoice 2026-0001 is not in invoices.csv", "did you mean '2026-001'?"),
    ),
    "allowances of no size, and of two": billed(
        "allowances:\n    - reason: A\n    - {reason: B, amount: 5, percent: 5}",
        Found(f"{YAML}:40:7: error[CO402]", "'A' has neither an amount nor a percent", "amount: 50.00 or percent: 5"),
        Found(f"{YAML}:41:7: error[CO402]", "'B' has both an amount and a percent", "one of the two"),
    ),
    "codes of reasons, each in the place of the other": billed(
        "allowances: [{reason: A, code: FC, amount: 5}]\n  charges: [{reason: B, code: 95, amount: 5}]",
        Found(f"{YAML}:39:34: error[CO207]", "'FC' is not a code of a reason (UNTDID 5189", "95 is a discount"),
        Found(f"{YAML}:40:31: error[CO207]", "'95' is not a code of a reason (UNTDID 7161", "FC is freight"),
    ),
    "a small code of a reason": billed(
        "charges: [{reason: B, code: zzz, amount: 5}]",
        Found(f"{YAML}:39:31: error[CO207]", "'zzz' is not a code", "did you mean 'ZZZ'?"),
    ),
    "more digits than can be taken off, or rounded to": billed(
        "charges: [{reason: B, amount: 5.555}]\n  round_to: 0.001",
        Found(f"{YAML}:39:33: error[CO217]", "final_invoice.charges[0].amount 5.555 has more digits", "write 5.56"),
        Found(f"{YAML}:40:13: error[CO217]", "final_invoice.round_to 0.001 has more digits than EUR", "write 0.00"),
    ),
    "rounding to nothing": billed(
        "round_to: 0", Found(f"{YAML}:39:13: error[CO215]", "final_invoice.round_to: 0 is below 0.001")
    ),
    "paying early as late as can be": value(
        "  payment_days: 14",
        "  payment_days: 14\n  early_payment:\n    days: 14\n    percent: 2",
        Found(f"{YAML}:29:11: warning[CO401]", "for 14 days, but all is due in 14", "write fewer days"),
    ),
    "exempt, and no reason": value(
        "treatment: standard\n    rate: 19",
        "treatment: small business",
        Found(f"{YAML}:29:5: warning[CO402]", "that it is exempt from VAT, but not why", "write reason:"),
    ),
    "goods between states, without the VAT id of the client": value(
        "treatment: standard\n    rate: 19",
        "treatment: intra-community supply",
        Found(f"{YAML}:15:3: error[CO408]", "an intra-community supply needs the VAT id", "write client.vat_id"),
    ),
    "a milestone with a treatment of its own, each without a part": value(
        "  payment_days: 14\n",
        "  payment_days: 14\n  milestones:\n    - {title: A, amount: 1, tax_treatment: standard}\n"
        "    - {title: B, amount: 1, tax_treatment: exempt}\n",
        Found(f"{YAML}:29:7: error[CO408]", "the standard treatment needs a rate", "write tax_rate: 19"),
        Found(f"{YAML}:30:7: warning[CO402]", "exempt from VAT, but not why", "write tax_reason:"),
    ),
    # --- CO3xx: tables
    "a quote within quotes": (
        (swap(TIME, '"Design, first draft"', '"Design "first" draft"'), *hours("x")[0]),
        (Found(f"{TIME}:2:1: error[CO301]", "this record is not valid CSV", 'is written twice: ""'),),
    ),
    "a cell that is never closed": (
        (swap(TIME, "Fixes", '"Fixes'),),
        (Found(f"{TIME}:3:1: error[CO301]", "unexpected end of data", 'is written twice: ""'),),
    ),
    "a cell of a megabyte": (
        (swap(TIME, "Fixes", "x" * 1_000_000),),
        (Found(f"{TIME}:3:1: error[CO301]", "field larger than field limit", "quote"),),
    ),
    "an empty table": (
        (whole(TIME, ""),),
        (Found(f"{TIME}:1:1: error[CO302]", "no header", "date, description, hours"),),
    ),
    "blank lines": ((whole(LEDGER, "\n\n ,\n"),), (Found(f"{LEDGER}:1:1: error[CO302]", "no header", "number, kind"),)),
    "columns that are missing": (
        (whole(TIME, "date,note\n2026-11-10,x\n"),),
        (
            Found(f"{TIME}:1:1: error[CO303]", "the column 'description' is missing", "found: date, note"),
            Found(f"{TIME}:1:1: error[CO303]", "the column 'hours' is missing", "found: date, note"),
            Found(f"{TIME}:1:6: warning[CO304]", "the column 'note' is not used", "known here: date, description"),
        ),
    ),
    "no header at all": (
        (whole(TIME, "2026-11-10,Fixes,1:30\n"),),
        (
            Found(f"{TIME}:1:1: error[CO303]", "the column 'date' is missing", "found: 2026-11-10, fixes, 1:30"),
            Found(f"{TIME}:1:1: error[CO303]", "the column 'description' is missing", "found:"),
            Found(f"{TIME}:1:1: error[CO303]", "the column 'hours' is missing", "found:"),
            Found(f"{TIME}:1:1: warning[CO304]", "the column '2026-11-10' is not used", "known here:"),
            Found(f"{TIME}:1:12: warning[CO304]", "the column 'fixes' is not used", "known here:"),
            Found(f"{TIME}:1:18: warning[CO304]", "the column '1:30' is not used", "known here:"),
        ),
    ),
    "a misspelt column": (
        (swap(LEDGER, "paid_amount", "paid_amuont"),),
        (
            Found(f"{LEDGER}:1:66: error[CO304]", "there is no column 'paid_amuont'", "did you mean 'paid_amount'?"),
            Found(f"{LEDGER}:2:1: error[CO407]", "2026-001 has a paid_date, but no paid_amount", "write 758.63"),
        ),
    ),
    "a column twice": (
        (whole(TIME, "date,Hours,description,hours\n2026-11-10,1,a,2\n"),),
        (Found(f"{TIME}:1:24: error[CO305]", "the column 'hours' stands here a second time"),),
    ),
    "a row too long": (
        (swap(TIME, "Fixes,1:30,,,", "Fixes, and more,1:30,,,2026-001"),),
        (Found(f"{TIME}:3:35: error[CO306]", "the row has 7 cells, the header 6", "put quotes around a text"),),
    ),
    "a row too short": (
        (swap(TIME, "2026-11-10,Fixes,1:30,,,", "2026-11-10"),),
        (
            Found(f"{TIME}:3:1: error[CO202]", "description is missing"),
            Found(f"{TIME}:3:1: error[CO202]", "hours is missing", "Such as 7.5 or 7:30."),
        ),
    ),
    "hours of sorts": hours("1h30", Found(f"{TIME}:3:18: error[CO206]", "hours: '1h30' is not a number", "1250.50")),
    "61 minutes": hours("1:61", Found(f"{TIME}:3:18: error[CO206]", "hours: '1:61' is not a number", "1250.50")),
    "hours below zero": hours("-1.5", Found(f"{TIME}:3:18: error[CO215]", "hours: -1.5 is below 0")),
    "a decimal comma among commas": hours(
        '"1,5"', Found(f"{TIME}:3:18: error[CO206]", "hours: '1,5' is not a number", "write a decimal point: 1.5")
    ),
    "a cell of many lines": (
        (swap(TIME, '"Design, first draft",7.5', '"Design,\n""first""\r\ndraft, äöü",7.5.1'), *hours("x")[0]),
        (
            Found(f"{TIME}:4:13: error[CO206]", "hours: '7.5.1' is not a number", "1250.50"),
            Found(f"{TIME}:5:18: error[CO206]", "hours: 'x' is not a number", "1250.50"),
        ),
    ),
    "quotes amid a cell": (
        (swap(TIME, "Fixes,1:30", '5" screen,1:3o'),),
        (Found(f"{TIME}:3:22: error[CO206]", "hours: '1:3o' is not a number", "1250.50"),),
    ),
    "semicolons and decimal commas": (
        (semicolons(LEDGER), swap(LEDGER, "758,63;2026-03-14", "758,64;2026-03-14")),
        (Found(f"{LEDGER}:2:1: error[CO403]", "net 637.50 + tax 121.13 is not gross 758.64", "net + tax is 758.63"),),
    ),
    "semicolons and thousands": (
        (semicolons(LEDGER), swap(LEDGER, "637,50", "1.637,50")),
        (
            Found(
                f"{LEDGER}:2:40: error[CO206]", "net: '1.637,50' is not a number", "leave out the separators: 1637.50"
            ),
        ),
    ),
    "tabs": (
        (whole(TIME, "date\tdescription\thours\n2026-11-10\ta, b; c\tx\n"),),
        (Found(f"{TIME}:2:20: error[CO206]", "hours: 'x' is not a number", "1250.50"),),
    ),
    "Windows line ends and byte order marks": (
        (
            swap(YAML, "rate: 85.00", "rate: 85,00"),
            *hours("x")[0],
            *(edit(name) for name in (YAML, TIME, LEDGER) for edit in (crlf, bom)),
        ),
        (
            Found(f"{YAML}:25:9: error[CO206]", "'85,00' is not a number", "85.00"),
            Found(f"{TIME}:3:18: error[CO206]", "'x' is not a number", "1250.50"),
        ),
    ),
    "letters before the column": (
        (
            swap(YAML, "city: Zürich\n    country: CH", "{city: Zürich 😀é, country: XX}"),
            swap(TIME, "Fixes,1:30", "Zürich 😀é,x"),
        ),
        (
            Found(f"{YAML}:17:32: error[CO209]", "'XX' is not a country code", "ISO 3166-1"),
            Found(f"{TIME}:3:22: error[CO206]", "'x' is not a number", "1250.50"),
        ),
    ),
    # --- CO4xx: contradictions
    "dates out of order": (
        (
            swap(YAML, "start: 2026-01-12", "start: 2026-12-12"),
            swap(YAML, "due: 2026-12-15", "due: 2026-11-15"),
            swap(YAML, "last_working_day: 2026-11-30", "last_working_day: 2026-11-15"),
            swap(LEDGER, "2026-03-15,637.50", "2025-03-15,637.50"),
        ),
        (
            Found(f"{YAML}:33:16: error[CO401]", "ending.notice_date (2026-11-16) is before contract.start", "line 22"),
            Found(
                f"{YAML}:34:21: error[CO401]",
                "ending.last_working_day (2026-11-15) is before",
                "in line 33; the notice",
            ),
            Found(f"{YAML}:38:8: error[CO401]", "final_invoice.due (2026-11-15) is before", "in line 37"),
            Found(f"{LEDGER}:2:1: error[CO401]", "2026-001 is due before it was issued", "check the year"),
            Found(f"{TIME}:2:1: warning[CO401]", "before the contract started (2026-12-12)", "check the year"),
            Found(f"{TIME}:3:1: warning[CO401]", "before the contract started (2026-12-12)", "check the year"),
        ),
    ),
    "accepted before it was delivered": value(
        "accepted: 2026-02-03",
        "accepted: 2026-01-03",
        Found(f"{YAML}:43:15: error[CO401]", "'Start page' was accepted before it was delivered"),
    ),
    "an end before the notice period is over": (
        (
            swap(YAML, "notice: 14 days", "notice: 2 weeks to the end of a month"),
            swap(
                YAML,
                "notice_date: 2026-11-16\n  last_working_day: 2026-11-30",
                "notice_date: 2026-11-16\n  delivery: post\n  ends_on: 2026-11-30",
            ),
        ),
        (
            Found(
                f"{YAML}:35:12: error[CO411]",
                "the contract cannot end on 2026-11-30 yet: its notice period ends on 2026-12-31",
                "sent 2026-11-16, received 2026-11-19, after 2 weeks 2026-12-03, to the end of a month 2026-12-31; "
                "write 2026-12-31 or later, or agreed: true",
            ),
        ),
    ),
    "an order of dates that is none": value(
        "language: en",
        "language: en\ncorrespondence: {date_order: days first, time_zone: Berlin}",
        Found(f"{YAML}:2:30: error[CO207]", "'days first' is not known", "did you mean 'day first'?"),
        Found(f"{YAML}:2:53: error[CO211]", "'Berlin' is not a time zone", "did you mean 'Europe/Berlin'?"),
    ),
    "an agreement on no day": value(
        "last_working_day: 2026-11-30",
        "agreed: true",
        Found(f"{YAML}:34:11: error[CO402]", "the end is agreed, but it is not said which day", "write ends_on"),
    ),
    "an agreed end before the notice": value(
        "last_working_day: 2026-11-30",
        "agreed: true\n  ends_on: 2026-11-15",
        Found(f"{YAML}:35:12: error[CO401]", "ending.ends_on (2026-11-15) is before ending.notice_date", "line 33"),
    ),
    "work after the end": value(
        "last_working_day: 2026-11-30",
        "last_working_day: 2026-12-31\n  ends_on: 2026-12-30",
        Found(f"{YAML}:35:12: error[CO401]", "ends_on (2026-12-30) is before ending.last_working_day", "line 34"),
    ),
    "a contract that has ended already": value(
        "start: 2026-01-12",
        "start: 2026-01-12\n  end: 2026-11-15",
        Found(
            f"{YAML}:34:16: warning[CO412]", "ended on 2026-11-15 already (contract.end)", "leave it out if the work"
        ),
    ),
    "a name that was never filled in": value(
        "title: Website",
        "title: Title of the contract",
        Found(f"{YAML}:20:10: warning[CO413]", "is still 'Title of the contract'", "write your own"),
    ),
    "a source of a period that is not there": value(
        "notice: 14 days",
        "notice: 14 days\n  statutory_source: § 621",
        Found(f"{YAML}:27:21: warning[CO402]", "where the law gives a notice period", "write statutory_notice:"),
    ),
    "a platform that is none": value(
        "billing: hourly",
        "platform: none\n  billing: hourly",
        Found(f"{YAML}:23:13: error[CO414]", "'none' is no platform", "leave contract.platform out"),
    ),
    "late payment by contract and by law": value(
        "closing:\n",
        "late_payment: {contract: {rate: 8}, law: de}\nclosing:\n",
        Found(f"{YAML}:44:42: error[CO415]", "both contract and law", "leave out the one that does not hold"),
    ),
    "two reference rates from one day": value(
        "closing:\n",
        "late_payment: {reference_rates: [{from: 2026-07-01, rate: 1}, {from: 2026-07-01, rate: 2}]}\nclosing:\n",
        Found(f"{YAML}:44:33: error[CO415]", "two reference rates from 2026-07-01", "keep the one"),
    ),
    "a reference rate of no half-year": value(
        "closing:\n",
        "late_payment: {law: de, reference_rates: [{from: 2026-09-18, rate: 1.27}]}\nclosing:\n",
        Found(f"{YAML}:44:50: error[CO415]", "no half-year begins on 2026-09-18", "from: 2026-07-01"),
    ),
    "a reminder of a level that there is not": value(
        "closing:\n",
        "reminders: [{date: 2026-04-01, level: 4}]\nclosing:\n",
        Found(f"{YAML}:44:39: error[CO207]", "'4' is not known", "1, 2, 3"),
    ),
    "an hourly contract without a rate": value(
        "  rate: 85.00\n",
        "",
        Found(f"{YAML}:23:12: error[CO402]", "an hourly contract needs contract.rate", "write rate: 85.00"),
        Found(f"{TIME}:2:1: error[CO402]", "no rate (nor has that of 1 more)", "or a rate in each row"),
    ),
    "completed, with work that is still to be completed": (
        (
            swap(YAML, "  by: freelancer\n", "  by: freelancer\n  reason: completed\n"),
            swap(YAML, "closing:", "  - title: Help page\nclosing:"),
        ),
        (Found(f"{YAML}:33:11: warning[CO410]", "work is still to be completed", "or another reason"),),
    ),
    "a fixed price without milestones": value(
        "billing: hourly",
        "billing: fixed",
        Found(f"{YAML}:23:12: error[CO402]", "a fixed-price contract needs contract.milestones", "one milestone"),
    ),
    "a retainer without one": value(
        "billing: hourly",
        "billing: retainer",
        Found(f"{YAML}:23:12: error[CO402]", "a retainer contract needs contract.retainer", "billed_until"),
    ),
    "a sum that differs": (
        (swap(LEDGER, "19.00,119.00", "19.00,120.00"),),
        (Found(f"{LEDGER}:3:1: error[CO403]", "2026-002: net 100.00 + tax 19.00 is not gross 120.00", "is 119.00"),),
    ),
    "a tax that differs": (
        (swap(LEDGER, "19,19.00,119.00", "19,19.06,119.06"),),
        (Found(f"{LEDGER}:3:1: warning[CO403]", "tax 19.06 is not 19 % of 100.00", "it would be 19.00"),),
    ),
    "work that stands twice": (
        (swap(TIME, "2026-11-10,Fixes,1:30,,,", "2026-11-10,Fixes,1:30,,,\n2026-11-10,Fixes,1.5,,,"),),
        (Found(f"{TIME}:4:1: warning[CO418]", "the same work stands in line 3 already", "delete one"),),
    ),
    "a day of 25 hours": (
        (swap(TIME, "2026-11-10,Fixes,1:30", "2026-11-10,Fixes,25"),),
        (Found(f"{TIME}:3:1: warning[CO419]", "with this row, 2026-11-10 has 25 hours", "check the date"),),
    ),
    "an invoice of less than the work on it": (
        (swap(LEDGER, "637.50,19,121.13,758.63", "600,19,114,714"), swap(LEDGER, "14,758.63", "14,714")),
        (Found(f"{LEDGER}:2:1: warning[CO403]", "the rows that name it come to 637.50", "invoice column"),),
    ),
    "a number used twice, and the next one too": (
        (swap(LEDGER, "2026-002,credit", "2026-001,credit"), swap(YAML, "number: 2026-031", "number: 2026-001")),
        (
            Found(
                f"{YAML}:36:11: error[CO404]", "final_invoice.number 2026-001 is in invoices.csv already", "next number"
            ),
            Found(
                f"{LEDGER}:3:1: error[CO404]", "the invoice number 2026-001 is used a second time", "first in line 2"
            ),
        ),
    ),
    "an unknown invoice": (
        (swap(TIME, "2026-001", "2026-0001"), swap(LEDGER, ",2026-001,\n", ",X,\n")),
        (
            Found(f"{LEDGER}:3:1: error[CO405]", "the invoice X is not in invoices.csv", "add it to invoices.csv"),
            Found(
                f"{TIME}:2:1: error[CO405]", "the invoice 2026-0001 is not in invoices.csv", "did you mean '2026-001'?"
            ),
        ),
    ),
    "no ledger, but billed work": (
        (remove(LEDGER),),
        (
            Found(
                f"{TIME}:2:1: error[CO405]", "the invoice 2026-001 is not in invoices.csv", "did you mean '2026-031'?"
            ),
        ),
    ),
    "paid too much": (
        (swap(LEDGER, "2026-03-14,758.63", "2026-03-14,758.64"),),
        (
            Found(
                f"{LEDGER}:2:1: warning[CO406]", "2026-001: paid 758.64 of 758.63", "the client is owed the difference"
            ),
        ),
    ),
    "paid, but how much, or when": ledger(
        "2026-003,invoice,2026-05-01,,10,,,10,2026-05-02,,,\n2026-004,invoice,2026-05-01,,10,,,10,,10,,",
        Found(f"{LEDGER}:4:1: error[CO407]", "2026-003 has a paid_date, but no paid_amount", "write 10 if"),
        Found(f"{LEDGER}:5:1: error[CO407]", "2026-004 has a paid_amount, but no paid_date", "the day on which"),
    ),
    "a VAT id of another country": value(
        "    country: CH\n",
        "    country: CH\n  vat_id: NL123456782B76\n",
        Found(f"{YAML}:19:11: warning[CO417]", "'NL123456782B76' is of NL, but the address is in CH", "elsewhere"),
    ),
    "a QR-IBAN without a QR reference": value(
        "DE89 3704 0044 0532 0130 00",
        "CH44 3199 9123 0008 8901 2",
        Found(f"{YAML}:13:11: warning[CO416]", "the invoice has no payment slip", "write your ordinary IBAN"),
    ),
    "reverse charge without VAT ids": (
        (swap(YAML, "standard\n    rate: 19", "reverse charge"), swap(YAML, "  vat_id: DE123456788\n", "")),
        (
            Found(f"{YAML}:4:3: error[CO408]", "reverse charge needs the VAT id of both sides", "freelancer.vat_id"),
            Found(f"{YAML}:14:3: error[CO408]", "reverse charge needs the VAT id of both sides", "client.vat_id"),
        ),
    ),
    "tax without a rate": value(
        "    rate: 19\n",
        "",
        Found(f"{YAML}:29:5: error[CO408]", "the standard treatment needs a rate", "write rate: 19"),
    ),
    "a rate without tax": value(
        "treatment: standard",
        "treatment: small_business",
        Found(f"{YAML}:30:11: error[CO408]", "this treatment charges no tax, but the rate is 19", "leave the rate out"),
    ),
    "a deposit that is not paid": ledger(
        "2026-003,deposit,2026-05-01,,100,,,100,2026-05-02,40,,",
        Found(f"{LEDGER}:4:1: warning[CO409]", "the deposit 2026-003 is not paid in full; only 40.00", "credit note"),
    ),
    "planned, but delivered": value(
        "status: accepted",
        "status: planned",
        Found(f"{YAML}:41:13: error[CO410]", "'Start page' is planned, but has a date", "write status: delivered"),
    ),
    "accepted, but when": value(
        "    accepted: 2026-02-03\n",
        "",
        Found(f"{YAML}:41:13: warning[CO410]", "'Start page' is accepted, but it is not said when", "write accepted:"),
    ),
    # --- several problems in several files
    "all at once": (
        (
            swap(YAML, "language: en", "language: EN"),
            swap(YAML, "country: DE", "country: Germany"),
            swap(YAML, "tax:\n", "tax:\n    reasn: none\n"),
            swap(YAML, "  by: freelancer\n", ""),
            swap(TIME, "2026-02-02", "02.02.2026"),
            *hours("NaN")[0],
            swap(LEDGER, "credit note", "kredit note"),
            swap(LEDGER, "637.50", "€637.50"),
        ),
        (
            Found(f"{YAML}:1:11: error[CO212]", "'EN' is not a language code", "two small letters"),
            Found(f"{YAML}:9:14: error[CO209]", "freelancer.address.country: 'Germany'", "ISO 3166-1"),
            Found(f"{YAML}:29:5: error[CO201]", "there is no key 'reasn' in contract.tax", "did you mean 'reason'?"),
            Found(f"{YAML}:33:3: error[CO202]", "ending.by is missing", "Who ends the contract."),
            Found(f"{LEDGER}:2:40: error[CO206]", "net: '€637.50' is not a number", "1250.50"),
            Found(f"{LEDGER}:3:10: error[CO207]", "'kredit note' is not known", "did you mean 'credit note'?"),
            Found(f"{TIME}:2:1: error[CO205]", "date: '02.02.2026' is not a date", "2026-03-31"),
            Found(f"{TIME}:3:18: error[CO206]", "hours: 'NaN' is not a number", "1250.50"),
        ),
    ),
}


def head(diagnostic: Diagnostic) -> str:
    place = f"{diagnostic.location}: " if diagnostic.location else ""
    return f"{place}{diagnostic.severity.value}[{diagnostic.code.value}]"


def state(folder: Path) -> dict[str, tuple[int, int, int]]:
    """Return what would change if anything was written."""
    found = {
        path.relative_to(folder).as_posix(): path.lstat()
        for path in folder.parent.rglob("*")
        if path != folder and folder in path.parents
    }
    return {name: (stat.st_mode, stat.st_size, stat.st_mtime_ns) for name, stat in found.items()}


def read(folder: Path) -> tuple[bool, tuple[Diagnostic, ...]]:
    """Read engagement and correspondence; tell whether an engagement came out, and every diagnostic."""
    report = Report()
    engagement = read_engagement(folder, None, report)
    read_record(folder, "UTC", report)
    return engagement is not None, report.diagnostics


@pytest.mark.parametrize("name", BROKEN)
def test_every_problem_is_told_at_its_place(name: str, folder: Path) -> None:
    edits, expected = BROKEN[name]
    for edit in edits:
        edit(folder)
    before = state(folder)
    came_out, diagnostics = read(folder)
    assert [head(diagnostic) for diagnostic in diagnostics] == [found.head for found in expected]
    for diagnostic, found in zip(diagnostics, expected, strict=True):
        assert found.message in diagnostic.message
        if found.hint is None:
            assert diagnostic.hint is None
        else:
            assert diagnostic.hint is not None
            assert found.hint in diagnostic.hint
    in_the_engagement = [found for found in expected if not found.head.startswith("messages/")]
    assert came_out == all(" warning[" in found.head for found in in_the_engagement)
    assert state(folder) == before


def test_the_folder_that_all_start_from_is_good(folder: Path) -> None:
    assert read(folder) == (True, ())


def test_the_table_has_every_code_of_reading() -> None:
    codes = {found.head[-6:-1] for _, expected in BROKEN.values() for found in expected}
    assert codes == {code.value for code in Code if code.value < "CO5"}
    assert len(BROKEN) >= 60


def test_a_missing_folder(tmp_path: Path) -> None:
    _, (diagnostic,) = read(tmp_path / "nowhere")
    assert diagnostic.code is Code.NO_ENGAGEMENT
    assert diagnostic.hint == "there is no such folder; check its name"


@pytest.mark.skipif(os.geteuid() == 0, reason="nothing can be denied to root")
def test_files_that_may_not_be_read(folder: Path) -> None:
    for name in (YAML, TIME, LEDGER):
        (folder / name).chmod(0)
    came_out, diagnostics = read(folder)
    assert not came_out
    assert [head(diagnostic) for diagnostic in diagnostics] == [
        f"{YAML}: error[CO102]",
        f"{LEDGER}: error[CO102]",
        f"{TIME}: error[CO102]",
    ]
