"""Alerts on real comments: quiet on shuffled dates, awake where something is planted."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
import pyarrow as pa

from benchmarks.result import Aim, Result
from benchmarks.topics_corpora import add_data, encoded, load
from cxnlp.insights import trends
from cxnlp.metrics import wilson
from cxnlp.models import load as load_model
from cxnlp.topicmodel import Request, discover

if TYPE_CHECKING:
    import argparse

    from numpy.typing import NDArray

    from cxnlp.insights import Trends

__all__ = ["add", "measure"]

_WEEKS: Final = 26
_MONDAY: Final = np.datetime64("2026-01-05", "us")
_DAY: Final = 86_400_000_000


def add(groups: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Declare the verb."""
    parser = groups.add_parser("topics-alerts", help="false and true alarms of trends and spikes")
    parser.add_argument("--set", default="nhs_phase1", help="(default: nhs_phase1)")
    parser.add_argument("--comments", type=int, default=4000, help="in half a year")
    parser.add_argument("--rounds", type=int, default=200, help="(default: 200)")
    add_data(parser)
    parser.set_defaults(measure=measure)


def measure(options: argparse.Namespace) -> Result:
    """Find topics once, then draw the dates anew in each round."""
    texts = load(options.set, options.data).texts[: options.comments]
    encoder, vectors = encoded(texts, "static", options.cache)
    model = discover(texts, vectors, encoder, Request(seed=0))
    given, _ = model.assign(vectors)
    topics = pa.table({"topic": model.numbers, "name": [one.name for one in model.topics]})
    draw = np.random.default_rng(0)
    rows: list[tuple[str | float, ...]] = []
    level = np.asarray(load_model("levels-fast").predict(texts).levels, np.int8)
    quiet = np.array(
        [_flags(_weeks(draw, len(texts)), given, topics, level) for _ in range(options.rounds)]
    )
    rows.append(("shuffled dates", "", *quiet.mean(axis=0).tolist()))
    found = {}
    for times in (2, 3, 5):
        planted = np.array(
            [_planted(draw, given, topics, level, times) for _ in range(options.rounds // 4)]
        )
        found[times] = planted.mean(axis=0)
        rows.append(("planted spike", f"{times} times its share", "", float(found[times][0]), ""))
        rows.append(("planted growth", f"to {times} times", float(found[times][1]), "", ""))
    fallen = {}
    for lost in (0.5, 1.0, 2.0):
        hits = [_fallen(draw, given, topics, level, lost) for _ in range(options.rounds // 4)]
        fallen[lost] = float(np.mean(hits))
        rows.append(
            ("planted fall of the level", f"by {lost} in half a year", "", "", fallen[lost])
        )
    low, high = wilson(quiet.mean(axis=0), np.full(3, float(options.rounds)))
    told = ", ".join(
        f"{name} {one:.3f} to {other:.3f}"
        for name, one, other in zip(("trends", "spikes", "levels"), low, high, strict=True)
    )
    own = int((given == _middle(given, topics)).sum())
    return Result(
        "topics-alerts",
        "False and true alarms",
        (
            *("dates", "what was planted", "rounds with a trend flagged"),
            *("with a spike flagged", "with a level flagged"),
        ),
        tuple(rows),
        (
            Aim(
                "false trend alarms on shuffled dates",
                float(quiet[:, 0].mean()),
                0.09,
                at_most=True,
            ),
            Aim(
                "false spike alarms on shuffled dates",
                float(quiet[:, 1].mean()),
                0.09,
                at_most=True,
            ),
            Aim(
                "false level alarms on shuffled dates",
                float(quiet[:, 2].mean()),
                0.09,
                at_most=True,
            ),
            Aim(
                "planted spikes of five times the share found",
                float(found[5][0]),
                0.9,
                at_most=False,
            ),
            Aim("planted growth to three times found", float(found[3][1]), 0.9, at_most=False),
            Aim("planted falls by two levels found", fallen[2.0], 0.9, at_most=False),
        ),
        f"{len(texts):,} comments of {options.set}, {len(model.topics)} topics, {_WEEKS} weeks, "
        f"{options.rounds} rounds (a quarter of them for each planted size); false discovery rate "
        "0.05, so that on shuffled dates at most one round in twenty may flag anything: the upper "
        f"1 % of such a count is 0.09; 95 % intervals of the rates on shuffled dates: {told}. "
        f"Planted in a topic of middle size ({own} comments, {own / _WEEKS:.1f} a week), whose own "
        "flag counts. Levels are those that levels-fast reads.",
    )


def _weeks(draw: np.random.Generator, n: int) -> NDArray[np.int64]:
    return np.asarray(draw.integers(0, _WEEKS, n), np.int64)


def _flags(
    week: NDArray[np.int64], given: NDArray[np.int32], topics: pa.Table, level: NDArray[np.int8]
) -> tuple[float, float, float]:
    found = _trends(week, given, topics, level)
    return (
        float(any(one.flagged for one in found.trends)),
        float(bool(found.spikes)),
        float(any(one.flagged for one in found.levels)),
    )


def _middle(given: NDArray[np.int32], topics: pa.Table) -> int:
    """The topic of middle size."""
    sizes = np.bincount(given[given >= 0], minlength=topics.num_rows)
    return int(np.argsort(sizes)[len(sizes) // 2])


def _fallen(
    draw: np.random.Generator,
    given: NDArray[np.int32],
    topics: pa.Table,
    level: NDArray[np.int8],
    lost: float,
) -> float:
    """Whether it is found that the comments of one topic lose so many levels on average."""
    topic = _middle(given, topics)
    week = _weeks(draw, len(given))
    lower = level - lost * week / (_WEEKS - 1)
    # Rounded up or down at random: the mean falls evenly.
    fallen = np.clip(np.floor(lower + draw.random(len(level))), 1, 6).astype(np.int8)
    found = _trends(week, given, topics, np.where(given == topic, fallen, level))
    return float(any(one.topic == topic and one.flagged for one in found.levels))


def _planted(
    draw: np.random.Generator,
    given: NDArray[np.int32],
    topics: pa.Table,
    level: NDArray[np.int8],
    times: int,
) -> tuple[float, float]:
    """Whether a spike and a growth are found, each planted by moving comments of one topic."""
    topic = _middle(given, topics)
    own = draw.permutation(np.flatnonzero(given == topic))
    week = _weeks(draw, len(given))
    usual = len(own) / _WEEKS
    day = int(draw.integers(0, _WEEKS))
    spike = week.copy()
    spike[own[: round((times - 1) * usual)]] = day
    found = _trends(spike, given, topics, level)
    hit = any(one.topic == topic and one.period == found.names[day] for one in found.spikes)
    weight = np.linspace(1, times, _WEEKS)
    week[own] = draw.choice(_WEEKS, len(own), p=weight / weight.sum())
    grown = _trends(week, given, topics, level)
    return float(hit), float(any(one.topic == topic and one.flagged for one in grown.trends))


def _trends(
    week: NDArray[np.int64], given: NDArray[np.int32], topics: pa.Table, level: NDArray[np.int8]
) -> Trends:
    n = len(week)
    when = _MONDAY + (week * 7 * _DAY).astype("timedelta64[us]")
    labels = pa.table(
        {
            "row": np.arange(n),
            "level": level,
            "status": ["labelled"] * n,
            "created_at": pa.array(when).cast(pa.timestamp("us", tz="UTC")),
        }
    )
    assignments = pa.table(
        {"row": np.arange(n), "topic": given, "strength": np.ones(n, np.float32)}
    )
    return trends(labels, assignments, topics, period="week")
