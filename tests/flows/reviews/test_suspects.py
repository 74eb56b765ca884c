"""What to look at again: the most doubtful labels, and texts that contradict each other."""

from __future__ import annotations

import numpy as np
import pytest

from cxnlp.flows.judging.gold import GoldTable
from cxnlp.flows.reviews.suspects import (
    Conflicts,
    _labels,
    conflicts_of,
    review_items,
)
from cxnlp.models.predictions import Scores
from cxnlp.reviewing import Suspicion
from cxnlp.training import LabelledTexts

KIND, WAIT, FEE = "The staff were kind to us.", "We had to wait an hour.", "They doubled the fee."


def gold(*rows: tuple[str, str, int]) -> GoldTable:
    n = len(rows)
    levels = np.array([level for _, _, level in rows], np.int64)
    texts = tuple(text for _, text, _ in rows)
    labelled = LabelledTexts("gold.csv", texts, levels, np.full(n, ""), np.zeros(n, bool))
    return GoldTable(labelled, np.array([name for name, _, _ in rows], str), {}, None)


def test_near_duplicates_with_the_same_label_are_no_conflict() -> None:
    found = conflicts_of(gold(("a", KIND, 4), ("b", WAIT, 2), ("c", KIND.upper(), 4)))
    assert found.group.tolist() == [0, 1, 0]
    assert (found.twins, found.tested) == ({}, {})
    assert (found.disagreeing, found.across) == (0, 0)


def test_each_is_told_its_near_duplicates_with_another_label() -> None:
    rows = (("a", KIND, 4), ("b", KIND, 2), ("c", WAIT, 2), ("d", KIND, 4), ("e", WAIT, 0))
    found = conflicts_of(gold(*rows))
    assert found.twins == {0: (1,), 1: (0, 3), 3: (1,), 2: (4,), 4: (2,)}
    assert found.disagreeing == 2


def test_rows_of_the_test_table_are_named_whatever_their_label_there() -> None:
    data = gold(("a", KIND, 4), ("b", WAIT, 2), ("c", FEE, 1))
    found = conflicts_of(data, gold(("t1", FEE, 1), ("t2", KIND + "!", 1), ("t3", KIND, 4)))
    assert found.tested == {0: "t2", 2: "t1"}, "of several there the first is named"
    assert found.across == 2
    assert found.twins == {}, "another label in the test table is no conflict of this one"
    assert found.group.shape == (3,)


def doubted(*scores: float, suggested: tuple[int, ...]) -> Suspicion:
    return Suspicion(np.array(scores), np.ones(len(scores)), np.array(suggested))


NONE = Conflicts(np.arange(3), {}, {})
THREE = gold(("a", KIND, 4), ("b", WAIT, 2), ("c", FEE, 1))


@pytest.mark.parametrize(
    ("share", "ids"),
    [(0.0, []), (0.01, ["b"]), (1 / 3, ["b"]), (0.34, ["b", "c"]), (1.0, ["b", "c", "a"])],
)
def test_the_most_doubtful_come_first_and_a_part_of_a_row_is_a_row(
    share: float, ids: list[str]
) -> None:
    doubt = doubted(0.1, 0.9, 0.5, suggested=(4, 5, 1))
    found = review_items(THREE, doubt, NONE, share)
    assert [one.id for one in found] == ids


def test_an_item_holds_what_a_reviewer_needs() -> None:
    (first, *_, last) = review_items(THREE, doubted(0.1, 0.9, 0.5, suggested=(4, 5, 1)), NONE, 1.0)
    assert (first.id, first.text, first.level, first.suggested) == ("b", WAIT, 2, 5)
    assert (first.score, first.related) == (0.9, ())
    assert first.reason == "the model expects another level"
    assert last.reason == "the model is unsure of it"


def test_equally_doubtful_rows_stay_in_the_tables_order() -> None:
    found = review_items(THREE, doubted(0.5, 0.5, 0.5, suggested=(4, 2, 1)), NONE, 1.0)
    assert [one.id for one in found] == ["a", "b", "c"]


def test_conflicts_are_shown_however_small_the_share_and_pull_by_their_distance() -> None:
    """A quarter of a level for each level between them: of twins the farthest counts."""
    data = gold(("a", KIND, 4), ("b", KIND, 1), ("c", KIND, 3))
    twins = {0: (1, 2), 1: (0, 2), 2: (0, 1)}
    found = review_items(
        data,
        doubted(0.0, 0.0, 0.0, suggested=(4, 1, 5)),
        Conflicts(np.zeros(3, np.int64), twins, {2: "t1"}),
        0.0,
    )
    assert [(one.id, one.score) for one in found] == [("a", 0.75), ("b", 0.75), ("c", 0.5)]
    assert [one.related for one in found] == [("b", "c"), ("a", "c"), ("a", "b")]
    twin = "a near-duplicate has another label"
    every = f"the model expects another level; {twin}; stands in the test table too"
    assert [one.reason for one in found] == [twin, twin, every]


def test_doubt_itself_is_not_changed_by_the_pull() -> None:
    doubt = doubted(0.0, 0.0, 0.0, suggested=(4, 2, 1))
    review_items(THREE, doubt, Conflicts(np.zeros(3, np.int64), {0: (1,)}, {}), 1.0)
    assert doubt.score.tolist() == [0, 0, 0]


def test_out_of_fold_scores_become_seven_probabilities_and_six_where_all_tell_of_service() -> None:
    levels = np.tile(np.arange(1, 7), 20)
    scores = Scores(3.0 * np.eye(6)[levels - 1], np.where(np.arange(120) < 90, 4.0, -4.0), {})

    def judged(given: np.ndarray) -> LabelledTexts:
        return LabelledTexts("m.csv", ("a",) * 120, given, np.full(120, ""), np.zeros(120, bool))

    whole = _labels(scores, judged(levels))
    assert whole.shape == (120, 7)
    assert not whole[:, 0].any(), "no evidence is never seen, so never suggested"
    assert whole.sum(axis=1) == pytest.approx(np.ones(120))
    some = _labels(scores, judged(np.where(np.arange(120) < 90, levels, 0)))
    assert some.sum(axis=1) == pytest.approx(np.ones(120))
    assert some[:90, 0].max() < 0.5 < some[90:, 0].min()
    assert (some[:90, 1:].argmax(axis=1) + 1 == levels[:90]).all()
