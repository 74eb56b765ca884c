"""Intervals of KPIs hold the truth as often as they say: planted truths, many samples."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from tests.insights.kpis.conftest import one_group

from cxnlp.insights.kpis import Kpi
from cxnlp.insights.kpis.counting import Mean
from cxnlp.insights.kpis.cutting import cut_by
from cxnlp.insights.kpis.durations import MeanTime, MedianTime
from cxnlp.insights.kpis.levelmap import FittedMap, fit_level_map
from cxnlp.insights.kpis.survival import happened_by

if TYPE_CHECKING:
    from collections.abc import Callable

    from cxnlp.metrics import Estimate

pytestmark = pytest.mark.slow
SAMPLES = 400


def coverage(
    sample: Callable[[np.random.Generator], Estimate], truth: float, *, samples: int = SAMPLES
) -> float:
    random = np.random.default_rng(7)
    held = 0
    for _ in range(samples):
        one = sample(random)
        held += one.low <= truth <= one.high
    return held / samples


@pytest.mark.parametrize(("customers", "often"), [(40, 1), (60, 4), (300, 1)])
@pytest.mark.parametrize("share", [0.04, 0.3, 0.85])
def test_shares_and_scores(customers: int, often: int, share: float) -> None:
    """Satisfied shares, escalations and promoter scores, customers heard once or often."""
    who = np.repeat(np.arange(customers), often)
    cut = cut_by(np.zeros(len(who), np.int64), ("all",), who)

    def satisfied(random: np.random.Generator) -> Estimate:
        own = random.beta(2 * share, 2 * (1 - share), customers)[who]
        return Mean(who, (random.random(len(who)) < own).astype(float)).within(cut, 0.95)[0]

    def score(random: np.random.Generator) -> Estimate:
        own = random.beta(2 * share, 2 * (1 - share), customers)[who]
        voice = (random.random((2, len(who))) < own).mean(axis=0)
        return Mean(who, voice, 2.0, -1.0).within(cut, 0.95)[0]

    assert coverage(satisfied, share) >= 0.92
    assert coverage(score, 2 * share - 1) >= 0.91


@pytest.mark.parametrize(("customers", "often"), [(40, 1), (60, 4), (300, 1)])
def test_times(customers: int, often: int) -> None:
    """Hours of a log-normal law, alike within a customer; the median's truth is exact."""
    who = np.repeat(np.arange(customers), often)
    cut = cut_by(np.zeros(len(who), np.int64), ("all",), who)

    def hours(random: np.random.Generator) -> np.ndarray:
        own = random.normal(0, 0.6, customers)[who]
        return np.exp(2 + own + random.normal(0, 0.8, len(who)))

    median = coverage(lambda random: MedianTime(who, hours(random)).within(cut, 0.95)[0], np.exp(2))
    mean = coverage(lambda random: MeanTime(who, hours(random)).within(cut, 0.95)[0], np.exp(2.5))
    assert median >= 0.92
    # Long tails: the mean of forty times is missed a little more often, hence the median beside it.
    assert mean >= (0.86 if customers < 100 else 0.91)


@pytest.mark.parametrize("customers", [50, 400])
@pytest.mark.parametrize("rate", [0.002, 0.01, 0.05])
def test_retention_under_censoring(customers: int, rate: float) -> None:
    """First comments over a year; who came lately had no time to return, and does no harm."""

    def sample(random: np.random.Generator) -> Estimate:
        watched = random.uniform(0, 365, customers)
        watched[0] = 365.0
        back = random.exponential(1 / rate, customers)
        return happened_by(
            np.minimum(watched, back),
            back <= watched,
            np.zeros(customers, np.int64),
            groups=1,
            horizon=90,
        )[0]

    # Where all but one in a hundred come back, fifty customers hardly show the one.
    hard = customers < 100 and rate > 0.04
    assert coverage(sample, 1 - np.exp(-90 * rate)) >= (0.84 if hard else 0.92)


def test_a_fitted_map_where_the_unhappy_do_not_answer() -> None:
    """Answers depend on the level: the plain share misses, the corrected map does not."""
    value = np.array([0.02, 0.1, 0.4, 0.8, 0.95, 0.99])
    mix = np.array([0.1, 0.2, 0.2, 0.3, 0.15, 0.05])
    answering = np.array([0.1, 0.1, 0.2, 0.4, 0.6, 0.6])
    n = 2000
    plain: list[float] = []

    def sample(random: np.random.Generator) -> Estimate:
        level = random.choice(6, n, p=mix)
        chances = 0.88 * np.eye(6)[level] + 0.02
        satisfied = (random.random(n) < value[level]).astype(float)
        asked = random.random(n) < answering[level]
        fitted = fit_level_map(Kpi.CSAT, chances[asked], satisfied[asked], np.full(asked.sum(), -1))
        place = np.where(asked, satisfied, np.nan)
        plain.append(float(np.nanmean(place)))
        whole = FittedMap(
            np.arange(n), fitted.predicted(chances), place, chances, fitted.inverse, error=0.0
        )
        return whole.within(one_group(n), 0.95)[0]

    truth = float(mix @ value)
    assert coverage(sample, truth, samples=200) >= 0.91
    assert np.mean(plain) > truth + 0.15
