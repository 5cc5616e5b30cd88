"""Load, compose, render: the one place where the layers meet."""

from __future__ import annotations

from closeout.pipeline.forms import Document
from closeout.pipeline.kinds import BUILT, KINDS, Format, Kind, file_name
from closeout.pipeline.loading import Loaded, Settings, load
from closeout.pipeline.making import Built, render, render_all, stale_files
from closeout.pipeline.starting import starter_files

__all__ = [
    "BUILT",
    "KINDS",
    "Built",
    "Document",
    "Format",
    "Kind",
    "Loaded",
    "Settings",
    "file_name",
    "load",
    "render",
    "render_all",
    "stale_files",
    "starter_files",
]
