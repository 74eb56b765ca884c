"""From fitted effects to drivers as they are told."""

from __future__ import annotations

from typing import Final

import numpy as np
import pytest
from scipy.sparse import csr_array
from tests.insights.conftest import make_assignments, make_topics
from tests.insights.drivers.conftest import by_key, make_driver, make_drivers, table, untold

from cxnlp.insights.drivers import DriverKind, OutcomeKind, Reason, drivers
from cxnlp.insights.drivers.adjusting import Adjusted
from cxnlp.insights.drivers.candidates import Candidate, Candidates
from cxnlp.insights.drivers.listing import flag, list_drivers, observe
from cxnlp.insights.drivers.outcomes import OutcomeValues
from cxnlp.metrics import Estimate


def test_the_score_without_a_topic_stands_beside_it() -> None:
    csat = [1.0] * 30 + [5.0] * 70
    topic = [0] * 30 + [1] * 70
    found = drivers(
        table(100, csat=csat), make_assignments(topic), make_topics("a", "b"), outcomes=["csat"]
    ).outcomes[0]
    one = by_key(found)["topic:0"]
    assert [found.mean, one.present, one.absent] == pytest.approx([3.8, 1.0, 5.0])
    assert one.share == pytest.approx(0.3)


def test_rare_drivers_are_named_and_not_tested() -> None:
    rare = np.arange(500) < 19
    found = drivers(table(500, level=np.arange(500) % 6 + 1, touch_phone=rare, touch_web=~rare))
    for one in found.outcomes[0].drivers:
        assert (one.reason, one.adjusted, one.p_value) == (Reason.RARE, None, None)
        assert one.simple is not None
    assert "2 drivers not tested: too few customers" in " ".join(found.outcomes[0].caveats)


def test_one_customer_writing_often_does_not_make_a_driver_common() -> None:
    customers = ["same"] * 100 + [f"k{at}" for at in range(400)]
    phone = np.arange(500) < 110
    labels = table(500, level=np.arange(500) % 6 + 1, touch_phone=phone, customer=customers)
    one = drivers(labels).outcomes[0].drivers[0]
    assert (one.n, one.customers, one.reason) == (110, 11, Reason.RARE)


def test_every_known_outcome_is_looked_at_and_false_alarms_held_over_all() -> None:
    random = np.random.default_rng(6)
    labels = table(
        400,
        level=random.integers(1, 7, 400),
        csat=random.integers(1, 6, 400).astype(float),
        escalated=random.random(400) < 0.3,
        touch_phone=random.random(400) < 0.5,
        touch_web=random.random(400) < 0.5,
    )
    found = drivers(labels)
    assert [one.outcome for one in found.outcomes] == ["level", "csat", "escalated"]
    assert {one.tests for one in found.outcomes} == {6}
    for outcome in found.outcomes:
        for one in outcome.drivers:
            assert one.p_value is not None
            assert one.q_value is not None
            assert one.p_value <= one.q_value


def values(value: list[float], **others: object) -> OutcomeValues:
    """A score from 0 to 10."""
    columns: dict[str, object] = {
        "name": "score",
        "title": "score",
        "unit": "points",
        "kind": OutcomeKind.LINEAR,
        "better": 1,
        "value": np.array(value),
        "factor": 1.0,
        "low": 0.0,
        "high": 10.0,
        "missing": 0,
        "invalid": 0,
    }
    return OutcomeValues(**{**columns, **others})  # type: ignore[arg-type]  # told by name


PHONE: Final = Candidate("touch_phone", "phone", DriverKind.TOUCHPOINT)
WEB: Final = Candidate("touch_web", "web", DriverKind.TOUCHPOINT)
BOTH: Final = Candidates(csr_array([[1.0, 0.0], [0.0, 0.0], [1.0, 0.0], [1.0, 0.0]]), (PHONE, WEB))


