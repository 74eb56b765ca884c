"""Runs of teams with planted truths for the tests of people views."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from cxnlp.schema import METADATA_TYPES, PROBABILITY_COLUMNS

if TYPE_CHECKING:
    from collections.abc import Mapping


def make_teams(
    sizes: Mapping[str, int],
    *,
    worse: Mapping[str, float] | None = None,
    weak: Mapping[str, str] | None = None,
    seed: int = 0,
    **columns: list[str | None],
) -> pa.Table:
    """Comments of teams, shuffled: `worse` takes levels from a team, `weak` names a bad dimension.

    Each comment speaks of empathy and of timeliness in half of the cases, mostly with praise. The
    text says which row it is.
    """
    random = np.random.default_rng(seed)
    team = np.repeat(np.array(list(sizes), object), list(sizes.values()))
    team = team[random.permutation(len(team))]
    n = len(team)
    loss = np.array([(worse or {}).get(name, 0.0) for name in team])
    level = np.clip(np.round(random.normal(4.0, 1.0, n) - loss), 1, 6).astype(np.int8)
    table: dict[str, object] = {
        "row": pa.array(np.arange(n)),
        "level": pa.array(level),
        "status": ["labelled"] * n,
        "team": pa.array(team, pa.string()),
        "text": [f"The words of row {row}, at some length." for row in range(n)],
    }
    for step, name in enumerate(PROBABILITY_COLUMNS, start=1):
        table[name] = pa.array(np.where(level == step, 0.75, 0.05).astype(np.float32))
    for name in ("empathy", "timeliness"):
        bad = np.array([(weak or {}).get(one) == name for one in team])
        said = np.where(random.random(n) < np.where(bad, 0.2, 0.8), 1, -1)
        table[name] = pa.array(np.where(random.random(n) < 0.5, said, 0).astype(np.int8))
    for name, values in columns.items():
        table[name] = pa.array(values, METADATA_TYPES.get(name))
    return pa.table(table)
