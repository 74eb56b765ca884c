"""Variances clustered by customer: the jackknife, in one step."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.sparse import csr_array
from tests.insights.drivers.conftest import columns

from cxnlp.insights.drivers.findings import OutcomeKind
from cxnlp.insights.drivers.regression import fit
from cxnlp.insights.drivers.sandwich import sandwich


def test_clustered_variance_of_a_line_is_the_jackknife_over_customers() -> None:
    """Customers of one comment, of a few, and of more than there are columns."""
    random = np.random.default_rng(3)
    x = columns(random, 120)
    y = x @ [1.0, 2.0, 0.0] + random.normal(0, 1, 120)
    customer = np.r_[np.zeros(12), np.repeat(np.arange(1, 19), 3), np.arange(19, 73)].astype(
        np.int64
    )
    found = fit(OutcomeKind.LINEAR, csr_array(x), y)
    spread = sandwich(found, customer, np.eye(4))
    without = []
    for one in np.unique(customer):
        rest = customer != one
        design = np.c_[np.ones(rest.sum()), x[rest]]
        without.append(np.linalg.lstsq(design, y[rest], rcond=None)[0])
    g = len(without)
    away = np.array(without) - found.theta
    assert spread.variance == pytest.approx(away.T @ away * (g - 1) / g, rel=1e-4)
    assert spread.clusters == g


def test_degrees_of_freedom_count_the_customers_that_weigh_in() -> None:
    """Ten of a thousand customers have the driver: about nine, not 999."""
    x = np.zeros((1000, 1))
    x[:10] = 1
    found = fit(OutcomeKind.LINEAR, csr_array(x), np.random.default_rng(4).normal(size=1000))
    freedom = sandwich(found, np.arange(1000), np.array([[0.0], [1.0]])).freedom[0]
    assert 8 < freedom < 11


def test_the_variance_of_a_mean_is_that_of_the_textbook() -> None:
    """Quenouille's jackknife of 1, 2, 3, 6: s^2 / n = (14 / 3) / 4, with n - 1 degrees."""
    found = fit(OutcomeKind.LINEAR, csr_array((4, 0)), np.array([1.0, 2.0, 3.0, 6.0]))
    spread = sandwich(found, np.arange(4), np.ones((1, 1)))
    assert spread.variance == pytest.approx(np.array([[7 / 6]]))
    assert spread.freedom == pytest.approx([3])
    assert spread.clusters == 4


def test_customers_are_left_out_whole() -> None:
    """1 and 2 by one customer, 3 and 6 by another: means of 4.5 and 1.5 without, 3 with."""
    found = fit(OutcomeKind.LINEAR, csr_array((4, 0)), np.array([1.0, 2.0, 3.0, 6.0]))
    spread = sandwich(found, np.array([0, 0, 1, 1]), np.ones((1, 1)))
    assert spread.variance == pytest.approx(np.array([[2 * 1.5**2 / 2]]))
    assert (spread.freedom.tolist(), spread.clusters) == ([1.0], 2)


def test_a_slope_with_each_comment_its_own_is_hinkleys() -> None:
    """HC3 (MacKinnon and White 1985) times (n - 1) / n, from the hat matrix."""
    random = np.random.default_rng(6)
    x = random.normal(size=(30, 1))
    y = x[:, 0] + random.normal(size=30)
    found = fit(OutcomeKind.LINEAR, csr_array(x), y)
    design = np.c_[np.ones(30), x]
    inverse = np.linalg.inv(design.T @ design)
    leverage = np.einsum("nk,kl,nl->n", design, inverse, design)
    away = (y - design @ inverse @ design.T @ y) / (1 - leverage)
    expected = inverse @ (design.T * away**2) @ design @ inverse * 29 / 30
    assert sandwich(found, np.arange(30), np.eye(2)).variance == pytest.approx(expected, rel=1e-5)
