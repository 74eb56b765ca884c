"""Mapped vectors: near to what the teacher would say, and the same beside any neighbour."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from tests.topicmodel.conftest import DIFFERENT

if TYPE_CHECKING:
    from cxnlp.topicmodel import MappedEncoder


def test_a_vector_does_not_depend_on_its_batch_bit_for_bit(mapped: MappedEncoder) -> None:
    whole = mapped.encode(DIFFERENT)
    for part in (slice(0, 1), slice(17, 24), slice(3, 1500)):
        assert np.array_equal(mapped.encode(DIFFERENT[part]), whole[part])
    assert np.array_equal(mapped.encode(DIFFERENT[::-1]), whole[::-1])


def test_a_text_without_a_known_token_has_no_vector(mapped: MappedEncoder) -> None:
    assert not mapped.encode(["它很慢", ""]).any()
