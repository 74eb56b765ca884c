"""Audit: which labels of a table to look at again, and the corrected ones back into it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from cxnlp.errors import UsageError
from cxnlp.flows.judging.gold import GoldTable, meaning_of, read_gold, refuse_twins
from cxnlp.flows.judging.overlap import learned_from
from cxnlp.flows.reviews.files import (
    prepare_review,
    prepare_table,
    read_returned,
    write_review,
)
from cxnlp.flows.reviews.suspects import (
    Conflicts,
    conflicts_of,
    labels_by_models,
    out_of_fold_labels,
    review_items,
)
from cxnlp.flows.written import writing
from cxnlp.models import LevelModel, load
from cxnlp.reviewing import Merged, ReviewItem, merge, suspicion
from cxnlp.reviewing.suspicion import LEAST, LEAST_BY_LINEAR
from cxnlp.training import TrainingSettings
from cxnlp.training.config import DataSettings

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    import numpy as np
    from numpy.typing import NDArray
    from pydantic import JsonValue

    from cxnlp.training import LabelledTexts

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
        warnings: what makes the order doubtful, in sentences.
    """

    data: str
    rows: int
    items: tuple[ReviewItem, ...]
    conflicts: Conflicts
    out: Path | None
    warnings: tuple[str, ...] = ()

    def to_json(self) -> dict[str, JsonValue]:
        """Counts, and the items without their texts."""
        return {
            "data": self.data,
            "rows": self.rows,
            "review": None if self.out is None else str(self.out),
            "disagreeing_groups": self.conflicts.disagreeing,
            "across_splits": self.conflicts.across,
            "warnings": list(self.warnings),
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
            *(f"WARNING: {words}" for words in self.warnings),
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
    models: Sequence[LevelModel | str | Path] = (),
    test: str | Path | None = None,
    probabilities: NDArray[np.floating] | None = None,
    out: str | Path | None = None,
    share: float = 0.1,
    columns: DataSettings | None = None,
    id_column: str | None = None,
    fresh: bool = False,
    work: str | Path | None = None,
    say: Callable[[str], None] = lambda _: None,
) -> Audit:
    """Rank the labels of a table by how doubtful they are.

    Every text is judged by a model that was fitted on the other folds, near-duplicates in one fold:
    a linear one, or a network where the configuration's kind is `transformer`; or by models that
    stand, where they are named. A label is doubtful where it is
    improbable (cleanlab) and far from what the model expects; near-duplicates with other labels
    come first among equals.

    Args:
        data: a table of texts with levels, or its path.
        config: a training configuration, or its TOML file: features, strength, folds, rated texts.
        models: models that judge instead, their folders or names: their mean counts. They must not
            have learned from the table, or they vouch for its errors; where they have, it is said.
        test: another table; rows of `data` that stand in it too are named. The one that the
            configuration names, if not given.
        probabilities: of 0 (no evidence), 1, ..., 6 from elsewhere, by what has not seen the rows.
            Shape (n, 7), for the rows with a text.
        out: the review file: `.csv`, `.jsonl` or `.parquet`, or `.json` for Label Studio, beside
            which its labelling interface is written.
        share: part of the rows that is put into the review file, beside all conflicts.
        columns: names of the table's columns and what its labels mean; what differs from the
            defaults goes before the configuration.
        id_column: column of the ids; `id` where there is one, else the row's number.
        fresh: write over a review file that stands there.
        work: where networks keep their checkpoints; an audit that was killed goes on from there.
        say: is told what happens.

    Raises:
        InputDataError: the table cannot be read, has an unknown level, an id that is empty or
            stands in two rows, or too few texts of a level.
        ConfigurationError: the configuration does not hold.
        ModelError: a model cannot be read.
        UsageError: the review file is there already, or `share` is no share.
    """
    _refuse_no_share(share)
    if out is not None:
        prepare_review(out, fresh=fresh)
    settings, home = _settings(config)
    if columns is not None:
        named = settings.data.model_copy(update=columns.model_dump(exclude_defaults=True))
        settings = settings.model_copy(update={"data": named})
    judges = [model if isinstance(model, LevelModel) else load(model) for model in models]
    if not isinstance(data, GoldTable):
        data = read_gold(data, settings.data, id_column=id_column)
    refuse_twins(data)
    if test is None and settings.data.test is not None:
        test = home / settings.data.test
    other = None if test is None else read_gold(test, settings.data)
    say("looking for near-duplicates")
    conflicts = conflicts_of(data, other)
    warnings = tuple(filter(None, (_vouching(model, data) for model in judges)))
    for words in warnings:
        say(f"WARNING: {words}")
    least = LEAST
    if probabilities is None:
        if not judges and settings.kind != "transformer":
            least = LEAST_BY_LINEAR
        say("asking the models" if judges else "judging each text by the others")
        probabilities = (
            labels_by_models(judges, data.labelled)
            if judges
            else out_of_fold_labels(
                data.labelled,
                conflicts.group,
                settings,
                home,
                say,
                work=None if work is None else Path(work),
            )
        )
    _refuse_others(probabilities, data.labelled)
    doubt = suspicion(data.labelled.levels, probabilities, least=least)
    items = review_items(data, doubt, conflicts, share)
    if out is not None:
        write_review(items, Path(out), fresh=fresh)
    return Audit(
        data.labelled.name,
        len(data.labelled),
        items,
        conflicts,
        None if out is None else Path(out),
        warnings,
    )


