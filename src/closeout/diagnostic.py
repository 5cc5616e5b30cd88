"""What went wrong, where, and how to mend it.

Every problem that a user can cause is a `Diagnostic`. Readers collect them in a `Report`, so that all problems of
all files are told at once; `UserError` carries them to the command line, which prints them and exits with 2.
"""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable


class Code(Enum):
    """Stable code of a problem: it never changes its meaning, so people can search for it."""

    # CO1xx: the folder and the form of its files
    NO_ENGAGEMENT = "CO101"
    UNREADABLE_FILE = "CO102"
    NOT_UTF8 = "CO103"
    YAML_SYNTAX = "CO104"
    YAML_FEATURE = "CO105"
    DUPLICATE_KEY = "CO106"
    TOO_DEEP = "CO107"
    TOO_LARGE = "CO108"
    CONTROL_CHARACTER = "CO109"
    UNREAD_FILE = "CO110"
    BAD_PICTURE = "CO111"
    # CO2xx: one value
    UNKNOWN_KEY = "CO201"
    MISSING_KEY = "CO202"
    WRONG_SHAPE = "CO203"
    EMPTY_VALUE = "CO204"
    BAD_DATE = "CO205"
    BAD_NUMBER = "CO206"
    BAD_CHOICE = "CO207"
    BAD_CURRENCY = "CO208"
    BAD_COUNTRY = "CO209"
    BAD_PERIOD = "CO210"
    BAD_TIME_ZONE = "CO211"
    BAD_LANGUAGE = "CO212"
    BAD_EMAIL = "CO213"
    BAD_IBAN = "CO214"
    OUT_OF_RANGE = "CO215"
    BAD_TIME = "CO216"
    TOO_PRECISE = "CO217"
    BAD_REGION = "CO218"
    BAD_PATTERN = "CO219"
    BAD_BIC = "CO220"
    BAD_VAT_ID = "CO221"
    BAD_TAX_NUMBER = "CO222"
    BAD_REGISTRATION = "CO223"
    BAD_REFERENCE = "CO224"
    BAD_COLOR = "CO225"
    UNREADABLE_COLOR = "CO226"
    # CO3xx: tables (CSV)
    CSV_SYNTAX = "CO301"
    NO_HEADER = "CO302"
    MISSING_COLUMN = "CO303"
    UNKNOWN_COLUMN = "CO304"
    DUPLICATE_COLUMN = "CO305"
    ROW_LENGTH = "CO306"
    # CO4xx: values that contradict one another
    DATES_OUT_OF_ORDER = "CO401"
    TERMS_INCOMPLETE = "CO402"
    SUM_DIFFERS = "CO403"
    DUPLICATE_NUMBER = "CO404"
    UNKNOWN_INVOICE = "CO405"
    OVERPAID = "CO406"
    PAYMENT_INCOMPLETE = "CO407"
    TAX_CONTRADICTION = "CO408"
    DEPOSIT_UNPAID = "CO409"
    STATUS_CONTRADICTION = "CO410"
    END_TOO_EARLY = "CO411"
    ENDED_ALREADY = "CO412"
    NOT_FILLED_IN = "CO413"
    NO_PLATFORM = "CO414"
    LATE_PAYMENT_CONTRADICTION = "CO415"
    SLIP_INCOMPLETE = "CO416"
    VAT_COUNTRY = "CO417"
    REPEATED_ROW = "CO418"
    TOO_MANY_HOURS = "CO419"
    # CO5xx: messages
    SOURCE_UNKNOWN = "CO501"
    SOURCE_FAILED = "CO502"
    MESSAGE_SKIPPED = "CO503"
    NOT_UNDER_FOLDER = "CO504"
    DATE_ORDER_OPEN = "CO505"
    PLUG_IN_FAILED = "CO506"
    ZONE_ASSUMED = "CO507"
    # CO6xx: documents and templates
    TEMPLATE_SYNTAX = "CO602"
    TEMPLATE_NAME = "CO603"
    TEMPLATE_FORBIDDEN = "CO604"
    TEMPLATE_VALUE = "CO605"
    NOTHING_TO_BILL = "CO606"
    NOTHING_OVERDUE = "CO607"
    NOT_IN_RECORD = "CO608"
    # CO7xx: writing and the page
    NOT_WRITABLE = "CO701"
    PAGE_WARNING = "CO702"
    LIBRARY_MISSING = "CO703"
    WOULD_OVERWRITE = "CO704"
    MISSING_GLYPH = "CO705"
    FETCH_REFUSED = "CO706"
    STALE_FILE = "CO707"
    REGISTER_UNUSABLE = "CO708"
    NOT_A_REGISTER = "CO709"
    REGISTER_NEWER = "CO710"
    REGISTER_DAMAGED = "CO711"
    NUMBER_TAKEN = "CO712"
    NUMBERS_SKIPPED = "CO713"
    ISSUED_OTHERWISE = "CO714"
    NOT_ISSUED = "CO715"
    CREDITED_ALREADY = "CO716"
    NOT_A_BUNDLE = "CO717"
    BUNDLE_DIFFERS = "CO718"
    NOT_A_CERTIFICATE = "CO719"
    CERTIFICATE_LOCKED = "CO720"
    CERTIFICATE_UNFIT = "CO721"
    NOT_SIGNABLE = "CO722"
    # CO8xx: what to mind before it goes out
    RULE = "CO801"
    DISCOURTEOUS = "CO802"
    MESSAGE_TOO_LONG = "CO803"
    NO_RECIPIENT = "CO804"
    UNKNOWN_PLATFORM = "CO805"
    INTEREST_NOT_CLAIMED = "CO806"
    REMINDER_OUT_OF_TURN = "CO807"
    NOT_YET = "CO808"


