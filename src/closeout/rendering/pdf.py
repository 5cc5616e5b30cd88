"""HTML into PDF (WeasyPrint), from nothing but the page itself and our packaged files."""

from __future__ import annotations

import logging
import re
from contextlib import contextmanager
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit
from urllib.request import url2pathname

from closeout.diagnostic import Code, Diagnostic, Severity, UserError
from closeout.rendering.templates import packaged_templates
from closeout.rendering.weasyprint_start import import_weasyprint

if TYPE_CHECKING:
    from collections.abc import Iterator

    from weasyprint.urls import URLFetcher, URLFetcherResponse

_MISSING_GLYPH = re.compile(r"\.notdef glyph .*\(U\+([0-9A-F]+)\)", re.DOTALL)


def to_pdf(html: str) -> tuple[bytes, tuple[Diagnostic, ...]]:
    """Return the tagged PDF of a page, and a warning for the characters that no font has.

    The same page gives the same bytes. Raises `UserError` where a library is missing, or where WeasyPrint finds
    anything to complain about: a page that only nearly came out as meant is never written.
    """
    printer = _Printer.shared()
    with _complaints() as complaints:
        content = printer.print(html)
    glyphs = [match for match in map(_MISSING_GLYPH.search, complaints) if match]
    others = [complaint for complaint in complaints if not _MISSING_GLYPH.search(complaint)]
    if others:
        hint = "the page was not written; look at your own templates and styles first"
        raise UserError(Diagnostic(Code.PAGE_WARNING, complaint, None, hint) for complaint in dict.fromkeys(others))
    return content, _missing_glyphs({match.group(1) for match in glyphs})


def _missing_glyphs(points: set[str]) -> tuple[Diagnostic, ...]:
    if not points:
        return ()
    shown = ", ".join(f"{chr(int(point, 16))} (U+{point})" for point in sorted(points)[:8])
    message = f"no font on this machine has {shown}{', …' if len(points) > 8 else ''}; boxes stand in their place"  # noqa: PLR2004
    hint = "install a font for that script (Debian: fonts-noto-core, fonts-noto-cjk) and run again"
    return (Diagnostic(Code.MISSING_GLYPH, message, None, hint, Severity.WARNING),)


class _Printer:
    """WeasyPrint with our fonts, set up once a process: a new font configuration for each page would leak memory."""

    def __init__(self) -> None:
        weasyprint = import_weasyprint()
        from weasyprint.text.fonts import FontConfiguration  # noqa: PLC0415 - a heavy import
        from weasyprint.urls import FatalURLFetchingError  # noqa: PLC0415

        self._weasyprint = weasyprint
        self._refused = FatalURLFetchingError
        self._fetcher = _local_fetcher()
        self._fonts = FontConfiguration()
        self._font_faces = weasyprint.CSS(
            string=(packaged_templates() / "fonts" / "fonts.css").read_text(encoding="utf-8"),
            base_url=_base_url(),
            url_fetcher=self._fetcher,
            font_config=self._fonts,
        )

    @classmethod
    @cache
    def shared(cls) -> _Printer:
        """Return the printer of this process."""
        return cls()

    def print(self, html: str) -> bytes:
        """Lay the page out and write it."""
        try:
            page = self._weasyprint.HTML(string=html, base_url=_base_url(), url_fetcher=self._fetcher)
            content: bytes = page.write_pdf(stylesheets=[self._font_faces], font_config=self._fonts, pdf_tags=True)
        except self._refused as refused:
            hint = "pages take nothing but data: URLs and closeout's own files; take it out of your template or style"
            raise UserError.of(Code.FETCH_REFUSED, f"the page asks for {refused}", None, hint) from None
        return content


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
