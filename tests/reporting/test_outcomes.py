"""What became of every row of the source."""

from __future__ import annotations

import pytest
from tests.insights.conftest import make_labels
from tests.reporting.conftest import make_findings

from cxnlp.reporting import Rejections
from cxnlp.reporting.outcomes import outcomes
from cxnlp.schema import RejectionReason, Status


def test_statuses_come_before_reasons_and_all_add_up_to_the_rows_read() -> None:
    """Three labelled, one without evidence, and of six rejected four were empty."""
    rejections = Rejections(10, {"empty": 4, "duplicate_id": 2}, {"empty": (4, 5)}, {})
    found = outcomes(make_findings(make_labels([2, 4, 6, None]), rejections=rejections))
    assert [(one.name, one.n, one.share) for one in found] == [
        ("labelled", 3, 0.3),
        ("no evidence", 1, 0.1),
        ("unsupported language", 0, 0.0),
        ("rejected: empty", 4, 0.4),
        ("rejected: duplicate id", 2, 0.2),
    ]
    assert sum(one.n for one in found) == 10
    assert [one.examples for one in found] == [(), (), (), (4, 5), ()]


def test_rows_of_an_earlier_run_stand_last_and_only_where_there_are_any() -> None:
    found = outcomes(
        make_findings(make_labels([2, 4]), rejections=Rejections(5, {}, {}, {}, already=3))
    )
    assert (found[-1].name, found[-1].n, found[-1].share) == ("already labelled", 3, 0.6)
    assert found[-1].meaning == "labelled by an earlier run"


def test_of_no_rows_all_shares_are_zero() -> None:
    found = outcomes(make_findings(make_labels([]), rejections=Rejections(0, {}, {}, {})))
    assert {one.share for one in found} == {0.0}


@pytest.mark.parametrize("reason", list(RejectionReason))
def test_every_reason_is_explained(reason: RejectionReason) -> None:
    rejections = Rejections(1, {reason.value: 1}, {}, {})
    assert outcomes(make_findings(make_labels([]), rejections=rejections))[-1].meaning


def test_every_status_is_explained() -> None:
    found = outcomes(make_findings(make_labels([2])))
    assert [one.name.replace(" ", "_") for one in found] == [one.value for one in Status]
    assert all(one.meaning for one in found)
