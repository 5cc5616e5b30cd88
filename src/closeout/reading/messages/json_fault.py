"""What readers of JSON raise: for syntax and types, for nesting too deep, for bytes that are no UTF-8, for numbers."""

from __future__ import annotations

from typing import Final

import msgspec

NOT_JSON: Final = (msgspec.MsgspecError, RecursionError, ValueError, OverflowError)
