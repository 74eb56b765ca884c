"""What is said about Kano classes: closed lists that files and reports are written with."""

from __future__ import annotations

import pytest
from tests.insights.kano.conftest import make_item

from cxnlp.insights.kano import Change, KanoClass


def test_the_classes_and_changes_are_those_that_readers_know() -> None:
    assert [one.value for one in KanoClass] == [
        "delighter",
        "performance",
        "basic",
        "indifferent",
        "undecided",
    ]
    assert [one.value for one in Change] == ["changed", "moved", "steady", "untested"]


@pytest.mark.parametrize(
    ("kind", "wish", "meaning"),
    [
        (KanoClass.DELIGHTER, "surprising", "Done well it surprises;"),
        (KanoClass.PERFORMANCE, "desired", "Done well it gains and done badly it costs"),
        (KanoClass.BASIC, "expected", "Done badly it costs;"),
        (KanoClass.INDIFFERENT, "-", "Done well or badly, it makes no difference"),
        (KanoClass.UNDECIDED, "-", "The comments do not tell"),
    ],
)
def test_each_class_says_what_it_means_and_what_customers_make_of_it(
    kind: KanoClass, wish: str, meaning: str
) -> None:
    assert kind.wish == wish
    assert kind.meaning.startswith(meaning)
    assert kind.meaning.endswith(".")


def test_an_item_says_its_class_in_a_sentence() -> None:
    assert make_item().words == "empathy: delighter (surprising). No change over time was found."
