"""Who needs what: groups and customers, as the page shows them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pyarrow as pa
import pytest

from cxnlp.insights.people import GroupViews, customer_views
from cxnlp.insights.people.views import DimensionView, GroupView, Standing, Verdict
from cxnlp.metrics import Estimate
from cxnlp.reporting.persons import CustomerRow, customer_rows, group_table

DASH = "\N{EN DASH}"
SHARE = Estimate(0.25, 0.2, 0.31, 1200)


def group(
    name: str,
    verdict: Verdict,
    places: tuple[int, int] = (1, 1),
    dimensions: tuple[DimensionView, ...] = (),
) -> GroupView:
    """A group of 1,200 comments with a mean level of 3.5."""
    level = Standing(Estimate(3.5, 3.25, 3.75, 1200), None, 0.01, verdict)
    return GroupView(name, 1200, 900, level, SHARE, SHARE, *places, dimensions)


def views(*groups: GroupView, within: tuple[str, ...] = ()) -> GroupViews:
    return GroupViews("cost_centre", groups, 20, within, 0.05, 0.95, ())


def test_a_group_is_told_with_its_mean_its_share_below_and_its_place() -> None:
    (found,) = group_table(views(group("north", "weak", (3, 5)))).rows
    assert (found.name, found.n) == ("north", "1,200")
    assert found.mean == f"3.50 (3.25{DASH}3.75)"
    assert found.below == f"25.0% (20.0{DASH}31.0%)"
    assert found.place == "3 to 5"
    assert group_table(views(group("north", "weak", (4, 4)))).rows[0].place == "4"


@pytest.mark.parametrize(
    ("verdict", "words", "kind"),
    [
        ("weak", "below the others", "bad"),
        ("strong", "above the others", "good"),
        ("like the others", "like the others", "plain"),
        ("too few", "like the others", "plain"),
    ],
)
def test_a_verdict_is_told_in_words_and_in_the_colour_of_its_dot(
    verdict: Verdict, words: str, kind: str
) -> None:
    (found,) = group_table(views(group("north", verdict))).rows
    assert found.verdict == words
    assert f'class="dot {kind}"' in found.bar


def test_the_lede_says_from_how_many_comments_on_and_how_sure() -> None:
    found = group_table(views(group("north", "weak"), within=("channel", "segment")))
    assert found.column == "cost centre"
    assert found.lede == (
        "From 20 comments upwards, so that nobody is judged on a few. A difference from the "
        "others, on like channel and segment only, is called one only where it is more than "
        "chance; at most 5% of those called are false alarms on average."
    )
    assert "from the others is called" in group_table(views()).lede


def test_weaknesses_are_coached_before_strengths_are_praised() -> None:
    told = [("empathy", "strong"), ("timeliness", "weak"), ("expertise", "like the others")]
    dimensions = tuple(
        DimensionView(name, 1100, Standing(SHARE, SHARE, 0.01, verdict), (f"About {name}.",), ())  # type: ignore[arg-type]  # one of the verdicts
        for name, verdict in told
    )
    (found,) = group_table(views(group("north", "weak", dimensions=dimensions))).rows
    weak, strong = found.advice
    assert weak.words == (
        f"timeliness is weaker than elsewhere: 25% of its 1,100 mentions are praise (20{DASH}31%)"
    )
    assert (weak.weak, weak.quotes) == (True, ("About timeliness.",))
    assert strong.words.startswith("empathy is stronger than elsewhere: 25%")
    assert not strong.weak


def test_twenty_five_groups_are_shown_and_the_others_counted() -> None:
    found = group_table(views(*(group(f"g{at}", "weak") for at in range(27))))
    assert [row.name for row in found.rows] == [f"g{at}" for at in range(25)]
    assert found.more == 2
    assert group_table(views(group("north", "weak"))).more == 0


def customers(*paths: tuple[str, list[int]], dated: bool = True) -> list[CustomerRow]:
    """Customers whose latest comment is as surely read as can be."""
    start = datetime(2026, 1, 1, tzinfo=UTC)
    level = [one for _, levels in paths for one in levels]
    when = [start + timedelta(days=at) for _, levels in paths for at in range(len(levels))]
    table = {
        "row": range(len(level)),
        "level": pa.array(level, pa.int8()),
        "status": ["labelled"] * len(level),
        "customer": [name for name, levels in paths for _ in levels],
        "level_low": level,
        "level_high": level,
    }
    if dated:
        table["created_at"] = pa.array(when, pa.timestamp("us", tz="UTC"))
        table["p_criminal"] = [0.25] * len(level)
        table["p_basic"] = [0.5] * len(level)
    return customer_rows(customer_views(pa.table(table)))


def test_a_customer_at_risk_is_told_with_the_path_the_day_and_the_chance() -> None:
    (found,) = customers(("ann", [5, 4, 1]), ("bo", [2, 4]))
    assert (found.name, found.levels) == ("ann", (5, 4, 1))
    assert found.words == "surprising, desired, criminal"
    assert (found.last, found.risk, found.p_leaving) == ("2026-01-03", "leaving", "75%")


def test_what_is_not_known_of_a_customer_is_left_empty() -> None:
    (found,) = customers(("ann", [2]), dated=False)
    assert (found.last, found.p_leaving) == ("", "")


def test_twenty_customers_are_shown_and_nobody_who_is_not_leaving() -> None:
    assert len(customers(*((f"c{at}", [2]) for at in range(25)))) == 20
    assert customers(("ann", [3]), ("bo", [4])) == []


def test_a_long_path_shows_its_end() -> None:
    (found,) = customers(("ann", [6] * 10 + [1] * 5))
    assert found.levels == (6,) * 7 + (1,) * 5
