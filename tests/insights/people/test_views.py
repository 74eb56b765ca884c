"""What is found of the people: lists and columns that files and reports are written with."""

from __future__ import annotations

import pyarrow as pa

from cxnlp.insights.people.views import (
    CUSTOMERS_SCHEMA,
    DIMENSIONS,
    RISKS,
    DimensionView,
    GroupView,
    GroupViews,
    Standing,
    Verdict,
)
from cxnlp.metrics import Estimate
from cxnlp.schema import ASPECT_FIELDS

ONE = Estimate(0.5, 0.4, 0.6, 40)


def told(*verdicts: tuple[str, Verdict, float]) -> GroupView:
    """A team with a verdict and a q-value for each of some dimensions, and silence on another."""
    dimensions = [
        DimensionView(name, 40, Standing(ONE, ONE, q_value, verdict), (), ())
        for name, verdict, q_value in verdicts
    ]
    silent = DimensionView("consistency", 0, None, (), ())
    standing = Standing(ONE, None, 1.0, "like the others")
    return GroupView("north", 80, 70, standing, ONE, ONE, 1, 1, (*dimensions, silent))


def test_strengths_and_weaknesses_come_by_how_sure_they_are() -> None:
    team = told(
        ("empathy", "weak", 0.04),
        ("timeliness", "weak", 0.01),
        ("expertise", "strong", 0.03),
        ("personalization", "too few", 0.001),
    )
    assert [one.dimension for one in team.weaknesses] == ["timeliness", "empathy"]
    assert [one.dimension for one in team.strengths] == ["expertise"]


def test_of_the_equally_sure_the_first_dimension_comes_first() -> None:
    team = told(("timeliness", "weak", 0.01), ("empathy", "weak", 0.01))
    assert [one.dimension for one in team.weaknesses] == ["timeliness", "empathy"]
    assert team.strengths == ()


def test_views_are_as_many_as_their_groups() -> None:
    assert len(GroupViews("team", (told(), told()), 20, (), 0.05, 0.95, ())) == 2


def test_risks_run_from_the_worst_to_the_best() -> None:
    assert RISKS == ("leaving", "likely leaving", "open to others", "unsure", "staying")


def test_dimensions_are_the_columns_of_a_run_in_their_order() -> None:
    names = [field.name for field in ASPECT_FIELDS]
    assert [name for name in names if name in DIMENSIONS] == list(DIMENSIONS)


def test_the_columns_of_the_customers_stand_as_files_have_them() -> None:
    """Spreadsheets of earlier versions are read by these names, in this order."""
    assert CUSTOMERS_SCHEMA.names == [
        "customer",
        "n",
        "first_at",
        "last_at",
        "first_level",
        "last_level",
        "last_low",
        "last_high",
        "worst_level",
        "mean_level",
        "change",
        "p_leaving",
        "risk",
        "levels",
        "rows",
    ]
    assert CUSTOMERS_SCHEMA.field("last_at").type == pa.timestamp("us", tz="UTC")
    nullable = {field.name for field in CUSTOMERS_SCHEMA if field.nullable}
    assert nullable == {"first_at", "last_at", "last_low", "last_high", "p_leaving"}
