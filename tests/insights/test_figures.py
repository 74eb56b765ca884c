"""Every figure of one made-up run stays what it was.

Other tests say what a figure must be; this one notices when any of them moves: all that insights
tell of one run, with the arguments left out, stands in `figures.json`. Where a change is meant,
look at what moved, then write the file anew: `python tests/insights/test_figures.py`.
"""

from __future__ import annotations

import json
import math
import random
from dataclasses import fields, is_dataclass
from datetime import UTC, date, datetime, timedelta
from enum import Enum
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pyarrow as pa
import pytest

from cxnlp.errors import CxnlpError
from cxnlp.insights import (
    certainty,
    delight_points,
    level_by_topic,
    level_shares,
    levels_over_time,
    pain_points,
    ratings,
    trends,
)
from cxnlp.insights.comments import read_comments
from cxnlp.insights.crosstab import cross
from cxnlp.insights.drift import Traits, drift
from cxnlp.insights.drivers import drivers, find_drivers
from cxnlp.insights.drivers import sentence as driver_sentence
from cxnlp.insights.incidence import read_incidence
from cxnlp.insights.intervals import bounded_means
from cxnlp.insights.kano import find_kano, kano
from cxnlp.insights.kano.words import sentence as kano_sentence
from cxnlp.insights.kpis import AnswerSettings, Kpi, KpiSettings, kpi_table, kpis
from cxnlp.insights.labelled import read_labelled_rows
from cxnlp.insights.level_table import level_table
from cxnlp.insights.movement import movement
from cxnlp.insights.people import people_views, with_group_quotes
from cxnlp.insights.points import rank_points
from cxnlp.insights.prevalence import corrected_shares
from cxnlp.insights.quantification import quantified_shares
from cxnlp.insights.shrinkage import rank_intervals, shrunk
from cxnlp.insights.slopes import slopes
from cxnlp.insights.standing import standing
from cxnlp.insights.trends import find_trends
from cxnlp.schema import METADATA_TYPES, PROBABILITY_COLUMNS

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

KEPT: Final = Path(__file__).with_name("figures.json")
ROWS: Final = 420
CUSTOMERS: Final = 190
TODAY: Final = datetime(2026, 1, 1, tzinfo=UTC)
TOPICS: Final = ("waiting", "staff", "price", "parking", "app")
SAID: Final = (
    "The queue was long.",
    "They were kind to me.",
    "It cost a lot.",
    "No space to park.",
)
LONGEST: Final = 4
"""Longer rows of numbers are told by their length, their sum and their sum weighed by place."""


