"""Kano drift, tried out: `python scripts/kano_drift.py [--draws N] [--real [MODEL]]`.

Without `--real`: made-up comments over six years, on the five dimensions. In three worlds no effect
changes (in one of them the mix of comments and the mood do); in one, expertise turns from a
delighter into a basic item. It is counted how often any item is flagged.

With `--real`: reviews of airline seats and lounges (../shared/data/feedback, 2006 to 2015; see
DATA.md there): the classes of the customers' own sub-ratings against their overall rating. With
MODEL as well, the reviews are labelled by it, and dimensions join, against level and rating.
"""

from __future__ import annotations

import argparse
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from cxnlp.insights.kano import Change, Kano, kano

DATA: Final = Path(__file__).parents[2] / "shared" / "data" / "feedback"
NAMES: Final = ("empathy", "timeliness", "expertise", "personalization", "consistency")
REWARDS: Final = np.array([0.8, 0.1, 1.0, 0.6, 0.0])
COSTS: Final = np.array([0.8, 1.1, 0.1, 0.1, 0.0])
NEVER: Final = np.datetime64("1980-01-01")


@dataclass(frozen=True)
class World:
    """Six made-up years.

    Attributes:
        name: how it is called in the table.
        comments: in all.
        often: comments of a customer, on average.
        shifts: whether mood and mix change over time (their effects do not).
        drifts: whether expertise turns from delighter to basic.
    """

    name: str
    comments: int = 3000
    often: float = 1.0
    shifts: bool = False
    drifts: bool = False

    def labels(self, random: np.random.Generator) -> pa.Table:
        """One run."""
        n = self.comments
        time = np.sort(random.random(n))
        who = random.integers(0, int(n / self.often), n) if self.often > 1 else np.arange(n)
        mood = random.normal(0, 0.6, int(who.max()) + 1)[who] if self.often > 1 else 0.0
        well, badly = 0.2 + 0.15 * self.shifts * time, 0.2 - 0.1 * self.shifts * time
        draw = random.random((n, len(NAMES)))
        sign = (draw < well[:, None]).astype(np.int8) - (draw > 1 - badly[:, None])
        turned = np.zeros((n, len(NAMES)))
        turned[:, 2] = 0.9 * self.drifts * time
        value = 3.4 + mood + 0.4 * self.shifts * time + random.normal(0, 0.8, n)
        value += ((sign > 0) * (REWARDS - turned) - (sign < 0) * (COSTS + turned)).sum(axis=1)
        days = np.datetime64("2018-01-01", "us") + (time * 6 * 365 * 86_400e6).astype("m8[us]")
        columns: dict[str, object] = {
            "row": np.arange(n),
            "level": np.clip(np.round(value), 1, 6).astype(np.int8),
            "status": ["labelled"] * n,
            "created_at": pa.array(days, pa.timestamp("us")),
            **{name: sign[:, at] for at, name in enumerate(NAMES)},
        }
        if self.often > 1:
            columns["customer"] = [f"k{one}" for one in who]
        return pa.table(columns)


STILL: Final = (
    World("nothing changes"),
    World("nothing changes, 1,000 customers", often=3.0),
    World("mood and mix change, effects do not", shifts=True),
)
DRIFT: Final = World("expertise: delighter to basic", drifts=True)


@dataclass(frozen=True)
class Flags:
    """What was flagged in several runs.

    Attributes:
        any_flag: share of runs with any item moved or changed.
        by_item: share of runs in which each item was, by name.
        changed: share of runs in which each item's class was said to have changed.
    """

    any_flag: float
    by_item: dict[str, float]
    changed: dict[str, float]


def flags(world: World, *, draws: int, seed: int = 1) -> Flags:
    """Draw runs and count flags."""
    random = np.random.default_rng(seed)
    found = [kano(world.labels(random), period="year").items for _ in range(draws)]
    moved = [
        {one.name for one in items if one.change in {Change.MOVED, Change.CHANGED}}
        for items in found
    ]
    changed = [{one.name for one in items if one.change is Change.CHANGED} for items in found]
    return Flags(
        sum(bool(one) for one in moved) / draws,
        {name: sum(name in one for one in moved) / draws for name in NAMES},
        {name: sum(name in one for one in changed) / draws for name in NAMES},
    )


