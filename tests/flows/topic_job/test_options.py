"""What may be asked of a topics job: refused by the option's name, before any work."""

from __future__ import annotations

import numpy as np
import pytest

from cxnlp.errors import UsageError
from cxnlp.flows.topic_job.options import carried, check_options, require_topics
from cxnlp.topicmodel import Rule, TopicModel


@pytest.mark.parametrize(
    "options",
    [
        {},
        {"seed": None, "granularity": None, "unassigned": None},
        {"seed": 0, "granularity": 0.01, "unassigned": 0},
        {"seed": 2**32 - 1, "granularity": 100, "unassigned": 0.9},
    ],
)
def test_both_ends_of_each_range_may_be_asked_for_and_nothing_at_all(
    options: dict[str, object],
) -> None:
    check_options(options)


@pytest.mark.parametrize(
    ("options", "told"),
    [
        ({"seed": -1}, "--seed: found -1; expected a whole number from 0 to 4294967295."),
        ({"seed": 2**32}, "--seed: found 4294967296; expected a whole number from 0 to"),
        ({"seed": 2**64 - 1}, f"--seed: found {2**64 - 1}; "),
        ({"seed": 2**64}, "--seed: found a number of 65 bits; "),
        ({"seed": 1.5}, "--seed: found 1.5; "),
        ({"granularity": 0}, "--granularity: found 0; expected a number above 0, at most 100."),
        ({"granularity": 100.1}, "--granularity: found 100.1; "),
        ({"granularity": float("nan")}, "--granularity: found nan; "),
        ({"unassigned": -0.01}, "--unassigned: found -0.01; expected a share from 0 to 0.9."),
        ({"unassigned": 0.91}, "--unassigned: found 0.91; "),
    ],
)
def test_what_is_out_of_range_is_named_with_what_would_do(
    options: dict[str, object], told: str
) -> None:
    with pytest.raises(UsageError) as caught:
        check_options(options)
    assert str(caught.value).startswith(told)


def test_the_libraries_of_topics_are_here() -> None:
    require_topics()


def registered(**facts: object) -> TopicModel:
    nothing = np.zeros((0, 2), np.float32)
    rule = Rule(nothing, nothing, np.zeros(0, np.float32))
    return TopicModel("static:x", "static", np.zeros(2, np.float32), rule, (), facts=facts)


@pytest.mark.parametrize(
    ("asked", "earlier", "taken"),
    [
        (2, None, 2.0),
        (2, registered(granularity=3), 2.0),  # what is asked for goes first
        (None, registered(granularity=3), 3.0),
        (None, registered(), 1.0),
        (None, registered(granularity="fine"), 1.0),  # no number: of another version
        (None, None, 1.0),
        (0, registered(granularity=3), 0.0),  # nothing is not the same as none asked for
    ],
)
def test_what_is_asked_for_goes_before_the_registry_and_that_before_the_default(
    asked: float | None, earlier: TopicModel | None, taken: float
) -> None:
    found = carried("granularity", asked, earlier, 1.0)
    assert (found, type(found)) == (taken, float)
