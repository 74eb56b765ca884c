"""How a comment says that something was done well or badly."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pytest
from tests.insights.conftest import make_assignments, make_topics
from tests.insights.kano.conftest import by_name, signed, table

from cxnlp.errors import InputDataError
from cxnlp.insights.kano import KanoClass, kano
from cxnlp.insights.kano.signs import dimension_signs, rating_signs, topic_signs
from cxnlp.insights.labelled import read_labelled_rows


def test_topics_take_their_sign_from_the_level_where_customers_rated_themselves() -> None:
    """Praise of the rooms lifts the rating; complaints about them cost nothing, and so on."""
    random = np.random.default_rng(8)
    topic, level = random.integers(0, 2, 2000), random.choice([1, 3, 5], 2000)
    lift = np.where(topic == 0, 1.2 * (level == 5), -1.2 * (level == 1))
    csat = np.clip(np.round(3 + lift + random.normal(0, 0.7, 2000)), 1, 5)
    csat[:40] = [1, 2, 3, 4, 5] * 8
    found = kano(
        table(2000, level=level, csat=csat),
        make_assignments(topic.tolist()),
        make_topics("rooms", "queue"),
        outcome="csat",
    )
    assert by_name(found)["rooms"].whole.kind is KanoClass.DELIGHTER
    assert by_name(found)["queue"].whole.kind is KanoClass.BASIC
    assert not found.same_text
    assert "level is desired or better" in found.rule


def test_topics_are_never_signed_by_the_level_that_they_are_held_against() -> None:
    topics = make_assignments([0, 1] * 200), make_topics("rooms", "queue")
    plain = kano(table(400), *topics)
    assert not plain.items
    assert "neither dimensions nor" in plain.left_out[0].why
    sign, level = signed(np.random.default_rng(9), 400, 1.0, 1.0)
    by_dimension = kano(table(400, level=level, empathy=sign), *topics)
    assert {one.key for one in by_dimension.items} == {"empathy", "topic:0", "topic:1"}
    assert by_dimension.same_text
    assert any("same text" in one for one in by_dimension.caveats)


def test_only_the_strongest_topic_of_a_comment_takes_its_verdict() -> None:
    labels = table(120, level=[5, 1, 3] * 40, csat=[5.0, 1.0, 3.0] * 40)
    both = make_assignments(
        [0, 1] * 120, rows=np.repeat(np.arange(120), 2).tolist(), strength=[0.9, 0.4] * 120
    )
    found = kano(labels, both, make_topics("rooms", "queue"), outcome="csat")
    assert [one.name for one in found.items] == ["rooms"]
    assert found.left_out[0].name == "queue"


def test_sub_ratings_are_cut_in_thirds_and_zero_is_not_rated() -> None:
    random = np.random.default_rng(10)
    seat = random.integers(0, 6, 1500)
    level = np.clip(np.round(3 + 1.2 * (seat >= 4) + random.normal(0, 0.6, 1500)), 1, 6)
    found = kano(table(1500, level=level, seat_rating=seat), ratings=["seat_rating"])
    item = found.items[0]
    assert (item.key, item.name) == ("seat_rating", "seat")
    assert item.whole.well == (seat >= 4).sum()
    assert item.whole.badly == ((seat == 1) | (seat == 2)).sum()
    assert item.whole.kind is KanoClass.DELIGHTER
    assert not found.same_text


@pytest.mark.parametrize("column", [["a"] * 60, [1, 2] * 30])
def test_a_sub_rating_without_a_scale_is_refused(column: list[object]) -> None:
    with pytest.raises(InputDataError, match="column seat"):
        kano(table(60, seat=column), ratings=["seat"])
    with pytest.raises(InputDataError, match="no such column"):
        kano(table(60), ratings=["row_of_seats"])


def test_a_run_in_which_no_topic_was_found_has_dimensions_alone() -> None:
    labels = table(120, level=[5, 1, 3] * 40, empathy=[1, -1, 0] * 40)
    found = kano(labels, make_assignments([]), make_topics())
    assert [one.key for one in found.items] == ["empathy"]


def signs_of_rating(values: list[float | None]) -> list[int]:
    found = rating_signs(pa.table({"row": range(len(values)), "seat": values}), ("seat",))
    assert found is not None
    return [int(one) for one in (found.well - found.badly).toarray().ravel()]


@pytest.mark.parametrize(
    ("values", "signs"),
    [
        ([1.0, 2.0, 3.0, 4.0, 5.0], [-1, -1, 0, 1, 1]),
        ([*range(1, 11)], [-1, -1, -1, 0, 0, 0, 0, 1, 1, 1]),
        ([0.0, None, 2.0, 4.0, 6.0, float("nan")], [0, 0, -1, 0, 1, 0]),
        ([0.0, 1.0, 2.0, 3.0], [0, -1, 0, 1]),
        # What lies on the border of a third belongs to the middle.
        ([1.0, 2.0, 3.0, 4.0], [-1, 0, 0, 1]),
    ],
)
def test_the_outer_thirds_of_a_scale_are_well_and_badly_and_zero_is_not_rated(
    values: list[float | None], signs: list[int]
) -> None:
    assert signs_of_rating(values) == signs


def test_a_sub_rating_without_a_scale_is_refused_with_what_was_found() -> None:
    with pytest.raises(InputDataError) as caught:
        signs_of_rating([0.0, 1.0, 5.0, 5.0])
    assert caught.value.where == "column seat"
    assert caught.value.found == "2 different ratings"
    words = pa.table({"row": [0], "seat": ["good"]})
    with pytest.raises(InputDataError, match="values of type string"):
        rating_signs(words, ("seat",))
    assert rating_signs(words, ()) is None


def test_dimensions_keep_their_own_order_and_signs() -> None:
    chosen = pa.table({"timeliness": [1, None, -1], "empathy": [0, -1, 1]})
    found = dimension_signs(chosen, same_text=False)
    assert found is not None
    assert [(one.key, one.name, one.topic) for one in found.of] == [
        ("empathy", "empathy", None),
        ("timeliness", "timeliness", None),
    ]
    assert found.well.toarray().tolist() == [[0, 1], [0, 0], [1, 0]]
    assert found.badly.toarray().tolist() == [[0, 0], [1, 0], [0, 1]]
    assert not found.same_text
    assert dimension_signs(pa.table({"row": [0]}), same_text=True) is None


def verdicts(
    outcome: str, level: list[int], given: pa.Table, **columns: list[int]
) -> list[list[int]] | None:
    """Topic by topic: 1 done well, -1 done badly, 0 neither, of each comment."""
    chosen, comments, incidence = read_labelled_rows(
        table(len(level), months=None, level=level, **columns), given, make_topics("rooms", "queue")
    )
    assert incidence is not None
    found = topic_signs(chosen, comments, incidence, outcome)
    if found is None:
        return None
    assert found.same_text is (outcome == "level")
    assert [(one.key, one.topic) for one in found.of] == [("topic:0", 0), ("topic:1", 1)]
    signs: list[list[int]] = (found.well - found.badly).toarray().T.astype(int).tolist()
    return signs


def test_against_a_rating_the_level_is_the_verdict_and_expected_is_none() -> None:
    found = verdicts("csat", [1, 2, 3, 4, 5, 6], make_assignments([0] * 6))
    assert found == [[-1, -1, 0, 1, 1, 1], [0] * 6]


def test_against_the_level_the_dimensions_vote_and_a_tie_is_none() -> None:
    given = make_assignments([1] * 4)
    found = verdicts("level", [3] * 4, given, empathy=[1, 1, -1, 1], timeliness=[1, 0, 0, -1])
    assert found == [[0] * 4, [1, 1, -1, 0]]
    assert verdicts("level", [3] * 4, given) is None


def test_the_strongest_topic_takes_the_verdict_and_of_equals_the_first() -> None:
    given = make_assignments([0, 1, 0, 1], rows=[0, 0, 1, 1], strength=[0.4, 0.6, 0.5, 0.5])
    assert verdicts("csat", [6, 1, 6], given) == [[0, -1, 0], [1, 0, 0]]
