"""An engagement that was read, without what must not be seen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from closeout.diagnostic import Code, UserError

if TYPE_CHECKING:
    from closeout.domain.correspondence import Record
    from closeout.domain.engagement import Engagement
    from closeout.pipeline.loading import Loaded


def redacted(loaded: Loaded) -> Loaded:
    """Return what was read as the engagement's `redaction` wants it seen; hashes stay those of the record as it was.

    Raises `UserError` where it names an entry that is not in the record: what was meant would stay readable.
    """
    from closeout.domain.correspondence import Record  # noqa: PLC0415 - most documents are not redacted
    from closeout.domain.redaction import redact  # noqa: PLC0415
    from closeout.rendering.record_export import leaves  # noqa: PLC0415

    record, engagement = loaded.record or Record(), loaded.engagement
    _check_entries(record, engagement)
    hashes = leaves(record, engagement.time_zone)
    record, engagement = redact(record, engagement, engagement.redaction, hashes)
    return loaded._replace(record=record, engagement=engagement)


def _check_entries(record: Record, engagement: Engagement) -> None:
    for index, number in enumerate(engagement.redaction.entries):
        if number > len(record.messages):
            message = f"there is no entry {number} to redact"
            place = engagement.place(f"redaction.entries[{index}]")
            hint = f"the log has {len(record.messages)}; their numbers change when messages are added"
            raise UserError.of(Code.OUT_OF_RANGE, message, place, hint)
