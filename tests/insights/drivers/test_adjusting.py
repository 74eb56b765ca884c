"""Every driver with the others held fixed, as far as they come before it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from scipy.sparse import csr_array
from tests.insights.conftest import make_assignments, make_topics
from tests.insights.drivers.conftest import by_key, only, table

from cxnlp.insights.drivers import DriverKind, OutcomeKind, Reason, drivers
from cxnlp.insights.drivers.adjusting import Adjust, Adjusted, adjusted_effects
from cxnlp.insights.drivers.candidates import Candidate, Candidates

if TYPE_CHECKING:
    from collections.abc import Mapping


def test_what_only_comes_along_is_adjusted_away() -> None:
    """Who phones mostly writes about waiting; waiting is what goes with few points."""
    random = np.random.default_rng(1)
    waits = random.random(2000) < 0.3
    phone = random.random(2000) < np.where(waits, 0.8, 0.1)
    csat = np.clip(np.round(4 - 1.5 * waits + random.normal(0, 0.6, 2000)), 1, 5)
    labels = table(2000, touch_phone=phone, touch_web=waits, csat=csat)
    found = only(labels, "csat")
    assert found["touch_phone"].simple is not None
    assert found["touch_phone"].simple.high < -0.5
    assert found["touch_phone"].adjusted is not None
    assert found["touch_phone"].adjusted.low < 0 < found["touch_phone"].adjusted.high
    assert found["touch_web"].flagged
    assert not found["touch_phone"].flagged


def test_a_topic_is_not_adjusted_for_how_well_it_was_handled() -> None:
    """Waiting lowers the level through timeliness done badly: that is a part of its effect."""
    random = np.random.default_rng(2)
    waits = random.random(1500) < 0.3
    timeliness = np.where(waits & (random.random(1500) < 0.9), -1, 0).astype(np.int8)
    level = np.clip(np.round(4 + 2 * timeliness + random.normal(0, 0.6, 1500)), 1, 6)
    labels = table(1500, level=level.astype(np.int8), timeliness=timeliness)
    topics = make_assignments([0 if one else 1 for one in waits]), make_topics("waiting", "rooms")
    before = by_key(drivers(labels, *topics).outcomes[0])["topic:0"]
    among_all = by_key(drivers(labels, *topics, adjust="all").outcomes[0])["topic:0"]
    assert before.adjusted is not None
    assert among_all.adjusted is not None
    assert before.adjusted.value == pytest.approx(-1.8, abs=0.15)
    assert among_all.adjusted.value == pytest.approx(0, abs=0.3)


def test_where_every_comment_has_one_topic_it_stands_against_the_others() -> None:
    random = np.random.default_rng(3)
    topic = random.integers(0, 4, 1200)
    csat = np.clip(np.round(3 + (topic == 2) + random.normal(0, 0.7, 1200)), 1, 5)
    labels = table(1200, csat=csat)
    found = drivers(
        labels, make_assignments(topic.tolist()), make_topics(*"abcd"), outcomes=["csat"]
    )
    for one in found.outcomes[0].drivers:
        assert one.adjusted is not None
        assert one.simple is not None
        assert one.adjusted.value == pytest.approx(one.simple.value, abs=0.01)
        assert one.inflation < 1.5
    assert found.outcomes[0].drivers[0].name == "c"


def test_each_side_of_a_dimension_stands_against_not_mentioned() -> None:
    random = np.random.default_rng(4)
    sign = random.integers(-1, 2, 900).astype(np.int8)
    level = np.clip(
        np.round(3.5 + 1.5 * (sign > 0) - 0.5 * (sign < 0) + random.normal(0, 0.5, 900)), 1, 6
    )
    found = only(table(900, level=level.astype(np.int8), empathy=sign), "level")
    well, badly = found["empathy+"], found["empathy-"]
    assert well.adjusted is not None
    assert badly.adjusted is not None
    assert well.adjusted.value == pytest.approx(1.5, abs=0.15)
    assert badly.adjusted.value == pytest.approx(-0.5, abs=0.15)
    assert (well.title, badly.title) == ("empathy done well", "empathy done badly")


def test_a_driver_that_nearly_is_another_keeps_a_wide_interval_and_names_its_twin() -> None:
    random = np.random.default_rng(8)
    one = random.random(3000) < 0.3
    two = one ^ (random.random(3000) < 0.02)
    csat = np.clip(np.round(3 - one + random.normal(0, 1, 3000)), 1, 5)
    found = only(table(3000, csat=csat, touch_phone=one, stage_after=two), "csat")
    assert found["stage_after"].twin == "phone"
    assert found["stage_after"].inflation > 5
    alone = only(table(3000, csat=csat, stage_after=two), "csat")["stage_after"]
    assert alone.adjusted is not None
    close = found["stage_after"].adjusted
    assert close is not None
    assert close.high - close.low > 2 * (alone.adjusted.high - alone.adjusted.low)


def test_a_driver_that_all_share_one_outcome_with_is_shown_without_adjustment() -> None:
    random = np.random.default_rng(9)
    phone = random.random(500) < 0.1
    escalated = phone | (random.random(500) < 0.3)
    one = only(table(500, touch_phone=phone, escalated=escalated), "escalated")["touch_phone"]
    assert (one.reason, one.adjusted, one.present) == (Reason.SEPARATED, None, 100.0)
    assert one.simple is not None
    assert 40 < one.simple.low < one.simple.value < one.simple.high < 80


def test_the_twin_is_the_driver_that_goes_with_it_most_and_not_the_commonest() -> None:
    """Each of a hundred calls is to the web, too; but nine of ten web visits are no calls."""
    random = np.random.default_rng(13)
    phone = np.arange(2000) < 100
    near = phone ^ np.isin(np.arange(2000), [5, 6, 7, 500, 501])
    common = phone | (np.arange(2000) >= 1000)
    columns = {"touch_phone": phone, "stage_after": near, "touch_web": common}
    found = only(table(2000, csat=random.integers(1, 6, 2000).astype(float), **columns), "csat")
    assert found["touch_phone"].twin == "after"
    assert found["touch_web"].twin is None


def test_drivers_that_always_come_together_are_not_told_apart() -> None:
    random = np.random.default_rng(7)
    both, other = random.random(600) < 0.4, random.random(600) < 0.4
    level = np.clip(4 - 2 * both + random.integers(-1, 2, 600), 1, 6)
    for outcome in ("level", "csat"):
        labels = table(
            600,
            level=level,
            csat=np.clip(level, 1, 5).astype(float),
            touch_phone=both,
            stage_after=both,
            touch_web=other,
        )
        found = only(labels, outcome)
        assert found["touch_phone"].reason is Reason.COLLINEAR
        assert found["touch_phone"].twin == "after"
        assert found["touch_web"].adjusted is not None


def fitted(
    kind: OutcomeKind, marks: list[list[int]], value: list[float], *, adjust: Adjust = "before"
) -> Mapping[str, Adjusted]:
    """Candidates of the kinds of places, one column each, every comment by its own customer."""
    x = np.array(marks, np.float64).reshape(-1, len(value)).T
    of = tuple(Candidate(f"touch_{at}", str(at), DriverKind.TOUCHPOINT) for at in range(x.shape[1]))
    return adjusted_effects(
        kind,
        Candidates(csr_array(x), of),
        csr_array((len(value), 0)),
        np.array(value),
        np.arange(len(value)),
        adjust=adjust,
    )


def test_of_two_drivers_that_go_together_variance_grows_by_their_correlation() -> None:
    """A correlation of a half: 1 / (1 - 1/4), the variance inflation factor (Marquardt 1970)."""
    marks = [[0, 0, 0, 0, 1, 1, 1, 1], [0, 0, 0, 1, 0, 1, 1, 1]]
    # 1 + 2a + 3b, and what neither explains.
    value = [1.5, 0.5, 1.0, 4.0, 3.0, 6.5, 5.5, 6.0]
    found = fitted(OutcomeKind.LINEAR, marks, value)
    assert found["touch_0"].value == pytest.approx(2)
    assert found["touch_1"].value == pytest.approx(3)
    assert found["touch_0"].inflation == pytest.approx(4 / 3, rel=1e-6)
    assert found["touch_0"].twin is None
    assert found["touch_0"].reason is None


def test_drivers_that_have_nothing_to_do_with_each_other_cost_nothing() -> None:
    found = fitted(
        OutcomeKind.LINEAR,
        [[0, 1] * 8, [0, 0, 1, 1] * 4],
        [float(at % 4 + at % 3) for at in range(16)],
    )
    assert {one.inflation for one in found.values()} == {1.0}


def test_the_error_of_a_lone_driver_is_that_of_two_means() -> None:
    """By leaving each of eight out in turn: s^2 / n of either side, less a seventh of the parts.

    Means of 2, 4, 6, 8 and of 1, 1, 3, 3: 5 and 2; squares 20 and 4, each / (3 * 4); 7/8 * 4/3.
    """
    found = fitted(
        OutcomeKind.LINEAR, [[1, 1, 1, 1, 0, 0, 0, 0]], [2.0, 4.0, 6.0, 8.0, 1.0, 1.0, 3.0, 3.0]
    )["touch_0"]
    assert found.value == pytest.approx(3)
    assert found.error**2 == pytest.approx((20 + 4) / 12 * 4 / 3 * 7 / 8, rel=1e-5)


def test_a_driver_with_which_all_end_alike_is_separated_in_every_regression() -> None:
    marks = [[1] * 6 + [0] * 10]
    value = [1.0] * 6 + [0.0, 1.0] * 5
    for kind in OutcomeKind:
        one = fitted(kind, marks, value)["touch_0"]
        assert one.reason is Reason.SEPARATED
        assert np.isnan(one.value)


def test_without_candidates_there_is_nothing_to_fit() -> None:
    assert fitted(OutcomeKind.LINEAR, [], [1.0, 2.0, 3.0, 4.0]) == {}


def test_where_the_prior_holds_an_estimate_back_nothing_is_adjusted() -> None:
    """Two drivers of which only both together end well: half of the comments with either do.

    The likelihood rises without end as both slopes do, though neither mean lies at an end.
    """
    one, other = [1] * 20 + [0] * 20, [1] * 10 + [0] * 10 + [1] * 10 + [0] * 10
    together = [1.0] * 10 + [0.0] * 30
    chance = [float(at % 3 == 0) for at in range(40)]
    reasons = [
        [one.reason for one in fitted(OutcomeKind.LOGISTIC, [one, other], value).values()]
        for value in (together, chance)
    ]
    assert reasons == [[Reason.SEPARATED] * 2, [None] * 2]