def test_customers_are_counted_with_a_driver_and_with_a_comment_without_it() -> None:
    """Of the comments with a score ann wrote two, one of them with the phone; bo one, with it."""
    found = observe(values([4.0, 6.0, np.nan, 2.0]), BOTH, np.array([0, 0, 1, 2]))
    assert found.rows.tolist() == [0, 1, 3]
    assert found.value.tolist() == [4, 6, 2]
    assert found.customer.tolist() == [0, 0, 2]
    assert (found.present.tolist(), found.absent.tolist()) == ([2, 0], [1, 2])
    assert found.customers == 2


def test_the_outcomes_own_column_is_no_candidate() -> None:
    found = observe(values([1.0, 2.0, 3.0, 4.0], name="touch_phone"), BOTH, np.arange(4))
    assert [one.key for one in found.candidates.of] == ["touch_web"]


def test_an_effect_is_told_with_students_interval_and_p_value() -> None:
    """2.228 standard errors at ten degrees of freedom: 5 % (Student 1908)."""
    outcome = values([4.0, 6.0, 3.0, 2.0], factor=100.0)
    fitted = Adjusted(2.2281389, 1.0, 10.0, 1.5, None, None)
    (found,) = list_drivers(
        outcome, observe(outcome, BOTH, np.arange(4)), {"touch_phone": fitted}, confidence=0.95
    )
    assert found.p_value == pytest.approx(0.05, abs=1e-6)
    assert found.adjusted is not None
    ends = (found.adjusted.value, found.adjusted.low, found.adjusted.high)
    assert ends == pytest.approx((222.81389, 0, 445.62778), abs=1e-3)
    assert (found.n, found.customers, found.share) == (3, 3, 0.75)
    assert (found.present, found.absent) == (300, 600)
    assert (found.reason, found.flagged, found.inflation) == (None, False, 1.5)


def test_what_was_not_fitted_is_rare_and_what_all_have_has_no_score_without() -> None:
    outcome = values([4.0, 6.0])
    always = Candidates(csr_array([[1.0], [1.0]]), (PHONE,))
    (found,) = list_drivers(outcome, observe(outcome, always, np.arange(2)), {}, confidence=0.9)
    assert (found.reason, found.simple, found.adjusted) == (Reason.RARE, None, None)
    assert np.isnan(found.absent)
    assert np.isnan(found.inflation)


def test_false_alarms_are_shared_by_all_outcomes_of_a_call() -> None:
    """p-values of 0.01, 0.04 and 0.02 make q-values of 0.03, 0.04 and 0.03."""
    one = make_drivers(make_driver("a", p_value=0.01), make_driver("b", p_value=0.04))
    two = make_drivers(make_driver("c", p_value=0.02), untold("d", Reason.RARE), false_alarms=0.02)
    first, second = flag([one, two])
    assert [each.q_value for each in first.drivers] == pytest.approx([0.03, 0.04])
    assert [each.flagged for each in first.drivers] == [True, True]
    assert (first.tests, second.tests) == (3, 3)
    told = by_key(second)
    assert told["c"].q_value == pytest.approx(0.03)
    assert not told["c"].flagged
    assert told["d"].q_value is None


def test_the_greatest_effect_comes_first_and_what_has_none_last() -> None:
    def effect(value: float) -> Estimate:
        return Estimate(value, value - 1, value + 1, 40)

    listed = [
        untold("e", Reason.RARE, simple=None),
        untold("d", Reason.RARE, simple=effect(9.0)),
        make_driver("c", adjusted=effect(0.5)),
        make_driver("b", adjusted=effect(-2.0)),
        make_driver("a", adjusted=effect(0.5)),
    ]
    (found,) = flag([make_drivers(*listed)])
    assert [one.key for one in found.drivers] == ["b", "a", "c", "d", "e"]


def test_where_nothing_could_be_tested_nothing_is_flagged() -> None:
    (found,) = flag([make_drivers(untold("a", Reason.RARE), tests=7)])
    assert (found.flagged, found.tests) == ((), 0)
    assert flag([]) == ()
