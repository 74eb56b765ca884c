"""Where comments come from: files, folders, standard input and frames, read as a stream."""

from __future__ import annotations

from cxnlp.sources.chunk import Chunk, Fault, Source
from cxnlp.sources.columns import ColumnChoice, choose_columns
from cxnlp.sources.database import DatabaseQuery
from cxnlp.sources.opening import open_source
from cxnlp.sources.synonyms import SYNONYMS, synonym_table
from cxnlp.sources.values import read_metadata

__all__ = [
    "SYNONYMS",
    "Chunk",
    "ColumnChoice",
    "DatabaseQuery",
    "Fault",
    "Source",
    "choose_columns",
    "open_source",
    "read_metadata",
    "synonym_table",
]
