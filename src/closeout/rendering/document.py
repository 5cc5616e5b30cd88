"""One view into a document: the Markdown body, and the stationery around it in Markdown or HTML."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from markupsafe import Markup

from closeout.diagnostic import Code, UserError, did_you_mean
from closeout.domain.house_style import HouseStyle, Window
from closeout.progress import SILENT, Progress
from closeout.rendering.compiled import compiled_templates
from closeout.rendering.environment import DocumentTemplates
from closeout.rendering.locale import Wording
from closeout.rendering.signature import signed
from closeout.rendering.templates import packaged_templates

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from collections.abc import Set as AbstractSet
    from pathlib import Path

    from msgspec import Struct

    from closeout.diagnostic import Diagnostic
    from closeout.documents.case import Stationery
    from closeout.documents.einvoice_terms import EInvoice
    from closeout.documents.key_dates import KeyDates
    from closeout.documents.payment_terms import PaymentTerms
    from closeout.rendering.attachment import Attachment
    from closeout.rendering.templates import TemplateFolders

# The countries that write on US Letter (CLDR supplemental data, measurementData/paperSize).
_US_LETTER = frozenset({"BZ", "CA", "CL", "CO", "CR", "GT", "MX", "NI", "PA", "PH", "PR", "SV", "US", "VE"})

# Where most envelopes have their window to the right (SN 010130 allows both).
_WINDOW_RIGHT = frozenset({"CH", "LI"})
# The letters that end with the name of whoever writes them.
_SIGNED = frozenset({"notice", "reminder"})


class Dress(NamedTuple):
    """The words and the paper of one document: the template of its body, and the layout around it.

    `name` is what the templates call the view.
    """

    name: str
    template: str
    layout: str


_EVENT = Dress("entry", "event.md", "plain")


class PlainText(NamedTuple):
    """A document without any markup: its heading, and what stands below it."""

    title: str
    body: str

    @property
    def whole(self) -> str:
        """The heading, if there is one, over the rest."""
        return f"{self.title}\n\n{self.body}" if self.title else self.body


class Renderer:
    """Renders views for one engagement folder, in one language."""

    def __init__(
        self,
        folders: TemplateFolders,
        language: str,
        cache: Path | None = None,
        house_style: HouseStyle = HouseStyle(),  # noqa: B008 - it is frozen
        progress: Progress = SILENT,
    ) -> None:
        """Take the templates of `folders`, and keep them compiled in `cache`; pages are in the `house_style`.

        `progress` is told the pages that are laid out.

        Raises `UserError` where nobody has words in `language`.
        """
        self._folders = folders
        self._house_style = house_style
        self._progress = progress
        self._compiled = compiled_templates(cache)
        self._by_country: dict[str, DocumentTemplates] = {}
        self._language = language
        languages = self._folders.languages()
        if language not in languages:
            hint = did_you_mean(language, languages) or f"there are words in: {', '.join(languages)}"
            raise UserError.of(Code.BAD_LANGUAGE, f"closeout has no words in '{language}'", None, hint)

    @property
    def overridden(self) -> bool:
        """Whether words may stand in a document that are neither ours nor from the engagement."""
        return self._folders.overridden

    def markdown(self, view: Struct, stationery: Stationery, dress: Dress) -> str:
        """Return the document as Markdown."""
        templates = self._templates(stationery)
        body = Markup(_body(templates, view, stationery, dress))  # noqa: S704 - it was escaped as it was filled
        return templates.markdown(f"layouts/{dress.layout}.md", stationery=stationery, body=body, **{dress.name: view})

    def text(self, view: Struct, stationery: Stationery, dress: Dress) -> PlainText:
        """Return the document without stationery, to be pasted into a chat or an e-mail."""
        from closeout.rendering.markdown import title_of, to_html, without_title  # noqa: PLC0415
        from closeout.rendering.plain_text import to_text  # noqa: PLC0415

        page = to_html(_body(self._templates(stationery), view, stationery, dress))
        return PlainText(title_of(page), to_text(without_title(page)))

    def html(self, view: Struct, stationery: Stationery, dress: Dress) -> str:
        """Return the document as one HTML page that stands alone."""
        from closeout.rendering.markdown import title_of, to_html  # noqa: PLC0415 - Markdown output does not need it

        templates = self._templates(stationery)
        body = to_html(_body(templates, view, stationery, dress))
        style = self._house_style.on_letters_of(stationery.sender.name)
        terms = _payment_terms(view) if dress.name == "invoice" else None
        if style.signature and dress.name in _SIGNED:
            body = signed(body, style.signature, stationery.sender.addressee)
        return templates.html(
            f"layouts/{dress.layout}.html",
            stationery=stationery,
            house=style,
            window=_window(style, stationery),
            body=_payable(body, terms, templates) if terms else body,
            payment=terms,
            title=title_of(body),
            kind=dress.name,
            paper="letter" if stationery.sender.address.country in _US_LETTER else "a4",
            **{dress.name: view},
        )

    def pdf(
        self,
        view: Struct,
        stationery: Stationery,
        dress: Dress,
        attachment: Attachment | None = None,
        where: Callable[[AbstractSet[str]], Iterable[str]] | None = None,
    ) -> tuple[bytes, tuple[Diagnostic, ...]]:
        """Return the document as a PDF, with a file in it if there is one.

        Characters that no font has are warned of; `where` tells the places in which they are written.
        """
        from closeout.rendering.pdf import to_pdf  # noqa: PLC0415 - loads WeasyPrint

        with self._progress as progress:
            progress.tell("filling in the template")
            return to_pdf(self.html(view, stationery, dress), attachment, where, progress)

    def cii(self, einvoice: EInvoice) -> bytes:
        """Return an e-invoice as XML (EN 16931 in CII)."""
        from closeout.rendering.einvoice import to_cii  # noqa: PLC0415 - most documents are no e-invoice

        return to_cii(self._templates(einvoice.invoice.stationery), einvoice)

    def ubl(self, einvoice: EInvoice) -> bytes:
        """Return an e-invoice as XML (EN 16931 in UBL)."""
        from closeout.rendering.einvoice import to_ubl  # noqa: PLC0415 - most documents are no e-invoice

        return to_ubl(self._templates(einvoice.invoice.stationery), einvoice)

    def calendar(self, dates: KeyDates) -> bytes:
        """Return key dates as a calendar: each in the words of `documents/event.md`."""
        from closeout.rendering.calendar import WordedEvent, to_ics  # noqa: PLC0415 - most documents are no calendar

        texts = (self.text(entry, dates.stationery, _EVENT) for entry in dates.entries)
        events = (WordedEvent.of(event, *text) for event, text in zip(dates.events, texts, strict=True))
        return to_ics(events, name=dates.contract.title, identity=dates.identity, as_of=dates.stationery.date)

    def _templates(self, stationery: Stationery) -> DocumentTemplates:
        country = stationery.sender.address.country
        if country not in self._by_country:
            catalogue = self._folders.path(f"locales/{self._language}/LC_MESSAGES/closeout.mo")
            catalogues = catalogue.parents[2] if catalogue else packaged_templates() / "locales"
            wording = Wording(self._language, country, catalogues)
            self._by_country[country] = DocumentTemplates(self._folders, wording, self._compiled)
        return self._by_country[country]


def _window(style: HouseStyle, stationery: Stationery) -> Window:
    """Return where the address stands on A4: where the user says, or where the sender's country has its windows."""
    usual = Window.RIGHT if stationery.sender.address.country in _WINDOW_RIGHT else Window.FORM_B
    return style.window or usual


def _body(templates: DocumentTemplates, view: Struct, stationery: Stationery, dress: Dress) -> str:
    return templates.markdown(f"documents/{dress.template}", stationery=stationery, **{dress.name: view})


def _payment_terms(view: Struct) -> PaymentTerms | None:
    """Return what makes an invoice easy to pay."""
    from closeout.documents.final_invoice import FinalInvoice  # noqa: PLC0415 - a letter need not wait for it
    from closeout.documents.payment_terms import payment_terms  # noqa: PLC0415

    return payment_terms(view) if isinstance(view, FinalInvoice) else None


def _payable(body: Markup, terms: PaymentTerms, templates: DocumentTemplates) -> Markup:
    from closeout.rendering.markdown import title_of  # noqa: PLC0415
    from closeout.rendering.payment_code import with_payment  # noqa: PLC0415 - loads segno

    return with_payment(body, terms, templates, title_of(body))
