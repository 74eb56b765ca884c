"""What is said about drivers: closed lists that files and reports are written with."""

from __future__ import annotations

from tests.insights.drivers.conftest import make_driver, make_drivers

from cxnlp.insights.drivers import DriverKind, OutcomeKind, Reason


def test_the_kinds_and_reasons_are_those_that_readers_know() -> None:
    assert [one.value for one in DriverKind] == ["touchpoint", "stage", "topic", "dimension"]
    assert [one.value for one in OutcomeKind] == ["ordinal", "logistic", "linear"]
    assert [one.value for one in Reason] == ["rare", "collinear", "separated"]


def test_a_dimension_names_its_side_and_what_has_none_its_name_alone() -> None:
    sides = [make_driver("empathy", side=side).title for side in (1, -1, 0)]
    assert sides == ["empathy done well", "empathy done badly", "empathy"]


def test_those_that_really_go_with_the_outcome_keep_their_order() -> None:
    drivers = [make_driver(key, flagged=key != "b") for key in "cba"]
    assert [one.key for one in make_drivers(*drivers).flagged] == ["c", "a"]
