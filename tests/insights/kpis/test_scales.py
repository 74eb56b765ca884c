"""Scales are recognised where the answers leave no doubt, and else refused with the way out."""

from __future__ import annotations

import numpy as np
import pytest

from cxnlp.errors import InputDataError
from cxnlp.insights.kpis.scales import Question, Scale, recognised_scale


@pytest.mark.parametrize(
    ("question", "answers", "scale"),
    [
        ("csat", [0, 1, 1, 0], "0-1"),
        ("csat", [0.25, 0.5, 1.0], "0-1"),
        ("csat", [1, 5, 4, 3], "1-5"),
        ("csat", [4.5, 5, 3], "1-5"),
        ("csat", [1, 7, 6, 2] * 10, "1-7"),
        ("csat", [0, 10, 7], "0-10"),
        ("csat", [1, 10, 7], "1-10"),
        ("csat", [0, 9, 7] * 10, "0-10"),
        ("csat", [85, 40, 100], "0-100"),
        ("csat", [0, 25, 50, 75, 100], "0-100"),
        ("nps", [0, 10, 9, 6], "0-10"),
        ("nps", [6, 7, 8] * 10, "0-10"),
        ("ces", [1, 7, 5] * 10, "1-7"),
        ("ces", [1, 2, 5], "1-5"),
    ],
)
def test_usual_scales_are_recognised(question: Question, answers: list[float], scale: str) -> None:
    assert str(recognised_scale(question, np.array(answers, float))) == scale


@pytest.mark.parametrize(
    ("question", "answers"),
    [
        ("csat", [1, 1, 1]),  # yes, or the worst of five
        ("csat", [5, 5, 5]),  # the best of five, or the middle of ten
        ("csat", [1, 2, 3]),  # does the scale end at 3, 4 or 5?
        ("csat", [0, 1, 5, 4]),  # is 0 the worst answer, or none?
        ("csat", [1, 7, 6]),  # three answers: of seven, or of ten?
        ("csat", [1, 8, 9]),  # of nine, or of ten?
        ("csat", [-5, 300]),
        ("csat", [1, 2, 5] * 20 + [40, 90, 100] * 20),  # two scales
        ("csat", [1, 2, 3, 4, 5] * 40 + [9]),  # one answer of ten among two hundred of five
        ("nps", [1, 2, 3, 4, 5]),
        ("nps", [0, 1, 1]),
        ("nps", [-40, 20, 35]),  # scores, not answers
        ("nps", [7.5, 9.0]),
        ("ces", [0, 1]),
        ("ces", [0, 10, 3]),
    ],
)
def test_what_is_not_clear_is_refused(question: Question, answers: list[float]) -> None:
    with pytest.raises(InputDataError, match=f"column {question}") as caught:
        recognised_scale(question, np.array(answers, float))
    assert f"{question}" in caught.value.hint


def test_no_answers_are_no_scale() -> None:
    with pytest.raises(InputDataError, match="no answers"):
        recognised_scale("csat", np.array([]))


def test_codes_for_no_answer_do_not_hide_the_scale() -> None:
    """A few 99s are no answers of 0 to 100."""
    answers = np.array([1, 2, 3, 4, 5] * 40 + [99, -1], float)
    assert str(recognised_scale("csat", answers)) == "1-5"


def test_places_run_from_the_worst_to_the_best() -> None:
    answers = np.array([0.0, 5.0, 10.0])
    assert Scale(0, 10).places(answers).tolist() == [0, 0.5, 1]
    assert Scale(0, 10, high_is_good=False).places(answers).tolist() == [1, 0.5, 0]


def test_halves_are_no_answers_where_only_whole_numbers_are() -> None:
    assert Scale(1, 5).holds(np.array([1, 2.5, 5, 6, np.nan])).tolist() == [
        True, False, True, False, False,
    ]  # fmt: skip
    assert Scale(1, 5, whole=False).holds(np.array([2.5])).all()


def test_thirty_answers_show_what_twenty_nine_do_not() -> None:
    """Nobody of thirty gave 8 to 10: a bad business, and not another scale."""
    assert str(recognised_scale("nps", np.tile([6.0, 7.0], 15))) == "0-10"
    with pytest.raises(InputDataError, match="column nps"):
        recognised_scale("nps", np.tile([6.0, 7.0], 15)[1:])
