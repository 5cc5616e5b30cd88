"""The JSON Schema of `engagement.yaml`, for editors: made from the same shape that reads the file."""

from __future__ import annotations

import json
from typing import Any

import msgspec

from closeout.reading.shape import EngagementShape

# A profile may give them, so an editor must not miss them in the engagement.
_FROM_PROFILE = ("freelancer", "client")
_PERIOD = {"type": "string", "pattern": "^([0-9]{1,4}\\s+[A-Za-z]+|P[0-9]{1,4}[DWM])$"}
_DECIMAL = {"type": ["number", "string"], "pattern": "^[0-9]+([.:][0-9]+)?$"}  # the pattern is for text only


def engagement_schema() -> dict[str, Any]:
    """Return a JSON Schema (draft 2020-12) for `engagement.yaml`."""
    _, definitions = msgspec.json.schema_components([EngagementShape])
    root = definitions.pop("EngagementShape")
    root["required"] = [name for name in root["required"] if name not in _FROM_PROFILE]
    definitions["Party"].pop("required")
    definitions["Period"] = _PERIOD | {"description": definitions["Period"]["description"]}
    definitions.pop("Unit")  # of a period, which is a struct to us, but a word to the user
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
