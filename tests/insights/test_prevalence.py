"""Shares of levels with the model's errors taken out."""

from __future__ import annotations

import numpy as np
import pytest

from cxnlp.errors import InputDataError
from cxnlp.insights.prevalence import corrected_shares

MIX = (0.05, 0.1, 0.2, 0.55, 0.08, 0.02)
ROWS = 5000


def comments(seed: int = 0) -> tuple[np.ndarray, np.ndarray]:
    """Probabilities of a model that takes half of *desired* for *expected*, and the truth."""
    random = np.random.default_rng(seed)
    true = random.choice(6, ROWS, p=MIX)
    seen = np.where((true == 3) & (random.random(ROWS) < 0.5), 2, true)
    return np.eye(6)[seen] * 0.94 + 0.01, true + 1


def test_a_systematic_error_of_the_model_is_taken_out() -> None:
    model, levels = comments()
    drawn = np.random.default_rng(1).choice(ROWS, 400, replace=False)
    found = corrected_shares(model, drawn, levels[drawn])
    truth = (levels == 4).mean()
    assert found.counted[3] < truth - 0.2
    assert found.shares.low[3] <= truth <= found.shares.high[3]


def test_a_model_that_is_right_makes_the_interval_narrow() -> None:
    _, levels = comments()
    drawn = np.random.default_rng(1).choice(ROWS, 200, replace=False)
    right = corrected_shares(np.eye(6)[levels - 1], drawn, levels[drawn])
    blind = corrected_shares(np.full((ROWS, 6), 1 / 6), drawn, levels[drawn])
    width = [found.shares.high - found.shares.low for found in (right, blind)]
    assert (width[0] < width[1]).all()
    assert width[0][3] < 0.4 * width[1][3]
    assert right.reliance[3] > 0.9
    assert blind.reliance[3] < 0.001


def test_a_model_that_tells_nothing_leaves_the_score_interval_of_the_sample() -> None:
    """Wilson's interval, with the correction for drawing from a finite run."""
    levels = np.repeat([1, 4], [10, 190])
    found = corrected_shares(np.full((10**6, 6), 1 / 6), np.arange(200), levels)
    assert found.shares.value[0] == pytest.approx(0.05)
    assert found.shares.low[0] == pytest.approx(0.0274, abs=0.0006)
    assert found.shares.high[0] == pytest.approx(0.0896, abs=0.0006)


def test_a_level_that_nobody_judged_still_has_an_upper_end() -> None:
    model, levels = comments()
    drawn = np.flatnonzero(levels != 6)[:200]
    found = corrected_shares(model, drawn, levels[drawn])
    assert found.shares.low[5] == 0
    assert 0.005 < found.shares.high[5] < 0.05


def test_comments_without_evidence_count_for_no_level() -> None:
    model, levels = comments()
    levels = np.where(np.arange(ROWS) % 4 == 0, 0, levels)
    drawn = np.random.default_rng(2).choice(ROWS, 400, replace=False)
    found = corrected_shares(model, drawn, levels[drawn], evidence=np.where(levels > 0, 0.9, 0.1))
    truth = (levels == 4).sum() / (levels > 0).sum()
    assert found.shares.low[3] <= truth <= found.shares.high[3]
    assert found.shares.value.sum() == pytest.approx(1, abs=0.05)


def test_everything_judged_leaves_no_doubt() -> None:
    model, levels = comments()
    found = corrected_shares(model[:100], np.arange(100), levels[:100])
    assert found.shares.value == pytest.approx([(levels[:100] == k).mean() for k in range(1, 7)])
    assert (found.shares.high - found.shares.low < 0.002).all()


def test_too_few_judged_comments_are_refused() -> None:
    model, levels = comments()
    with pytest.raises(InputDataError, match="29 judged comments"):
        corrected_shares(model, np.arange(29), levels[:29])
    with pytest.raises(InputDataError, match="0 with a level"):
        corrected_shares(model, np.arange(50), np.zeros(50, np.int64))


def test_skipped_comments_widen_the_interval_to_what_they_might_be() -> None:
    """Those of one level are skipped: the plain interval misses then."""
    _, levels = comments()
    drawn = np.random.default_rng(4).choice(ROWS, 400, replace=False)
    hard = drawn[levels[drawn] == 3][:40]
    easy = np.setdiff1d(drawn, hard)
    truth = (levels == 3).mean()
    blind = np.full((ROWS, 6), 1 / 6)
    plain = corrected_shares(blind, easy, levels[easy])
    assert plain.shares.high[2] < truth
    found = corrected_shares(blind, easy, levels[easy], skipped=hard)
    assert found.shares.low[2] <= truth <= found.shares.high[2]
    assert (found.shares.low <= plain.shares.low).all()
    assert (found.shares.high >= plain.shares.high).all()
    assert found.shares.value == pytest.approx(plain.shares.value)
    assert found.cautions[0].startswith("40 of the first 400 comments drawn were not judged")
    assert plain.cautions == ()


def test_too_many_skipped_comments_are_refused() -> None:
    model, levels = comments()
    with pytest.raises(InputDataError, match=r"12 of the first 112 .* at most 10% of them"):
        corrected_shares(model, np.arange(100), levels[:100], skipped=np.arange(100, 112))


