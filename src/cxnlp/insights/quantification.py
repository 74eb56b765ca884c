"""Quantification: shares of levels from the model's probabilities alone, where only the mix moved.

Without any judged comment of the run this is right only if comments of a level look as they did in
the table that the model was calibrated on, and no more than their mix has changed (prior shift).
Whether that can be so is tested first; where it cannot, no shares are given. The test finds less
than one would wish: where the model tells levels poorly apart, a shift of what comments say looks
like a shift of their mix. Hence the default is the audited sample (`cxnlp.insights.prevalence`),
which needs no such luck.

The method is expectation-maximisation (Saerens, Latinne and Decaestecker 2002; QuaPy's `EMQ`), or
one of QuaPy's own (`cxnlp.insights.quantifiers`), after bias-corrected temperature scaling on the
reference (Alexandari, Kundaje and Shrikumar 2020): a model is calibrated for the mix that it was
trained on, which need not be the reference's.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from cxnlp.errors import InputDataError, UsageError
from cxnlp.insights.intervals import Estimates
from cxnlp.insights.quantifiers import open_quantifier

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from cxnlp.insights.quantifiers import Quantifier

__all__ = [
    "LEAST_FALSE_ALARMS",
    "LEAST_RUN",
    "Quantified",
    "prior_shift_p_value",
    "quantified_shares",
    "untested_shares",
]

LEAST_RUN: Final = 30
"""Fewer comments of the run than this are refused: the test of the shift would pass anything."""

LEAST_FALSE_ALARMS: Final = 1e-4
"""A rarer false alarm than this is refused: the test would want more than 40,000 resamples."""

_BINS: Final = 10
_LEAST: Final = 5
"""Reference comments of a level, below which nothing can be said of it."""

_SMALL: Final = 0.1
"""A p-value below this is told with two digits after its zeros."""

_TIE: Final = 0.5
"""What keeps the scaling near to none where the reference says little: half a comment's worth."""

_FLOOR: Final = 1e-6
"""Least probability, before its logarithm is taken."""


@dataclass(frozen=True)
class Quantified:
    """Shares without judged comments.

    Attributes:
        shares: of the levels, worst first; None where more than their mix has changed.
        p_value: of the test that no more than the mix has changed.
        quantifier: by which method.
        draws: resamples of the test: no p-value is below 1 / (draws + 1).
    """

    shares: Estimates | None
    p_value: float
    quantifier: Quantifier = "own"
    draws: int = 200

    @property
    def told(self) -> str:
        """The p-value in words, with the digits that it has.

        >>> Quantified(None, 1 / 201).told, Quantified(None, 0.0312, draws=4000).told
        ('p < 0.005', 'p 0.031')
        """
        if self.p_value * (self.draws + 1) < 1.5:  # noqa: PLR2004 - it is a whole number of draws
            return f"p < {1 / self.draws:.2g}"
        return f"p {self.p_value:.2g}" if self.p_value < _SMALL else f"p {self.p_value:.2f}"


