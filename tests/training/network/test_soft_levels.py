"""What a rating says of levels is estimated where a text has both."""

from __future__ import annotations

import numpy as np
import pytest

from cxnlp.training.network.soft_levels import levels_by_rating, soft_levels
from cxnlp.training.rated import RatedTexts


def _stars() -> RatedTexts:
    texts = tuple(f"comment {n}" for n in range(40))
    return RatedTexts("stars.csv", texts, np.where(np.arange(40) % 2 == 0, -1.0, 1.0))


_GOLD = {f"comment {n}": 1 if n % 2 == 0 else 5 for n in range(20)}


def test_a_rating_stands_for_the_levels_of_the_texts_that_have_both() -> None:
    shares = levels_by_rating(_stars(), _GOLD, smoothing=1.0)
    assert shares[-4].argmax() == 1
    assert shares[4].argmax() == 5
    assert all(one.sum() == pytest.approx(1) for one in shares.values())
    assert all((one > 0).all() for one in shares.values())


def test_texts_with_levels_and_texts_to_avoid_are_not_learned_from() -> None:
    avoid = frozenset({*_GOLD, "comment 30"})
    examples = soft_levels([_stars()], _GOLD, avoid=avoid, smoothing=1.0)
    assert set(examples.texts) == {f"comment {n}" for n in range(20, 40) if n != 30}
    assert examples.targets.sum(axis=1) == pytest.approx(np.ones(19))


def test_a_rating_that_no_text_with_a_level_has_teaches_nothing() -> None:
    rated = RatedTexts("stars.csv", ("fine", "so so"), np.array([1.0, 0.0]))
    examples = soft_levels([rated], {"fine": 4}, avoid=frozenset({"fine"}), smoothing=1.0)
    assert len(examples) == 0
