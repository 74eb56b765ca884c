"""Each customer's path over the levels, and who is at risk of leaving by what the levels mean."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from cxnlp.insights.intervals import Estimates
from cxnlp.insights.kpis.figures import LeftOut
from cxnlp.insights.people.paths import Paths, read_paths
from cxnlp.insights.people.views import CUSTOMERS_SCHEMA, RISKS, CustomerViews
from cxnlp.levels import ServiceLevel
from cxnlp.metrics import wilson

if TYPE_CHECKING:
    from datetime import datetime

    import pyarrow as pa
    from numpy.typing import NDArray

    from cxnlp.metrics import Estimate

__all__ = ["customer_views"]

_PATH: Final = 12
"""Latest comments of a customer that are shown."""


def customer_views(
    labels: pa.Table,
    *,
    most: int = 1000,
    confidence: float = 0.95,
    today: datetime | None = None,
) -> CustomerViews:
    """Follow the customers over their comments and tell who is at risk, see `RISKS`.

    Args:
        labels: columns `row`, `level`, `status`, `customer`, and as far as present `created_at`,
            `level_low`, `level_high` and the six probabilities.
        most: customers in the table, those most at risk.
        confidence: level of the intervals of the shares.
        today: later dates are no dates; None keeps them.

    >>> import pyarrow as pa
    >>> table = pa.table({"row": [0, 1, 2], "level": [4, 2, 5], "status": ["labelled"] * 3,
    ...                   "customer": ["ann", "ann", "bo"]})
    >>> customer_views(table).table.select(["customer", "risk", "levels"]).to_pylist()[0]
    {'customer': 'ann', 'risk': 'likely leaving', 'levels': [4, 2]}
    """
    paths = read_paths(labels, today=today)
    risk = _risks(paths)
    left = list(paths.left_out)
    latest = paths.when[paths.last].astype(np.int64) if paths.timed else paths.last
    order = np.lexsort((paths.start, -latest, -np.nan_to_num(paths.leaving), risk))
    if len(order) > most:
        why = f"Only the {most} most at risk are listed; all are counted."
        left.append(LeftOut("customers", len(order) - most, why, "Ask for more."))
    counts = np.bincount(risk, minlength=len(RISKS)).astype(np.int64)
    change = (paths.level[paths.last] - paths.level[paths.start])[paths.n > 1]
    return CustomerViews(
        table=_table(paths, order[:most], risk),
        customers=len(paths),
        returning=len(change),
        risks={name: int(n) for name, n in zip(RISKS, counts, strict=True)},
        shares=_shares(counts, len(paths), confidence),
        falling=_share(change < 0, confidence),
        rising=_share(change > 0, confidence),
        ordered="time" if paths.timed else "row",
        left_out=tuple(left),
    )


def _risks(paths: Paths) -> NDArray[np.int64]:
    """Place in `RISKS` of each customer. Shape (c,)."""
    level = paths.level[paths.last]
    expected = int(ServiceLevel.EXPECTED)
    # NaN compares as False: without an interval nobody is surely leaving, and nobody unsure.
    tests = [
        (level < expected) & (paths.high < expected),
        level < expected,
        level == expected,
        paths.low < expected,
    ]
    return np.select(tests, [0, 1, 2, 3], default=4).astype(np.int64)


def _shares(counts: NDArray[np.int64], n: int, confidence: float) -> Estimates:
    """Shares of customers; each is one, so the plain interval of Wilson (1927) holds."""
    if not n:
        nothing = np.full(len(counts), np.nan)
        return Estimates(nothing, nothing, nothing, counts, confidence)
    share = counts / n
    low, high = wilson(share, np.full(len(counts), float(n)), confidence=confidence)
    return Estimates(share, low, high, counts, confidence)


def _share(chosen: NDArray[np.bool_], confidence: float) -> Estimate | None:
    if not len(chosen):
        return None
    found = _shares(np.array([np.count_nonzero(chosen)]), len(chosen), confidence)
    return Estimates(found.value, found.low, found.high, np.array([len(chosen)]), confidence)[0]


def _table(paths: Paths, chosen: NDArray[np.int64], risk: NDArray[np.int64]) -> pa.Table:
    """`CUSTOMERS_SCHEMA` of some customers."""
    import pyarrow as pa

    first, last = paths.start[chosen], paths.last[chosen]
    steps = [slice(begin, end + 1) for begin, end in zip(first, last, strict=True)]
    shown = [slice(max(one.start, one.stop - _PATH), one.stop) for one in steps]
    columns: dict[str, object] = {
        "customer": paths.name.take(pa.array(chosen)),
        "n": paths.n[chosen],
        "first_at": _instants(paths.when[first]),
        "last_at": _instants(paths.when[last]),
        "first_level": paths.level[first],
        "last_level": paths.level[last],
        "last_low": _optional(paths.low[chosen]),
        "last_high": _optional(paths.high[chosen]),
        "worst_level": [int(paths.level[one].min()) for one in steps],
        "mean_level": [float(paths.level[one].mean()) for one in steps],
        "change": paths.level[last] - paths.level[first],
        "p_leaving": _optional(paths.leaving[chosen]),
        "risk": [RISKS[place] for place in risk[chosen]],
        "levels": [paths.level[one] for one in shown],
        "rows": [paths.row[one] for one in shown],
    }
    arrays = [_array(columns[field.name]).cast(field.type) for field in CUSTOMERS_SCHEMA]
    return pa.Table.from_arrays(arrays, schema=CUSTOMERS_SCHEMA)


def _array(value: object) -> pa.Array:
    import pyarrow as pa

    return value if isinstance(value, pa.Array) else pa.array(value)


def _instants(when: NDArray[np.datetime64]) -> pa.Array:
    import pyarrow as pa

    return pa.array(when, pa.timestamp("us")).cast(pa.timestamp("us", tz="UTC"))


def _optional(value: NDArray[np.float64]) -> pa.Array:
    import pyarrow as pa

    return pa.array(value, pa.float64(), mask=np.isnan(value))
