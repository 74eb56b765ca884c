"""One part of a source in, one part of a run out."""

from __future__ import annotations

from dataclasses import dataclass, replace
from hashlib import blake2b
from typing import TYPE_CHECKING, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from cxnlp.config import Settings
from cxnlp.labelling.answers import Reader, load_once
from cxnlp.labelling.identity import RowWords, comment_digests, word_digests
from cxnlp.labelling.rows import CheckedRows, check_rows, reject_duplicates
from cxnlp.labelling.wording import as_type
from cxnlp.runs import Part
from cxnlp.schema import LEDGER_SCHEMA, METADATA_TYPES, Outcome, labels_schema
from cxnlp.sources.values import count_ambiguous, read_metadata
from cxnlp.text import redact

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from cxnlp.labelling.duplicates import KeptIds
    from cxnlp.models import LevelModel
    from cxnlp.sources import Chunk
    from cxnlp.sources.columns import ColumnChoice
    from cxnlp.text import Redactor

__all__ = ["LabelSettings", "LabelledChunk", "Labeller", "Task", "without_duplicates"]


_OUTCOMES: Final = tuple(Outcome)

_PERSONS: Final = frozenset({"customer", "agent"})
"""Columns that name people: what is masked there becomes a pseudonym."""


class LabelSettings(Settings):
    """The settings that shape a run, besides its source, columns and model."""

    redact: bool = False
    """Mask e-mail addresses, phone, card, account and order numbers in all words written."""
    redactor: str | None = None
    """What masks more than that, by its identity."""
    text: bool = True
    """Write the column `text`."""
    date_format: str | None = None
    """How dates are written in the source, in the notation of `strptime`."""


@dataclass(frozen=True)
class Task:
    """A chunk to label.

    Attributes:
        chunk: the rows.
        comments: a digest of each row, where it is known already. Shape (n,).
        already: whether an earlier run has labelled the row. Shape (n,).
    """

    chunk: Chunk
    comments: NDArray[np.uint64] | None = None
    already: NDArray[np.bool_] | None = None


@dataclass(frozen=True)
class LabelledChunk:
    """A labelled chunk whose ids were not yet compared with those of other chunks.

    Attributes:
        part: the outcomes of its rows.
        already: `row` and `id` of the rows that an earlier run has labelled.
    """

    part: Part
    already: pa.Table


