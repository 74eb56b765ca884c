"""A teacher's answers are mixed into known targets, and are the only targets of further texts."""

from __future__ import annotations

import numpy as np
import pytest

from cxnlp.training.network.examples import UNKNOWN, Examples
from cxnlp.training.network.losses import soft_targets
from cxnlp.training.network.teaching import taught
from cxnlp.training.soft import SoftTexts


def _soft(*texts: str) -> SoftTexts:
    probabilities = np.tile([0.5, 0.5, 0, 0, 0, 0], (len(texts), 1))
    return SoftTexts("teacher", texts, probabilities, np.full(len(texts), 0.8))


def _own() -> Examples:
    return Examples.of(("kind staff", "slow desk"), soft_targets(np.array([4, 2]), None))


def test_targets_are_mixed_by_the_teachers_share() -> None:
    found = taught(_own(), _soft("slow desk"), share=0.5, avoid=())
    assert found.texts == ("kind staff", "slow desk")
    assert found.targets[0] == pytest.approx([0, 0, 0, 0, 1, 0, 0])
    assert found.targets[1] == pytest.approx([0.1, 0.2, 0.7, 0, 0, 0, 0])


def test_texts_that_only_the_teacher_knows_are_added_but_for_those_to_avoid() -> None:
    soft = _soft("new text", "held out", "kind staff")
    found = taught(_own(), soft, share=0.5, avoid={"held out"})
    assert found.texts == ("kind staff", "slow desk", "new text")
    assert found.targets[2] == pytest.approx([0.2, 0.4, 0.4, 0, 0, 0, 0])
    assert found.weights.tolist() == [1, 1, 1]
    assert (found.dimensions[2] == UNKNOWN).all()


def test_what_is_given_is_left_as_it_is() -> None:
    own = _own()
    before = own.digest
    taught(own, _soft("slow desk", "new"), share=1.0, avoid=())
    assert own.digest == before
