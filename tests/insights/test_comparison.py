"""Groups are compared so that chance alone makes nobody good or bad."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from scipy.stats import t as student

from cxnlp.insights.comparison import compare_groups
from cxnlp.insights.trends import adjusted

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Whole = NDArray[np.int64]
    Real = NDArray[np.float64]


def test_a_group_is_set_against_all_the_others() -> None:
    value = np.array([1.0, 3, 4, 4, 6, 6])
    found = compare_groups(np.array([0, 0, 1, 1, 2, 2]), np.arange(6), value, groups=3)
    assert found.difference.tolist() == [2 - 5, 0, 6 - 3]
    assert found.n.tolist() == [2, 2, 2]


def test_like_is_compared_with_like() -> None:
    """Complaints are worse for everyone; red answers nearly all of them, and as well as blue."""
    random = np.random.default_rng(0)
    complaint = np.concatenate([np.arange(200) < 180, np.arange(200) < 20]).astype(np.int64)
    team = np.repeat([0, 1], 200)
    value = random.normal(size=400) * 0.1 - complaint
    plain = compare_groups(team, np.arange(400), value, groups=2)
    fair = compare_groups(team, np.arange(400), value, groups=2, stratum=complaint)
    assert plain.difference[0] == pytest.approx(-0.8, abs=0.05)
    assert plain.p_value[0] < 1e-6
    assert fair.difference[0] == pytest.approx(0, abs=0.05)


def test_what_only_one_group_does_is_compared_with_nothing() -> None:
    team, kind = np.array([0, 0, 1, 1]), np.array([0, 1, 0, 0])
    found = compare_groups(team, np.arange(4), np.array([1.0, 9, 2, 3]), groups=2, stratum=kind)
    assert found.n.tolist() == [1, 2]
    assert found.difference.tolist() == [-1.5, 1.5]
    alone = compare_groups(team, np.arange(4), np.array([1.0, 9, 2, 3]), groups=2, stratum=team)
    assert np.isnan(alone.difference).all()
    assert np.isnan(alone.p_value).all()


def test_one_group_or_no_spread_tell_nothing() -> None:
    one = compare_groups(np.zeros(5, np.int64), np.arange(5), np.arange(5.0), groups=1)
    assert np.isnan(one.p_value).all()
    same = compare_groups(np.array([0, 0, 1, 1]), np.arange(4), np.ones(4), groups=2)
    assert np.isnan(same.p_value).all()


def test_a_handful_of_equal_values_proves_nothing() -> None:
    random = np.random.default_rng(3)
    group = np.concatenate([np.zeros(3, np.int64), np.ones(200, np.int64)])
    value = np.concatenate([np.ones(3), random.integers(0, 2, 200)])
    assert compare_groups(group, np.arange(203), value, groups=2).p_value[0] > 0.05


def test_one_customer_writing_often_is_one_voice() -> None:
    random = np.random.default_rng(4)
    group = np.repeat([0, 1], [40, 200])
    value = np.concatenate([np.full(40, -1.0), random.normal(size=200)])
    alone = compare_groups(group, np.arange(240), value, groups=2)
    often = compare_groups(group, np.where(group == 0, 0, np.arange(240)), value, groups=2)
    assert alone.p_value[0] < 1e-6
    assert often.variance[0] > 2 * alone.variance[0]


@pytest.mark.slow
@pytest.mark.parametrize(("groups", "size", "often"), [(20, 10, 1), (20, 30, 3), (5, 15, 1)])
@pytest.mark.parametrize("share", [True, False])
def test_where_all_are_alike_a_verdict_is_rare(
    groups: int, size: int, often: int, *, share: bool
) -> None:
    """At a false discovery rate of 5 %, at most 5 % of such tables hold any verdict."""
    random = np.random.default_rng(5)
    flagged = 0
    for _ in range(300):
        group = np.repeat(np.arange(groups), np.maximum(random.poisson(size, groups), 3))
        who = np.arange(len(group)) // often
        own = random.normal(0, 0.6, who.max() + 1)[who]
        value = np.clip(np.round(3.3 + own + random.normal(size=len(group))), 1, 6)
        if share:
            value = (value > 4).astype(float)
        p_value = compare_groups(group, who, value, groups=groups).p_value
        flagged += bool((adjusted(p_value) <= 0.05).any())
    assert flagged / 300 <= 0.075


def written_out(
    group: Whole, cluster: Whole, value: Real, stratum: Whole, which: int
) -> tuple[float, float, float, float, int]:
    """Difference, variance, freedom, p-value and n of one group, by the page's own formulas."""
    every = range(len(group))

    def mean(rows: list[int]) -> float:
        return float(np.mean(value[rows]))

    def cell(team: int, layer: int) -> list[int]:
        return [at for at in every if group[at] == team and stratum[at] == layer]

    def rest(team: int, layer: int) -> list[int]:
        return [at for at in every if group[at] != team and stratum[at] == layer]

    residual = [
        value[at] - mean(cell(group[at], stratum[at])) if rest(group[at], stratum[at]) else 0.0
        for at in every
    ]
    alone = sum(one**2 for one in residual)
    voices = {(group[at], cluster[at]) for at in every}
    said = {
        voice: sum(residual[at] for at in every if (group[at], cluster[at]) == voice)
        for voice in voices
    }
    effect = max(sum(one**2 for one in said.values()) / alone, 1.0)
    cells = {(group[at], stratum[at]) for at in every}
    pooled = alone / len(value) * effect
    layers = [s for team, s in sorted(cells) if team == which and rest(team, s)]
    n = sum(len(cell(which, s)) for s in layers)
    difference = sum(
        len(cell(which, s)) / n * (mean(cell(which, s)) - mean(rest(which, s))) for s in layers
    )
    mine = [one**2 for (team, _), one in said.items() if team == which]
    heard = len(mine)
    own = sum(mine) * heard / (heard - 1) / n**2 if heard > 1 else pooled / n
    pooled *= len(value) / (len(value) - len(cells))
    variance = (heard * own + 10 * pooled / n) / (heard + 10)
    variance += sum((len(cell(which, s)) / n) ** 2 * pooled / len(rest(which, s)) for s in layers)
    freedom = heard - 1 + 10
    p_value = 2 * student.sf(abs(difference) / np.sqrt(variance), freedom)
    return difference, variance, freedom, float(p_value), n


