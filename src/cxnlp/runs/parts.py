"""Parts of a run: Parquet files that appear whole, `rejected` first, `labels` last."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Any, Final

import pyarrow as pa
import pyarrow.parquet as pq

from cxnlp.runs.stamp import BLANK_STAMP, STAMP_KEY, has_right_stamp, stamp
from cxnlp.runs.writing import write_told
from cxnlp.schema import LEDGER_SCHEMA, PROBABILITY_COLUMNS

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

__all__ = ["KINDS", "PART_SIZE", "Part", "Parts"]

PART_SIZE: Final = 10_000
"""Source rows in a part, by default."""

KINDS: Final = ("rejected", "ledger", "labels")
"""In the order in which they are put in place: `labels` is the commit."""

_UNLIKE: Final = {
    "row", "id", "text", *PROBABILITY_COLUMNS, "evidence", "created_at", "resolved_at",
    "resolution_hours",
}  # fmt: skip
"""Columns whose values are nearly all different: a dictionary of them would only be thrown away,
which costs two fifths of the time and a third of the size (10,000 made-up comments).
"""

_LEDGER: Final[dict[str, Any]] = {
    # Digests are all different and look random: zstd makes them no smaller either.
    "compression": {
        "row": "zstd",
        "outcome": "zstd",
        "id_digest": "none",
        "comment_digest": "none",
    },
    "use_dictionary": ["outcome"],
    "column_encoding": {"row": "DELTA_BINARY_PACKED"},
}

_UNREADABLE: Final = b"cxnlp.unreadable"
_AMBIGUOUS: Final = b"cxnlp.ambiguous"


@dataclass(frozen=True)
class Part:
    """The outcomes of the source rows [index * size, (index + 1) * size).

    Attributes:
        labels: one row per labelled row, in source order.
        rejected: one row per rejected row, in source order.
        unreadable: metadata values that could not be read, by column.
        ledger: one row per source row, by `cxnlp.schema.LEDGER_SCHEMA`.
        ambiguous: dates that could be read month before day, and were read day before month, by
            column.
    """

    labels: pa.Table
    rejected: pa.Table
    unreadable: Mapping[str, int] = field(default_factory=dict)
    ledger: pa.Table = field(default_factory=LEDGER_SCHEMA.empty_table)
    ambiguous: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Parts:
    """The parts in a run folder.

    Attributes:
        folder: the run folder.
        run: the run's identity (`Manifest.identity`), under which its files are stamped, so that
            another run's part is never this run's; None for runs begun before stamps held it.
    """

    folder: Path
    run: str | None = None

    def path(self, kind: str, index: int) -> Path:
        """Where part `index` of `kind` (labels, rejected or ledger) lies."""
        return self.folder / kind / f"part-{index:06d}.parquet"

    def write(self, index: int, part: Part) -> None:
        """Write the files of a part; the part counts once `labels` is in place.

        Raises:
            RunFolderError: there is no room or no permission; nothing half-written stays.
        """
        note = {_UNREADABLE: _note(part.unreadable)}
        if part.ambiguous:
            note[_AMBIGUOUS] = _note(part.ambiguous)
        labels = part.labels.replace_schema_metadata(note)
        for kind, table in zip(KINDS, (part.rejected, part.ledger, labels), strict=True):
            name = self._name(kind, index)
            write_told(self.path(kind, index), partial(_write, table, kind, name))

    def count(self) -> int:
        """How many parts stand without a gap from part 0 on."""
        index = 0
        while self.path("labels", index).exists() and self.path("rejected", index).exists():
            index += 1
        return index

    def read(self, kind: str, index: int, columns: list[str] | None = None) -> pa.Table:
        """Read one file, every page checked against its checksum.

        Raises:
            OSError, pyarrow.ArrowException: the file is damaged.
        """
        path = self.path(kind, index)
        # The file itself and not a dataset of one file, which takes several times as long.
        with pq.ParquetFile(path, page_checksum_verification=True) as file:
            table = file.read(columns=columns)
        if columns is None:
            return table
        lacking = sorted({*columns} - {*table.column_names})
        if lacking:
            raise pa.ArrowInvalid(f"{path} has no column {', '.join(lacking)}")
        return table.select(columns)

    def unreadable(self, index: int) -> dict[str, int]:
        """How many metadata values of part `index` could not be read, by column."""
        return self._noted(index, _UNREADABLE)

    def ambiguous(self, index: int) -> dict[str, int]:
        """How many dates of part `index` were read day first and need not be, by column."""
        return self._noted(index, _AMBIGUOUS)

    def _noted(self, index: int, name: bytes) -> dict[str, int]:
        stored = pq.read_schema(self.path("labels", index)).metadata or {}
        counts: dict[str, int] = json.loads(stored.get(name, b"{}"))
        return counts

    def is_sound(self, index: int) -> bool:
        """Whether all files of a part are those that this run wrote as it, by their digests."""
        try:
            return all(self.is_own(kind, index) for kind in KINDS)
        except OSError:
            return False

    def is_own(self, kind: str, index: int) -> bool:
        """Whether one file of a part is the one that this run wrote as it, by its digest.

        Raises:
            OSError: it cannot be read.
        """
        return has_right_stamp(self.path(kind, index), self._name(kind, index))

    def set_aside(self, index: int) -> None:
        """Rename the files of a part that is not sound: it is made again and can be looked at."""
        for kind in reversed(KINDS):
            path = self.path(kind, index)
            if path.exists():
                path.rename(path.with_name(f"_damaged-{path.name}"))

    def sweep(self) -> int:
        """Remove what processes that died left half-written; return how many files.

        Only for whoever holds the run's lock.
        """
        left = [path for kind in KINDS for path in (self.folder / kind).glob("_part-*")]
        left += self.folder.glob("_manifest.json.*")
        for path in left:
            path.unlink()
        return len(left)

    def _name(self, kind: str, index: int) -> str:
        """What a file's digest is taken under: its files are no other part's and no other run's."""
        place = f"{kind}/{index}"
        return place if self.run is None else f"{self.run}/{place}"


def _note(counts: Mapping[str, int]) -> bytes:
    return json.dumps(dict(sorted(counts.items()))).encode()


def _layout(names: list[str]) -> dict[str, Any]:
    return {
        "compression": "zstd",
        "use_dictionary": [name for name in names if name not in _UNLIKE],
        "column_encoding": {"row": "DELTA_BINARY_PACKED"},
    }


def _write(table: pa.Table, kind: str, name: str, path: Path) -> None:
    layout = _LEDGER if kind == "ledger" else _layout(table.column_names)
    with pq.ParquetWriter(path, table.schema, write_page_checksum=True, **layout) as writer:
        writer.write_table(table)
        writer.add_key_value_metadata({STAMP_KEY: BLANK_STAMP})
    stamp(path, name)