@cache
def made() -> tuple[pa.Table, pa.Table, pa.Table]:
    """Labels with all that a run may hold, assignments and topics; drawn by `random()` alone."""
    draw = random.Random(7).random
    columns: dict[str, list[Any]] = {name: [] for name in ("level", "status", "level_low")}
    columns |= {name: [] for name in ("level_high", "text", "language", *PROBABILITY_COLUMNS)}
    columns |= {name: [] for name in (*METADATA_TYPES, "empathy", "timeliness", "expertise")}
    columns |= {name: [] for name in ("touch_phone", "touch_web", "stage_after")}
    given: dict[str, list[Any]] = {"row": [], "topic": [], "strength": []}
    for row in range(ROWS):
        late = row / ROWS
        touched = [
            at for at in range(len(TOPICS)) if draw() < (0.3, 0.35, 0.2, 0.15, 0.3 * late)[at]
        ]
        team, channel = (
            ("North", "South", "West")[int(3 * draw())],
            ("shop", "web")[int(2 * draw())],
        )
        empathy, fast, able = (int(3 * draw()) - 1 if draw() < 0.7 else 0 for _ in range(3))
        if team == "West" and draw() < 0.6:
            empathy = -1
        lean = (
            3.6
            + 0.9 * empathy * (1 - late)
            + 0.5 * fast
            - 0.9 * (0 in touched)
            - 0.4 * (team == "West")
        )
        level = min(max(round(lean + 0.6 * (1 in touched) + 2.4 * (draw() - 0.5)), 1), 6)
        chances = [math.exp(-abs(step - level) * (1.1 + draw())) for step in range(1, 7)]
        told = draw() > 0.06
        day = TODAY - timedelta(days=600 * (1 - late) + 3 * draw())
        good = (level - 1) / 5
        over, solved = 60 * draw() * (1.4 - good), draw() < 0.35 + 0.5 * good
        values: dict[str, Any] = {
            "level": level if told else None,
            "status": "labelled" if told else "no_evidence",
            "level_low": max(level - int(2 * draw()), 1),
            "level_high": min(level + int(2.4 * draw()), 6),
            "text": f"{SAID[int(4 * draw())]} Visit {row}.",
            "language": "en",
            **{name: chances[at] / sum(chances) for at, name in enumerate(PROBABILITY_COLUMNS)},
            "created_at": None if draw() < 0.03 else day,
            "customer": None if draw() < 0.05 else f"C{int(CUSTOMERS * draw() ** 1.3)}",
            "channel": channel,
            "agent": ("Ada", "Bo", "Cy", "Di", "Ed", "Flo")[
                2 * "NSW".index(team[0]) + int(2 * draw())
            ],
            "team": team,
            "segment": None if draw() < 0.1 else ("new", "old")[int(2 * draw())],
            "csat": None if draw() < 0.4 else float(min(max(round(5 * good + 1.5 * draw()), 1), 5)),
            "nps": None if draw() < 0.5 else float(min(round(9 * good + 3 * draw()), 10)),
            "ces": None if draw() < 0.5 else float(min(max(round(6 * good + 2 * draw()), 1), 7)),
            "resolved_first_contact": None if draw() < 0.2 else draw() < 0.3 + 0.6 * good,
            "resolution_hours": over if solved and draw() < 0.8 else None,
            "resolved": solved,
            "resolved_at": day + timedelta(hours=over) if solved else None,
            "escalated": draw() < 0.3 * (1 - good),
            "converted": None if draw() < 0.3 else draw() < 0.5 * good,
            "empathy": empathy,
            "timeliness": fast,
            "expertise": able,
            "touch_phone": draw() < 0.4,
            "touch_web": channel == "web" and draw() < 0.7,
            "stage_after": draw() < 0.3 + 0.3 * (0 in touched),
        }
        for name, value in values.items():
            columns[name].append(value)
        for at in touched or (-1,):
            given["row"].append(row)
            given["topic"].append(at)
            given["strength"].append(0.3 + 0.6 * draw() if touched else 0.0)
    labels = pa.table(
        {
            "row": pa.array(range(ROWS), pa.int64()),
            **{
                name: pa.array(values, METADATA_TYPES.get(name)) for name, values in columns.items()
            },
        }
    )
    stable = [True, True, None, False, True]
    topics = pa.table(
        {"topic": pa.array(range(len(TOPICS)), pa.int32()), "name": list(TOPICS), "stable": stable}
    )
    return labels, pa.table(given), topics


def chances_of(labels: pa.Table) -> np.ndarray[tuple[int, int], np.dtype[np.float64]]:
    return np.stack([labels[name].to_numpy() for name in PROBABILITY_COLUMNS], axis=1)


def of_drivers(*tables: pa.Table) -> object:
    found = drivers(*tables, today=TODAY)
    named = drivers(*tables, outcomes=["csat", "escalated", "nothing"], adjust="all", floor=12)
    effort = KpiSettings(ces=AnswerSettings(scale="1-7", best="low"))
    turned = drivers(*tables, outcomes=["ces"], settings=effort).outcomes[0].better
    told = [driver_sentence(one, each) for each in found.outcomes for one in each.drivers]
    return found, named, turned, told


