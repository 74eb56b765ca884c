"""Kano classes and their drift: what doing something well or badly goes with, and since when."""

from __future__ import annotations

from cxnlp.insights.kano.analysis import find_kano, kano
from cxnlp.insights.kano.findings import Change, Contrast, Kano, KanoClass, KanoItem, KanoLeftOut

__all__ = [
    "Change",
    "Contrast",
    "Kano",
    "KanoClass",
    "KanoItem",
    "KanoLeftOut",
    "find_kano",
    "kano",
]
