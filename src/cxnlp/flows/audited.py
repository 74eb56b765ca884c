"""Audited runs: the judged random part of a run, and the shares corrected by it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from cxnlp.errors import InputDataError
from cxnlp.flows.review_files import read_returned
from cxnlp.insights.prevalence import CorrectedShares, corrected_shares
from cxnlp.runs import open_run
from cxnlp.schema import PROBABILITY_COLUMNS, Status

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["corrected_shares_of"]


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
