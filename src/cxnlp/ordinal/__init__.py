"""Ordered outcomes: from scores to calibrated probabilities, one level, and an interval."""

from cxnlp.ordinal.calibration import EvidenceCalibration, LevelCalibration
from cxnlp.ordinal.conformal import IntervalRule
from cxnlp.ordinal.cumulative import exceedances, level_scores, mean_and_spread
from cxnlp.ordinal.decode import least_expected_cost, posterior_median

__all__ = [
    "EvidenceCalibration",
    "IntervalRule",
    "LevelCalibration",
    "exceedances",
    "least_expected_cost",
    "level_scores",
    "mean_and_spread",
    "posterior_median",
]
