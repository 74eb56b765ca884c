"""Pain points: the contract's columns, figures that can be reckoned by hand, quotes that fit."""

from __future__ import annotations

from datetime import timedelta

import pyarrow as pa
import pytest
from tests.insights.conftest import START, make_assignments, make_labels, make_topics

from cxnlp.insights import POINTS_SCHEMA, delight_points, pain_points, trends

CONTRACT = (
    "rank, topic, name, n, share, share_low, share_high, severity, severity_low, severity_high, "
    "score, score_low, score_high, trend, trend_low, trend_high, quotes, rows, "
    "customers, top_customer, trend_q, stable"
)


def test_columns_are_the_contracts_in_its_order() -> None:
    points = pain_points(
        make_labels([1, 4]), make_assignments([0, 0]), make_topics("waiting"), seed=5
    )
    assert points.column_names == CONTRACT.split(", ")
    assert points.schema == POINTS_SCHEMA


def test_a_point_says_how_many_customers_stand_behind_it() -> None:
    given, names = make_assignments([0, 0, 0, 0, 1]), make_topics("waiting", "price")
    levels = [1, 2, 2, 2, 2]
    known = make_labels(levels, customers=["a", "a", "a", None, "b"])
    waiting, price = pain_points(known, given, names).to_pylist()
    assert (waiting["customers"], waiting["top_customer"]) == (2, 0.75)
    assert (price["customers"], price["top_customer"]) == (1, 1.0)
    unknown = pain_points(make_labels(levels), given, names).to_pylist()[0]
    assert (unknown["customers"], unknown["top_customer"]) == (None, None)


def test_the_trend_of_a_point_has_the_chance_that_is_held_over_all_topics() -> None:
    labels = make_labels([2] * 60, days=[3.0 * at for at in range(60)])
    given, names = make_assignments([0] * 30 + [1] * 27 + [2] * 3), make_topics(*"abc")
    tested = {one.topic: one.q_value for one in trends(labels, given, names).trends}
    found = pain_points(labels, given, names)
    assert {one["topic"]: one["trend_q"] for one in found.to_pylist()} == {**tested, 2: None}
    assert tested[0] < 0.05
    undated = pain_points(make_labels([2] * 60), given, names)
    assert undated["trend_q"].null_count == 3


def test_a_point_says_whether_its_topic_comes_back_in_other_seeds() -> None:
    labels, given = make_labels([1, 1, 1, 2, 2, 2]), make_assignments([0, 0, 0, 1, 1, 2])
    names = make_topics("waiting", "price", "app")
    told = names.append_column("stable", pa.array([False, True, None], pa.bool_()))
    assert pain_points(labels, given, told)["stable"].to_pylist() == [False, True, None]
    assert pain_points(labels, given, names)["stable"].null_count == 3


def test_share_severity_and_score_are_what_hand_reckoning_gives() -> None:
    labels = make_labels([1, 2, 4, 3, 5, None])
    point = pain_points(
        labels, make_assignments([0, 0, 0, 1, -1, 0]), make_topics("waiting", "price")
    ).to_pylist()
    assert [one["name"] for one in point] == ["waiting"]
    assert point[0]["n"] == 3
    assert point[0]["share"] == pytest.approx(3 / 5)
    assert point[0]["severity"] == pytest.approx((2 + 1 + 0) / 3)
    assert point[0]["score"] == pytest.approx(3 / 5)
    for name in ("share", "severity", "score"):
        assert point[0][f"{name}_low"] <= point[0][name] <= point[0][f"{name}_high"]


def test_ranks_follow_the_score_and_a_comment_counts_once_per_topic() -> None:
    labels = make_labels([2, 2, 1, 4])
    given = make_assignments(
        [1, 1, 0, 1, 0], rows=[0, 0, 1, 2, 2], strength=[0.9, 0.2, 0.5, 0.8, 0.7]
    )
    points = pain_points(labels, given, make_topics("queue", "app")).to_pylist()
    assert [(one["rank"], one["name"], one["n"]) for one in points] == [
        (1, "queue", 2),
        (2, "app", 2),
    ]


def test_equal_scores_put_the_topic_of_more_comments_first() -> None:
    labels = make_labels([1, 2, 2])
    points = pain_points(labels, make_assignments([0, 1, 1]), make_topics("rare", "common"))
    assert points["name"].to_pylist() == ["common", "rare"]


def test_rows_run_from_the_worst_level_and_the_strongest() -> None:
    labels = make_labels([2, 1, 2, 5])
    given = make_assignments([0] * 4, strength=[0.3, 0.1, 0.6, 0.9])
    assert pain_points(labels, given, make_topics("queue"))["rows"].to_pylist() == [[1, 2, 0, 3]]