def of_kano(*tables: pa.Table) -> object:
    found = kano(*tables, today=TODAY), kano(*tables, outcome="csat", period="year")
    signed = kano(*tables, outcome="escalated", ratings=["ces"], period="quarter", floor=8)
    matters = {name: kano(*tables, outcome=name).matters for name in ("nps", "resolution_hours")}
    return (
        found,
        signed,
        matters,
        [kano_sentence(item) for item in (*found[0].items, *signed.items)],
    )


def of_kpis(labels: pa.Table, *_: pa.Table) -> object:
    found = kpis(labels, today=TODAY)
    unasked = labels.drop_columns(["csat", "nps", "ces", "resolved", "resolution_hours"])
    estimated = kpis(unasked.drop_columns(["created_at"]))
    alone = labels.slice(0, 14).drop_columns(["csat"])
    alone = alone.set_column(
        alone.column_names.index("customer"), "customer", pa.array(["C0"] * len(alone))
    )
    mixed = pa.concat_tables([alone, labels.slice(14)], promote_options="default")
    lone = mixed.set_column(
        mixed.column_names.index("agent"),
        "agent",
        pa.array(["Solo"] * 14 + mixed["agent"].to_pylist()[14:]),
    )
    by_agent = kpi_table(kpis(lone, settings=KpiSettings(by=("agent",))))
    return kpi_table(found), found.left_out, found.issues, estimated, by_agent


def of_people(labels: pa.Table, *_: pa.Table) -> object:
    found = people_views(labels, today=TODAY)
    shuffled = labels.take(np.arange(ROWS) * 11 % ROWS).drop_columns(["created_at"])
    within = people_views(labels, by=("team",), within=("channel",), least=80, most_customers=5)
    undated = people_views(shuffled, by=(), most_customers=8).customers
    return found, with_group_quotes(within.groups["team"], [labels]), within.customers, undated


def of_time(*tables: pa.Table) -> object:
    labels = tables[0]
    lately = [1 if row > ROWS - 60 and row % 4 == 0 else 4 for row in range(ROWS)]
    place = labels.column_names.index("level")
    skewed = labels.set_column(place, "level", pa.array(lately, pa.int8()))
    return (
        trends(*tables, today=TODAY),
        trends(*tables, period="quarter"),
        trends(*tables, period="year", false_alarms=0.5),
        trends(skewed, *tables[1:]).levels,
        levels_over_time(labels),
        levels_over_time(labels, "quarter"),
    )


def of_topics(*tables: pa.Table) -> object:
    comments = read_comments(tables[0], today=TODAY)
    incidence = read_incidence(comments, *tables[1:])
    points = pain_points(*tables, today=TODAY), delight_points(*tables)
    return points, level_by_topic(*tables), level_table(comments, incidence)


def of_levels(labels: pa.Table, *_: pa.Table) -> object:
    return level_shares(labels), certainty(labels), ratings(labels)


def of_shares(labels: pa.Table, *_: pa.Table) -> object:
    p = chances_of(labels)
    level = np.array([one or 3 for one in labels["level"].to_pylist()])
    judged = np.arange(0, ROWS, 4)
    truth = np.clip(level[judged] + (judged % 9 == 0) - (judged % 11 == 0), 0, 6)
    sharp = np.repeat(np.eye(6) * 0.94 + 0.01, 12, axis=0)
    known = np.repeat(np.arange(1, 7), 12)
    return (
        corrected_shares(p, judged, truth),
        corrected_shares(p, judged, truth, evidence=np.where(level == 3, 0.4, 0.9)),
        corrected_shares(p, judged, truth, skipped=judged[:5] + 1),
        corrected_shares(p, judged, np.full(len(judged), 4)),
        quantified_shares(sharp[:48], sharp, known, draws=20),
        quantified_shares(p, sharp, known, draws=20),
    )


