"""Rows that neither a teacher nor its student has learned from.

A student that asked its teacher about other texts has learned from the teacher's rows at second
hand: its out-of-fold answers to them are better than its answers to new texts will be. The rows
that the teacher held out for its own calibration are new to both, once the student is made without
them: docs/decisions/2026-11-22-pieces.md.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from cxnlp.errors import InputDataError
from cxnlp.models import load
from cxnlp.training.annotations import read_annotated
from cxnlp.training.config import TrainingSettings
from cxnlp.training.data import read_labelled, without
from cxnlp.training.linear import fit_heads, prepare
from cxnlp.training.network.assemble import keep_away
from cxnlp.training.normalising import normalised
from cxnlp.training.rated import read_rated
from cxnlp.training.soft import read_soft

if TYPE_CHECKING:
    from collections.abc import Collection
    from pathlib import Path

    from numpy.typing import NDArray

    from cxnlp.models import LevelModel
    from cxnlp.models.predictions import Scores
    from cxnlp.training.data import LabelledTexts

__all__ = ["Apart", "held_out_by", "held_rows", "make_apart", "scores_without"]


@dataclass(frozen=True)
class Apart:
    """Answers to rows by a model that was made without them.

    Attributes:
        rows: n texts with levels.
        scores: of these, in their order.
        by: the name of the model that held the rows out.
    """

    rows: LabelledTexts
    scores: Scores
    by: str


def make_apart(
    data: LabelledTexts, settings: TrainingSettings, home: Path, *, avoid: Collection[str]
) -> Apart | None:
    """Make a linear model without the rows that `calibration.held_out_by` held out.

    Args:
        data: texts with levels, those rows among them or not.
        settings: of the linear model.
        home: folder from which paths are told.
        avoid: texts of the test.

    Returns:
        Its answers to those rows; None where no such model is named.

    Raises:
        ModelError: the model cannot be loaded.
        InputDataError: its tables are not those that made it.
    """
    name = settings.calibration.held_out_by
    if name is None:
        return None
    teacher = load(home / name if (home / name).is_dir() else name)
    rows = held_out_by(teacher, home, avoid=avoid)
    away = set(rows.texts)
    learned = data.rows(np.array([text not in away for text in data.texts], np.bool_))
    scores = scores_without(rows, learned, settings, home, avoid=avoid)
    return Apart(rows, scores, teacher.name)


def held_out_by(model: LevelModel, home: Path, *, avoid: Collection[str]) -> LabelledTexts:
    """The rows that a model held out for its own calibration, from the tables that made it.

    Raises:
        InputDataError: a table cannot be read, or is not the one that made the model.
    """
    made = TrainingSettings.check(dict(model.manifest.config), where=model.name)
    data = read_labelled(home / str(made.data.train), made.data)
    if made.annotated:
        data = data.joined(read_annotated(made.annotated, home).data)
    data, _ = without(data, tuple(avoid))
    return data.rows(held_rows(model, data))


def held_rows(model: LevelModel, data: LabelledTexts) -> NDArray[np.bool_]:
    """Which rows a model held out of the data that made it. Shape (n,).

    Raises:
        InputDataError: `data` are other rows.
    """
    made = TrainingSettings.check(dict(model.manifest.config), where=model.name)
    held = keep_away(data, made)
    digests = {record.digest for record in model.manifest.data if record.use == "calibration"}
    if data.rows(held).digest not in digests:
        raise InputDataError(
            data.name,
            found=f"other rows than those that made {model.name}",
            expected=f"the rows that {model.name} held out",
            hint=f"Train {model.name} on this table first.",
        )
    return held


def scores_without(
    rows: LabelledTexts,
    learned: LabelledTexts,
    settings: TrainingSettings,
    home: Path,
    *,
    avoid: Collection[str],
) -> Scores:
    """Scores of rows by a linear model of these settings that is made without them.

    Args:
        rows: what is scored.
        learned: texts with levels, none of them among `rows`.
        settings: of the model; ratings and soft labels of `rows` are left out, too.
        home: folder from which the settings' paths are told.
        avoid: texts of the test.
    """
    away = {*rows.texts, *avoid}
    rated = [read_rated(each, home, avoid=away) for each in settings.rated]
    every = {*learned.texts, *away}
    soft = read_soft(settings.soft, home, avoid=every) if settings.soft else None
    prepared = prepare(learned, rated, settings, soft=soft)
    heads = fit_heads(prepared, settings, np.ones(len(learned), np.bool_))
    return heads.score(normalised(rows.texts, prepared.normaliser))
