"""Trends: what moves is found, and what does not move stays quiet."""

from __future__ import annotations

from math import comb

import numpy as np
import pyarrow as pa
import pytest
from tests.insights.conftest import make_assignments, make_labels, make_topics

from cxnlp.insights import Trends, trends


def tables(
    random: np.random.Generator, topics: int, comments: int = 1500, customers: int | None = None
) -> tuple[pa.Table, np.ndarray[tuple[int], np.dtype[np.int64]], pa.Table]:
    """Comments over a year whose topics, of very different sizes, do not move."""
    days = np.sort(random.random(comments) * 360).tolist()
    names = None
    if customers:
        names = [f"k{at}" for at in random.integers(customers, size=comments)]
    weight = 1 / np.arange(1, topics + 1)
    topic = random.choice(topics, p=weight / weight.sum(), size=comments)
    labels = make_labels([3] * comments, days=days, customers=names)
    return labels, topic, make_topics(*[f"topic {at}" for at in range(topics)])


def moved(found: Trends) -> set[int]:
    return {one.topic for one in found.trends if one.flagged}


def test_planted_growth_is_found_and_nothing_else() -> None:
    random = np.random.default_rng(1)
    labels, topic, names = tables(random, 12)
    late = random.random(1500) < np.linspace(0, 0.25, 1500)
    topic[late] = 5
    found = trends(labels, make_assignments(topic.tolist()), names)
    assert 5 in moved(found)
    assert found.trends[0].topic == 5
    assert found.trends[0].direction == 1
    assert found.trends[0].values[-1] > 2 * found.trends[0].values[0]


def test_a_planted_spike_is_found_in_its_month() -> None:
    random = np.random.default_rng(2)
    labels, topic, names = tables(random, 12)
    topic[700:760] = 7
    found = trends(labels, make_assignments(topic.tolist()), names, period="month")
    assert found.spikes[0].topic == 7
    assert found.spikes[0].period == "2026-06"
    assert found.spikes[0].share > 3 * found.spikes[0].usual


def test_one_customer_who_writes_fifty_times_is_no_spike() -> None:
    random = np.random.default_rng(3)
    labels, topic, names = tables(random, 12)
    topic[700:750] = 11
    customers = [f"k{at}" for at in range(1500)]
    customers[700:750] = ["k0"] * 50
    same = labels.append_column("customer", pa.array(customers))
    assert [
        one.topic for one in trends(labels, make_assignments(topic.tolist()), names).spikes
    ] == [11]
    assert trends(same, make_assignments(topic.tolist()), names).spikes == ()


def test_topics_of_few_customers_stay_untested() -> None:
    labels = make_labels([3] * 40, days=list(range(40)))
    found = trends(labels, make_assignments([0] * 36 + [1] * 4), make_topics("a", "b"))
    assert [one.topic for one in found.trends] == [0]
    assert found.untested == 1


@pytest.mark.parametrize("days", [None, [5.0] * 20])
def test_without_two_periods_nothing_is_tested(days: list[float] | None) -> None:
    found = trends(make_labels([3] * 20, days=days), make_assignments([0] * 20), make_topics("a"))
    assert found.trends == ()
    assert found.spikes == ()
    assert found.untested == 1


@pytest.mark.slow
@pytest.mark.parametrize("customers", [None, 600])
def test_on_shuffled_dates_alarms_keep_to_the_stated_rate(customers: int | None) -> None:
    """200 runs of 20 topics: nothing moves, so every run with a flag is a false alarm (5 %)."""
    random = np.random.default_rng(4)
    growing = spiking = worsening = 0
    for _ in range(200):
        labels, topic, names = tables(random, 20, 800, customers)
        mixed = pa.array(random.integers(1, 7, len(labels)), pa.int8())
        labels = labels.set_column(labels.column_names.index("level"), "level", mixed)
        found = trends(labels, make_assignments(topic.tolist()), names)
        growing += bool(moved(found))
        spiking += bool(found.spikes)
        worsening += any(one.flagged for one in found.levels)
    # 5 % of 200 is 10; 18 is the upper 1 % of such a binomial.
    assert growing <= 18, growing
    assert spiking <= 18, spiking
    assert worsening <= 18, worsening


