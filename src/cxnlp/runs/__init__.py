"""Runs: folders of Parquet parts that are their own bookmark."""

from __future__ import annotations

from cxnlp.runs.chain import KnownComments, chain, known_comments, known_rejections
from cxnlp.runs.export import export_tables, harmless
from cxnlp.runs.folder import (
    AnotherJobError,
    Run,
    begin_run,
    finish_run,
    open_finished,
    open_run,
)
from cxnlp.runs.made_up import refuse_made_up_ids
from cxnlp.runs.manifest import Counts, Manifest, ModelIdentity, Since, SourceIdentity, versions
from cxnlp.runs.parts import PART_SIZE, Part, Parts
from cxnlp.runs.place import lock_run, place_aside, place_for, put_aside, refuse_address, take_lock
from cxnlp.runs.upsert import upsert_tables
from cxnlp.runs.upsert_file import upsert_file

__all__ = [
    "PART_SIZE",
    "AnotherJobError",
    "Counts",
    "KnownComments",
    "Manifest",
    "ModelIdentity",
    "Part",
    "Parts",
    "Run",
    "Since",
    "SourceIdentity",
    "begin_run",
    "chain",
    "export_tables",
    "finish_run",
    "harmless",
    "known_comments",
    "known_rejections",
    "lock_run",
    "open_finished",
    "open_run",
    "place_aside",
    "place_for",
    "put_aside",
    "refuse_address",
    "refuse_made_up_ids",
    "take_lock",
    "upsert_file",
    "upsert_tables",
    "versions",
]
