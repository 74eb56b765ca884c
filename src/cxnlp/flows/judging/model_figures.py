"""A model's own evaluation, found by the model's name and digest."""

from __future__ import annotations

import hashlib
import json
from typing import Final

from cxnlp.errors import ModelError
from cxnlp.reporting import Metric

__all__ = ["evaluation_of"]


def evaluation_of(name: str, digest: str) -> tuple[tuple[Metric, ...], int | None]:
    """Metrics of a shipped model's `evaluation.json`, and the comments that it saw.

    Nothing where the model is not shipped here, or another of the same name is: the figures of
    another model are worse than none.

    >>> evaluation_of("no-such-model", "sha256:0")
    ((), None)
    """
    from cxnlp.models.shipped import find_model

    try:
        folder = find_model(name)
        if (
            "sha256:" + hashlib.sha256((folder / "manifest.json").read_bytes()).hexdigest()
            != digest
        ):
            return (), None
        values = json.loads((folder / "evaluation.json").read_text(encoding="utf-8"))
    except (ModelError, OSError, ValueError):
        return (), None
    return _metrics(values)


def _metrics(values: object) -> tuple[tuple[Metric, ...], int | None]:
    """Read what is there and known by name; what is not known is left out, not guessed."""
    if not isinstance(values, dict) or not isinstance(values.get("metrics"), dict):
        return (), None
    found = [_metric(words, values["metrics"].get(key)) for key, words in _NAMES.items()]
    judged = values.get("judged")
    return tuple(one for one in found if one), judged if isinstance(judged, int) else None


def _metric(name: str, entry: object) -> Metric | None:
    if not isinstance(entry, dict):
        return None
    value, low, high = (
        float(end) if isinstance(end := entry.get(key), (int, float)) else None
        for key in ("value", "low", "high")
    )
    return None if value is None else Metric(name, value, low, high)


_NAMES: Final = {
    "quadratic_weighted_kappa": "quadratic kappa: agreement, 1 is perfect",
    "macro_f1": "macro F1: the six levels weigh alike, 1 is perfect",
    "mean_absolute_error": "mean error in levels, 0 is perfect",
    "off_by_two_rate": "share off by two levels or more",
    "interval_coverage": "share of intervals that hold the true level",
    "expected_calibration_error": "calibration error, 0 is perfect",
    "evidence_auroc": "telling service experience from other text (AUROC), 1 is perfect",
    "evidence_calibration_error": "calibration error of that probability, 0 is perfect",
}
