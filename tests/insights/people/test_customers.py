"""Customers' paths over the levels, and who is at risk by what the levels mean."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pyarrow as pa
import pytest

from cxnlp.insights.people import CUSTOMERS_SCHEMA, RISKS, customer_views

START = datetime(2026, 1, 1, tzinfo=UTC)
Comment = tuple[str | None, float | None, int, int, int]


def run(*comments: Comment) -> pa.Table:
    """Comments as customer, day, level, lowest and highest level of the interval."""
    who, days, level, low, high = zip(*comments, strict=True)
    when = [None if day is None else START + timedelta(days=day) for day in days]
    return pa.table(
        {
            "row": pa.array(range(len(who)), pa.int64()),
            "level": pa.array(level, pa.int8()),
            "status": ["labelled"] * len(who),
            "customer": pa.array(who, pa.string()),
            "created_at": pa.array(when, pa.timestamp("us", tz="UTC")),
            "level_low": pa.array(low, pa.int8()),
            "level_high": pa.array(high, pa.int8()),
            "p_criminal": pa.array([0.5 if one == 1 else 0.1 for one in level], pa.float32()),
            "p_basic": pa.array([0.25] * len(who), pa.float32()),
        }
    )


@pytest.mark.parametrize(
    ("level", "low", "high", "risk"),
    [
        (1, 1, 2, "leaving"),
        (2, 1, 3, "likely leaving"),
        (3, 2, 4, "open to others"),
        (4, 2, 5, "unsure"),
        (4, 3, 5, "staying"),
        (6, 5, 6, "staying"),
    ],
)
def test_risk_is_what_the_level_and_its_interval_say(
    level: int, low: int, high: int, risk: str
) -> None:
    found = customer_views(run(("ann", 0, level, low, high)))
    assert found.table["risk"].to_pylist() == [risk]
    assert found.risks == {one: int(one == risk) for one in RISKS}


def test_the_latest_comment_in_time_decides() -> None:
    found = customer_views(run(("ann", 9, 1, 1, 1), ("ann", 2, 5, 4, 6), ("ann", 5, 4, 3, 5)))
    ann = found.table.to_pylist()[0]
    assert ann["levels"] == [5, 4, 1]
    assert ann["rows"] == [1, 2, 0]
    assert (ann["first_level"], ann["last_level"], ann["change"], ann["n"]) == (5, 1, -4, 3)
    assert (ann["worst_level"], ann["mean_level"]) == (1, pytest.approx(10 / 3))
    assert ann["first_at"] == START + timedelta(days=2)
    assert ann["p_leaving"] == pytest.approx(0.75)


def test_those_most_at_risk_come_first_and_the_rest_is_counted() -> None:
    comments: list[Comment] = [(f"c{k}", k, 4, 3, 5) for k in range(8)]
    found = customer_views(run(*comments, ("mild", 1, 2, 1, 4), ("bad", 0, 1, 1, 1)), most=2)
    assert found.table["customer"].to_pylist() == ["bad", "mild"]
    assert found.customers == 10
    assert found.risks["staying"] == 8
    assert found.shares.value.tolist() == pytest.approx([0.1, 0.1, 0, 0, 0.8])
    assert next(one for one in found.left_out if one.what == "customers").n == 8


def test_of_those_equally_at_risk_the_latest_in_time_comes_first() -> None:
    same = 2, 1, 2
    found = customer_views(run(("ann", 3, *same), ("bo", 9, *same), ("cy", 1, *same)))
    assert found.table["customer"].to_pylist() == ["bo", "ann", "cy"]


def test_returning_customers_fall_and_rise() -> None:
    found = customer_views(
        run(
            *[(name, day, level, 1, 6) for name, day, level in [("a", 0, 5), ("a", 1, 2)]],
            *[(name, day, level, 1, 6) for name, day, level in [("b", 0, 3), ("b", 1, 4)]],
            ("once", 0, 4, 1, 6),
        )
    )
    assert found.returning == 2
    assert found.falling is not None
    assert found.rising is not None
    assert (found.falling.value, found.rising.value, found.falling.n) == (0.5, 0.5, 2)


def test_without_dates_the_order_of_rows_is_taken_and_said() -> None:
    table = run(("ann", None, 5, 4, 6), ("ann", None, 2, 1, 3))
    for one in (table, table.drop_columns(["created_at"])):
        found = customer_views(one)
        assert found.ordered == "row"
        assert found.table["levels"].to_pylist() == [[5, 2]]
        assert "order of comments" in {left.what for left in found.left_out}


def test_comments_without_customer_or_date_are_on_no_path() -> None:
    found = customer_views(run(("ann", 0, 4, 3, 5), ("ann", None, 1, 1, 1), (None, 1, 1, 1, 1)))
    assert found.customers == 1
    assert found.table["levels"].to_pylist() == [[4]]
    assert [(one.what, one.n) for one in found.left_out] == [
        ("comments without a customer", 1),
        ("comments without a date", 1),
    ]


def test_without_intervals_and_probabilities_nobody_is_surely_leaving() -> None:
    table = run(("ann", 0, 1, 1, 1)).drop_columns(["level_low", "level_high", "p_basic"])
    found = customer_views(table).table.to_pylist()[0]
    assert found["risk"] == "likely leaving"
    assert found["p_leaving"] is None
    assert found["last_low"] is None


def test_long_paths_show_their_end() -> None:
    comments: list[Comment] = [("ann", day, 1 if day == 0 else 4, 3, 5) for day in range(30)]
    found = customer_views(run(*comments)).table.to_pylist()[0]
    assert len(found["levels"]) == len(found["rows"]) == 12
    assert found["rows"][-1] == 29
    assert (found["worst_level"], found["first_level"], found["n"]) == (1, 1, 30)


def test_nobody_known_is_nobody() -> None:
    found = customer_views(run((None, 0, 4, 3, 5)))
    assert found.customers == 0
    assert found.table.schema.equals(CUSTOMERS_SCHEMA)
    assert found.falling is None


def test_a_run_that_knows_no_customers_has_nobody_on_a_path() -> None:
    found = customer_views(run(("ann", 0, 4, 3, 5)).drop_columns(["customer"]))
    assert found.customers == 0
    assert found.table.num_rows == 0
