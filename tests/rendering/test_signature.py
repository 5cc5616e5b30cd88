from __future__ import annotations

from markupsafe import Markup

from closeout.domain.house_style import Picture
from closeout.rendering.signature import signed

PICTURE = Picture("image/png", b"\x89PNG")
IMAGE = '<p class="signature"><img src="data:image/png;base64,iVBORw==" alt="A &amp; B"></p>\n'


def test_a_signature_stands_over_the_name() -> None:
    body = Markup("<p>Dear Zoë,</p>\n<ul>\n<li>x</li>\n</ul>\n<p>Regards,</p>\n<p>A &amp; B</p>")
    assert signed(body, PICTURE, "A & B") == str(body).replace("<p>A &amp;", f"{IMAGE}<p>A &amp;")


def test_a_body_without_a_paragraph_is_signed_at_its_head() -> None:
    assert signed(Markup("<h1>x</h1>"), PICTURE, "A & B") == f"{IMAGE}<h1>x</h1>"
