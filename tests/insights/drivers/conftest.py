"""Small runs for the tests of drivers."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from cxnlp.insights.drivers import Driver, DriverKind, Drivers, OutcomeKind, Reason, drivers
from cxnlp.metrics import Estimate


def columns(random: np.random.Generator, n: int = 400, k: int = 3) -> np.ndarray:
    return (random.random((n, k)) < 0.4).astype(np.float64)


def table(n: int, **columns: object) -> pa.Table:
    """Labelled rows; the level is 3 and 4 in turn if not given."""
    level = columns.pop("level", np.arange(n) % 2 + 3)
    return pa.table({"row": np.arange(n), "status": ["labelled"] * n, "level": level, **columns})


def by_key(found: Drivers) -> dict[str, Driver]:
    return {one.key: one for one in found.drivers}


def only(labels: pa.Table, outcome: str, **options: object) -> dict[str, Driver]:
    found = drivers(labels, outcomes=[outcome], **options)  # type: ignore[arg-type]  # passed on
    assert not found.left_out
    return by_key(found.outcomes[0])


def make_driver(key: str = "touch_phone", **others: object) -> Driver:
    """A driver that lowers the level by half a level, flagged."""
    half = Estimate(-0.5, -0.75, -0.25, 40)
    values: dict[str, object] = {
        "key": key,
        "name": key.removeprefix("touch_"),
        "kind": DriverKind.TOUCHPOINT,
        "side": 0,
        "topic": None,
        "n": 40,
        "customers": 38,
        "share": 0.2,
        "present": 3.0,
        "absent": 3.5,
        "simple": half,
        "adjusted": half,
        "p_value": 0.001,
        "q_value": 0.002,
        "flagged": True,
        "inflation": 1.0,
        "twin": None,
        "reason": None,
    }
    return Driver(**{**values, **others})  # type: ignore[arg-type]  # told by name


def untold(key: str, reason: Reason, **others: object) -> Driver:
    """A driver without an adjusted effect."""
    nothing: dict[str, object] = {"adjusted": None, "p_value": None, "q_value": None}
    return make_driver(key, flagged=False, reason=reason, **{**nothing, **others})


def make_drivers(*drivers: Driver, **others: object) -> Drivers:
    """What is said of the level by 200 comments of known customers."""
    values: dict[str, object] = {
        "outcome": "level",
        "title": "level of service",
        "unit": "levels",
        "kind": OutcomeKind.ORDINAL,
        "better": 1,
        "n": 200,
        "missing": 0,
        "invalid": 0,
        "customers": 180,
        "clustered": True,
        "mean": 3.4,
        "level_with": 3.4,
        "level_without": None,
        "drivers": drivers,
        "adjusted_for": (),
        "same_text": False,
        "false_alarms": 0.05,
        "tests": len(drivers),
        "floor": 20,
        "caveats": (),
    }
    return Drivers(**{**values, **others})  # type: ignore[arg-type]  # told by name
