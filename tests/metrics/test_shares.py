"""The interval of a share is Wilson's, for as many rows as it is worth."""

from __future__ import annotations

import numpy as np
import pytest

from cxnlp.metrics import bootstrap_shares, wilson


def test_wilson_gives_the_figures_of_the_textbook() -> None:
    """Newcombe (1998), table I: 81 of 263, 15 of 148, 0 of 20, 1 of 29."""
    low, high = wilson(np.array([81 / 263, 15 / 148, 0, 1 / 29]), np.array([263.0, 148, 20, 29]))
    assert low == pytest.approx([0.2553, 0.0624, 0.0, 0.0061], abs=1e-4)
    assert high == pytest.approx([0.3662, 0.1605, 0.1611, 0.1718], abs=1e-4)


def test_without_clusters_the_ends_are_about_wilsons_for_the_rows() -> None:
    part = np.repeat([0, 1, 2], [50, 30, 20])
    found = bootstrap_shares(np.zeros(100, int), part, groups=1, parts=3, draws=400)
    low, high = wilson(np.array([0.5, 0.3, 0.2]), np.full(3, 100.0))
    assert found.value[0].tolist() == [0.5, 0.3, 0.2]
    assert found.low[0] == pytest.approx(low, abs=0.01)
    assert found.high[0] == pytest.approx(high, abs=0.01)


def test_a_share_of_nothing_still_has_an_upper_end() -> None:
    """Percentiles of the resamples would say 0 to 0."""
    group, part = np.repeat([0, 1], 20), np.zeros(40, int)
    found = bootstrap_shares(group, part, groups=3, parts=2, draws=50)
    assert found.high[0, 1] == pytest.approx(0.161, abs=0.001)
    assert found.low[0, 0] == pytest.approx(0.839, abs=0.001)
    assert found.rows.tolist() == [20, 20, 0]
    assert found.estimates()[2] == (None, None)
    four = bootstrap_shares(
        group, part, groups=3, parts=2, draws=50, clusters=np.arange(40) // 5 % 4
    )
    assert four.high[0, 1] == pytest.approx(0.490, abs=0.001), "as for four rows"


def test_of_a_single_row_or_cluster_no_interval_is_known() -> None:
    one = bootstrap_shares(np.array([0]), np.array([1]), groups=1, parts=2)
    assert one.value.tolist() == [[0.0, 1.0]]
    assert np.isnan([one.low, one.high]).all()
    part = np.arange(9) % 2
    both = bootstrap_shares(np.zeros(9, int), part, groups=1, parts=2, clusters=["a"] * 9)
    assert np.isnan(both.low).all()


@pytest.mark.parametrize(("clusters", "size"), [(40, 1), (40, 5)])
def test_intervals_hold_rare_shares_in_clusters_too(clusters: int, size: int) -> None:
    """Where percentiles hold a share of 2 % in eight worlds of ten, or fewer."""
    random = np.random.default_rng(3)
    mix = np.array([0.02, 0.18, 0.8])
    names = np.repeat(np.arange(clusters), size)
    held = np.zeros(3)
    for _ in range(150):
        chances = random.dirichlet(mix * 3, clusters) if size > 1 else np.tile(mix, (clusters, 1))
        part = (random.random(len(names))[:, None] > chances.cumsum(axis=1)[names, :2]).sum(axis=1)
        found = bootstrap_shares(
            np.zeros(len(names), int), part, groups=1, parts=3, clusters=names, draws=60
        )
        held += (found.low[0] <= mix) & (mix <= found.high[0])
    assert (held / 150 >= 0.88).all()
