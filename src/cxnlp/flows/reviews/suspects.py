"""Suspects: out-of-fold answers and conflicts of a table, put together into what to look at."""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import ceil
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Final

import numpy as np

from cxnlp.flows.reviews.network_folds import network_scores
from cxnlp.ordinal import EvidenceCalibration, LevelCalibration
from cxnlp.reviewing import ReviewItem, near_duplicates
from cxnlp.reviewing.suspicion import DISTANCE
from cxnlp.training import check_levels, read_rated
from cxnlp.training.crossfit import out_of_fold
from cxnlp.training.linear import folds_of, prepare

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from numpy.typing import NDArray

    from cxnlp.flows.judging.gold import GoldTable
    from cxnlp.models import LevelModel
    from cxnlp.models.predictions import Scores
    from cxnlp.reviewing import Suspicion
    from cxnlp.training import LabelledTexts, TrainingSettings

__all__ = [
    "Conflicts",
    "conflicts_of",
    "labels_by_models",
    "out_of_fold_labels",
    "review_items",
]

_PULL: Final = 0.25
"""What one level between near-duplicates adds to the suspicion of each:
docs/decisions/2026-11-21-label-audit.md."""

_TOO_FEW: Final = (
    "Label more texts of this level, or let a model judge that stands and has not learned from "
    "the table: --model levels-fast."
)


@dataclass(frozen=True)
class Conflicts:
    """What is wrong with a table whatever a model says: n rows.

    Attributes:
        group: equal numbers for near-duplicates. Shape (n,).
        twins: for each row, the places of its near-duplicates with another label.
        tested: for each row that stands in the test table too, the id there.
    """

    group: NDArray[np.int64]
    twins: Mapping[int, tuple[int, ...]]
    tested: Mapping[int, str]

    @property
    def disagreeing(self) -> int:
        """Groups of near-duplicates whose labels differ."""
        return len({int(self.group[place]) for place in self.twins})

    @property
    def across(self) -> int:
        """Rows that stand in the test table too."""
        return len(self.tested)


def conflicts_of(data: GoldTable, test: GoldTable | None = None) -> Conflicts:
    """Find near-duplicates that disagree, and those across two tables."""
    own = len(data.labelled)
    others = () if test is None else test.labelled.texts
    group = near_duplicates([*data.labelled.texts, *others])
    members: dict[int, list[int]] = {}
    for place, number in enumerate(group.tolist()):
        members.setdefault(number, []).append(place)
    levels = data.labelled.levels
    twins: dict[int, tuple[int, ...]] = {}
    tested: dict[int, str] = {}
    for places in members.values():
        here = [place for place in places if place < own]
        there = [place for place in places if place >= own]
        for place in here:
            other = tuple(twin for twin in here if levels[twin] != levels[place])
            if other:
                twins[place] = other
            if there and test is not None:
                tested[place] = str(test.ids[there[0] - own])
    return Conflicts(group[:own], twins, tested)


def out_of_fold_labels(
    data: LabelledTexts,
    group: NDArray[np.int64],
    settings: TrainingSettings,
    home: Path,
    say: Callable[[str], None],
    *,
    work: Path | None = None,
) -> NDArray[np.float64]:
    """Probabilities of 0 (no evidence), 1, ..., 6 by models that did not see the row. Shape (n, 7).

    Settings of the kind `transformer` fine-tune a network for each fold; all others fit the linear
    kind.

    Args:
        data: texts with levels: n rows.
        group: equal numbers for near-duplicates, which share a fold. Shape (n,).
        settings: how.
        home: the folder from which the settings' paths are told.
        say: is told what happens.
        work: where networks keep their checkpoints and stay; None: for as long as it takes.

    Raises:
        InputDataError: a level has fewer texts than there are folds.
        MissingDependencyError: a library of the extra `train` is not installed.
    """
    check_levels(data, settings.calibration.folds, hint=_TOO_FEW)
    keys = tuple(data.texts[place] for place in group)
    folds = folds_of(keys, settings.calibration.folds, settings.seed)
    if settings.kind == "transformer":
        with TemporaryDirectory() as aside:
            place = Path(aside) if work is None else work
            scores = network_scores(data, folds, settings, home, place, say=say)
    else:
        # Without ratings of these texts, the polarity beneath is the same for all folds.
        rated = [read_rated(each, home, avoid=set(data.texts)) for each in settings.rated]
        say("counting features")
        prepared = prepare(data, rated, settings)
        say("scoring each fold by the others")
        scores = out_of_fold(replace(prepared, folds=folds), settings)
    return _labels(scores, data)


def _labels(scores: Scores, data: LabelledTexts) -> NDArray[np.float64]:
    judged = data.levels > 0
    levels = LevelCalibration.fit(scores.levels[judged], data.levels[judged]).apply(scores.levels)
    if judged.all():
        return np.column_stack([np.zeros(len(data)), levels])
    evidence = EvidenceCalibration.fit(scores.evidence, judged).apply(scores.evidence)
    return np.column_stack([1 - evidence, evidence[:, None] * levels])


def labels_by_models(models: Sequence[LevelModel], data: LabelledTexts) -> NDArray[np.float64]:
    """Probabilities of 0 (no evidence), 1, ..., 6: the mean of models that stand. Shape (n, 7).

    >>> from cxnlp.models import load
    >>> from cxnlp.training import LabelledTexts
    >>> one = np.array([1]), np.array([""]), np.array([False])
    >>> found = labels_by_models([load()], LabelledTexts("made-up", ("Kind, quick people.",), *one))
    >>> int(found.argmax())
    4
    """
    answers = [model.predict_cleaned(data.texts) for model in models]
    told = [
        np.column_stack([1 - one.evidence, one.evidence[:, None] * one.probabilities])
        for one in answers
    ]
    mean: NDArray[np.float64] = np.mean(np.array(told, np.float64), axis=0)
    return mean


def review_items(
    data: GoldTable, doubt: Suspicion, conflicts: Conflicts, share: float
) -> tuple[ReviewItem, ...]:
    """The most doubtful part of the rows and all conflicts, most urgent first."""
    levels, texts = data.labelled.levels, data.labelled.texts
    score = doubt.score.copy()
    for place, twins in conflicts.twins.items():
        score[place] += _PULL * max(DISTANCE[levels[place], levels[twin]] for twin in twins)
    order = np.argsort(-score, kind="stable")
    wanted = {*order[: ceil(share * len(order))].tolist(), *conflicts.twins, *conflicts.tested}
    items = []
    for place in order.tolist():
        if place not in wanted:
            continue
        twins = conflicts.twins.get(place, ())
        items.append(
            ReviewItem(
                id=str(data.ids[place]),
                text=texts[place],
                level=int(levels[place]),
                suggested=int(doubt.suggested[place]),
                score=float(score[place]),
                reason=_reason(place, doubt, conflicts, int(levels[place])),
                related=tuple(str(data.ids[twin]) for twin in twins),
            )
        )
    return tuple(items)


def _reason(place: int, doubt: Suspicion, conflicts: Conflicts, level: int) -> str:
    reasons = []
    if doubt.suggested[place] != level:
        reasons.append("the model expects another level")
    if place in conflicts.twins:
        reasons.append("a near-duplicate has another label")
    if place in conflicts.tested:
        reasons.append("stands in the test table too")
    return "; ".join(reasons) or "the model is unsure of it"
