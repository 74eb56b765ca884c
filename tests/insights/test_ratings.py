"""Customers' own ratings: means, promoters, and agreement with the levels."""

from __future__ import annotations

import pyarrow as pa
import pytest
from tests.insights.conftest import make_labels

from cxnlp.insights import ratings


def rated(levels: list[int | None], name: str, values: list[float | None]) -> pa.Table:
    return make_labels(levels).append_column(name, pa.array(values, pa.float64()))


def test_every_rated_row_counts_whatever_its_status() -> None:
    found = ratings(rated([2, None, 4], "csat", [1, 2, None]))[0]
    assert found.mean.value == 1.5
    assert found.mean.n == 2
    assert found.missing == 1
    assert (found.lowest, found.highest) == (1, 2)


def test_promoters_less_detractors() -> None:
    """Two promoters, one passive, one detractor: a score of a quarter."""
    found = ratings(rated([4, 5, 3, 2], "nps", [9, 10, 8, 6]))[0]
    assert found.promoter_score is not None
    assert found.promoter_score.value == 0.25
    assert -1 <= found.promoter_score.low <= 0.25 <= found.promoter_score.high <= 1


@pytest.mark.parametrize("values", [[-100.0, 50.0], [1.5, 9.0], [0.0, 11.0]])
def test_another_scale_than_0_to_10_has_no_promoter_score(values: list[float | None]) -> None:
    assert ratings(rated([2, 4], "nps", values))[0].promoter_score is None


def test_agreement_is_spearmans_correlation() -> None:
    from scipy.stats import spearmanr

    levels: list[int | None] = [1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 1]
    values: list[float | None] = [1, 1, 3, 2, 3, 3, 4, 5, 4, 5, 5, 2]
    found = ratings(rated(levels, "csat", values))[0].agreement
    assert found is not None
    assert found.value == pytest.approx(spearmanr(levels, values).statistic)
    assert found.low < found.value < found.high


def test_too_few_or_unvarying_ratings_tell_no_agreement() -> None:
    assert ratings(rated([1, 2, 3], "csat", [1, 2, 3]))[0].agreement is None
    assert ratings(rated([1, 2] * 10, "csat", [3.0] * 20))[0].agreement is None


def test_mean_rating_by_level() -> None:
    found = ratings(rated([2, 2, 5, None], "ces", [1, 3, 7, 9]))[0].by_level
    assert [one.value if one else None for one in found] == [None, 2, None, None, 7, None]


def test_columns_that_are_absent_or_empty_are_left_out() -> None:
    assert ratings(make_labels([1, 2])) == ()
    assert ratings(rated([1, 2], "csat", [None, None])) == ()
    assert ratings(rated([1, 2], "csat", [float("nan"), float("inf")])) == ()