def of_drift(labels: pa.Table, *_: pa.Table) -> object:
    words = np.array([len(text.split()) for text in labels["text"].to_pylist()])
    level = np.array([one or 0 for one in labels["level"].to_pylist()])
    tongue = np.where(np.arange(ROWS) % 17 == 0, "de", "en")
    p = chances_of(labels)
    half = ROWS // 2
    sides = [
        Traits(words[cut] + shift, tongue[cut], level[cut], p[cut])
        for cut, shift in ((slice(half), 0), (slice(half, None), 1))
    ]
    return drift(*sides, draws=39), drift(
        sides[0], Traits(words[half:]), false_alarms=0.2, draws=39
    )


def of_little(*tables: pa.Table) -> object:
    """What is said of a run too small for most findings, and of one that holds nothing more."""
    few, *topics = tables[0].slice(0, 46), *tables[1:]
    bare = tables[0].select(["row", "level", "status"])
    told_of_few = kano(few, *topics, floor=4), people_views(few, least=8), ratings(few)
    return told_of_few, [
        (
            drivers(labels, *topics).left_out,
            kano(labels, *topics, outcome="csat"),
            kpis(labels).left_out,
            people_views(labels).left_out,
            trends(labels, *topics),
            levels_over_time(labels),
            pain_points(labels, *topics).num_rows,
            level_shares(labels),
        )
        for labels in (few, bare, bare.slice(0, 0))
    ]