def source(name: str) -> tuple[pa.Table, tuple[str, ...]]:
    """Reviews with text, date, overall rating and sub-ratings; and which of these are dense.

    Left to the run: reviews dated before 1980 count as undated. Set to null: overall ratings of
    lounges from 2015 on (their scale went from 5 to 10), and ratings of 0 (not rated).
    """
    table = pq.read_table(DATA / f"{name}.parquet")
    dates = pc.strptime(table["date"], "%Y-%m-%d", "us").cast(pa.timestamp("us", "UTC"))
    overall = table["overall_rating"].cast(pa.float64())
    if name == "skytrax_lounge":
        late = pc.greater_equal(pc.year(dates), 2015)
        overall = pc.if_else(late, None, overall)
    columns = {
        one: table[one].cast(pa.float64())
        for one in table.column_names
        if one.endswith("_rating") and one != "overall_rating"
    }
    rated = {one: int(np.nansum(np.asarray(held) > 0)) for one, held in columns.items()}
    dense = tuple(one for one, times in rated.items() if times > 0.8 * len(dates))
    return (
        pa.table({"text": table["text"], "created_at": dates, "overall": overall, **columns}),
        dense,
    )


def shown(found: Kano) -> None:
    """Print one line per item, and its path over the periods."""
    print(
        f"\n{found.outcome}: {found.n} comments, {found.period}s {found.names[0]} to "
        f"{found.names[-1]}, matters from {found.matters:.2f} {found.unit}"
    )
    for item in found.items:
        whole = item.whole
        path = " ".join(
            one.kind.value[0] if one.kind != "undecided" else "." for one in item.periods
        )
        print(
            f"  {item.name:22} well {whole.well:4} {whole.reward!s:26} badly {whole.badly:4} "
            f"{whole.penalty!s:27} {whole.kind:12} {item.change:9} "
            f"{'' if item.holm is None else f'Holm {item.holm:.3f} ageing {item.ageing}'}  {path}"
        )
    for item in found.items:
        if item.change in {Change.MOVED, Change.CHANGED} and item.before and item.now:
            old, new = item.before, item.now
            print(f"  {item.words} Line: reward {old.reward} to {new.reward}, ")
            print(f"    penalty {old.penalty} to {new.penalty}")
    for left in found.left_out:
        print(f"  {left.name}: {left.why}")


def unlabelled(table: pa.Table) -> pa.Table:
    """The reviews as rows of a run that no model has read: for outcomes other than the level."""
    n = table.num_rows
    plain = {"row": np.arange(n), "status": ["labelled"] * n, "level": np.full(n, 3, np.int8)}
    for name, held in plain.items():
        table = table.append_column(name, pa.array(held))
    return table


def real(model: str) -> None:
    """Show the classes of the reviews, labelled if a model is given."""
    import cxnlp

    for name in ("skytrax_seat", "skytrax_lounge"):
        table, dense = source(name)
        if model:
            keep = [one for one in table.column_names if one not in {"text", "created_at"}]
            labels = cxnlp.label(table, model=model, keep=keep).labels
        else:
            labels = unlabelled(table)
        print(f"\n== {name}: {len(labels)} reviews")
        for outcome in ("level", "overall") if model else ("overall",):
            shown(kano(labels, outcome=outcome, ratings=dense, period="year"))


def main() -> None:
    """Print false alarms and power, or the real sources."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--draws", type=int, default=400)
    parser.add_argument("--real", metavar="MODEL", nargs="?", const="")
    given = parser.parse_args()
    if given.real is not None:
        real(given.real)
        return
    print(f"{given.draws} runs each; false alarms are to be at most 5 % of the runs")
    for world in (*STILL, DRIFT):
        found = flags(world, draws=given.draws)
        items = ", ".join(f"{name} {share:.1%}" for name, share in found.by_item.items())
        print(f"{world.name:36} any {found.any_flag:6.1%}  ({items})", flush=True)
    print(f"class said to have changed there: {found.changed}")


if __name__ == "__main__":
    main()
