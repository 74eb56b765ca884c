"""What is found of the people: teams, agents, segments and customers, fit to be shown."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

import pyarrow as pa

if TYPE_CHECKING:
    from collections.abc import Mapping

    from cxnlp.insights.intervals import Estimates
    from cxnlp.insights.kpis.figures import LeftOut
    from cxnlp.metrics import Estimate

__all__ = [
    "CUSTOMERS_SCHEMA",
    "DIMENSIONS",
    "RISKS",
    "CustomerViews",
    "DimensionView",
    "GroupView",
    "GroupViews",
    "PeopleViews",
    "Risk",
    "Standing",
    "Verdict",
]

DIMENSIONS: Final = ("empathy", "timeliness", "expertise", "personalization", "consistency")
"""The quality dimensions, by their columns."""

Verdict = Literal["strong", "weak", "like the others", "too few"]

Risk = Literal["leaving", "likely leaving", "open to others", "unsure", "staying"]
RISKS: Final[tuple[Risk, ...]] = (
    "leaving",
    "likely leaving",
    "open to others",
    "unsure",
    "staying",
)
"""What the definition of a customer's latest level says they do next, the worst first.

leaving: the level's whole interval lies below expected (criminal, basic: never returns, stays
away); likely leaving: the level does, its interval reaches further; open to others: expected
(returns only if nothing better is offered); unsure: the level is better, but its interval reaches
below expected; staying: the rest.
"""


@dataclass(frozen=True)
class Standing:
    """One figure of a group, set against the other groups.

    Attributes:
        value: the group's own figure, as counted.
        difference: the group less the others together, drawn towards 0 as far as the spread of
            the groups is chance; None where there is nothing to compare with.
        q_value: of a difference of 0, after Benjamini-Hochberg; NaN where not compared.
        verdict: `strong` and `weak` only where the q-value is at most the false alarm rate.
    """

    value: Estimate
    difference: Estimate | None
    q_value: float
    verdict: Verdict


@dataclass(frozen=True)
class DimensionView:
    """One quality dimension in one group.

    Attributes:
        dimension: one of `DIMENSIONS`.
        mentions: comments of the group that speak of it.
        standing: share of these that praise it, against the other groups; None without a mention.
        quotes: up to three, redacted: complaints where the verdict is weak, praise where it is
            strong; empty otherwise, and until `with_group_quotes` has read the texts.
        rows: rows that may be quoted, the most typical first.
    """

    dimension: str
    mentions: int
    standing: Standing | None
    quotes: tuple[str, ...]
    rows: tuple[int, ...]


@dataclass(frozen=True)
class GroupView:
    """One team, agent, segment or channel with enough comments to be judged.

    Attributes:
        name: its name.
        n: labelled comments.
        customers: different customers behind them; `n` where the run knows none.
        level: mean level, 1 to 6, against the others.
        below: share of comments below expected.
        above: share of comments above expected.
        rank_low: best place by mean level that cannot be ruled out, 1 = the highest mean.
        rank_high: worst place that cannot be ruled out.
        dimensions: in the order of `DIMENSIONS`; empty where the run has no such columns.
    """

    name: str
    n: int
    customers: int
    level: Standing
    below: Estimate
    above: Estimate
    rank_low: int
    rank_high: int
    dimensions: tuple[DimensionView, ...]

    @property
    def strengths(self) -> tuple[DimensionView, ...]:
        """Dimensions that are really stronger than elsewhere, the surest first."""
        return self._told("strong")

    @property
    def weaknesses(self) -> tuple[DimensionView, ...]:
        """Dimensions that are really weaker than elsewhere, the surest first."""
        return self._told("weak")

    def _told(self, verdict: Verdict) -> tuple[DimensionView, ...]:
        chosen = [
            (one.standing.q_value, place, one)
            for place, one in enumerate(self.dimensions)
            if one.standing is not None and one.standing.verdict == verdict
        ]
        return tuple(one for *_, one in sorted(chosen, key=lambda entry: entry[:2]))


@dataclass(frozen=True)
class GroupViews:
    """The groups of one column.

    Attributes:
        column: team, agent, segment, channel, or any other column of the run.
        groups: those with enough comments, the lowest shrunken difference (or mean level) first.
        least: comments from which on a group is judged.
        within: columns held equal: a group is compared with the others on like comments only.
        false_alarms: false discovery rate of the verdicts, for the levels and for all dimensions
            together.
        confidence: level of the intervals; rank intervals hold per group.
        left_out: groups with too few comments (not judged), comments without a group, and why.
    """

    column: str
    groups: tuple[GroupView, ...]
    least: int
    within: tuple[str, ...]
    false_alarms: float
    confidence: float
    left_out: tuple[LeftOut, ...]

    def __len__(self) -> int:
        return len(self.groups)


CUSTOMERS_SCHEMA: Final = pa.schema(
    [
        pa.field("customer", pa.string(), nullable=False),
        pa.field("n", pa.int64(), nullable=False),
        pa.field("first_at", pa.timestamp("us", tz="UTC")),
        pa.field("last_at", pa.timestamp("us", tz="UTC")),
        pa.field("first_level", pa.int8(), nullable=False),
        pa.field("last_level", pa.int8(), nullable=False),
        pa.field("last_low", pa.int8()),
        pa.field("last_high", pa.int8()),
        pa.field("worst_level", pa.int8(), nullable=False),
        pa.field("mean_level", pa.float64(), nullable=False),
        pa.field("change", pa.int8(), nullable=False),
        pa.field("p_leaving", pa.float64()),
        pa.field("risk", pa.string(), nullable=False),
        pa.field("levels", pa.list_(pa.int8()), nullable=False),
        pa.field("rows", pa.list_(pa.int64()), nullable=False),
    ]
)
"""One row per customer. `levels` and `rows`: the path in order of time, at most the latest twelve;
`change` latest level less first; `p_leaving` probability that the latest level is below expected;
`risk` one of `RISKS`."""


@dataclass(frozen=True)
class CustomerViews:
    """The customers of a run and where they stand.

    Attributes:
        table: `CUSTOMERS_SCHEMA`, most at risk first: by risk, then by `p_leaving`, then by the
            latest date; at most `most` rows.
        customers: customers with a labelled comment.
        returning: customers with two or more.
        risks: customers by risk, in the order of `RISKS`; every risk stands here.
        shares: their shares, customers as units. Five entries, NaN without customers.
        falling: share of the returning customers whose latest level is below their first; None
            without any.
        rising: likewise above.
        ordered: `time`, or `row` where the run has no dates.
        left_out: comments without a customer or date, rows beyond `most`, and why.
    """

    table: pa.Table
    customers: int
    returning: int
    risks: Mapping[Risk, int]
    shares: Estimates
    falling: Estimate | None
    rising: Estimate | None
    ordered: Literal["time", "row"]
    left_out: tuple[LeftOut, ...]


@dataclass(frozen=True)
class PeopleViews:
    """Everything about people in a run.

    Attributes:
        groups: by column, those of team, agent, segment and channel that the run has.
        customers: the customers; None where the run knows none.
        left_out: views that are not given, and why.
    """

    groups: Mapping[str, GroupViews]
    customers: CustomerViews | None
    left_out: tuple[LeftOut, ...]
