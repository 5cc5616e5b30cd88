"""The JSON Schema of `engagement.yaml`, for editors: made from the same shape that reads the file."""

from __future__ import annotations

import json
from typing import Any

import msgspec

from closeout.reading.shape import EngagementShape

# A profile may give them, so an editor must not miss them in the engagement.
_FROM_PROFILE = ("freelancer", "client")
_ISO_8601 = "P[0-9]{1,3}[DWMY]"
_SPAN = r"[0-9]{1,3}(\s+[A-Za-z'\u2019]+){1,3}"


def _any_case(*words: str) -> str:
    """Return a pattern for one of the words; a schema's patterns know no case."""
    return "|".join("".join(f"[{letter.upper()}{letter}]" for letter in word) for word in words)


_TO_AN_END = (
    rf"([A-Za-z0-9'\u2019]+\s+)*{_any_case('end')}\s+"
    rf"([A-Za-z]+\s+)*({_any_case('week', 'month', 'quarter', 'year')})"
)
_PERIOD = {
    "type": "string",
    "pattern": f"^({_SPAN}|{_ISO_8601})$",
    "description": "A number of days, business days, weeks, months or years.",
    "examples": ["3 days", "2 business days", "1 week", "P3D"],
}
_NOTICE_PERIOD = {
    "type": "string",
    "pattern": f"^({_any_case('none')}|{_SPAN}|{_ISO_8601}|{_TO_AN_END})$",
    "description": "A number of days, business days, weeks, months or years; the end of a week, month, quarter or year "
    "to which it runs on, or both. 'none' lets the contract end at once.",
    "examples": [
        "14 days",
        "10 business days",
        "1 month",
        "4 weeks to the 15th or the end of a month",
        "6 weeks to the end of a quarter",
        "by the 15th to the end of the month",
        "none",
    ],
}
_DECIMAL = {"type": ["number", "string"], "pattern": "^[0-9]+([.:][0-9]+)?$"}  # the pattern is for text only


def engagement_schema() -> dict[str, Any]:
    """Return a JSON Schema (draft 2020-12) for `engagement.yaml`."""
    _, definitions = msgspec.json.schema_components([EngagementShape])
    root = definitions.pop("EngagementShape")
    root["required"] = [name for name in root["required"] if name not in _FROM_PROFILE]
    definitions["Party"].pop("required")
    definitions |= {"Period": _PERIOD, "NoticePeriod": _NOTICE_PERIOD}  # structs to us, but words to the user
    for part in ("Unit", "PeriodEnd"):
        definitions.pop(part)
    schema: dict[str, Any] = _as_written(
        {
            "$schema": "https://json-schema.org/draft/2020-12/schema",
            **root,
            "title": "closeout engagement",
            "$defs": definitions,
        }
    )
    return schema


def schema_text() -> str:
    """Return the schema as the file that editors read."""
    return json.dumps(engagement_schema(), indent=2, ensure_ascii=False) + "\n"


def _as_written(node: Any) -> Any:
    """Widen the schema to what the reader takes: YAML calls 10115 a number, and one line may stand for a list."""
    if isinstance(node, list):
        return [_as_written(item) for item in node]
    if not isinstance(node, dict):
        return node
    widened = {key: _as_written(value) for key, value in node.items() if key != "default"}
    if widened.get("format") == "decimal":
        widened.pop("format")
        return {**widened, **_DECIMAL}
    if widened.get("type") == "string" and not {"pattern", "format", "enum"} & widened.keys():
        widened["type"] = ["string", "number"]
    if widened.get("type") == "array" and "string" in str(widened.get("items", {}).get("type")):
        return {"anyOf": [widened, widened["items"]], **_description(widened)}
    return widened


def _description(node: dict[str, Any]) -> dict[str, Any]:
    return {"description": node.pop("description")} if "description" in node else {}
