"""One MIME part of a mail, as the standard library's parser leaves it."""

from __future__ import annotations

from email import message_from_bytes
from email.errors import MissingHeaderBodySeparatorDefect
from email.message import Message as StandardMessage
from email.parser import BytesHeaderParser
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING, Final, TypeVar, overload

from closeout.reading.messages.mail.beginning import is_telling
from closeout.reading.messages.mail.headers import starts_with_header, without_mark
from closeout.reading.messages.mail.parameters import boundary, parameters
from closeout.reading.messages.mail.transfer import decoded

if TYPE_CHECKING:
    from collections.abc import Iterator

_T = TypeVar("_T")
_LONGEST_HEADER: Final = 1 << 18


class Part(StandardMessage):
    """A part that reads its MIME fields itself: the standard library raises on damaged ones."""

    _payload: object  # the standard class's own; `get_payload` decodes it, and raises on an odd character set

    def raw(self, name: str) -> str:
        """Return the first field called `name`, undecoded, or nothing."""
        return next(iter(self.raw_all(name)), "")

    def raw_all(self, name: str) -> tuple[str, ...]:
        """Return all fields called `name`, undecoded, in their order."""
        return tuple(self._fields.get(name.lower(), ()))

    @cached_property
    def _fields(self) -> dict[str, list[str]]:
        """All fields by their names in lower case: a long mail is asked dozens of times."""
        fields: dict[str, list[str]] = {}
        for key, value in self.raw_items():
            fields.setdefault(key.lower(), []).append(str(value))
        return fields

    def set_raw(self, name: str, value: str) -> None:
        """Take a field that the standard parser has found."""
        super().set_raw(name, value)
        self.__dict__.pop("_fields", None)

    @property
    def media_type(self) -> str:
        """The media type in lower case, `text/plain` where none is given."""
        media_type = self.raw("Content-Type").partition(";")[0].strip().lower()
        if media_type.count("/") == 1 and media_type.isascii() and media_type.isprintable() and " " not in media_type:
            return media_type
        return "text/plain" if media_type else str(self.get_default_type())

    @property
    def disposition(self) -> str:
        """`attachment`, `inline`, or nothing."""
        return self.raw("Content-Disposition").partition(";")[0].strip().lower()

    def parameters(self, name: str) -> dict[str, str]:
        """Return the parameters of the field called `name`."""
        return parameters(self.raw(name))

    def children(self) -> tuple[Part, ...]:
        """Return the parts of a multipart, none for any other part."""
        payload = self.get_payload() if self.is_multipart() else ()
        return tuple(child for child in payload if isinstance(child, Part))

    def transported(self) -> bytes:
        """Return the body's bytes, still in their transfer encoding."""
        payload = self._payload
        return payload.encode("utf-8", "surrogateescape") if isinstance(payload, str) else b""

    def content(self) -> Iterator[bytes]:
        """Yield the body's bytes in chunks."""
        return decoded(self.transported(), self.raw("Content-Transfer-Encoding"))

    def get_content_type(self) -> str:
        """Tell the standard parser the media type, but hide enclosed mails: it would not keep their exact bytes."""
        media_type = self.media_type
        return "application/octet-stream" if media_type.startswith("message/") else media_type

    @overload
    def get_boundary(self, failobj: None = None) -> str | None: ...

    @overload
    def get_boundary(self, failobj: _T) -> str | _T: ...

    def get_boundary(self, failobj: object = None) -> object:
        """Tell the standard parser the boundary between the parts."""
        return boundary(self.raw("Content-Type")) or failobj


def parse(data: bytes) -> tuple[Part, bool]:
    """Parse one mail; also tell whether its parts could be taken apart."""
    data = without_mark(data)
    try:
        part = message_from_bytes(data, _class=Part)
        if any(isinstance(defect, MissingHeaderBodySeparatorDefect) for defect in part.defects):
            part = message_from_bytes(_indented(data), _class=Part)
    except RecursionError:
        return header_of(data), False
    return part, True


def header_of(data: bytes) -> Part:
    """Parse the header of a mail only."""
    return BytesHeaderParser(Part).parsebytes(without_mark(data))


def _indented(data: bytes) -> bytes:
    """Return a mail with lines of its header that are no fields put into the field above, if telling ones follow."""
    lines = data[:_LONGEST_HEADER].splitlines(keepends=True)
    for index, (line, following) in enumerate(pairwise(lines)):
        if starts_with_header(line) or line.startswith((b" ", b"\t")):
            continue
        if not line.strip() or not is_telling(following):
            break
        lines[index] = b" " + line
    return b"".join(lines) + data[_LONGEST_HEADER:]