@pytest.mark.parametrize("seed", [0, 1, 2])
def test_figures_are_those_of_the_formulas_written_out(seed: int) -> None:
    """Liang and Zeger's variance mixed with ten customers' worth of the pooled one (Smyth 2004)."""
    random = np.random.default_rng(seed)
    group = np.concatenate([random.integers(0, 4, 60), np.full(3, 4)])
    cluster = np.concatenate([random.integers(0, 30, 60), np.full(3, 7)])
    stratum = np.concatenate([random.integers(0, 3, 60), [0, 1, 3]])
    value = random.normal(size=63) + cluster % 3
    found = compare_groups(group, cluster, value, groups=5, stratum=stratum)
    for which in range(5):
        assert (
            found.difference[which],
            found.variance[which],
            found.freedom[which],
            found.p_value[which],
            found.n[which],
        ) == pytest.approx(written_out(group, cluster, value, stratum, which))


def test_the_unit_of_the_values_changes_no_verdict() -> None:
    """Customers who are heard often count as one voice in shares of one per cent, too."""
    random = np.random.default_rng(6)
    group, cluster = random.integers(0, 3, 60), random.integers(0, 12, 60)
    value = random.normal(size=60) + cluster % 3
    large = compare_groups(group, cluster, value, groups=3)
    small = compare_groups(group, cluster, value / 1000, groups=3)
    assert small.p_value == pytest.approx(large.p_value)
    assert small.variance * 1e6 == pytest.approx(large.variance)