def quantified_shares(
    probabilities: NDArray[np.floating],
    reference: NDArray[np.floating],
    levels: NDArray[np.integer],
    *,
    quantifier: Quantifier = "own",
    false_alarms: float = 0.05,
    confidence: float = 0.95,
    draws: int = 200,
    seed: int = 0,
) -> Quantified:
    """Estimate the share of each level in a run, if no more than their mix has changed.

    Args:
        probabilities: the model's, for the run's comments with evidence. Shape (n, 6).
        reference: the same of judged comments that the model has not learned from. Shape (m, 6).
        levels: their levels, 1 to 6. Shape (m,).
        quantifier: `own`, or a method of QuaPy by its name there.
        false_alarms: probability of refusing although no more than the mix has changed, from
            `LEAST_FALSE_ALARMS` on.
        confidence: level of the intervals, by resampling both sides.
        draws: resamples, for the test and for the intervals; the test takes at least 4 /
            `false_alarms`, so that it can refuse at all.
        seed: of the resampling.

    Raises:
        InputDataError: a level has too few comments in the reference, or the run has too few.
        UsageError: `false_alarms` is no probability, or too small a one.
        MissingDependencyError: QuaPy is asked for and not installed.

    >>> sharp = np.repeat(np.eye(6) * 0.94 + 0.01, 10, axis=0)
    >>> found = quantified_shares(sharp[:40], sharp, np.repeat(np.arange(1, 7), 10), draws=50)
    >>> found.shares.value.round(2).tolist()
    [0.25, 0.25, 0.25, 0.25, 0.0, 0.0]
    """
    if not LEAST_FALSE_ALARMS <= false_alarms < 1:
        raise UsageError(
            "false alarms of the test",
            found=f"{false_alarms:g}",
            expected=f"a probability from {LEAST_FALSE_ALARMS:g} to below 1",
            hint="Leave it out for 0.05.",
        )
    run, known = (np.asarray(part, np.float64) for part in (probabilities, reference))
    true = np.asarray(levels, np.int64)
    counts = np.bincount(true, minlength=7)[1:]
    if counts.min() < _LEAST:
        raise InputDataError(
            "reference of the quantification",
            found=f"{counts.min()} comments of the level {int(counts.argmin()) + 1}",
            expected=f"at least {_LEAST} of each level",
            hint="Judge a random sample of the run instead: it needs no reference.",
        )
    if len(run) < LEAST_RUN:
        raise InputDataError(
            "run of the quantification",
            found=f"{len(run)} comments with a level",
            expected=f"at least {LEAST_RUN}",
            hint="Take a longer period.",
        )
    shares_of = open_quantifier(quantifier)
    tested = max(draws, int(np.ceil(4 / false_alarms)))
    p_value = prior_shift_p_value(run, known, true, draws=tested, seed=seed)
    if p_value <= false_alarms:
        return Quantified(None, p_value, quantifier, tested)
    scaling = _fit_scaling(known, true, np.zeros(7))
    value = shares_of(_scaled(run, scaling), _scaled(known, scaling), true)
    random = np.random.default_rng(seed + 1)
    drawn = np.empty((draws, 6))
    members = [np.flatnonzero(true == level) for level in range(1, 7)]
    for row in range(draws):
        again = np.concatenate([random.choice(each, len(each)) for each in members])
        found = _fit_scaling(known[again], true[again], scaling)
        few = run[random.integers(0, len(run), len(run))]
        drawn[row] = shares_of(_scaled(few, found), _scaled(known[again], found), true[again])
    low, high = np.quantile(drawn, [(1 - confidence) / 2, (1 + confidence) / 2], axis=0)
    seen = np.full(6, len(run), np.int64)
    ends = np.minimum(low, value), np.maximum(high, value)
    return Quantified(Estimates(value, *ends, seen, confidence), p_value, quantifier, tested)


def untested_shares(
    probabilities: NDArray[np.floating],
    reference: NDArray[np.floating],
    levels: NDArray[np.integer],
    *,
    quantifier: Quantifier = "own",
) -> NDArray[np.float64]:
    """The shares alone, whatever else may have changed: for comparing methods. Shape (6,).

    Args:
        probabilities: the model's, for the run's comments with evidence. Shape (n, 6).
        reference: the same of judged comments that the model has not learned from. Shape (m, 6).
        levels: their levels, 1 to 6. Shape (m,).
        quantifier: `own`, or a method of QuaPy by its name there.

    Raises:
        MissingDependencyError: QuaPy is asked for and not installed.

    >>> sharp = np.repeat(np.eye(6) * 0.94 + 0.01, 10, axis=0)
    >>> untested_shares(sharp[:20], sharp, np.repeat(np.arange(1, 7), 10)).round(1).tolist()
    [0.5, 0.5, 0.0, 0.0, 0.0, 0.0]
    """
    run, known = (np.asarray(part, np.float64) for part in (probabilities, reference))
    true = np.asarray(levels, np.int64)
    scaling = _fit_scaling(known, true, np.zeros(7))
    return open_quantifier(quantifier)(_scaled(run, scaling), _scaled(known, scaling), true)


def _scaled(chances: NDArray[np.float64], scaling: NDArray[np.float64]) -> NDArray[np.float64]:
    """Probabilities after a scaling: logarithm of the slope, then a bias for each level."""
    scores = np.log(np.maximum(chances, _FLOOR)) * np.exp(scaling[0]) + scaling[1:]
    odds = np.exp(scores - scores.max(axis=1, keepdims=True))
    scaled: NDArray[np.float64] = odds / odds.sum(axis=1, keepdims=True)
    return scaled


