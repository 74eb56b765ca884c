"""Sample: which comments of a run to label next, and the labels back as a table to train on."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from cxnlp.errors import InputDataError, RunFolderError, UsageError
from cxnlp.flows.reviews.files import (
    prepare_review,
    prepare_table,
    read_returned,
    write_review,
)
from cxnlp.flows.reviews.of_run import reviewed_texts
from cxnlp.flows.written import writing
from cxnlp.levels import NO_EVIDENCE
from cxnlp.reviewing import ReviewItem, choose
from cxnlp.reviewing.choosing import uncertainty
from cxnlp.reviewing.sketches import sketch
from cxnlp.runs import export_tables, open_finished
from cxnlp.schema import PROBABILITY_COLUMNS, Status

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    from cxnlp.reviewing.returned import Returned
    from cxnlp.runs import Run

__all__ = ["Labelled", "Sample", "sample", "take_labels"]

_NEEDED: Final = ("row", "id", "level", *PROBABILITY_COLUMNS, "evidence", "status")


@dataclass(frozen=True)
class Sample:
    """What is to be labelled.

    Attributes:
        items: the random stratum in the order of drawing, then the chosen ones.
        random: how many are of the random stratum.
        eligible: comments that they were taken from.
        out: the review file.
    """

    items: tuple[ReviewItem, ...]
    random: int
    eligible: int
    out: Path

    def describe(self) -> str:
        """Say it in two lines."""
        return (
            f"{len(self.items)} of {self.eligible:,} comments to label: {self.random} at random "
            f"(estimate from these), {len(self.items) - self.random} chosen (learn from all)\n"
            f"review file: {self.out}"
        )


@dataclass(frozen=True)
class Labelled:
    """Labels that came back.

    Attributes:
        rows: comments with a label.
        random: how many of them are of the random stratum.
        left: comments that nobody judged.
    """

    rows: int
    random: int
    left: int


def sample(
    run: str | Path,
    *,
    out: str | Path,
    size: int = 200,
    random_share: float = 0.25,
    seed: int = 0,
    fresh: bool = False,
) -> Sample:
    """Choose comments of a run to label next, and write them as a review file.

    A simple random part comes first: shares are estimated from it (`cxnlp.insights.prevalence`).
    The rest are comments of which the model is unsure on the scale of levels, unlike each other.
    Comments in languages that the model does not read are left out.

    Args:
        run: a run folder with texts.
        out: the review file: `.csv`, `.jsonl` or `.parquet`, or `.json` for Label Studio.
        size: number of comments; all where there are fewer.
        random_share: part of them that is drawn at random, 0 to 1.
        seed: of the drawing.
        fresh: write over a review file that stands there.

    Raises:
        RunFolderError: `run` is no run, has no texts or no comment to label.
        UsageError: the review file is there already, or nothing or no share is asked for.
    """
    if size < 1 or not 0 <= random_share <= 1:
        raise UsageError(
            "sample",
            found=f"{size} comments, a part of {random_share:g} at random",
            expected="at least one comment, and a part between 0 and 1",
            hint="For example --size 200 --random 0.25.",
        )
    prepare_review(out, fresh=fresh)
    opened = open_finished(run)
    labels = opened.labels(list(_NEEDED))
    labels = labels.filter(pc.not_equal(labels["status"], Status.UNSUPPORTED_LANGUAGE.value))
    if not labels.num_rows:
        raise RunFolderError(
            run,
            found="no comment that the model reads",
            expected="comments to label",
            hint="`cxnlp show RUN` tells what became of the rows.",
        )
    probabilities = np.column_stack([labels[name].to_numpy() for name in PROBABILITY_COLUMNS])
    unsure = uncertainty(probabilities, labels["evidence"].to_numpy())
    rows = labels["row"].to_numpy()
    choice = choose(
        unsure,
        lambda pool: sketch(_texts(opened, rows[pool])),
        size=size,
        random_share=random_share,
        seed=seed,
    )
    wanted = np.concatenate([choice.random, choice.chosen])
    texts = _texts(opened, rows[wanted])
    ids = labels["id"].take(pa.array(wanted)).to_pylist()
    levels = labels["level"].take(pa.array(wanted)).to_pylist()
    items = tuple(
        ReviewItem(
            id=str(name),
            text=text,
            level=None,
            suggested=NO_EVIDENCE if level is None else level,
            score=float(unsure[place]),
            reason="drawn at random" if at < len(choice.random) else "the model is unsure of it",
            stratum="random" if at < len(choice.random) else "chosen",
            chance=choice.chance if at < len(choice.random) else None,
        )
        for at, (place, name, text, level) in enumerate(
            zip(wanted, ids, texts, levels, strict=True)
        )
    )
    write_review(items, Path(out), fresh=fresh)
    return Sample(items, len(choice.random), len(unsure), Path(out))


def take_labels(
    run: str | Path, review: str | Path, out: str | Path, *, fresh: bool = False
) -> Labelled:
    """Write the comments that came back with a label as a table to train on.

    Its columns are `id, text, level, enriched, stratum, reviewer, reviewed_at, review_note` and
    `review`; `enriched` is true for the chosen ones, on which nothing may be calibrated.

    Args:
        run: the run that the comments are from.
        review: the review file that came back.
        out: the table to write: `.csv`, `.jsonl` or `.parquet`.
        fresh: write over a table that stands there, though never over the review.

    Raises:
        InputDataError: the review cannot be read, judges nothing, or has ids that the run has not.
        UsageError: the table is there already.
    """
    why = "a table of labels may be all that is left of somebody's work"
    prepare_table(out, (review,), fresh=fresh, why=why)
    returned = read_returned(review)
    opened = open_finished(run)
    text = _by_id(opened, returned)
    columns: dict[str, list[str]] = {
        "id": [one.id for one in returned.corrections],
        "text": [text[one.id] for one in returned.corrections],
        "level": [str(one.after) for one in returned.corrections],
        "enriched": [str(one.stratum != "random").lower() for one in returned.corrections],
        "stratum": [one.stratum for one in returned.corrections],
        "reviewer": [one.reviewer for one in returned.corrections],
        "reviewed_at": [one.reviewed_at for one in returned.corrections],
        "review_note": [one.note for one in returned.corrections],
        "review": [f"{returned.name} {returned.digest[:12]}"] * len(returned.corrections),
    }
    with writing(out):
        export_tables([pa.table(columns)], Path(out))
    random = sum(one.stratum == "random" for one in returned.corrections)
    return Labelled(len(returned.corrections), random, returned.left)


def _by_id(run: Run, returned: Returned) -> dict[str, str]:
    if not returned.corrections:
        raise InputDataError(
            returned.name,
            found="no judged comment",
            expected="the column corrected_level filled in",
            hint="Label some comments first.",
        )
    found: dict[str, str] = {}
    for name, text in reviewed_texts(run, returned).items():
        if text is None:
            raise _without_texts(run)
        found[name] = text
    return found


def _texts(run: Run, rows: NDArray[np.int64]) -> list[str]:
    """The texts of rows, in that order; only these are held in memory."""
    wanted = pa.array(rows)
    found: dict[int, str] = {}
    for table in _with_texts(run, ["row", "text"]):
        part = table.filter(pc.is_in(table["row"], wanted))
        found.update(zip(part["row"].to_pylist(), part["text"].to_pylist(), strict=True))
    return [found[row] for row in rows.tolist()]


def _with_texts(run: Run, columns: list[str]) -> Iterable[pa.Table]:
    for table in run.batches("labels", columns):
        if "text" not in table.column_names:
            raise _without_texts(run)
        yield table


def _without_texts(run: Run) -> RunFolderError:
    return RunFolderError(
        run.folder,
        found="a run without texts",
        expected="texts that a person can read",
        hint="Label again without --no-text.",
    )
