"""Runs: folders of Parquet parts that are their own bookmark."""

from __future__ import annotations

from cxnlp.runs.export import export_tables, harmless
from cxnlp.runs.folder import Run, begin_run, finish_run, lock_run, open_run, put_aside
from cxnlp.runs.manifest import Counts, Manifest, ModelIdentity, SourceIdentity, versions
from cxnlp.runs.parts import PART_SIZE, Part, Parts

__all__ = [
    "PART_SIZE",
    "Counts",
    "Manifest",
    "ModelIdentity",
    "Part",
    "Parts",
    "Run",
    "SourceIdentity",
    "begin_run",
    "export_tables",
    "finish_run",
    "harmless",
    "lock_run",
    "open_run",
    "put_aside",
    "versions",
]
