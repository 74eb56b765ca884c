"""Prevalence: the share of each level in a run, with the model's errors taken out.

A small random sample is judged by people. The model's answers on all comments make the estimate
sharper, the judged ones make it right (prediction-powered inference, Angelopoulos et al. 2023,
*Science* 382; with the tuning of Angelopoulos, Duchi and Zrnic 2023, PPI++). Where the levels have
shifted against the training data, or the model errs in a new way, the estimate stays unbiased.

The interval is a score interval: a share is inside unless the sample speaks against it, with the
variance that this very share would have (after Wilson 1927). Normal intervals cover too little for
rare levels, where a handful of judged comments says how spread they are. Coverage in trials:
docs/decisions/2026-11-21-prevalence.md.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from cxnlp.errors import InputDataError
from cxnlp.insights.intervals import Estimates
from cxnlp.levels import NO_EVIDENCE, ServiceLevel

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["LEAST_JUDGED", "MOST_SKIPPED", "CorrectedShares", "corrected_shares"]

LEAST_JUDGED: Final = 30
"""Fewer judged comments than this are refused."""

MOST_SKIPPED: Final = 0.1
"""More skipped comments than this are refused: at 200 judged comments their bounds alone are then
wider than the interval (at most 0.07 to either side)."""

_DOUBTS: Final = (4.0, 1.0)
"""Judged comments' worth of doubt that the model tells a level at all, for the weight of its
answers and for the variance: keeps both modest where a level was seen a few times (measured:
docs/decisions/2026-11-21-prevalence.md)."""

_CLOSEST: Final = 0.98
"""Closest correlation of judgements and answers that is believed. A sample that holds a rare level
several times too often suggests one above 1, and so a variance below 0."""

_GRID: Final = 2000

_STEPS: Final = 3
"""Times that the weight of the model's answers is taken at the share that it gives: from the second
on it moves in the third digit."""


@dataclass(frozen=True)
class CorrectedShares:
    """Shares of the levels among comments that tell of a service experience.

    Attributes:
        shares: of the six levels, worst first; `n` counts judged comments with the level.
        counted: the same shares as the model alone gives them. Shape (6,).
        reliance: how much the model's answers weigh for each level: 0 where they do not help, 1
            where they are as good as judgements. Shape (6,).
        judged: comments that were judged.
        rows: comments of the run.
        skipped: comments that were drawn before the last judged one and were not judged.
        assumed: whether the judged comments are random only because somebody said so.
    """

    shares: Estimates
    counted: NDArray[np.float64]
    reliance: NDArray[np.float64]
    judged: int
    rows: int
    skipped: int = 0
    assumed: bool = False

    @property
    def cautions(self) -> tuple[str, ...]:
        """What the shares stand on besides the judgements, in sentences; none where on nothing."""
        told = []
        if self.assumed:
            told.append(
                "The file does not tell which comments were drawn at random: all that were judged "
                "are taken as a simple random sample of the run, as was said."
            )
        if self.skipped:
            told.append(
                f"{self.skipped} of the first {self.judged + self.skipped} comments drawn were not "
                "judged. The intervals hold whatever those would be; the shares within them hold "
                "only if those are like the others."
            )
        return tuple(told)


def corrected_shares(
    probabilities: NDArray[np.floating],
    rows: NDArray[np.integer],
    levels: NDArray[np.integer],
    *,
    evidence: NDArray[np.floating] | None = None,
    skipped: NDArray[np.integer] | None = None,
    confidence: float = 0.95,
) -> CorrectedShares:
    """Estimate the share of each level in a run from a random judged sample of it.

    Comments that were drawn and skipped may be others than those that were judged. Their ends are
    those of the worst case (Manski 1990): the least and the greatest over all levels that the
    skipped ones might have.

    Args:
        probabilities: the model's, for all comments of the run, worst level first. Shape (n, 6).
        rows: places of the judged comments: a simple random sample of the n. Shape (m,).
        levels: what people judged, 1 to 6, or 0 for no evidence. Shape (m,).
        evidence: probability that a comment tells of a service experience; 1 for all where not
            given. Shape (n,).
        skipped: places of comments that were drawn and not judged. Shape (k,).
        confidence: level of the intervals, each by itself.

    Raises:
        InputDataError: too few comments are judged, too many skipped, or none has a level.

    >>> random = np.random.default_rng(2)
    >>> true = random.choice(6, 4000, p=[0.1, 0.2, 0.3, 0.3, 0.08, 0.02])
    >>> model = np.eye(6)[np.where(random.random(4000) < 0.7, true, random.permutation(true))]
    >>> drawn = random.choice(4000, 200, replace=False)
    >>> found = corrected_shares(model, drawn, true[drawn] + 1)
    >>> bool(found.shares.low[1] < 0.2 < found.shares.high[1])
    True
    """
    chosen = np.asarray(rows, np.int64)
    judged = np.asarray(levels, np.int64)
    evident = int((judged != NO_EVIDENCE).sum())
    _refuse_too_few(len(judged), evident)
    left = np.zeros(0, np.int64) if skipped is None else np.asarray(skipped, np.int64)
    _refuse_too_many_skipped(len(left), len(judged))
    count, many = len(probabilities), len(judged)
    known = np.ones(count) if evidence is None else np.asarray(evidence, np.float64)
    guess = known[:, None] * np.asarray(probabilities, np.float64)
    total = guess.sum(axis=1)
    figures = _figures(judged, chosen, guess, total, confidence)
    low, high = figures[:, 1], figures[:, 2]
    if len(left):
        whole = np.concatenate([chosen, left])
        for fill in ServiceLevel:
            filled = np.concatenate([judged, np.full(len(left), int(fill))])
            ends = _figures(filled, whole, guess, total, confidence)
            low, high = np.minimum(low, ends[:, 1]), np.maximum(high, ends[:, 2])
    seen = np.array([(judged == level).sum() for level in ServiceLevel], np.int64)
    return CorrectedShares(
        Estimates(figures[:, 0], low, high, seen, confidence),
        guess.sum(axis=0) / max(total.sum(), 1e-12),
        figures[:, 3],
        many,
        count,
        len(left),
    )


def _figures(
    judged: NDArray[np.int64],
    chosen: NDArray[np.int64],
    guess: NDArray[np.float64],
    total: NDArray[np.float64],
    confidence: float,
) -> NDArray[np.float64]:
    """Estimate, lower end, upper end and reliance of each level's share. Shape (6, 4)."""
    return np.array(
        [
            _score_interval(
                judged == level,
                judged != NO_EVIDENCE,
                guess[:, int(level) - 1],
                total,
                chosen=chosen,
                confidence=confidence,
            )
            for level in ServiceLevel
        ]
    )


