"""Items that are adjusted for each other."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pytest
from scipy.sparse import csr_array
from tests.insights.conftest import make_assignments, make_topics
from tests.insights.kano.conftest import signed, table

from cxnlp.insights.kano import Change, KanoClass, KanoItem, KanoLeftOut, families, kano
from cxnlp.insights.kano.contrasts import Sides
from cxnlp.insights.kano.items import Judge
from cxnlp.insights.kano.signs import Signs, dimension_signs
from cxnlp.insights.labelled import read_labelled_rows
from cxnlp.insights.periods import periods_of


def test_an_item_that_hardly_anybody_names_is_left_out_with_its_counts() -> None:
    sign = np.zeros(500, np.int8)
    sign[:7], sign[7:10] = 1, -1
    found = kano(table(500, empathy=sign))
    assert not found.items
    assert found.left_out[0].why.startswith("7 customers say that it was done well, 3 that")


def test_a_side_with_too_few_customers_is_empty_and_the_class_undecided() -> None:
    sign, level = signed(np.random.default_rng(6), 600, 1.0, 0.0)
    sign[np.flatnonzero(sign < 0)[5:]] = 0
    item = kano(table(600, level=level, empathy=sign)).items[0]
    assert item.whole.reward is not None
    assert (item.whole.penalty, item.whole.kind) == (None, KanoClass.UNDECIDED)


def test_dimensions_topics_and_sub_ratings_are_families_of_their_own_in_this_order() -> None:
    labels = table(6, level=[1, 2, 3, 4, 5, 6], empathy=[1, -1, 0] * 2, seat=[1, 3, 5] * 2)
    read = read_labelled_rows(labels, make_assignments([0] * 6), make_topics("queue"))
    found = families.family_signs(*read, "level", ("seat",))
    assert [[one.key for one in signs.of] for signs in found] == [
        ["empathy"],
        ["topic:0"],
        ["seat"],
    ]
    assert [signs.same_text for signs in found] == [True, True, False]
    bare = families.family_signs(*read_labelled_rows(table(6)), "level", ())
    assert bare == []


def both(days: list[int], *, floor: int = 3) -> tuple[list[KanoItem], list[KanoLeftOut]]:
    """Empathy, praised and blamed in turn, and speed that nobody names, over some days."""
    n = 9 * len(days)
    chosen = pa.table({"empathy": [1, 0, -1] * (n // 3), "timeliness": [0] * n})
    signs = dimension_signs(chosen, same_text=True)
    assert isinstance(signs, Signs)
    value = np.tile([4.0, 3.0, 1.0, 5.0, 4.0, 2.0, 6.0, 2.0, 3.0], len(days))
    sides = Sides(signs.well, signs.badly, csr_array((n, 0)), value, np.arange(n))
    when = np.datetime64("2026-01-01", "us") + np.repeat(days, 9) * np.timedelta64(1, "D")
    return families.compared(signs, sides, periods_of(when, "month"), Judge(0.95, 0.25), floor)


def test_an_item_is_told_over_all_periods_and_in_each() -> None:
    """Praised comments have a mean of 5, the others of 3, blamed ones of 2, in every month."""
    (item,), _ = both([0, 31, 59])
    assert (item.key, item.topic, item.whole.period, item.whole.n) == ("empathy", None, "all", 27)
    assert [(one.period, one.n, one.well, one.badly) for one in item.periods] == [
        ("2026-01", 9, 3, 3),
        ("2026-02", 9, 3, 3),
        ("2026-03", 9, 3, 3),
    ]
    for one in (item.whole, *item.periods, item.before, item.now):
        assert one is not None
        assert one.reward is not None
        assert one.penalty is not None
        assert (one.reward.value, one.penalty.value) == pytest.approx((2, -1), abs=1e-5)
    assert item.p_value is not None
    assert (item.holm, item.change) == (None, Change.UNTESTED)


def test_an_item_that_too_few_name_is_left_out_with_its_counts() -> None:
    _, (left,) = both([0])
    assert (left.key, left.name) == ("timeliness", "timeliness")
    assert left.why == (
        "0 customers say that it was done well, 0 that it was done badly; at least 3 are needed."
    )
    assert both([0], floor=4)[0] == []


def test_in_one_period_no_line_is_fitted() -> None:
    (item,), _ = both([0])
    assert (item.before, item.now, item.ageing, item.p_value) == (None, None, None, None)
    assert len(item.periods) == 1
