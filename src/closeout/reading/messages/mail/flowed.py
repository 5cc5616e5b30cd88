"""Text of the form `format=flowed` (RFC 3676), which wraps paragraphs with a space at the end of a line."""

from __future__ import annotations

_SIGNATURE = "-- "


def unflowed(text: str, *, delsp: bool) -> str:
    """Return `text` with its paragraphs joined again; `delsp` tells that the wrapping added the spaces."""
    lines: list[str] = []
    depth_of_open: int | None = None
    for line in text.split("\n"):
        content = line.lstrip(">")
        depth = len(line) - len(content)
        content = content.removeprefix(" ")
        flows = content.endswith(" ") and content != _SIGNATURE
        shown = content[:-1] if flows and delsp else content
        if depth_of_open == depth and content != _SIGNATURE:
            lines[-1] += shown
        else:
            lines.append(f"{'>' * depth} {shown}" if depth else shown)
        depth_of_open = depth if flows else None
    return "\n".join(lines)
