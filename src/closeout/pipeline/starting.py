"""The files with which an engagement begins."""

from __future__ import annotations

from closeout.rendering.templates import packaged_templates

STARTER = ("engagement.yaml", "time.csv", "invoices.csv", "messages/messages.csv")
SCHEMA_FILE = "engagement.schema.json"


def starter_files() -> dict[str, bytes]:
    """Return the files of a new engagement folder, and the schema that its first line names."""
    from closeout.reading.json_schema import schema_text  # noqa: PLC0415 - nothing else makes a schema

    folder = packaged_templates() / "starter"
    return {**{name: (folder / name).read_bytes() for name in STARTER}, SCHEMA_FILE: schema_text().encode()}
