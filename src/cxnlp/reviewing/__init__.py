"""Reviewing: which labels to look at again, what to label next, and the way there and back."""

from __future__ import annotations

from cxnlp.reviewing.choosing import Choice, choose, uncertainty
from cxnlp.reviewing.labelstudio import LABELLING_CONFIG, read_tasks, write_tasks
from cxnlp.reviewing.likeness import near_duplicates
from cxnlp.reviewing.merging import Merged, merge
from cxnlp.reviewing.returned import Correction, read_review
from cxnlp.reviewing.sheet import ReviewItem, write_sheet
from cxnlp.reviewing.sketches import sketch
from cxnlp.reviewing.suspicion import Suspicion, suspicion

__all__ = [
    "LABELLING_CONFIG",
    "Choice",
    "Correction",
    "Merged",
    "ReviewItem",
    "Suspicion",
    "choose",
    "merge",
    "near_duplicates",
    "read_review",
    "read_tasks",
    "sketch",
    "suspicion",
    "uncertainty",
    "write_sheet",
    "write_tasks",
]
