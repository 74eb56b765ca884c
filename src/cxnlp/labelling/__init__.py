"""Labelling: from the rows of a source to their outcomes, each row ending as exactly one."""

from __future__ import annotations

from cxnlp.labelling.answers import Reader
from cxnlp.labelling.duplicates import KeptIds
from cxnlp.labelling.explaining import CarryingWord, explain
from cxnlp.labelling.identity import comment_digests
from cxnlp.labelling.outcomes import (
    LabelledChunk,
    Labeller,
    LabelSettings,
    Task,
    without_duplicates,
)
from cxnlp.labelling.rows import CheckedRows, check_rows
from cxnlp.labelling.wording import worded

__all__ = [
    "CarryingWord",
    "CheckedRows",
    "KeptIds",
    "LabelSettings",
    "LabelledChunk",
    "Labeller",
    "Reader",
    "Task",
    "check_rows",
    "comment_digests",
    "explain",
    "without_duplicates",
    "worded",
]
