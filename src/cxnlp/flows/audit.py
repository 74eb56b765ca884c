"""Audit: which labels of a table to look at again, and the corrected ones back into it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from cxnlp.errors import UsageError
from cxnlp.flows.gold import GoldTable, read_gold
from cxnlp.flows.review_files import read_returned, write_review
from cxnlp.flows.suspects import Conflicts, conflicts_of, out_of_fold_labels, review_items
from cxnlp.reviewing import Merged, ReviewItem, merge, suspicion
from cxnlp.reviewing.sheet import refuse_standing
from cxnlp.training import TrainingSettings

if TYPE_CHECKING:
    from collections.abc import Callable

    import numpy as np
    from numpy.typing import NDArray
    from pydantic import JsonValue

    from cxnlp.training.config import DataSettings

__all__ = ["Audit", "audit", "merge_review"]

_SHOWN: Final = 10


@dataclass(frozen=True)
class Audit:
    """What an audit found.

    Attributes:
        data: the table's name.
        rows: its rows with a text.
        items: what to look at, most urgent first.
        conflicts: groups of near-duplicates that do not agree, and rows that stand in the test
            table too.
        out: the review file; None where none was written.
    """

    data: str
    rows: int
    items: tuple[ReviewItem, ...]
    conflicts: Conflicts
    out: Path | None

    def to_json(self) -> dict[str, JsonValue]:
        """Counts, and the items without their texts."""
        return {
            "data": self.data,
            "rows": self.rows,
            "review": None if self.out is None else str(self.out),
            "disagreeing_groups": self.conflicts.disagreeing,
            "across_splits": self.conflicts.across,
            "items": [
                {
                    "id": item.id,
                    "level": item.level,
                    "suggested": item.suggested,
                    "score": round(item.score, 4),
                    "reason": item.reason,
                    "related": list(item.related),
                }
                for item in self.items
            ],
        }

    def describe(self) -> str:
        """Counts and the most doubtful rows, without their texts."""
        reasons = Counter(part for item in self.items for part in item.reason.split("; "))
        lines = [
            f"{self.data}: {self.rows} texts, {len(self.items)} to look at",
            *(f"  {count:>6}  {reason}" for reason, count in reasons.most_common()),
            f"the {min(_SHOWN, len(self.items))} most doubtful (id: label, suggested)",
            *(f"  {i.id}: {i.level} -> {i.suggested}  {i.reason}" for i in self.items[:_SHOWN]),
        ]
        if self.out is not None:
            lines.append(f"review file: {self.out}")
        return "\n".join(lines)


def audit(
    data: GoldTable | str | Path,
    config: TrainingSettings | str | Path | None = None,
    *,
    test: str | Path | None = None,
    probabilities: NDArray[np.floating] | None = None,
    out: str | Path | None = None,
    share: float = 0.1,
    columns: DataSettings | None = None,
    id_column: str | None = None,
    fresh: bool = False,
    say: Callable[[str], None] = lambda _: None,
) -> Audit:
    """Rank the labels of a table by how doubtful they are.

    Every text is judged by a linear model that was fitted on the other folds; near-duplicates are
    kept in one fold. A label is doubtful where it is improbable (cleanlab) and far from what the
    model expects; near-duplicates with other labels come first among equals.

    Args:
        data: a table of texts with levels, or its path.
        config: a training configuration, or its TOML file: features, strength, folds, rated texts.
        test: another table; rows of `data` that stand in it too are named. The one that the
            configuration names, if not given.
        probabilities: of 0 (no evidence), 1, ..., 6 by another model that has not seen the rows,
            instead of the linear one's. Shape (n, 7), for the rows with a text.
        out: the review file: `.csv`, `.jsonl` or `.parquet`, or `.json` for Label Studio, beside
            which its labelling interface is written.
        share: part of the rows that is put into the review file, beside all conflicts.
        columns: names of the table's columns, where no configuration is given.
        id_column: column of the ids; `id` where there is one, else the row's number.
        fresh: write over a review file that stands there.
        say: is told what happens.

    Raises:
        InputDataError: the table cannot be read, has an unknown level, or too few texts of a level.
        ConfigurationError: the configuration does not hold.
        UsageError: the review file is there already.
    """
    if out is not None:
        refuse_standing(Path(out), fresh=fresh)
    settings, home = _settings(config)
    if columns is not None and config is None:
        settings = settings.model_copy(update={"data": columns})
    if not isinstance(data, GoldTable):
        data = read_gold(data, settings.data, id_column=id_column)
    if test is None and settings.data.test is not None:
        test = home / settings.data.test
    other = None if test is None else read_gold(test, settings.data)
    say("looking for near-duplicates")
    conflicts = conflicts_of(data, other)
    if probabilities is None:
        probabilities = out_of_fold_labels(data.labelled, conflicts.group, settings, home, say)
    elif len(probabilities) != len(data.labelled):
        raise UsageError(
            "probabilities",
            found=f"{len(probabilities)} rows",
            expected=f"{len(data.labelled)}, one for each row of {data.labelled.name} with a text",
            hint="Leave out rows whose text is empty.",
        )
    doubt = suspicion(data.labelled.levels, probabilities)
    items = review_items(data, doubt, conflicts, share)
    if out is not None:
        write_review(items, Path(out), fresh=fresh)
    return Audit(
        data.labelled.name, len(data.labelled), items, conflicts, None if out is None else Path(out)
    )


def merge_review(
    data: str | Path,
    review: str | Path,
    out: str | Path,
    *,
    columns: DataSettings | None = None,
    id_column: str | None = None,
) -> Merged:
    """Write a table anew with the labels that came back from review, and where they are from.

    Args:
        data: the table that was audited.
        review: the review file with `corrected_level` filled, or Label Studio's JSON export.
        out: the corrected table: `.csv`, `.jsonl` or `.parquet`.
        columns: names of the table's columns, and what its labels mean.
        id_column: column of the ids, as for the audit.

    Raises:
        InputDataError: a file cannot be read, an id or a level is unknown, or a label is no longer
            the one that the reviewer saw.
    """
    return merge(
        data,
        read_returned(review),
        Path(out),
        id_column=id_column,
        level_column="level" if columns is None else columns.level,
        meaning=None if columns is None else columns.levels,
    )


def _settings(config: TrainingSettings | str | Path | None) -> tuple[TrainingSettings, Path]:
    if config is None:
        return TrainingSettings(), Path()
    if isinstance(config, TrainingSettings):
        return config, Path()
    return TrainingSettings.read(config), Path(config).parent
