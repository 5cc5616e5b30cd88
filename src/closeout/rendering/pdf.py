"""HTML into PDF/A-3a with PDF/UA-1 (WeasyPrint), from nothing but the page itself and our packaged files."""

from __future__ import annotations

import logging
import os
import re
from contextlib import contextmanager
from datetime import UTC, datetime, time
from functools import cache, cached_property
from importlib.resources import files
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit
from urllib.request import url2pathname

from closeout.diagnostic import Code, Diagnostic, UserError
from closeout.progress import SILENT, Progress
from closeout.rendering.archival import VARIANT, finish
from closeout.rendering.glyphs import missing_glyphs, private_characters, with_stand_ins
from closeout.rendering.scripts import with_scripts
from closeout.rendering.templates import packaged_templates
from closeout.rendering.weasyprint_start import import_weasyprint

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from collections.abc import Set as AbstractSet

    from weasyprint import CSS
    from weasyprint import Attachment as Embedded
    from weasyprint.css import ColorProfile
    from weasyprint.urls import URLFetcher, URLFetcherResponse

    from closeout.rendering.attachment import Attachment

_MISSING_GLYPH = re.compile(r"\.notdef glyph .*\(U\+([0-9A-F]+)\)", re.DOTALL)
_EXTRA: Final = re.compile(  # what no font of ours but those in extra.css need have
    "[^\t\n\r -~\u00a0-\u012b\u0134-\u0165\u0168-\u017f\u02d8-\u02dd\u0384-\u038a\u038e-\u03a1\u03a3-\u03ce"
    "\u0400-\u045f\u1ea0-\u1ef9\u2007\u2009\u2010-\u2015\u2018-\u201e\u2020-\u2022\u2026\u202f\u20ac\u2122\u2212]"
)
_COLORS: Final = "sRGB"
_PAGE: Final = re.compile(r"(?<=layout - Page )\d+")


def to_pdf(
    html: str,
    attachment: Attachment | None = None,
    where: Callable[[AbstractSet[str]], Iterable[str]] | None = None,
    progress: Progress = SILENT,
) -> tuple[bytes, tuple[Diagnostic, ...]]:
    """Return the PDF of a page, with a file in it if there is one, and warnings of the characters that no font has.

    It is PDF/A-3a (ISO 19005-3) and PDF/UA-1 (ISO 14289-1), as far as the page allows: a style of the user's may break
    both. The same page and attachment give the same bytes. Squares stand in for characters that no font has, and the
    warnings tell `where` those are in the user's files, or quote the page. `progress` is told each page.
    Raises `UserError` where a library is missing, or where WeasyPrint finds anything to complain about: a page that
    only nearly came out as meant is never written.
    """
    printer = _Printer.shared()
    missing = private_characters(html)
    while True:
        with _pages_told(progress):
            content, drawn = _drawn(printer, with_scripts(with_stand_ins(html, missing)), attachment)
        if drawn <= missing:
            return content, tuple(missing_glyphs(html, missing, drawn, where))
        missing |= drawn


def _drawn(printer: _Printer, html: str, attachment: Attachment | None) -> tuple[bytes, frozenset[str]]:
    """Return the PDF of a page, and the characters that came out as empty boxes."""
    with _complaints() as complaints:
        content = printer.print(html, attachment)
    glyphs = [match for match in map(_MISSING_GLYPH.search, complaints) if match]
    others = [complaint for complaint in complaints if not _MISSING_GLYPH.search(complaint)]
    if others:
        hint = "the page was not written; look at your own templates and styles first"
        raise UserError(Diagnostic(Code.PAGE_WARNING, complaint, None, hint) for complaint in dict.fromkeys(others))
    return content, frozenset(chr(int(match.group(1), 16)) for match in glyphs)