def of_refusals(*tables: pa.Table) -> object:
    """The words of every refusal that a few wrong calls bring about."""
    labels, p = tables[0], chances_of(tables[0])
    few, some, known = np.arange(9), np.arange(60), np.repeat(np.arange(1, 7), 10)
    sharp = np.repeat(np.eye(6) * 0.94 + 0.01, 10, axis=0)
    halved = labels.set_column(
        labels.column_names.index("csat"),
        "csat",
        pa.array([float(1 + row % 5 if row < ROWS // 2 else row % 11) for row in range(ROWS)]),
    )
    flat = labels.append_column("flat", pa.array([1.0, 2.0] * (ROWS // 2)))
    calls: list[Callable[[], object]] = [
        lambda: drivers(*tables, floor=1),
        lambda: drivers(*tables, false_alarms=1.0),
        lambda: kano(*tables, confidence=0.0),
        lambda: kano(flat, *tables[1:], ratings=["flat"]),
        lambda: kano(labels, *tables[1:], ratings=["stars"]),
        lambda: levels_over_time(labels, "decade"),  # type: ignore[arg-type]  # as a caller may
        lambda: kpis(halved).left_out,
        lambda: corrected_shares(p, few, few % 6),
        lambda: corrected_shares(p, some, some % 7, skipped=some[:20] + 60),
        lambda: quantified_shares(p, sharp, known, false_alarms=0.0),
        lambda: quantified_shares(p, sharp[:12], known[:12]),
        lambda: quantified_shares(p[:9], sharp, known),
        lambda: drift(Traits(few), Traits(some)),
    ]
    return [refusal_of(call) for call in calls]


def refusal_of(call: Callable[[], object]) -> object:
    try:
        return call()
    except CxnlpError as refusal:
        return str(refusal)


def of_read(*tables: pa.Table) -> object:
    """The same of comments that are already read, as flows ask it."""
    comments = read_comments(tables[0], today=TODAY)
    incidence = read_incidence(comments, *tables[1:])
    read = read_labelled_rows(*tables, today=TODAY)
    level, seen = comments.level.astype(np.float64), np.arange(len(comments))
    own = comments.customer % 3, comments.customer
    return (
        find_trends(comments, incidence).false_alarms,
        rank_points(comments, incidence).drop_columns(["rows"]),
        cross(comments, incidence).mean,
        movement(comments).mean,
        standing(comments),
        [one.adjusted for each in find_drivers(*read).outcomes[:1] for one in each.drivers],
        find_kano(*read).items[:2],
        bounded_means(*own, (level - 1) / 5, groups=3),
        slopes(own[0], seen, level, when=comments.when, cluster=own[1], groups=3),
    )


def of_groups(*_: pa.Table) -> object:
    away, variance = np.array([0.9, -0.2, 0.1, 0.4, np.nan]), np.array([0.04, 0.09, 0.02, 0.3, 0.1])
    counts = np.array([30, 12, 50, 4, 0])
    return (
        shrunk(away, variance, counts),
        shrunk(away[:2], variance[:2], counts[:2]),
        rank_intervals(away, variance),
    )


SIDES: Final[Mapping[str, Callable[..., object]]] = {
    "drift": of_drift,
    "drivers": of_drivers,
    "groups": of_groups,
    "kano": of_kano,
    "kpis": of_kpis,
    "levels": of_levels,
    "little": of_little,
    "people": of_people,
    "read": of_read,
    "refusals": of_refusals,
    "shares": of_shares,
    "time": of_time,
    "topics": of_topics,
}


def told(value: object) -> object:  # noqa: PLR0911 - one line for each sort of value
    """A finding as JSON holds it: numbers to six digits."""
    if is_dataclass(value):
        properties = [name for name, one in vars(type(value)).items() if isinstance(one, property)]
        names = [*(one.name for one in fields(value)), *properties]
        return {name: told(getattr(value, name)) for name in names}
    if isinstance(value, pa.Table):
        return {name: told(value[name].to_pylist()) for name in value.column_names}
    if isinstance(value, dict):
        return {str(told(key)): told(one) for key, one in value.items()}
    if isinstance(value, np.ndarray):
        return told(value.tolist())
    if isinstance(value, (list, tuple)):
        return brief([told(one) for one in value])
    if isinstance(value, Enum):
        return str(value)
    if isinstance(value, (np.generic, np.bool_)):
        return told(value.item())
    if isinstance(value, float):
        return float(f"{value:.6g}") if math.isfinite(value) else str(value)
    return str(value) if isinstance(value, (date, datetime)) else value


def brief(values: list[object]) -> object:
    if len(values) <= LONGEST:
        return values
    rows = [one for one in values if isinstance(one, dict)]
    if len(rows) == len(values) and all(list(one) == list(rows[0]) for one in rows):
        return {name: brief([one[name] for one in rows]) for name in rows[0]}
    numbers = [one for one in values if isinstance(one, (int, float))]
    if len(numbers) < len(values):
        return values
    weighed = sum(at * one for at, one in enumerate(numbers, 1))
    return {"of": len(values), "sum": told(float(sum(numbers))), "weighed": told(float(weighed))}


def compare(found: object, kept: object, where: str) -> None:
    if isinstance(kept, dict) and isinstance(found, dict):
        assert list(found) == list(kept), where
        for name in kept:
            compare(found[name], kept[name], f"{where}.{name}")
    elif isinstance(kept, list) and isinstance(found, list):
        assert len(found) == len(kept), where
        for at, (one, other) in enumerate(zip(found, kept, strict=True)):
            compare(one, other, f"{where}[{at}]")
    elif isinstance(kept, float):
        assert found == pytest.approx(kept, rel=1e-4, abs=1e-7), where
    else:
        assert found == kept, where


def figures_of(side: str) -> object:
    return json.loads(json.dumps(told(SIDES[side](*made()))))


@pytest.mark.parametrize("side", SIDES)
def test_no_figure_of_one_run_has_moved(side: str) -> None:
    compare(figures_of(side), json.loads(KEPT.read_text(encoding="utf-8"))[side], side)


def test_the_run_is_rich_enough_to_tell_of_most_findings() -> None:
    kept = json.loads(KEPT.read_text(encoding="utf-8"))
    for side, words in {
        "kano": ("moved", "steady", "untested", "basic", "undecided"),
        "people": ("weak", "strong", "like the others"),
        "drivers": ("ordinal", "logistic", "linear"),
        "kpis": tuple(Kpi),
    }.items():
        text = json.dumps(kept[side])
        assert not [word for word in words if f'"{word}"' not in text], side


if __name__ == "__main__":
    written = json.dumps({side: figures_of(side) for side in SIDES}, separators=(",", ":"))
    KEPT.write_text(written + "\n", encoding="utf-8")