def test_quotes_are_redacted_strongest_first_one_per_customer_never_praise() -> None:
    labels = make_labels(
        [2, 1, 6, 3, 2],
        customers=["a", "b", "c", "d", "a"],
        texts=[
            "Write to mira@example.org about the queue.",
            "Nobody opened the second till.",
            "Best queue ever!",
            "The queue was the queue.",
            "The queue again, it is always the queue.",
        ],
    )
    given = make_assignments([0] * 5, strength=[0.9, 0.5, 1.0, 1.0, 0.8])
    assert pain_points(labels, given, make_topics("queue"))["quotes"].to_pylist() == [
        [
            "Write to [EMAIL] about the queue.",
            "Nobody opened the second till.",
            "The queue was the queue.",
        ]
    ]
    assert delight_points(labels, given, make_topics("queue"))["quotes"].to_pylist() == [
        ["Best queue ever!"]
    ]


def test_without_texts_there_are_no_quotes() -> None:
    points = pain_points(make_labels([1]), make_assignments([0]), make_topics("queue"))
    assert points["quotes"].to_pylist() == [[]]


def test_a_trend_is_the_change_of_the_share_in_thirty_days() -> None:
    """The share of the topic climbs from 0 to 1 over sixty days: half of all, per thirty days."""
    days = list(range(60))
    touched = [0 if day * 37 % 60 < day else -1 for day in days]
    point = pain_points(
        make_labels([2] * 60, days=days), make_assignments(touched), make_topics("queue")
    ).to_pylist()[0]
    assert point["trend"] == pytest.approx(0.5, abs=0.06)
    assert 0 < point["trend_low"] < point["trend"] < point["trend_high"]


@pytest.mark.parametrize("days", [None, [None] * 6, [3] * 6])
def test_without_different_dates_the_trend_is_null(days: list[float | None] | None) -> None:
    point = pain_points(
        make_labels([2] * 6, days=days), make_assignments([0] * 6), make_topics("queue")
    ).to_pylist()[0]
    assert point["trend"] is point["trend_low"] is point["trend_high"] is None


def test_comments_from_the_future_stay_out_of_the_trend() -> None:
    labels = make_labels([2] * 12, days=[*range(10), 9000, 9001])
    given = make_assignments([-1] * 5 + [0] * 7)
    today = START + timedelta(days=60)
    with_future = pain_points(labels, given, make_topics("queue"), today=today)
    without = pain_points(
        labels.slice(0, 10), given.slice(0, 10), make_topics("queue"), today=today
    )
    assert with_future["trend"].to_pylist() == without["trend"].to_pylist()


@pytest.mark.parametrize("level", [3, 6, None])
def test_without_a_comment_below_expected_there_is_no_pain_point(level: int | None) -> None:
    points = pain_points(make_labels([level] * 4), make_assignments([0] * 4), make_topics("queue"))
    assert points.num_rows == 0
    assert points.schema == POINTS_SCHEMA


def test_an_empty_run_has_no_points() -> None:
    labels, given = make_labels([1]).slice(0, 0), make_assignments([0]).slice(0, 0)
    for points in (pain_points, delight_points):
        assert points(labels, given, make_topics()).num_rows == 0
        assert points(labels, given, make_topics("queue")).num_rows == 0


def test_a_topic_without_a_name_is_called_by_its_number() -> None:
    topics = make_topics("x").set_column(1, "name", pa.array([None], pa.string()))
    points = pain_points(make_labels([1]), make_assignments([0]), topics)
    assert points["name"].to_pylist() == ["topic 0"]


def test_delight_points_weigh_levels_above_desired() -> None:
    points = delight_points(
        make_labels([6, 5, 4, 1]), make_assignments([0] * 4), make_topics("staff")
    ).to_pylist()
    assert points[0]["severity"] == pytest.approx((2 + 1) / 4)
    assert points[0]["rows"] == [0, 1, 2, 3]


def test_intervals_hold_95_in_100_where_nothing_else_is_asked() -> None:
    labels = make_labels([1, 2, 3, 5, 6, 6, 4, 1], days=list(range(8)))
    given, names = make_assignments([0, 0, 0, 1, 1, 1, 0, 1]), make_topics("queue", "staff")
    for points in (pain_points, delight_points):
        plain = points(labels, given, names)
        assert plain.num_rows
        assert plain.equals(points(labels, given, names, confidence=0.95))
        wider = points(labels, given, names, confidence=0.99)
        assert wider["share_high"].to_pylist() > plain["share_high"].to_pylist()