def test_a_sample_with_a_rare_level_too_often_leaves_room_on_both_sides() -> None:
    """What the sample suggests of the model and what the run shows need not fit: no variance < 0.

    Found by a reviewer: the upper end lay on the share itself.
    """
    random = np.random.default_rng(18)
    true = random.choice(6, ROWS, p=[0.2, 0.25, 0.1, 0.3, 0.14, 0.01])
    model = np.full((ROWS, 6), 0.02)
    model[np.arange(ROWS), true] = 0.9
    weak = (true == 5) & (random.random(ROWS) < 0.5)
    model[weak], model[weak, 4] = 0.02, 0.9
    drawn = random.choice(ROWS, 200, replace=False)
    assert (true[drawn] == 5).mean() > 0.02
    found = corrected_shares(model, drawn, true[drawn] + 1).shares
    room = found.value[5] - found.low[5], found.high[5] - found.value[5]
    assert min(room) > 0.2 * max(room)
    assert max(room) > 0.002


@pytest.mark.parametrize("share", [0.01, 0.02, 0.05])
def test_no_end_lies_on_the_share_unless_that_is_none_or_all(share: float) -> None:
    random = np.random.default_rng(8)
    true = random.choice(6, ROWS, p=[0.2, 0.2, 0.2, 0.2, 0.2 - share, share])
    seen = np.where((true == 5) & (random.random(ROWS) < 0.5), 4, true)
    model = np.eye(6)[seen] * 0.94 + 0.01
    for _ in range(20):
        drawn = random.choice(ROWS, 100, replace=False)
        found = corrected_shares(model, drawn, true[drawn] + 1).shares
        inner = (found.value > 0) & (found.value < 1)
        assert (found.low < found.value)[inner].all()
        assert (found.value < found.high)[inner].all()


@pytest.mark.slow
def test_intervals_cover_as_often_as_promised_for_common_and_rare_levels() -> None:
    """93 to 97 in 100 at 200 judged comments, under shift, a share of 2 % too."""
    _, levels = comments()
    truth = np.array([(levels == k).mean() for k in range(1, 7)])
    random = np.random.default_rng(3)
    missed = random.choice([-1, 0, 1], ROWS, p=[0.25, 0.65, 0.1])
    model = np.eye(6)[np.clip(levels - 1 + missed, 0, 5)] * 0.7 + 0.05
    held = np.zeros(6)
    for _ in range(600):
        drawn = random.choice(ROWS, 200, replace=False)
        found = corrected_shares(model, drawn, levels[drawn]).shares
        held += (found.low <= truth) & (truth <= found.high)
    covered = held / 600
    assert 0.93 <= covered.mean() <= 0.97
    # A binomial of 600 scatters by 0.009: two of these on either side of 93 and 97 in 100.
    assert (covered >= 0.912).all()
    assert (covered <= 0.988).all()


def test_with_many_judged_comments_the_interval_is_that_of_prediction_powered_inference() -> None:
    """Angelopoulos, Duchi and Zrnic 2023: the variance of U - r * G, written out, and normal.

    U = hit - s is what people say of a share s, G = guess - s what the model says.
    """
    random = np.random.default_rng(5)
    levels = random.choice(6, 200_000, p=[0.1, 0.2, 0.3, 0.2, 0.1, 0.1]) + 1
    seen = np.where(random.random(200_000) < 0.6, levels, random.integers(1, 7, 200_000))
    model = np.eye(6)[seen - 1] * 0.94 + 0.01
    drawn = random.choice(200_000, 5000, replace=False)
    found = corrected_shares(model, drawn, levels[drawn])
    for at in range(6):
        share, reliance = found.shares.value[at], found.reliance[at]
        rest = (levels[drawn] == at + 1) - share - reliance * (model[drawn, at] - share)
        half = 1.96 * np.sqrt(rest.var() / 5000 * (1 - 5000 / 200_000))
        assert 0.2 < reliance < 1
        width = found.shares.high[at] - found.shares.low[at]
        # The weight is the best one of each tested share, so that the width is not quite the same.
        assert width == pytest.approx(2 * half, rel=0.06)


def test_the_model_is_relied_on_as_far_as_it_tells_the_level_in_the_sample() -> None:
    """PPI++'s weight written out, with four comments of doubt; some tell of no service."""
    random = np.random.default_rng(6)
    levels = np.where(random.random(3000) < 0.2, 0, random.integers(1, 7, 3000))
    seen = np.where(random.random(3000) < 0.5, np.maximum(levels, 1), random.integers(1, 7, 3000))
    model = np.eye(6)[seen - 1] * 0.94 + 0.01
    evidence = np.where(levels > 0, 0.9, 0.3)
    drawn = random.choice(3000, 40, replace=False)
    found = corrected_shares(model, drawn, levels[drawn], evidence=evidence)
    judged, guess = levels[drawn], evidence[:, None] * model
    evident = (judged > 0).sum()
    for at in range(6):
        own = guess[drawn, at]
        hits, others = own[judged == at + 1], own[(judged > 0) & (judged != at + 1)]
        share = found.shares.value[at]
        told = len(hits) * (hits.mean() - others.mean()) / (len(hits) + 4) if len(hits) else 0.0
        spread = (guess[:, at] - share * guess.sum(axis=1)).var()
        weight = evident / 40 * share * (1 - share) * told / spread
        assert found.reliance[at] == pytest.approx(np.clip(weight, 0, 1), abs=0.02)
    assert 0 < found.reliance.min() < np.median(found.reliance) < 1