@dataclass(frozen=True)
class Labeller:
    """Labels the chunks of one job; it pickles, and loads its model once in each process.

    Attributes:
        model: the model folder.
        digest: the model's digest.
        columns: which source column is taken for what.
        keep: columns that are passed through, with their types.
        settings: the rest.
        redactor: masks more than the rules of `cxnlp.text.redact` do.
        reader: the model, where this process has loaded it already.
    """

    model: str
    digest: str
    columns: ColumnChoice
    keep: tuple[pa.Field, ...]
    settings: LabelSettings
    redactor: Redactor | None = None
    reader: Reader | None = None

    def __reduce__(self) -> tuple[object, tuple[object, ...]]:
        """Leave the loaded model behind: another process loads its own."""
        choice = self.columns
        columns = (
            choice.text,
            choice.id,
            dict(choice.metadata),
            choice.keep,
            choice.left,
            choice.guessed,
        )
        return (
            _unpacked,
            (
                self.model,
                self.digest,
                (type(choice), columns),
                self.keep,
                (self.settings, self.redactor),
            ),
        )

    def __call__(self, task: Task) -> LabelledChunk:
        """Give every row of a chunk its outcome.

        Raises:
            ModelError: the model cannot be loaded, or changed since the job began.
        """
        reader = self.reader or load_once(self.model, self.digest)
        chunk, count = task.chunk, task.chunk.table.num_rows
        already = np.zeros(count, np.bool_) if task.already is None else task.already
        left = np.flatnonzero(already)
        words = RowWords.of(chunk, self.columns)
        rows = check_rows(chunk, self.columns, set(left.tolist()), words)
        kept = self._kept(chunk, rows.kept)
        labels, unreadable = self._labels(reader, chunk, kept, rows)
        outcome = np.full(count, _OUTCOMES.index(Outcome.REJECTED))
        outcome[rows.kept] = _OUTCOMES.index(Outcome.LABELS)
        outcome[left] = _OUTCOMES.index(Outcome.ALREADY)
        comments = task.comments
        ledger = pa.table(
            [
                np.arange(chunk.start, chunk.start + count),
                word_digests(rows.all_ids),
                comment_digests(chunk, self.columns, words) if comments is None else comments,
                pa.array(_OUTCOMES, pa.string()).take(pa.array(outcome)),
            ],
            schema=LEDGER_SCHEMA,
        )
        known = pa.table(
            {
                "row": pa.array(left + chunk.start, pa.int64()),
                "id": pa.array([rows.all_ids[offset] for offset in left], pa.string()),
            }
        )
        part = Part(labels, rows.rejected, unreadable, ledger, self._ambiguous(kept))
        return LabelledChunk(part, known)

    def schema(self, model: LevelModel) -> pa.Schema:
        """The schema of this job's labels."""
        return labels_schema(
            self.columns.metadata,
            aspects=model.aspects,
            keep=self.keep,
            text=self.settings.text,
        )

    @staticmethod
    def _kept(chunk: Chunk, kept: list[int]) -> pa.Table:
        if len(kept) == chunk.table.num_rows:
            return chunk.table
        return chunk.table.take(pa.array(kept, pa.int64()))

    def _ambiguous(self, table: pa.Table) -> dict[str, int]:
        """Dates that need not be read as they are, by column."""
        chosen = self.columns.metadata
        counts = {
            name: count_ambiguous(name, table[chosen[name]], date_format=self.settings.date_format)
            for name in METADATA_TYPES
            if name in chosen
        }
        return {name: count for name, count in counts.items() if count}

    def _labels(
        self, reader: Reader, chunk: Chunk, table: pa.Table, rows: CheckedRows
    ) -> tuple[pa.Table, dict[str, int]]:
        masked = self.settings.redact
        columns: dict[str, object] = {
            "row": pa.array(np.array(rows.kept, np.int64) + chunk.start),
            "id": rows.ids,
            "text": self._mask(rows.texts) if masked else rows.texts,
            **reader.answer(rows.texts).columns(),
        }
        unreadable: dict[str, int] = {}
        for name in METADATA_TYPES:
            if name in self.columns.metadata:
                values, missed = read_metadata(
                    name,
                    table[self.columns.metadata[name]],
                    date_format=self.settings.date_format,
                )
                columns[name] = self._masked(values, name) if masked else values
                if missed:
                    unreadable[name] = missed
        for field in self.keep:
            values = as_type(table[field.name], field.type)
            columns[field.name] = self._masked(values) if masked else values
        schema = self.schema(reader.model)
        return pa.table([columns[name] for name in schema.names], schema=schema), unreadable

    def _mask(self, texts: list[str]) -> list[str]:
        masked = [redact(text) for text in texts]
        return masked if self.redactor is None else self.redactor.redact(masked)

    def _masked(
        self, values: pa.Array | pa.ChunkedArray, name: str = ""
    ) -> pa.Array | pa.ChunkedArray:
        """Mask personal data in a column of words; a person stays told from others."""
        if not pa.types.is_string(values.type) and not pa.types.is_large_string(values.type):
            return values
        words = values.to_pylist()
        distinct = [word for word in dict.fromkeys(words) if word]
        masks = dict(zip(distinct, self._mask(distinct), strict=True))
        if name in _PERSONS:
            masks = {
                word: mask
                if mask == word
                else f"{name}-{blake2b(word.encode(), digest_size=8).hexdigest()}"
                for word, mask in masks.items()
            }
        return pa.array([masks.get(word, word) for word in words], values.type)


def without_duplicates(labelled: LabelledChunk, kept: KeptIds) -> Part:
    """Reject the rows whose id was kept before, here or in an earlier part.

    Args:
        labelled: the outcomes of a chunk.
        kept: ids kept so far; those of this chunk are added.
    """
    part = labelled.part
    named = part.ledger.filter(pc.not_equal(part.ledger["outcome"], Outcome.REJECTED.value))
    new = kept.add_digests(named["id_digest"].to_numpy())
    if new.all():
        return part
    again = named.filter(pa.array(~new))["row"].combine_chunks()
    double = pc.is_in(part.labels["row"], again)
    refused = [
        reject_duplicates(part.labels.filter(double)),
        reject_duplicates(labelled.already.filter(pc.is_in(labelled.already["row"], again))),
    ]
    outcome = pc.if_else(
        pc.is_in(part.ledger["row"], again), Outcome.REJECTED.value, part.ledger["outcome"]
    )
    return replace(
        part,
        labels=part.labels.filter(pc.invert(double)),
        rejected=pa.concat_tables([part.rejected, *refused]).sort_by("row"),
        ledger=part.ledger.set_column(3, LEDGER_SCHEMA.field(3), outcome),
    )


def _unpacked(
    model: str,
    digest: str,
    columns: tuple[type[ColumnChoice], tuple[object, ...]],
    keep: tuple[pa.Field, ...],
    how: tuple[LabelSettings, Redactor | None],
) -> Labeller:
    choice, fields = columns
    return Labeller(model, digest, choice(*fields), keep, *how)  # type: ignore[arg-type]
