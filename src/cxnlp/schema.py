"""The columns of a run, declared once: every reader and writer of a run takes them from here."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Final

import pyarrow as pa

from cxnlp.levels import LEVEL_NAMES

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = [
    "ASPECT_FIELDS",
    "LEDGER_SCHEMA",
    "MAXIMUM_CHARACTERS",
    "METADATA_TYPES",
    "PROBABILITY_COLUMNS",
    "REJECTED_SCHEMA",
    "Outcome",
    "RejectionReason",
    "Status",
    "labels_schema",
]

MAXIMUM_CHARACTERS: Final = 100_000
"""A longer comment is rejected as `too_long`."""


class Status(StrEnum):
    """What became of a row that has a text."""

    LABELLED = "labelled"
    NO_EVIDENCE = "no_evidence"
    UNSUPPORTED_LANGUAGE = "unsupported_language"


class Outcome(StrEnum):
    """Where a source row went: a closed list."""

    LABELS = "labels"
    REJECTED = "rejected"
    ALREADY = "already"


class RejectionReason(StrEnum):
    """Why a row could not be labelled: a closed list."""

    EMPTY = "empty"
    NOT_TEXT = "not_text"
    TOO_LONG = "too_long"
    BAD_ENCODING = "bad_encoding"
    MALFORMED_ROW = "malformed_row"
    DUPLICATE_ID = "duplicate_id"


PROBABILITY_COLUMNS: Final[tuple[str, ...]] = tuple(f"p_{name}" for name in LEVEL_NAMES)
"""The six probability columns, worst level first."""

_INSTANT: Final = pa.timestamp("us", tz="UTC")

METADATA_TYPES: Final[dict[str, pa.DataType]] = {
    "created_at": _INSTANT,
    "customer": pa.string(),
    "channel": pa.string(),
    "agent": pa.string(),
    "team": pa.string(),
    "segment": pa.string(),
    "csat": pa.float64(),
    "nps": pa.float64(),
    "ces": pa.float64(),
    "resolved_first_contact": pa.bool_(),
    "resolution_hours": pa.float64(),
    "resolved": pa.bool_(),
    "resolved_at": _INSTANT,
    "escalated": pa.bool_(),
    "converted": pa.bool_(),
}
"""The standard metadata columns in the order in which a run holds them."""

ASPECT_FIELDS: Final[tuple[pa.Field, ...]] = tuple(
    [
        pa.field(name, pa.int8())
        for name in ("empathy", "timeliness", "expertise", "personalization", "consistency")
    ]
    + [
        pa.field(name, pa.bool_())
        for name in (
            "touch_in_person",
            "touch_phone",
            "touch_message",
            "touch_web",
            "stage_before",
            "stage_during",
            "stage_after",
        )
    ]
)
"""Columns of models that tell dimensions (-1, 0, 1), touchpoints and stages."""

_IDENTITY: Final = (pa.field("row", pa.int64(), nullable=False), pa.field("id", pa.string()))

_ANSWER: Final = (
    pa.field("level", pa.int8()),
    pa.field("level_name", pa.string()),
    *(pa.field(name, pa.float32()) for name in PROBABILITY_COLUMNS),
    pa.field("evidence", pa.float32()),
    pa.field("level_low", pa.int8()),
    pa.field("level_high", pa.int8()),
    pa.field("status", pa.string(), nullable=False),
    pa.field("language", pa.string()),
)


def labels_schema(
    metadata: Iterable[str] = (),
    *,
    aspects: bool = False,
    keep: Iterable[pa.Field] = (),
    text: bool = True,
) -> pa.Schema:
    """The schema of `labels/part-*.parquet`.

    Args:
        metadata: the standard columns that the source has; written in the standard order.
        aspects: whether the model tells dimensions, touchpoints and stages.
        keep: columns that are passed through, in the order given.
        text: whether the cleaned text is written.

    >>> labels_schema(["channel"], text=False).names[:3]
    ['row', 'id', 'level']
    """
    chosen = set(metadata)
    return pa.schema(
        [
            *_IDENTITY,
            *([pa.field("text", pa.string())] if text else []),
            *_ANSWER,
            *(pa.field(name, kind) for name, kind in METADATA_TYPES.items() if name in chosen),
            *(ASPECT_FIELDS if aspects else ()),
            *keep,
        ]
    )


REJECTED_SCHEMA: Final = pa.schema(
    [
        *_IDENTITY,
        pa.field("reason", pa.string(), nullable=False),
        pa.field("detail", pa.string()),
    ]
)
"""The schema of `rejected/part-*.parquet`."""

LEDGER_SCHEMA: Final = pa.schema(
    [
        pa.field("row", pa.int64(), nullable=False),
        pa.field("id_digest", pa.uint64(), nullable=False),
        pa.field("comment_digest", pa.uint64(), nullable=False),
        pa.field("outcome", pa.string(), nullable=False),
    ]
)
"""The schema of `ledger/part-*.parquet`: every source row, whose it is, and where it went."""
