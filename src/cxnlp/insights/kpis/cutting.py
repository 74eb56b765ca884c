"""How the rows of a run are cut into periods and groups, sorted once for all KPIs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from cxnlp.insights.periods import Periods

__all__ = ["Cut", "Cuts", "cut_by"]


@dataclass(frozen=True)
class Cut:
    """One way to cut the rows into groups.

    Attributes:
        code: group of each row, -1 for none. Shape (n,), int64.
        names: the groups' names. Length g.
        order: the rows that are in a group, by group and customer: a million rows are then
            counted by customer without being sorted for every KPI again. Shape (m,), int64.
    """

    code: NDArray[np.int64]
    names: tuple[str, ...]
    order: NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.names)

    def held(self, value: NDArray[np.float64]) -> NDArray[np.int64]:
        """The rows in a group whose value is a number, in the order kept. Shape (h,)."""
        return self.order[~np.isnan(value[self.order])]


@dataclass(frozen=True)
class Cuts:
    """All ways in which a run is cut.

    Attributes:
        whole: every row in one group.
        periods: kind and dates of the periods.
        by_period: rows by period.
        columns: by segment column, the groups with most rows first.
    """

    whole: Cut
    periods: Periods
    by_period: Cut
    columns: Mapping[str, Cut]


def cut_by(code: NDArray[np.int64], names: Sequence[str], customer: NDArray[np.int64]) -> Cut:
    """Cut rows by their group numbers.

    >>> cut_by(np.array([1, 0, -1, 1]), ("a", "b"), np.array([3, 0, 1, 2])).order.tolist()
    [1, 3, 0]
    """
    held = np.flatnonzero(code >= 0)
    key = code[held] * (int(customer.max(initial=0)) + 1) + customer[held]
    return Cut(code, tuple(names), held[np.argsort(key, kind="stable")])