def _refuse_too_few(judged: int, evident: int) -> None:
    if judged < LEAST_JUDGED or not evident:
        raise InputDataError(
            "audited sample",
            found=f"{judged} judged comments, {evident} with a level",
            expected=f"at least {LEAST_JUDGED}, drawn at random from the run",
            hint="Judge the random part of `cxnlp sample RUN --out REVIEW.csv`.",
        )


def _refuse_too_many_skipped(skipped: int, judged: int) -> None:
    if skipped > MOST_SKIPPED * (skipped + judged):
        raise InputDataError(
            "audited sample",
            found=f"{skipped} of the first {skipped + judged} comments drawn at random not judged",
            expected=f"at most {MOST_SKIPPED:.0%} of them: those that are left out are rarely like "
            "the others",
            hint="Judge them too (0 where a comment tells of no service experience); who stops "
            "early stops in the file's order of `rank`.",
        )


def _score_interval(
    hit: NDArray[np.bool_],
    evident: NDArray[np.bool_],
    guess: NDArray[np.float64],
    total: NDArray[np.float64],
    *,
    chosen: NDArray[np.int64],
    confidence: float,
) -> tuple[float, float, float, float]:
    """Estimate, lower end, upper end and reliance of one level's share.

    For a share s, judged comments give U = hit - s * evident, the model G = guess - s * total; both
    have the mean 0 where s is true. The estimate solves mean(U) + r * (mean over all of G - mean
    over the judged of G) = 0; s is in the interval while the square of that mean is within the
    confidence's multiple of its variance under s. Weight r and variance are those that s would
    have: the weight of the estimate lets chance hits of a rare level speak for larger shares too.
    """
    from scipy.special import ndtri

    many, count = len(hit), len(guess)
    left = 1 - many / count
    z2 = float(ndtri(0.5 + confidence / 2)) ** 2
    hits, base = hit.mean(), evident.mean()
    # How far apart the model puts hits and others, drawn towards "not at all" by a few comments.
    others = evident & ~hit
    ahead = [
        part[chosen][hit].sum() - hit.sum() * (part[chosen][others].mean() if others.any() else 0.0)
        for part in (guess, total)
    ]
    gap = guess.mean() - guess[chosen].mean(), total.mean() - total[chosen].mean()
    spread = guess.var(), float(np.cov(guess, total, ddof=0)[0, 1]), total.var()

    def terms(share: NDArray[np.float64], doubt: float) -> tuple[NDArray[np.float64], ...]:
        own = base * share * (1 - share)
        model = np.maximum(spread[0] - 2 * share * spread[1] + share**2 * spread[2], 1e-12)
        joint = own * (ahead[0] - share * ahead[1]) / (hit.sum() + doubt)
        # What is told of the model comes from the run, how it goes with the judgements from the
        # sample: only within this bound do they belong to one distribution (Cauchy-Schwarz).
        return own, model, np.minimum(joint, _CLOSEST * np.sqrt(own * model))

    def weight(share: NDArray[np.float64]) -> NDArray[np.float64]:
        _, model, joint = terms(share, _DOUBTS[0])
        return np.clip(joint / model, 0, 1)

    value, reliance = (many * hits + 0.5) / (many * base + 1), 0.0
    for _ in range(_STEPS):
        reliance = float(weight(np.array([value]))[0])
        value = float(np.clip((hits + reliance * gap[0]) / (base + reliance * gap[1]), 0, 1))
    grid = np.linspace(0, 1, _GRID + 1)
    # Denser near 0, where rare levels are.
    grid = np.unique(np.concatenate([grid**2, grid, [value]]))
    own, model, joint = terms(grid, _DOUBTS[1])

    def ends(weights: NDArray[np.float64] | float) -> tuple[float, float] | None:
        mean = hits - grid * base + weights * (gap[0] - grid * gap[1])
        variance = (own - 2 * weights * joint + weights**2 * model) * left / many
        return _where_not_above(mean**2 - z2 * variance, grid)

    # Where the model's answers leave no share possible, the judgements stand alone.
    low, high = ends(weight(grid)) or ends(0.0) or (value, value)
    return value, min(low, value), max(high, value), reliance


def _where_not_above(
    excess: NDArray[np.float64], grid: NDArray[np.float64]
) -> tuple[float, float] | None:
    """First and last place where a function is not above 0, between the grid's places too."""
    held = np.flatnonzero(excess <= 0)
    if not len(held):
        return None

    def crossing(inside: int, outside: int) -> float:
        if not 0 <= outside < len(grid):
            return float(grid[inside])
        part = excess[inside] / (excess[inside] - excess[outside])
        return float(grid[inside] + part * (grid[outside] - grid[inside]))

    return crossing(held[0], held[0] - 1), crossing(held[-1], held[-1] + 1)
