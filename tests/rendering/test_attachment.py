"""What a file in a PDF is told to be."""

import datetime as dt

from closeout.rendering.attachment import Attachment


def test_the_data_of_an_invoice_stand_under_the_name_that_programs_look_for() -> None:
    attachment = Attachment.invoice_data(b"<data/>", dt.date(2026, 11, 16))
    assert (attachment.name, attachment.media_type) == ("factur-x.xml", "text/xml")
    assert (attachment.content, attachment.date) == (b"<data/>", dt.date(2026, 11, 16))


def test_they_relate_to_the_pages_as_the_profile_allows() -> None:
    attachment = Attachment.invoice_data(b"<data/>", dt.date(2026, 11, 16))
    assert attachment.relationship in {"Data", "Alternative"}
    assert attachment.factur_x is not None
    assert attachment.factur_x.conformance_level == "EN 16931"
