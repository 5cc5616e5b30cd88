"""What a PDF of WeasyPrint's lacks of PDF/A-3a with PDF/UA-1, put right before it is written."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Protocol, TypeAlias, cast

from closeout.rendering.xmp import with_claims

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from closeout.rendering.attachment import Attachment

VARIANT: Final = "pdf/a-3a"

_Dictionary: TypeAlias = "dict[str, object]"


class _Stream(Protocol):
    stream: list[bytes]
    extra: _Dictionary
    compress: bool


class _Pdf(Protocol):
    """A file in the making, as pydyf holds it: references are bytes, `12 0 R`."""

    catalog: _Dictionary
    objects: Sequence[object]


def finish(pdf: _Pdf, attachment: Attachment | None) -> None:
    """Make a PDF/A-3a that WeasyPrint is about to write PDF/UA-1 as well, and make known what is attached to it."""
    _claim(pdf, attachment)
    _give_headers_their_scope(pdf)
    _declare_files(pdf, attachment)


def _claim(pdf: _Pdf, attachment: Attachment | None) -> None:
    """Complete the metadata, and leave them open to programs that look no deeper than the bytes of a file."""
    metadata = _stream(pdf, pdf.catalog["Metadata"])
    metadata.stream = [with_claims(b"".join(metadata.stream), attachment)]
    metadata.compress = False


def _give_headers_their_scope(pdf: _Pdf) -> None:
    """Tell that the header cells of our tables speak for their columns (ISO 14289-1, 7.5)."""
    for element in _dictionaries(pdf):
        if element.get("S") == "/TH":
            cast("_Dictionary", element["A"])["Scope"] = "/Column"


def _declare_files(pdf: _Pdf, attachment: Attachment | None) -> None:
    """Name each embedded file once, by both its names, and ours with its own media type (ISO 19005-3, 6.8)."""
    declared = cast("list[object]", pdf.catalog.get("AF", []))
    declared[:] = dict.fromkeys(declared)
    for file in _dictionaries(pdf):
        if file.get("Type") == "/Filespec":
            places = cast("_Dictionary", file["EF"])
            places["UF"] = places["F"]
            stream = _stream(pdf, places["F"])
            if attachment is not None and stream.stream == [attachment.content]:
                stream.extra["Subtype"] = f"/{attachment.media_type.replace('/', '#2f')}"


def _dictionaries(pdf: _Pdf) -> Iterator[_Dictionary]:
    return (each for each in pdf.objects if isinstance(each, dict))


def _stream(pdf: _Pdf, reference: object) -> _Stream:
    number = cast("bytes", reference).split()[0]
    return cast("_Stream", pdf.objects[int(number)])
