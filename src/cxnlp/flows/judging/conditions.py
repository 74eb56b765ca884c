"""The conditions of a promotion gate, held against a comparison: met or not, and why."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from cxnlp.flows.judging.measures import MEASURES
from cxnlp.metrics.paired import LEAST_ROWS, PairedDifference, Verdict
from cxnlp.metrics.slices import worst

if TYPE_CHECKING:
    from collections.abc import Mapping

    from cxnlp.flows.judging.gate import Gate, WorstSlice

__all__ = ["Condition", "judge"]


@dataclass(frozen=True)
class Condition:
    """One condition of a gate and how it came out.

    Attributes:
        name: the key of the gate's TOML file, and what of it where it asks for more than one thing.
        met: whether it holds.
        why: a sentence with the figures.
    """

    name: str
    met: bool
    why: str


def judge(
    gate: Gate,
    overall: Mapping[str, PairedDifference],
    slices: Mapping[str, Mapping[str, PairedDifference]],
    *,
    rows: int,
    clusters: int | None = None,
) -> tuple[Condition, ...]:
    """Hold a comparison against a gate. What cannot be known is not met.

    Args:
        gate: the conditions.
        overall: each measure on all rows.
        slices: each measure of each slice, by the slice's name.
        rows: judged rows.
        clusters: how many clusters they belong to; None where they are not clustered.

    >>> from cxnlp.flows.judging.gate import Gate
    >>> rules = Gate(not_worse=(), better=(), least={"macro_f1": 0.5}, worst_slice=None)
    >>> from cxnlp.metrics import Estimate
    >>> one = PairedDifference(0.4, 0.6, Estimate(0.2, 0.1, 0.3, 200), higher_is_better=True)
    >>> [(found.name, found.met) for found in judge(rules, {"macro_f1": one}, {}, rows=200)]
    [('least_rows', True), ('least.macro_f1', True)]
    """
    found = [_enough(gate, rows, clusters)]
    for name in gate.not_worse:
        one = overall[name]
        found.append(
            Condition(
                f"not_worse.{name}",
                one.known and one.verdict is not Verdict.WORSE,
                _why(overall, name),
            )
        )
    for name in gate.better:
        met = overall[name].verdict is Verdict.BETTER
        found.append(Condition(f"better.{name}", met, _why(overall, name)))
    for name, bound in gate.least.items():
        reached = overall[name].challenger
        words = f"{name} is {reached:.3f}, at least {bound:g} wanted"
        found.append(Condition(f"least.{name}", reached >= bound, words))
    for name, bound in gate.most.items():
        reached = overall[name].challenger
        words = f"{name} is {reached:.3f}, at most {bound:g} wanted"
        found.append(Condition(f"most.{name}", reached <= bound, words))
    if gate.worst_slice is not None:
        found += _worst_slices(gate.worst_slice, slices, rows)
    return tuple(found)


def _enough(gate: Gate, rows: int, clusters: int | None) -> Condition:
    if clusters is not None and clusters < LEAST_ROWS:
        words = f"judged rows of {clusters} clusters, at least {LEAST_ROWS} clusters wanted"
        return Condition("least_rows", met=False, why=f"{words}: of fewer no interval holds")
    words = f"{rows} judged {'row' if rows == 1 else 'rows'}, at least {gate.least_rows} wanted"
    if rows < gate.least_rows:
        words += ": with too few a loss cannot be told from chance, and every model would pass"
        return Condition("least_rows", met=False, why=words)
    return Condition("least_rows", met=True, why=words)


def _why(overall: Mapping[str, PairedDifference], name: str) -> str:
    one = overall[name]
    if not one.known:
        return f"{name} tells nothing here: {one.unknown}"
    return (
        f"{name} {one.champion:.3f} -> {one.challenger:.3f}, difference {one.difference}: "
        f"{one.verdict}"
    )


def _worst_slices(
    rule: WorstSlice, slices: Mapping[str, Mapping[str, PairedDifference]], every: int
) -> list[Condition]:
    """The slice on which the challenger does worst, and the one on which it loses most."""
    measured = {name: found[rule.measure] for name, found in slices.items()}
    counts = {name: one.difference.n for name, one in measured.items()}

    def pick(values: Mapping[str, float], *, higher_is_better: bool) -> str | None:
        return worst(
            values,
            counts,
            higher_is_better=higher_is_better,
            least=rule.least_rows,
            every=every,
        )

    lowest = pick(
        {name: one.challenger for name, one in measured.items()},
        higher_is_better=MEASURES[rule.measure].higher_is_better,
    )
    if lowest is None:
        words = (
            f"no slice has {rule.least_rows} judged rows, but not all, on which {rule.measure} "
            "can be told: no slice is large enough"
        )
        return [Condition("worst_slice", met=False, why=words)]
    found = [
        Condition(
            "worst_slice",
            met=measured[lowest].gain >= -rule.within,
            why=f"{_change(rule, lowest, measured[lowest])}, a loss of at most {rule.within:g} "
            "allowed",
        )
    ]
    gains = {name: one.gain for name, one in measured.items()}
    beyond = pick(
        {name: gain for name, gain in gains.items() if _lost(rule, measured[name])},
        higher_is_better=True,
    )
    name = beyond or pick(gains, higher_is_better=True)
    if name is not None:
        bound = f"more than {rule.within:g} and than chance allowed on no slice"
        found.append(
            Condition(
                "worst_slice.largest_loss",
                met=beyond is None,
                why=f"{_change(rule, name, measured[name])}, difference "
                f"{measured[name].difference}; a loss of {bound}",
            )
        )
    return found


def _lost(rule: WorstSlice, one: PairedDifference) -> bool:
    """Whether a slice lost more than the bound and than chance; where chance is unknown, it did."""
    return one.gain < -rule.within and (one.verdict is Verdict.WORSE or not one.known)


def _change(rule: WorstSlice, name: str, one: PairedDifference) -> str:
    return (
        f"{rule.measure} on {name} (n = {one.difference.n}): {one.champion:.3f} -> "
        f"{one.challenger:.3f}"
    )
