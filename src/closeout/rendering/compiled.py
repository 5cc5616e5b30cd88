"""Compiled templates, kept from one run to the next: compiling takes longer than everything else about a letter."""

from __future__ import annotations

import os
from contextlib import suppress
from typing import TYPE_CHECKING

from jinja2 import FileSystemBytecodeCache

if TYPE_CHECKING:
    from pathlib import Path

    from jinja2.bccache import Bucket

_OTHERS_MAY_WRITE = 0o022


class CompiledTemplates(FileSystemBytecodeCache):
    """Jinja2's cache, keyed by the path and the text of a template. It is code, so only its owner may write there."""

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep a compiled template; a full disk or a folder that went away is no reason to fail."""
        with suppress(OSError):
            super().dump_bytecode(bucket)


def compiled_templates(folder: Path | None) -> CompiledTemplates | None:
    """Return the cache in `folder`, which is made where it is missing, or None where nothing can safely be kept."""
    if folder is None:
        return None
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        status = folder.stat()
    except OSError:
        return None
    own = not hasattr(os, "getuid") or status.st_uid == os.getuid()
    safe = own and not status.st_mode & _OTHERS_MAY_WRITE and os.access(folder, os.W_OK)
    return CompiledTemplates(str(folder), "%s.template") if safe else None