def _fit_scaling(
    known: NDArray[np.float64], true: NDArray[np.int64], start: NDArray[np.float64]
) -> NDArray[np.float64]:
    """The scaling that makes the reference's levels likeliest. Shape (7,)."""
    from scipy.optimize import minimize

    logs, hit = np.log(np.maximum(known, _FLOOR)), np.eye(6)[true - 1]

    def surprise(scaling: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        chances = _scaled(known, scaling)
        told = np.maximum((chances * hit).sum(axis=1), 1e-300)
        rest = chances - hit
        slope = (rest * logs).sum() * np.exp(scaling[0])
        gradient = np.concatenate([[slope], rest.sum(axis=0)]) + 2 * _TIE * scaling
        return float(-np.log(told).sum() + _TIE * (scaling**2).sum()), gradient

    found: NDArray[np.float64] = minimize(surprise, start, jac=True, method="L-BFGS-B").x
    return found


def prior_shift_p_value(
    run: NDArray[np.floating],
    reference: NDArray[np.floating],
    levels: NDArray[np.integer],
    *,
    draws: int = 200,
    seed: int = 0,
) -> float:
    """Whether some mix of the reference's levels could give the run's probabilities.

    The run's expected levels are counted in bins and fitted by the mix of levels nearest to them
    (non-negative least squares); the distance left over is compared with that of runs drawn from
    the reference at that mix (parametric bootstrap, Davison and Hinkley 1997, 4.2).

    Args:
        run: probabilities of the six levels of the run's comments. Shape (n, 6).
        reference: those of comments whose true level is known. Shape (m, 6).
        levels: their true levels, 1 to 6, each of which occurs. Shape (m,).
        draws: of the bootstrap.
        seed: of the draws.

    Returns:
        Above 0, at most 1; small where no mix of these levels looks like the run.

    >>> levels = np.repeat(np.arange(1, 7), 30)
    >>> sharp = np.repeat(np.eye(6) * 0.94 + 0.01, 30, axis=0)
    >>> prior_shift_p_value(sharp[:90], sharp, levels, draws=20) > 0.05  # another mix of the same
    True
    """
    codes = np.arange(1, 7)
    place = np.asarray(reference, np.float64) @ codes
    edges = np.quantile(place, np.linspace(0, 1, _BINS + 1)[1:-1])
    true = np.asarray(levels, np.int64)
    own = np.searchsorted(edges, place)
    found = np.searchsorted(edges, np.asarray(run, np.float64) @ codes)
    distance, mix = _fit(_counts(found), _by_level(own, true))
    random = np.random.default_rng(seed)
    beyond = 0
    members = [own[true == level] for level in codes]
    for _ in range(draws):
        # Both the reference and the run are samples: both are drawn anew.
        again = [random.choice(member, len(member)) for member in members]
        bins = np.concatenate(again)
        marks = np.repeat(codes, [len(member) for member in members])
        sizes = random.multinomial(len(found), mix)
        drawn = np.concatenate(
            [random.choice(member, size) for member, size in zip(members, sizes, strict=True)]
        )
        beyond += _fit(_counts(drawn), _by_level(bins, marks))[0] >= distance
    return (beyond + 1) / (draws + 1)


def _counts(bins: NDArray[np.int64]) -> NDArray[np.float64]:
    return np.bincount(bins, minlength=_BINS) / len(bins)


def _by_level(bins: NDArray[np.int64], levels: NDArray[np.int64]) -> NDArray[np.float64]:
    return np.stack([_counts(bins[levels == level]) for level in range(1, 7)], axis=1)


def _fit(
    shares: NDArray[np.float64], by_level: NDArray[np.float64]
) -> tuple[float, NDArray[np.float64]]:
    from scipy.optimize import nnls

    # A heavy last row holds the sum at 1.
    sides = np.concatenate([by_level, np.full((1, 6), 100.0)]), np.append(shares, 100.0)
    mix = nnls(*sides)[0]
    distance = float(np.abs(by_level @ mix - shares).sum())
    return distance, mix / mix.sum()
