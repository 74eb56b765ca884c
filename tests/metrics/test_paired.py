"""Verdicts on differences between two models."""

from __future__ import annotations

import numpy as np
import pytest

from cxnlp.metrics import mean_absolute_error
from cxnlp.metrics.paired import PairedDifference, Verdict, paired_difference


def compared(first: np.ndarray, second: np.ndarray, true: np.ndarray) -> PairedDifference:
    return paired_difference(
        mean_absolute_error, true, first, second, higher_is_better=False, draws=400
    )


def test_pairing_finds_what_the_hardness_of_rows_would_hide() -> None:
    """One level nearer on a tenth of the rows, among errors that scatter far more."""
    random = np.random.default_rng(0)
    true = random.integers(1, 7, 300)
    first = np.clip(true + random.integers(-4, 5, 300), 1, 6)
    second = np.where(np.arange(300) % 10 == 0, first + np.sign(true - first), first)
    assert compared(first, second, true).verdict is Verdict.BETTER
    assert compared(second, first, true).verdict is Verdict.WORSE


def test_noise_is_not_distinguishable_about_as_often_as_promised() -> None:
    """Under no difference a verdict falls in about 5 of 100; 13 of 80 would be too many."""
    verdicts = 0
    for seed in range(80):
        random = np.random.default_rng(seed)
        true = random.integers(1, 7, 100)
        first, second = (np.clip(true + random.integers(-1, 2, 100), 1, 6) for _ in range(2))
        verdicts += compared(first, second, true).verdict is not Verdict.NOT_DISTINGUISHABLE
    assert verdicts < 13


def test_few_rows_give_no_verdict() -> None:
    true = np.full(19, 6)
    few = compared(np.full(19, 1), true, true)
    assert few.difference.high < 0
    assert few.verdict is Verdict.TOO_FEW_ROWS
    assert str(few).endswith("too few rows")
    more = np.full(20, 6)
    assert compared(np.full(20, 1), more, more).verdict is Verdict.BETTER


def test_a_gain_is_positive_where_the_challenger_is_better() -> None:
    true = np.full(30, 6)
    assert compared(np.full(30, 4), true, true).gain == pytest.approx(2)


def test_a_difference_that_is_told_apart_is_not_printed_as_nothing() -> None:
    """Found by use: 0.000 -> 0.000, difference 0.000, yet `worse`."""
    true = np.zeros(40)
    small = paired_difference(
        lambda _, answers: float(answers.mean()),
        true,
        np.full(40, 0.0001),
        np.full(40, 0.0004),
        higher_is_better=False,
    )
    assert str(small) == "0.00010 -> 0.00040  0.00030 [0.00030, 0.00030]  worse"


def test_of_few_clusters_no_verdict_is_given_however_many_rows_they_have() -> None:
    """Found by use: `better` stood beside a warning that its interval is too narrow."""
    true = np.tile([1, 6], 100)

    def told(clusters: int) -> PairedDifference:
        return paired_difference(
            mean_absolute_error,
            true,
            np.full(200, 3),
            true,
            higher_is_better=False,
            clusters=np.arange(200) % clusters,
            draws=50,
        )

    assert told(20).verdict is Verdict.BETTER
    few = told(19)
    assert few.verdict is Verdict.TOO_FEW_CLUSTERS
    assert few.unknown == "rows of fewer than 20 clusters"
    assert told(1).verdict is Verdict.TOO_FEW_CLUSTERS


def test_what_is_no_number_gives_no_verdict() -> None:
    true = np.full(30, 6)
    found = paired_difference(
        lambda *_: float("nan"), true, true, true, higher_is_better=True, draws=50
    )
    assert found.verdict is Verdict.NO_VERDICT
    assert str(found) == "no number here  no verdict"
