"""Measures of answers against gold, each with its source and an interval by bootstrap."""

from cxnlp.metrics.agreement import confusion, macro_f1, quadratic_weighted_kappa
from cxnlp.metrics.bootstrap import Estimate, bootstrap, clusters_in, resamples
from cxnlp.metrics.distance import (
    mean_absolute_error,
    off_by_two,
    off_by_two_rate,
    per_level_mean_absolute_error,
    ranked_probability_score,
)
from cxnlp.metrics.intervals import (
    interval_coverage,
    interval_holds,
    interval_width,
    per_level_coverage,
)
from cxnlp.metrics.ranking import auroc
from cxnlp.metrics.reliability import (
    Reliability,
    bounded_reliability,
    calibrated_error,
    error_by_chance,
    expected_calibration_error,
    level_confidence,
    reliability_curve,
)
from cxnlp.metrics.shares import Shares, bootstrap_shares, wilson

__all__ = [
    "Estimate",
    "Reliability",
    "Shares",
    "auroc",
    "bootstrap",
    "bootstrap_shares",
    "bounded_reliability",
    "calibrated_error",
    "clusters_in",
    "confusion",
    "error_by_chance",
    "expected_calibration_error",
    "interval_coverage",
    "interval_holds",
    "interval_width",
    "level_confidence",
    "macro_f1",
    "mean_absolute_error",
    "off_by_two",
    "off_by_two_rate",
    "per_level_coverage",
    "per_level_mean_absolute_error",
    "quadratic_weighted_kappa",
    "ranked_probability_score",
    "reliability_curve",
    "resamples",
    "wilson",
]
