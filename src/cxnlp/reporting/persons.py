"""Who needs what: teams, agents, segments, channels and customers, as the page shows them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from cxnlp.levels import LEVEL_NAMES
from cxnlp.metrics import Estimate
from cxnlp.reporting.bars import interval_bar
from cxnlp.reporting.figures import span
from cxnlp.reporting.words import count, decimal, interval, percent

if TYPE_CHECKING:
    from markupsafe import Markup

    from cxnlp.insights.people.views import CustomerViews, DimensionView, GroupView, GroupViews

__all__ = ["Advice", "CustomerRow", "GroupRow", "GroupTable", "customer_rows", "group_table"]

_GROUPS: Final = 25
"""Groups of a table; more are counted."""
_CUSTOMERS: Final = 20
_PATH: Final = 12


@dataclass(frozen=True)
class Advice:
    """One dimension in which a group really differs.

    Attributes:
        words: what was found, in a sentence.
        weak: whether it is weaker than elsewhere.
        quotes: redacted comments of the group.
    """

    words: str
    weak: bool
    quotes: tuple[str, ...]


@dataclass(frozen=True)
class GroupRow:
    """One group in words.

    Attributes:
        name: its name.
        n: its comments.
        mean: mean level with interval.
        bar: the same on the scale of all groups.
        below: share below expected with interval.
        place: places that cannot be ruled out, such as `1 to 3`.
        verdict: `below the others`, `above the others` or `like the others`.
        advice: dimensions in which it really differs.
    """

    name: str
    n: str
    mean: str
    bar: Markup
    below: str
    place: str
    verdict: str
    advice: tuple[Advice, ...]


@dataclass(frozen=True)
class GroupTable:
    """The groups of one column.

    Attributes:
        column: team, agent, segment, channel.
        lede: how they were compared.
        rows: the lowest first.
        more: groups that are not shown.
    """

    column: str
    lede: str
    rows: tuple[GroupRow, ...]
    more: int


@dataclass(frozen=True)
class CustomerRow:
    """One customer at risk.

    Attributes:
        name: the customer.
        levels: the path, in order of time; at most the latest twelve.
        words: the path in words.
        last: day of the latest comment; empty where unknown.
        risk: what the definition of the latest level says they do next.
        p_leaving: probability that the latest level is below expected.
    """

    name: str
    levels: tuple[int, ...]
    words: str
    last: str
    risk: str
    p_leaving: str


def group_table(views: GroupViews) -> GroupTable:
    """The groups of one column, those that need most first.

    >>> import pyarrow as pa
    >>> from cxnlp.insights.people import group_views
    >>> labels = pa.table({"row": range(90), "level": [4, 2, 4, 5, 1, 4] * 15,
    ...                    "status": ["labelled"] * 90, "team": ["blue", "red", "green"] * 30})
    >>> row = group_table(group_views(labels, "team")).rows[0]
    >>> row.name, row.verdict, row.place
    ('red', 'below the others', '3')
    """
    shown = views.groups[:_GROUPS]
    low, high = span([one.level.value for one in shown])
    like = f", on like {' and '.join(views.within)} only," if views.within else ""
    lede = (
        f"From {views.least} comments upwards, so that nobody is judged on a few. A difference "
        f"from the others{like} is called one only where it is more than chance; at most "
        f"{percent(views.false_alarms, 0)} of those called are false alarms on average."
    )
    return GroupTable(
        column=views.column.replace("_", " "),
        lede=lede,
        rows=tuple(_row(one, low, high) for one in shown),
        more=max(0, len(views.groups) - len(shown)),
    )


def _row(view: GroupView, low: float, high: float) -> GroupRow:
    mean = view.level.value
    verdict = {"weak": "below the others", "strong": "above the others"}.get(
        view.level.verdict, "like the others"
    )
    kind = {"weak": "bad", "strong": "good"}.get(view.level.verdict, "plain")
    place = (
        f"{view.rank_low}"
        if view.rank_low == view.rank_high
        else f"{view.rank_low} to {view.rank_high}"
    )
    return GroupRow(
        name=view.name,
        n=count(view.n),
        mean=f"{decimal(mean.value)} ({interval(mean, 'decimal')})",
        bar=interval_bar(mean, low=low, high=high, kind=kind),
        below=f"{percent(view.below.value)} ({interval(view.below)})",
        place=place,
        verdict=verdict,
        advice=tuple(
            [_advice(one, weak=True) for one in view.weaknesses]
            + [_advice(one, weak=False) for one in view.strengths]
        ),
    )


def _advice(view: DimensionView, *, weak: bool) -> Advice:
    share = view.standing.value if view.standing else Estimate(float("nan"), 0, 0, 0)
    words = (
        f"{view.dimension} is {'weaker' if weak else 'stronger'} than elsewhere: "
        f"{percent(share.value, 0)} of its {count(view.mentions)} mentions are praise "
        f"({interval(share, places=0)})"
    )
    return Advice(words, weak, view.quotes)


def customer_rows(views: CustomerViews) -> list[CustomerRow]:
    """The customers most at risk of leaving.

    >>> import pyarrow as pa
    >>> from cxnlp.insights.people import customer_views
    >>> labels = pa.table({"row": range(3), "level": [4, 2, 5], "status": ["labelled"] * 3,
    ...                    "customer": ["ann", "ann", "bo"]})
    >>> [(one.name, one.words, one.risk) for one in customer_rows(customer_views(labels))]
    [('ann', 'desired, basic', 'likely leaving')]
    """
    rows: list[dict[str, Any]] = views.table.slice(0, _CUSTOMERS).to_pylist()
    return [_customer(row) for row in rows if row["risk"] in {"leaving", "likely leaving"}]


def _customer(row: dict[str, Any]) -> CustomerRow:
    levels = tuple(int(level) for level in row["levels"][-_PATH:])
    chance = row["p_leaving"]
    return CustomerRow(
        name=str(row["customer"]),
        levels=levels,
        words=", ".join(LEVEL_NAMES[level - 1] for level in levels),
        last="" if row["last_at"] is None else f"{row['last_at']:%Y-%m-%d}",
        risk=row["risk"],
        p_leaving="" if chance is None else percent(float(chance), 0),
    )
