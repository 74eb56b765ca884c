"""What may drive an outcome: topics, dimensions done well or badly, touchpoints, stages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from cxnlp.insights.drivers.findings import DriverKind, title_of
from cxnlp.schema import ASPECT_FIELDS

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pyarrow as pa
    from numpy.typing import NDArray
    from scipy.sparse import csr_array

    from cxnlp.insights.incidence import Incidence

__all__ = ["DIMENSIONS", "Candidate", "Candidates", "read_candidates", "signs_of"]

_TOUCH: Final = "touch_"
_STAGE: Final = "stage_"
_NAMES: Final[tuple[str, ...]] = tuple(field.name for field in ASPECT_FIELDS)
DIMENSIONS: Final[tuple[str, ...]] = tuple(
    name for name in _NAMES if not name.startswith((_TOUCH, _STAGE))
)
"""The quality dimensions, columns of -1, 0 and 1."""


@dataclass(frozen=True)
class Candidate:
    """One column that may drive an outcome; fields as in `Driver`."""

    key: str
    name: str
    kind: DriverKind
    side: int = 0
    topic: int | None = None

    @property
    def title(self) -> str:
        """The readable name with its side."""
        return title_of(self.name, self.side)


@dataclass(frozen=True)
class Candidates:
    """All candidates as columns of 0 and 1.

    Attributes:
        x: which comment has which candidate. Shape (n, k).
        of: what the columns are. Length k.
    """

    x: csr_array
    of: tuple[Candidate, ...]

    def __len__(self) -> int:
        return len(self.of)

    def take(self, rows: NDArray[np.int64], columns: NDArray[np.int64]) -> Candidates:
        """Only these comments and columns, in this order."""
        return Candidates(self.x[rows][:, columns], tuple(self.of[at] for at in columns))


def read_candidates(chosen: pa.Table, incidence: Incidence | None) -> Candidates:
    """Touchpoints, stages, topics and dimensions, in this order, that occur at all.

    Args:
        chosen: labelled rows in ascending order of `row`, with the columns of
            `cxnlp.schema.ASPECT_FIELDS` where the model tells them; null counts as absent.
        incidence: which comment touches which topic; None without topics.

    >>> import pyarrow as pa
    >>> table = pa.table({"row": [0, 1], "touch_phone": [True, None], "empathy": [-1, 0]})
    >>> found = read_candidates(table, None)
    >>> [one.key for one in found.of], found.x.toarray().tolist()
    (['touch_phone', 'empathy-'], [[1.0, 1.0], [0.0, 0.0]])
    """
    from scipy.sparse import coo_array, csr_array

    parts = [*_places(chosen), *(_touched(incidence) if incidence else ()), *_sides(chosen)]
    parts = [(candidate, rows) for candidate, rows in parts if len(rows)]
    column = np.repeat(np.arange(len(parts)), [len(rows) for _, rows in parts])
    row = np.concatenate([np.array([], np.int64), *(rows for _, rows in parts)])
    x = coo_array((np.ones(len(row)), (row, column)), shape=(chosen.num_rows, len(parts)))
    return Candidates(csr_array(x), tuple(candidate for candidate, _ in parts))


_Part = tuple[Candidate, "NDArray[np.int64]"]


def _places(chosen: pa.Table) -> Iterator[_Part]:
    for prefix, kind in ((_TOUCH, DriverKind.TOUCHPOINT), (_STAGE, DriverKind.STAGE)):
        for name in _NAMES:
            if name in chosen.column_names and name.startswith(prefix):
                readable = name.removeprefix(prefix).replace("_", " ")
                yield Candidate(name, readable, kind), np.flatnonzero(signs_of(chosen, name) > 0)


def _touched(incidence: Incidence) -> Iterator[_Part]:
    order = np.argsort(incidence.place, kind="stable")
    ends = np.searchsorted(incidence.place[order], np.arange(len(incidence.topic) + 1))
    for at, (topic, name) in enumerate(zip(incidence.topic, incidence.name, strict=True)):
        candidate = Candidate(f"topic:{topic}", name, DriverKind.TOPIC, topic=int(topic))
        yield candidate, incidence.comment[order[ends[at] : ends[at + 1]]]


def _sides(chosen: pa.Table) -> Iterator[_Part]:
    for name in DIMENSIONS:
        if name in chosen.column_names:
            sign = signs_of(chosen, name)
            for side, mark in ((1, "+"), (-1, "-")):
                candidate = Candidate(f"{name}{mark}", name, DriverKind.DIMENSION, side)
                yield candidate, np.flatnonzero(sign == side)


def signs_of(chosen: pa.Table, name: str) -> NDArray[np.int8]:
    """A column of signs or of true and false as -1, 0, 1; null is 0. Shape (n,).

    >>> import pyarrow as pa
    >>> signs_of(pa.table({"empathy": [-1, None, 1], "touch_web": [True, False, None]}), "empathy")
    array([-1,  0,  1], dtype=int8)
    """
    import pyarrow as pa
    import pyarrow.compute as pc

    whole = pc.fill_null(chosen[name].cast(pa.int8()), 0)
    return np.asarray(np.sign(whole.to_numpy()), np.int8)
