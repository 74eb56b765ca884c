"""Laws of the report: what is packed is read back, what is escaped stays text."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from tests.reporting.test_close_up import unpacked

from cxnlp.metrics import Estimate
from cxnlp.reporting.against import difference_of
from cxnlp.reporting.close_up import packed
from cxnlp.reporting.markdown import plain
from cxnlp.reporting.plot import round_values

NUMBERS = st.lists(st.integers(0, 2**50), max_size=40)


@given(NUMBERS)
def test_packed_numbers_are_read_back(numbers: list[int]) -> None:
    assert unpacked(packed(np.array(numbers, np.int64))) == numbers


@given(st.text())
def test_markdown_text_is_one_line_without_bare_signs(text: str) -> None:
    told = plain(text)
    assert "\n" not in told
    bare = told.replace("\\\\", "")
    for sign in "<>|[]`*_":
        at = -1
        while (at := bare.find(sign, at + 1)) >= 0:
            assert at > 0
            assert bare[at - 1] == "\\"


@given(st.floats(-1e6, 1e6), st.floats(0, 1e6))
def test_axes_hold_their_range_with_few_values(bottom: float, reach: float) -> None:
    values = round_values(bottom, bottom + reach)
    slack = 1e-6 * max(1.0, abs(bottom), reach)
    assert values[0] <= bottom + slack
    assert values[-1] >= bottom + reach - slack
    assert len(values) <= 9


@given(st.floats(0, 1), st.floats(0, 1), st.floats(0, 0.3), st.floats(0, 0.3))
def test_a_difference_lies_in_its_interval_and_turns_round(
    one: float, other: float, low: float, high: float
) -> None:
    a, b = Estimate(one, one - low, one + high, 9), Estimate(other, other - high, other + low, 9)
    there, back = difference_of(a, b), difference_of(b, a)
    assert there.low <= there.value <= there.high
    assert np.isclose(there.low, -back.high)
    assert np.isclose(there.high, -back.low)