def shuffled(
    random: np.random.Generator, kind: str, n: int = 2000, topics: int = 40
) -> tuple[pa.Table, pa.Table, pa.Table]:
    """Half a year in which nothing moves, though its comments lie unevenly."""
    weight = 1 / np.arange(1, topics + 1)
    topic = random.choice(topics, p=weight / weight.sum(), size=n)
    customers, last = None, 181
    days = random.integers(0, last + 1, n)
    if kind == "recent":
        days = last - np.minimum(random.exponential(14, n), last).astype(np.int64)
    if kind == "three weeks":
        days = np.where(random.random(n) < 0.97, last - days % 21, days % 161)
    if kind == "ten each":
        who = np.repeat(np.arange(n // 10), 10)
        favourite = random.choice(topics, n // 10)
        topic = np.where(random.random(n) < 0.6, favourite[who], topic)
        days = random.integers(0, 147, n // 10)[who] + random.integers(0, 35, n)
        customers = [f"k{one}" for one in who]
    labels = make_labels([3] * n, days=days.tolist(), customers=customers)
    return labels, make_assignments(topic.tolist()), make_topics(*map(str, range(topics)))


@pytest.mark.parametrize("kind", ["three weeks", "ten each"])
def test_uneven_dates_and_repeat_writers_make_no_trend(kind: str) -> None:
    """Normal tails flagged 24 % of such runs, periods as witnesses 81 %; 5 % are stated."""
    random = np.random.default_rng(9)
    runs = [bool(moved(trends(*shuffled(random, kind), period="week"))) for _ in range(24)]
    # The upper 1 % of a binomial of 24 runs at 5 %.
    assert sum(runs) <= 4


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["even", "recent", "three weeks", "ten each"])
def test_where_nothing_moves_alarms_keep_to_the_stated_rate_however_dates_lie(kind: str) -> None:
    random = np.random.default_rng(10)
    runs = [bool(moved(trends(*shuffled(random, kind), period="week"))) for _ in range(200)]
    # 5 % of 200 is 10; 18 is the upper 1 % of such a binomial.
    assert sum(runs) <= 18


def test_what_grows_among_customers_who_write_every_week_is_found() -> None:
    random = np.random.default_rng(11)
    week, who = np.divmod(np.arange(26 * 60), 60)
    topic = random.integers(0, 19, len(week))
    topic[random.random(len(week)) < 0.02 + 0.2 * week / 26] = 19
    labels = make_labels(
        [3] * len(week), days=(week * 7).tolist(), customers=[f"k{one}" for one in who]
    )
    names = make_topics(*map(str, range(20)))
    first = trends(labels, make_assignments(topic.tolist()), names, period="week").trends[0]
    assert (first.topic, first.direction, first.flagged) == (19, 1, True)


def test_a_topic_of_four_customers_stays_untested_however_often_they_write() -> None:
    customers = [f"k{at % 4}" for at in range(36)] + [f"j{at}" for at in range(40)]
    labels = make_labels([3] * 76, days=[float(at) for at in range(76)], customers=customers)
    found = trends(labels, make_assignments([0] * 36 + [1] * 40), make_topics("a", "b"))
    assert [one.topic for one in found.trends] == [1]
    assert found.trends[0].n == 40


def test_a_spike_is_as_rare_as_a_random_draw_of_customers_makes_it() -> None:
    """Fisher's exact tail: all draws of 8 from 60 customers, 20 in each month."""
    days = [float(at) for month in (0, 31, 59) for at in np.linspace(month, month + 27, 20)]
    topic = [1] * 40 + [0] * 8 + [1] * 12
    found = trends(
        make_labels([3] * 60, days=days),
        make_assignments(topic),
        make_topics("queue", "other"),
        period="month",
    )
    (spike,) = found.spikes
    tail = comb(20, 8) / comb(60, 8)
    # Six cells are tested, and this one is the rarest.
    assert spike.q_value == pytest.approx(6 * tail)
    assert (spike.period, spike.n, spike.share, spike.usual) == ("2026-03", 8, 0.4, 0.0)
