"""Shares of a run's levels with the model's errors taken out: by a judged part, or without one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from cxnlp.errors import InputDataError, ModelError
from cxnlp.flows.drift import reader_of
from cxnlp.flows.gold import read_gold
from cxnlp.flows.overlap import overlap_of
from cxnlp.flows.review_files import read_returned
from cxnlp.insights.prevalence import CorrectedShares, corrected_shares
from cxnlp.insights.quantification import Quantified, quantified_shares
from cxnlp.runs import open_run
from cxnlp.schema import PROBABILITY_COLUMNS, Status

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from cxnlp.training.config import DataSettings

__all__ = ["corrected_shares_of", "quantified_shares_of"]


def corrected_shares_of(
    run: str | Path, review: str | Path, *, confidence: float = 0.95
) -> CorrectedShares:
    """The share of each level in a run, the model's errors taken out by a judged random sample.

    Only the random part of the review counts, and all of it should be judged: leaving out hard
    comments makes the sample less than random. Comments in languages that the model does not read
    belong to neither side.

    Args:
        run: the run that was sampled.
        review: the review file of `cxnlp sample`, judged: a table, or Label Studio's export.
        confidence: level of the intervals.

    Raises:
        RunFolderError: `run` is no run folder.
        InputDataError: the review cannot be read, has ids that the run has not, or too few of its
            random part are judged.
    """
    returned = read_returned(review)
    labels = open_run(run).labels(["id", *PROBABILITY_COLUMNS, "evidence", "status"])
    read = np.array(
        [status != Status.UNSUPPORTED_LANGUAGE.value for status in labels["status"].to_pylist()]
    )
    place = {name: row for row, name in enumerate(np.array(labels["id"].to_pylist(), object)[read])}
    judged = [one for one in returned.corrections if one.stratum == "random"]
    strangers = [one.id for one in judged if one.id not in place]
    if strangers:
        raise InputDataError(
            returned.name,
            found=f"{len(strangers)} ids that the run {run} does not have, such as "
            f"{strangers[0][:40]!r}",
            expected="ids of that run",
            hint="Name the run that the review file was made from.",
        )
    probabilities = np.column_stack([labels[name].to_numpy() for name in PROBABILITY_COLUMNS])
    return corrected_shares(
        probabilities[read],
        np.array([place[one.id] for one in judged], np.int64),
        np.array([one.after for one in judged], np.int64),
        evidence=labels["evidence"].to_numpy()[read],
        confidence=confidence,
    )


def quantified_shares_of(
    run: str | Path,
    gold: str | Path,
    *,
    columns: DataSettings | None = None,
    false_alarms: float = 0.05,
    seed: int = 0,
    say: Callable[[str], None] = lambda _: None,
) -> Quantified:
    """The share of each level in a run, where none of its comments was judged.

    The run's model reads a table of texts with levels; how it errs there is taken out of the run.
    That is right only if nothing but the mix of levels differs: where a test says otherwise, no
    shares are given. A judged random part (`corrected_shares_of`) needs no such luck.

    Args:
        run: a finished run.
        gold: texts with levels 1 to 6 that its model has not learned from.
        columns: names of the table's columns, and what its labels mean.
        false_alarms: probability of refusing although no more than the mix has changed.
        seed: of the resampling.
        say: is told what makes the shares doubtful.

    Raises:
        RunFolderError: `run` is no run folder.
        ModelError: the model that read the run is no longer where it lay.
        InputDataError: the table cannot be read, or has too few texts of a level.
    """
    opened = open_run(run)
    model = reader_of(opened)
    if model is None:
        raise ModelError(
            opened.manifest.model.folder or opened.manifest.model.name,
            found="no model, or another one",
            expected=f"{opened.manifest.model.digest[:19]}…, which read {run}",
            hint="Put the model back, or label again.",
        )
    data = read_gold(gold, columns).labelled
    if words := overlap_of(model, data):
        say(f"WARNING: {words}")
    judged = data.rows(data.levels > 0)
    labels = opened.labels([*PROBABILITY_COLUMNS, "status"])
    read = np.array([one == Status.LABELLED.value for one in labels["status"].to_pylist()], bool)
    probabilities = np.column_stack([labels[name].to_numpy() for name in PROBABILITY_COLUMNS])
    return quantified_shares(
        probabilities[read],
        model.predict_cleaned(judged.texts).probabilities,
        judged.levels,
        false_alarms=false_alarms,
        seed=seed,
    )