class Severity(Enum):
    """An error stops everything and writes nothing; a warning is printed and changes nothing."""

    ERROR = "error"
    WARNING = "warning"


class Location(NamedTuple):
    """A place in a file of the user's; lines and columns count from 1, columns in characters."""

    file: str
    line: int | None = None
    column: int | None = None

    def __str__(self) -> str:
        """Return `file:line:column`, the form that editors and terminals make clickable."""
        return ":".join(str(part) for part in self if part is not None)


class Diagnostic(NamedTuple):
    """One problem: its place, its code, what is wrong, and how to mend it."""

    code: Code
    message: str
    location: Location | None = None
    hint: str | None = None
    severity: Severity = Severity.ERROR

    def __str__(self) -> str:
        """Return the line that is printed, and the hint on a line of its own."""
        place = f"{self.location}: " if self.location else ""
        line = f"{place}{self.severity.value}[{self.code.value}]: {self.message}"
        return f"{line}\n    hint: {self.hint}" if self.hint else line


class UserError(Exception):
    """Something that the user can mend. Caught once, by the command line, which then exits with 2."""

    def __init__(self, diagnostics: Iterable[Diagnostic]) -> None:
        """Carry every diagnostic that was found, warnings included."""
        self.diagnostics = tuple(diagnostics)
        super().__init__("\n".join(str(diagnostic) for diagnostic in self.diagnostics))

    @classmethod
    def of(cls, code: Code, message: str, location: Location | None = None, hint: str | None = None) -> UserError:
        """Make an error with a single diagnostic."""
        return cls([Diagnostic(code, message, location, hint)])

    def __reduce__(self) -> tuple[type[UserError], tuple[tuple[Diagnostic, ...]]]:
        """Survive the way back from a worker process."""
        return type(self), (self.diagnostics,)


class Report:
    """Collects diagnostics while files are read, so that the reader can go on after a problem."""

    def __init__(self) -> None:
        """Start with no diagnostics."""
        self._diagnostics: list[Diagnostic] = []

    def error(self, code: Code, message: str, location: Location | None, hint: str | None = None) -> None:
        """Add a problem that forbids writing anything."""
        self._diagnostics.append(Diagnostic(code, message, location, hint))

    def warning(self, code: Code, message: str, location: Location | None, hint: str | None = None) -> None:
        """Add something the user should know, but that stops nothing."""
        self._diagnostics.append(Diagnostic(code, message, location, hint, Severity.WARNING))

    @property
    def diagnostics(self) -> tuple[Diagnostic, ...]:
        """Everything found so far, by file, then by place in it; at one place, errors come first."""
        return tuple(sorted(self._diagnostics, key=_reading_order))

    @property
    def failed(self) -> bool:
        """Whether any error was found."""
        return any(diagnostic.severity is Severity.ERROR for diagnostic in self._diagnostics)

    def failed_in(self, file: str) -> bool:
        """Whether an error was found in that file."""
        errors = (each for each in self._diagnostics if each.severity is Severity.ERROR)
        return any(error.location is not None and error.location.file == file for error in errors)

    def raise_errors(self) -> None:
        """Raise `UserError` with all diagnostics if one of them is an error."""
        if self.failed:
            raise UserError(self.diagnostics)


def _reading_order(diagnostic: Diagnostic) -> tuple[str, int, int, bool]:
    place = diagnostic.location or Location("")
    return place.file, place.line or 0, place.column or 0, diagnostic.severity is Severity.WARNING


def nearest(word: str, choices: Iterable[str]) -> str | None:
    """Return the choice nearest to `word`, or None when none is near."""
    from difflib import get_close_matches  # noqa: PLC0415 - only where something is misspelt

    by_lower = {choice.lower(): choice for choice in choices}
    near = get_close_matches(word.lower(), by_lower, n=1, cutoff=0.6)
    return by_lower[near[0]] if near else None


def did_you_mean(word: str, choices: Iterable[str]) -> str | None:
    """Return the hint `did you mean 'x'?` for the choice nearest to `word`, or None when none is near."""
    near = nearest(word, choices)
    return f"did you mean '{near}'?" if near else None
