"""What moves an outcome, in words: why there is no effect, and what it cannot be told from."""

from __future__ import annotations

from dataclasses import replace

import pyarrow as pa
import pytest

from cxnlp.insights.drivers import DriverFindings, drivers
from cxnlp.insights.drivers.findings import Reason
from cxnlp.reporting.moves import Mover, moved


@pytest.fixture(scope="module")
def found() -> DriverFindings:
    """Comments about the phone are two levels lower."""
    level, phone = [1, 2, 2, 3, 4, 4, 5, 3] * 10, [True] * 4 + [False] * 4
    labels = {"row": range(80), "level": level, "status": ["labelled"] * 80}
    return drivers(pa.table({**labels, "touch_phone": phone * 10}))


def told(found: DriverFindings, **changes: object) -> Mover:
    level = found.outcomes[0]
    one = replace(level.drivers[0], **changes)  # type: ignore[arg-type] # any field
    (words,) = moved(replace(found, outcomes=(replace(level, drivers=(one,)),)))
    return (*words.first, *words.others)[0]


def test_a_worse_outcome_is_not_good_unless_less_is_better(found: DriverFindings) -> None:
    assert not told(found).good
    less = replace(found.outcomes[0], better=-1)
    (words,) = moved(replace(found, outcomes=(less,)))
    assert words.first[0].good
    assert words.first[0].effect.startswith("\N{MINUS SIGN}1.96 (")


def test_a_twin_is_named(found: DriverFindings) -> None:
    assert told(found).note == ""
    assert told(found, twin="web").note == "hardly told apart from “web”"
    both = told(found, twin="web", reason=Reason.COLLINEAR, adjusted=None, flagged=False)
    assert both.note == "always goes with another; hardly told apart from “web”"
    assert (both.effect, both.good, both.flagged) == ("", False, False)


def test_what_could_be_chance_stands_behind_what_is_sure_and_the_rest_is_counted(
    found: DriverFindings,
) -> None:
    level = found.outcomes[0]
    sure, chance = level.drivers[0], replace(level.drivers[0], flagged=False)
    (words,) = moved(replace(found, outcomes=(replace(level, drivers=(chance,) * 99 + (sure,)),)))
    assert [one.flagged for one in words.first] == [True]
    assert not any(one.flagged for one in words.others)
    assert len(words.others) + words.more == 99
