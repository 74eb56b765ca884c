"""Evaluate: a model's answers against gold, every figure with its interval."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np

from cxnlp import metrics
from cxnlp.flows.judging.baselines import BASELINES, ITSELF, LINEAR, Baseline, baseline_levels
from cxnlp.flows.judging.evaluation import Evaluation
from cxnlp.flows.judging.few_clusters import few_clusters
from cxnlp.flows.judging.gold import GoldTable, judged_rows, judged_slices, read_gold
from cxnlp.flows.judging.measures import MEASURES, one_level
from cxnlp.flows.judging.overlap import overlap_of
from cxnlp.flows.judging.resampling import Resampling
from cxnlp.flows.written import write_words
from cxnlp.levels import ServiceLevel
from cxnlp.metrics.slices import length_bands, worst
from cxnlp.models import LevelModel, load
from cxnlp.reporting.measured import MeasuredModel, render_measured

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from numpy.typing import NDArray

    from cxnlp.metrics import Estimate
    from cxnlp.models import Predictions
    from cxnlp.training import LabelledTexts
    from cxnlp.training.config import DataSettings

__all__ = ["Evaluation", "evaluate", "write_page"]

_SLICED: Final = ("quadratic_weighted_kappa", "mean_absolute_error")
"""Measures that are taken on every slice."""

_ON_LEVELS: Final = tuple(name for name, one in MEASURES.items() if one.answers == "levels")
"""Measures that a baseline, which has no probabilities, can be held to."""


def evaluate(
    model: LevelModel | str | Path,
    data: GoldTable | LabelledTexts | str | Path,
    *,
    columns: DataSettings | None = None,
    slices: Sequence[str] = (),
    clusters: NDArray[np.generic] | str | None = None,
    baselines: Sequence[Baseline] = tuple(BASELINES),
    draws: int = 1000,
    seed: int = 0,
    say: Callable[[str], None] = lambda _: None,
) -> Evaluation:
    r"""Measure a model on texts with levels.

    Args:
        model: a model, its folder or its name.
        data: a table of texts with levels that the model has not learned from, or its path.
        columns: names of the table's columns, and what values of its level column mean.
        slices: columns to slice by, beside length, language, source and channel.
        clusters: a customer or source for each row with a text, or the column that holds it:
            intervals then draw whole clusters.
        baselines: simpler answers to hold it against; those that are not installed are left out.
        draws: number of bootstrap resamples.
        seed: of the resampling.
        say: is told what makes the figures doubtful.

    Raises:
        ModelError: the model cannot be read.
        InputDataError: the table cannot be read, has an unknown level, or no row with a level.

    >>> import tempfile
    >>> from pathlib import Path
    >>> with tempfile.TemporaryDirectory() as place:
    ...     table = Path(place) / "gold.csv"
    ...     _ = table.write_text("text,level\nRude and late.,basic\nLovely people.,desired\n")
    ...     found = evaluate("levels-fast", table, baselines=(), draws=20)
    >>> found.judged, found.metrics["mean_absolute_error"].n
    (2, 2)
    """
    if not isinstance(model, LevelModel):
        model = load(model)
    table = _table(data, columns, slices, clusters if isinstance(clusters, str) else None)
    gold = table.labelled
    judged = judged_rows(gold)
    given = table.clusters if clusters is None or isinstance(clusters, str) else clusters
    cut = judged_slices(table, judged, say)
    doubts = (overlap_of(model, gold), one_level(gold), few_clusters(given, judged, cut))
    warnings = tuple(filter(None, doubts))
    for words in warnings:
        say(f"WARNING: {words}")
    found = model.predict_cleaned(gold.texts)
    resampling = Resampling(given, draws, seed)
    figures = {
        name: resampling.measured(name, found, gold, judged)
        for name in (*_ON_LEVELS, *(name for name in MEASURES if name not in _ON_LEVELS))
    }
    true, answered = gold.levels[judged], found.levels[judged]
    confidence = metrics.level_confidence(found.probabilities[judged], answered)
    figures |= _probabilistic(found, judged, true, resampling.rows(judged))
    figures |= _evidence(found, judged, gold, resampling)
    sliced = {
        name: {one: resampling.measured(one, found, gold, rows) for one in _SLICED}
        for name, rows in cut.items()
    }
    return Evaluation(
        model=model.name,
        digest=model.digest,
        data=gold.name,
        data_digest=gold.digest,
        rows=len(gold),
        judged=int(judged.sum()),
        metrics=figures,
        per_level=_per_level(found, gold, judged, resampling),
        confusion=tuple(tuple(row) for row in metrics.confusion(true, answered).tolist()),
        reliability=resampling.rows(judged).reliability(answered == true, confidence),
        baselines=_baselines(model, gold, judged, baselines, resampling),
        slices=sliced,
        worst={name: _worst(sliced, name, int(judged.sum())) for name in _SLICED},
        warnings=warnings,
        notes=tuple(_notes(table, itself="linear" in baselines and model.name == LINEAR)),
        confusion_shares=resampling.rows(judged).answered(true, answered).estimates(),
        evidence_reliability=None
        if judged.all()
        else resampling.reliability(judged, found.evidence),
    )


def write_page(found: Evaluation, path: str | Path) -> None:
    """Write an evaluation as one HTML page that opens offline, whole or not at all.

    Raises:
        UsageError: the place cannot be written to.
    """
    page = render_measured(
        MeasuredModel(
            title=f"{found.model} on {found.data}",
            facts=(
                ("model", found.model),
                ("model digest", found.digest),
                ("table", found.data),
                ("table digest", found.data_digest),
                ("texts", f"{found.rows:,}"),
                ("with a level", f"{found.judged:,}"),
            ),
            warnings=found.warnings,
            notes=found.notes,
            measures=found.metrics,
            baselines=found.baselines,
            levels=found.per_level,
            confusion=found.confusion,
            confusion_shares=found.confusion_shares,
            reliability=found.reliability,
            evidence_reliability=found.evidence_reliability,
            slices=found.slices,
            worst=found.worst,
        )
    )
    write_words(path, page)


def _table(
    data: GoldTable | LabelledTexts | str | Path,
    columns: DataSettings | None,
    slices: Sequence[str],
    clusters: str | None,
) -> GoldTable:
    if isinstance(data, GoldTable):
        return data
    if isinstance(data, (str, Path)):
        return read_gold(data, columns, slices=slices, clusters=clusters)
    cut = {"source": data.sources} if (data.sources != "").any() else {}
    numbers = np.arange(1, len(data) + 1).astype(str)
    return GoldTable(data, numbers, {**cut, "length": length_bands(data.texts)}, None)


def _notes(table: GoldTable, *, itself: bool) -> Iterator[str]:
    if itself:
        yield ITSELF
    if table.mapping:
        yield f"Levels by the mapping that was given: {table.mapping}."


def _baselines(
    model: LevelModel,
    gold: LabelledTexts,
    judged: NDArray[np.bool_],
    names: Sequence[Baseline],
    resampling: Resampling,
) -> dict[str, dict[str, Estimate]]:
    found: dict[str, dict[str, Estimate]] = {}
    for name in names:
        levels = None
        if not (name == "linear" and model.name == LINEAR):
            levels = baseline_levels(name, gold)
        if levels is not None:
            found[name] = {
                one: resampling.rows(judged).named(one, gold.levels[judged], levels[judged])
                for one in _ON_LEVELS
            }
    return found


def _per_level(
    found: Predictions, gold: LabelledTexts, judged: NDArray[np.bool_], resampling: Resampling
) -> dict[str, dict[str, float]]:
    figures = {}
    for level in ServiceLevel:
        rows = judged & (gold.levels == level)
        if not rows.any():
            continue
        draws, true = resampling.rows(rows), gold.levels[rows]
        error = draws.estimate(metrics.mean_absolute_error, true, found.levels[rows])
        held = draws.share(metrics.interval_holds(true, found.intervals[rows]))
        figures[level.label] = {
            "rows": int(rows.sum()),
            "mean_absolute_error": error.value,
            "mean_absolute_error_low": error.low,
            "mean_absolute_error_high": error.high,
            "interval_coverage": held.value,
            "interval_coverage_low": held.low,
            "interval_coverage_high": held.high,
        }
    return figures


def _worst(slices: Mapping[str, Mapping[str, Estimate]], measure: str, every: int) -> str | None:
    return worst(
        {name: figures[measure].value for name, figures in slices.items()},
        {name: figures[measure].n for name, figures in slices.items()},
        higher_is_better=MEASURES[measure].higher_is_better,
        every=every,
    )


def _probabilistic(
    found: Predictions,
    judged: NDArray[np.bool_],
    true: NDArray[np.int64],
    resampling: Resampling,
) -> dict[str, Estimate]:
    probabilities, intervals = found.probabilities[judged], found.intervals[judged]
    confidence = metrics.level_confidence(probabilities, found.levels[judged])
    right = found.levels[judged] == true
    return {
        "expected_calibration_error": resampling.estimate(
            metrics.expected_calibration_error, right, confidence
        ),
        # What chance alone would show: an error within its range is no sign of a fault.
        "calibration_error_by_chance": metrics.error_by_chance(confidence, seed=resampling.seed),
        "interval_coverage": resampling.share(metrics.interval_holds(true, intervals)),
        "interval_width": resampling.estimate(metrics.interval_width, intervals),
    }


def _evidence(
    found: Predictions,
    judged: NDArray[np.bool_],
    data: LabelledTexts,
    resampling: Resampling,
) -> dict[str, Estimate]:
    if judged.all():
        return {}
    figures = {"evidence_auroc": resampling.estimate(metrics.auroc, judged, found.evidence)}
    # Banking77's questions are most of the rows without evidence, and easy to tell.
    other = data.sources != "banking77"
    if not other.all() and not judged[other].all():
        figures["evidence_auroc_without_banking77"] = resampling.rows(other).estimate(
            metrics.auroc, judged[other], found.evidence[other]
        )
    figures["evidence_calibration_error"] = resampling.estimate(
        metrics.expected_calibration_error, judged, found.evidence
    )
    figures["evidence_calibration_error_by_chance"] = metrics.error_by_chance(
        found.evidence, seed=resampling.seed
    )
    return figures