class _Printer:
    """WeasyPrint with our fonts, set up once a process: a new font configuration for each page would leak memory."""

    def __init__(self) -> None:
        weasyprint = import_weasyprint()
        from weasyprint.css import ColorProfile  # noqa: PLC0415 - a heavy import
        from weasyprint.text.fonts import FontConfiguration  # noqa: PLC0415
        from weasyprint.urls import FatalURLFetchingError  # noqa: PLC0415

        os.environ.setdefault("SOURCE_DATE_EPOCH", "0")  # fontTools writes the time into emoji fonts of the system's
        self._weasyprint = weasyprint
        self._refused = FatalURLFetchingError
        self._fetcher = _local_fetcher()
        self._color_profile = ColorProfile
        self._colors = files("weasyprint.pdf").joinpath("sRGB2014.icc").read_bytes()
        self._fonts = FontConfiguration()
        self._font_faces = self._faces("fonts.css")

    @classmethod
    @cache
    def shared(cls) -> _Printer:
        """Return the printer of this process."""
        return cls()

    @cached_property
    def _extra_faces(self) -> CSS:
        """The faces of rarer letters and of emoji, which most pages need not wait for."""
        return self._faces("extra.css")

    def _faces(self, name: str) -> CSS:
        return self._weasyprint.CSS(
            string=(packaged_templates() / "fonts" / name).read_text(encoding="utf-8"),
            base_url=_base_url(),
            url_fetcher=self._fetcher,
            font_config=self._fonts,
        )

    def print(self, html: str, attachment: Attachment | None) -> bytes:
        """Lay the page out and write it."""
        extra = [self._extra_faces] if _EXTRA.search(html) else []
        try:
            page = self._weasyprint.HTML(string=html, base_url=_base_url(), url_fetcher=self._fetcher)
            content: bytes = page.write_pdf(
                stylesheets=[self._font_faces, *extra],
                font_config=self._fonts,
                color_profiles={_COLORS: self._srgb()},
                output_intent=_COLORS,
                pdf_variant=VARIANT,
                attachments=[self._embedded(attachment)] if attachment else None,
                finisher=lambda _, pdf: finish(pdf, attachment),
            )
        except self._refused as refused:
            hint = "pages take nothing but data: URLs and closeout's own files; take it out of your template or style"
            raise UserError.of(Code.FETCH_REFUSED, f"the page asks for {refused}", None, hint) from None
        return content

    def _srgb(self) -> ColorProfile:
        """Return WeasyPrint's sRGB, which it would read anew and leave open; once written, it is not the same bytes."""
        return self._color_profile(BytesIO(self._colors), "sRGB", "relative-colorimetric", (["r"], ["g"], ["b"]))

    def _embedded(self, attachment: Attachment) -> Embedded:
        made = datetime.combine(attachment.date, time(), UTC)  # WeasyPrint would look at the clock
        return self._weasyprint.Attachment(
            file_obj=BytesIO(attachment.content),
            name=attachment.name,
            description=attachment.description,
            relationship=attachment.relationship,
            created=made,
            modified=made,
        )


def _base_url() -> str:
    return packaged_templates().as_uri() + "/"


def _local_fetcher() -> URLFetcher:
    from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse  # noqa: PLC0415 - a heavy import

    class LocalFetcher(URLFetcher):  # type: ignore[misc] # weasyprint has no types
        """Reads `data:` and our packaged files, and stops the rendering at everything else."""

        def fetch(self, url: str, headers: dict[str, str] | None = None) -> URLFetcherResponse:
            parts = urlsplit(url)
            if parts.scheme == "data":
                return super().fetch(url, headers)
            path = Path(url2pathname(parts.path)).resolve()
            if parts.scheme != "file" or not path.is_relative_to(packaged_templates()) or not path.is_file():
                raise FatalURLFetchingError(url)
            return URLFetcherResponse(url, BytesIO(path.read_bytes()))

    return LocalFetcher(allow_redirects=False)


@contextmanager
def _pages_told(progress: Progress) -> Iterator[None]:
    """Tell the number of each page that WeasyPrint begins to lay out."""

    def tell(record: logging.LogRecord) -> None:
        if (match := _PAGE.search(record.getMessage())) is not None:
            progress.tell("laying out page", int(match.group()))

    logger = logging.getLogger("weasyprint.progress")
    handler, level = logging.Handler(logging.INFO), logger.level
    handler.emit = tell  # type: ignore[method-assign]
    logger.addHandler(handler)
    logger.setLevel(logging.INFO)
    try:
        yield
    finally:
        logger.removeHandler(handler)
        logger.setLevel(level)


@contextmanager
def _complaints() -> Iterator[list[str]]:
    """Collect what WeasyPrint logs at WARNING or above while a page is printed."""
    messages: list[str] = []
    handler = logging.Handler(logging.WARNING)
    handler.emit = lambda record: messages.append(record.getMessage())  # type: ignore[method-assign]
    logger = logging.getLogger("weasyprint")
    propagate = logger.propagate
    logger.addHandler(handler)
    logger.propagate = False
    try:
        yield messages
    finally:
        logger.removeHandler(handler)
        logger.propagate = propagate
