"""Shares of a run's levels with the model's errors taken out: by a judged part, or without one."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

import numpy as np

from cxnlp.errors import InputDataError
from cxnlp.flows.drift import model_that_read
from cxnlp.flows.judging.gold import read_gold
from cxnlp.flows.judging.overlap import overlap_of
from cxnlp.flows.reviews.files import read_returned
from cxnlp.flows.reviews.of_run import reviewed_texts
from cxnlp.insights.prevalence import CorrectedShares, corrected_shares
from cxnlp.insights.quantification import Quantified, quantified_shares
from cxnlp.runs import open_finished
from cxnlp.schema import PROBABILITY_COLUMNS, Status

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from cxnlp.insights.quantifiers import Quantifier
    from cxnlp.reviewing.returned import Returned
    from cxnlp.training.config import DataSettings

__all__ = ["corrected_shares_of", "quantified_shares_of", "skipped_of"]

_SMALL: Final = 100
"""Fewer comments than this are warned of: docs/decisions/2026-11-22-quantification.md."""


def corrected_shares_of(
    run: str | Path,
    review: str | Path,
    *,
    confidence: float = 0.95,
    all_random: bool = False,
) -> CorrectedShares:
    """The share of each level in a run, the model's errors taken out by a judged random sample.

    Only the random part of the review counts. Who stops early stops in the order of drawing: the
    first comments of a random order are a random sample too. Comments that were skipped before the
    last judged one are rarely like the others: a few widen the intervals to what they might be at
    worst, more are refused. Comments in languages that the model does not read belong to neither
    side.

    Args:
        run: the run that was sampled.
        review: the review file of `cxnlp sample`, judged: a table, or Label Studio's export.
        confidence: level of the intervals.
        all_random: all judged comments are a simple random sample of the run, which a file without
            the column `stratum` cannot tell; in the file's order.

    Raises:
        RunFolderError: `run` is no run folder.
        InputDataError: the review cannot be read, has ids that the run has not or other texts,
            does not tell what was drawn at random, or too few of that part are judged, or too many
            skipped.
    """
    returned = read_returned(review)
    if not (returned.told or all_random):
        raise InputDataError(
            returned.name,
            found="no column 'stratum', which tells what was drawn at random",
            expected="the review file of `cxnlp sample` with all its columns",
            hint="If all of its comments are a simple random sample of the run, say so: "
            "`cxnlp prevalence RUN --review FILE --all-random`.",
        )
    opened = open_finished(run)
    reviewed_texts(opened, returned)
    labels = opened.labels(["id", *PROBABILITY_COLUMNS, "evidence", "status"])
    read = np.array(
        [status != Status.UNSUPPORTED_LANGUAGE.value for status in labels["status"].to_pylist()]
    )
    place = {name: row for row, name in enumerate(np.array(labels["id"].to_pylist(), object)[read])}
    part = {one.id for one in returned.drawn}
    judged = [one for one in returned.corrections if one.id in part]
    skipped = skipped_of(returned, len(place))
    unread = [one for one in (*(one.id for one in judged), *skipped) if one not in place]
    if unread:
        raise InputDataError(
            returned.name,
            found=f"{len(unread)} comments in languages that the model does not read, such as "
            f"{unread[0][:40]!r}",
            expected="comments that it reads, as `cxnlp sample` draws them",
            hint="Take them out of the file: the shares are those of the comments that it reads.",
        )
    probabilities = np.column_stack([labels[name].to_numpy() for name in PROBABILITY_COLUMNS])
    found = corrected_shares(
        probabilities[read],
        np.array([place[one.id] for one in judged], np.int64),
        np.array([one.after for one in judged], np.int64),
        evidence=labels["evidence"].to_numpy()[read],
        skipped=np.array([place[name] for name in skipped], np.int64),
        confidence=confidence,
    )
    return replace(found, assumed=not returned.told)


def skipped_of(returned: Returned, eligible: int) -> list[str]:
    """Ids of the comments that were drawn before the last judged one and were not judged.

    Args:
        returned: the review that came back.
        eligible: comments of the run that might have been drawn.

    Raises:
        InputDataError: comments are gone from the file, so that nobody knows what they were.
    """
    rows = list(returned.drawn)
    ranks = {one.rank for one in rows}
    ordered = returned.told and None not in ranks and len(ranks) == len(rows)
    if ordered:
        rows.sort(key=lambda one: one.rank or 0)
    last = max((at for at, one in enumerate(rows) if one.judged), default=-1)
    chances = {one.chance for one in rows}
    chance = chances.pop() if returned.told and len(chances) == 1 else None
    drawn = len(rows) if chance is None else round(chance * eligible)
    # Where ranks stand, rows that are gone after the last judged one do no harm.
    gone = (rows[last].rank or 0) - last - 1 if ordered and last >= 0 else drawn - len(rows)
    if gone > 0:
        raise InputDataError(
            returned.name,
            found=f"{gone} of the comments drawn at random gone from the file",
            expected="all of them up to the last judged one, judged or not",
            hint="Give the whole file back; from Label Studio export all tasks, not only the "
            "finished ones.",
        )
    return [one.id for one in rows[:last] if not one.judged]


def quantified_shares_of(
    run: str | Path,
    gold: str | Path,
    *,
    columns: DataSettings | None = None,
    quantifier: Quantifier = "own",
    false_alarms: float = 0.05,
    confidence: float = 0.95,
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
        quantifier: `own`, expectation-maximisation; or a method of QuaPy by its name there.
        false_alarms: probability of refusing although no more than the mix has changed.
        confidence: level of the intervals.
        seed: of the resampling.
        say: is told what makes the shares doubtful.

    Raises:
        RunFolderError: `run` is no run folder.
        ModelError: the model that read the run is no longer where it lay.
        InputDataError: the table cannot be read, or has too few texts of a level, or the run has
            too few labelled comments.
        MissingDependencyError: QuaPy is asked for and not installed.
    """
    opened = open_finished(run)
    model = model_that_read(opened, hint="Put the model back, or label again.")
    data = read_gold(gold, columns).labelled
    if words := overlap_of(model, data):
        say(f"WARNING: {words}")
    judged = data.rows(data.levels > 0)
    labels = opened.labels([*PROBABILITY_COLUMNS, "status"])
    read = np.array([one == Status.LABELLED.value for one in labels["status"].to_pylist()], bool)
    if read.sum() < _SMALL:
        say(
            f"WARNING: {int(read.sum())} comments are few: on real months of 43 to 84, shares by "
            "quantification were further off than those of the model alone"
        )
    probabilities = np.column_stack([labels[name].to_numpy() for name in PROBABILITY_COLUMNS])
    return quantified_shares(
        probabilities[read],
        model.predict_cleaned(judged.texts).probabilities,
        judged.levels,
        quantifier=quantifier,
        false_alarms=false_alarms,
        confidence=confidence,
        seed=seed,
    )
