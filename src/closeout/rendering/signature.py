"""The picture of a signature, above the name with which a letter ends."""

from __future__ import annotations

from typing import TYPE_CHECKING

from markupsafe import Markup

if TYPE_CHECKING:
    from closeout.domain.house_style import Picture

_NAME = "<p>"  # the last paragraph of a letter is the name of whoever writes it


def signed(body: Markup, signature: Picture, name: str) -> Markup:
    """Return the body of a letter with a signature over its last paragraph; `name` is read to who does not see it."""
    before, opening, after = body.rpartition(_NAME)
    picture = Markup('<p class="signature"><img src="{}" alt="{}"></p>\n').format(signature.url, name)
    return before + picture + Markup(opening) + after  # noqa: S704 - a part of the body