def _refuse_others(probabilities: NDArray[np.floating], rows: LabelledTexts) -> None:
    if len(probabilities) != len(rows):
        raise UsageError(
            "probabilities",
            found=f"{len(probabilities)} rows",
            expected=f"{len(rows)}, one for each row of {rows.name} with a text",
            hint="Leave out rows whose text is empty.",
        )


def merge_review(
    data: str | Path,
    review: str | Path,
    out: str | Path,
    *,
    columns: DataSettings | None = None,
    id_column: str | None = None,
    fresh: bool = False,
) -> Merged:
    """Write a table anew with the labels that came back from review, and where they are from.

    Args:
        data: the table that was audited.
        review: the review file with `corrected_level` filled, or Label Studio's JSON export.
        out: the corrected table: `.csv`, `.jsonl` or `.parquet`.
        columns: names of the table's columns, and what its labels mean.
        id_column: column of the ids, as for the audit.
        fresh: write over a table that stands there, though never over what is read.

    Raises:
        InputDataError: a file cannot be read, an id or a level is unknown, or a label is no longer
            the one that the reviewer saw.
        UsageError: the table is there already.
    """
    why = "a corrected table may hold earlier corrections"
    prepare_table(out, (data, review), fresh=fresh, why=why)
    settings = columns or DataSettings()
    returned = read_returned(review)
    with writing(out):
        return merge(
            data,
            returned,
            Path(out),
            id_column=id_column,
            level_column=settings.level,
            text_column=settings.text,
            read=meaning_of(settings),
            words=settings.levels,
            numbers=settings.levels_by_number,
        )


def _refuse_no_share(share: float) -> None:
    if not 0 <= share <= 1:
        raise UsageError(
            "--share",
            found=f"{share:g}",
            expected="a part between 0 and 1",
            hint="For example --share 0.1 for a tenth.",
        )


def _vouching(model: LevelModel, data: GoldTable) -> str | None:
    shared = learned_from(model, data.labelled)
    if not shared:
        return None
    return (
        f"{model.name} has LEARNED FROM {shared} of the {len(data.labelled)} texts of "
        f"{data.labelled.name}: it vouches for the labels that it was taught, wrong ones too"
    )


def _settings(config: TrainingSettings | str | Path | None) -> tuple[TrainingSettings, Path]:
    if config is None:
        return TrainingSettings(), Path()
    if isinstance(config, TrainingSettings):
        return config, Path()
    return TrainingSettings.read(config), Path(config).parent
