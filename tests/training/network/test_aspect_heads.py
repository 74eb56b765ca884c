"""Aspect heads on a network's vectors: three answers, two, or the only one there is."""

from __future__ import annotations

import numpy as np
import pytest

from cxnlp.training.network import aspect_heads


def test_a_dimension_of_two_codes_or_one_tells_these_only() -> None:
    """0 absent, 1 done well, 2 done badly: what no text has is never told."""
    features = np.array([[-1.0, 0], [1, 0], [-1, 1], [1, 1]] * 5)
    codes = np.array([0, 2, 0, 2] * 5)
    weights, constant = aspect_heads._three_way(features, codes)
    said = features @ weights.T + constant
    assert said.argmax(axis=1).tolist() == codes.tolist()
    weights, constant = aspect_heads._three_way(features, np.zeros(20, np.int64))
    assert (features @ weights.T + constant).argmax(axis=1).tolist() == [0] * 20
    apart, three = 30 * np.tile(np.eye(3), (5, 1)), np.tile(np.arange(3), 5)
    weights, constant = aspect_heads._three_way(apart, three)
    assert (apart @ weights.T + constant).argmax(axis=1).tolist() == three.tolist()


def test_a_flag_that_all_texts_or_none_have_is_told_always_or_never() -> None:
    features = np.array([[-1.0, 0], [1, 0]])
    for answer, said in ((True, 9.0), (False, -9.0)):
        slope, offset = aspect_heads._two_way(features, np.full(2, answer))
        assert slope.tolist() == [0, 0]
        assert offset == said


def test_a_flag_follows_the_feature_that_tells_it() -> None:
    features = np.array([[-1.0, 0], [1, 0], [-1, 1], [1, 1]] * 9)
    slope, offset = aspect_heads._two_way(features, features[:, 0] > 0)
    assert slope[0] > 10 * abs(slope[1])
    assert ((features @ slope + offset > 0) == (features[:, 0] > 0)).all()


@pytest.mark.parametrize("only", [0, 1, 2])
def test_a_code_that_all_texts_have_is_the_only_one_that_can_be_told(only: int) -> None:
    weights, constant = aspect_heads._three_way(np.ones((4, 2)), np.full(4, only))
    assert not weights.any()
    assert constant.tolist() == [0.0 if code == only else -9.0 for code in range(3)]
