"""Small runs for the tests of Kano classes."""

from __future__ import annotations

from typing import Final

import numpy as np
import pyarrow as pa

from cxnlp.insights.kano import Change, Contrast, Kano, KanoClass, KanoItem
from cxnlp.metrics import Estimate

MONTH: Final = 30 * 86_400_000_000


def table(n: int, *, months: float | None = None, **columns: object) -> pa.Table:
    """Labelled rows, spread evenly over this many months; the level is 3 and 4 in turn."""
    level = columns.pop("level", np.arange(n) % 2 + 3)
    if months is not None:
        stamp = np.datetime64("2024-01-02", "us") + np.linspace(0, months * MONTH, n).astype(
            "m8[us]"
        )
        columns["created_at"] = pa.array(stamp, pa.timestamp("us"))
    return pa.table(
        {"row": np.arange(n), "status": ["labelled"] * n, "level": np.asarray(level), **columns}
    )


def signed(
    random: np.random.Generator, n: int, reward: float, cost: float
) -> tuple[np.ndarray, np.ndarray]:
    """Signs of one item, and levels that go with them."""
    sign = random.integers(-1, 2, n).astype(np.int8)
    value = 3.5 + reward * (sign > 0) - cost * (sign < 0) + random.normal(0, 0.6, n)
    return sign, np.clip(np.round(value), 1, 6).astype(np.int8)


def by_name(found: Kano) -> dict[str, KanoItem]:
    return {one.name: one for one in found.items}


def make_contrast(
    kind: KanoClass, reward: float | None = 1.0, penalty: float | None = -0.5
) -> Contrast:
    """Of a hundred comments forty praise and thirty blame."""
    told = [
        None if value is None else Estimate(value, value - 0.1, value + 0.1, 40)
        for value in (reward, penalty)
    ]
    return Contrast("all", 100, 40, 30, told[0], told[1], kind)


def make_item(
    key: str = "empathy",
    change: Change = Change.STEADY,
    before: KanoClass | None = None,
    now: KanoClass | None = None,
    *,
    ageing: tuple[float, float, float] | None = None,
    p_value: float | None = None,
    reward: float | None = 1.0,
) -> KanoItem:
    """A delighter over all, whose class may have been another before and now."""
    return KanoItem(
        key=key,
        name=key,
        topic=None,
        whole=make_contrast(KanoClass.DELIGHTER, reward),
        periods=(),
        before=None if before is None else make_contrast(before),
        now=None if now is None else make_contrast(now),
        ageing=None if ageing is None else Estimate(*ageing, 70),
        p_value=p_value,
        holm=None,
        change=change,
    )
