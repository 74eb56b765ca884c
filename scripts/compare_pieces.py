"""Compare what a linear student is asked to learn from its teacher: whole texts, or pieces too.

    python scripts/compare_pieces.py configs/levels-fast.toml --teacher configs/levels-accurate.toml

Measured on rows that neither has learned from: those that the teacher held out for its own
calibration, and the test table. Answers are taken before calibration. Beside the figures, the
share of single words for which the student's evidence lies on the teacher's side: words that
stand in at least `--words` texts, and of which the teacher is sure.
"""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np

from cxnlp.metrics import (
    auroc,
    bootstrap,
    macro_f1,
    mean_absolute_error,
    quadratic_weighted_kappa,
)
from cxnlp.models import load
from cxnlp.ordinal import LevelCalibration, posterior_median
from cxnlp.training import TrainingSettings, read_labelled, read_rated, without
from cxnlp.training.annotations import read_annotated
from cxnlp.training.linear import fit_heads, prepare
from cxnlp.training.network.assemble import keep_away
from cxnlp.training.normalising import behind
from cxnlp.training.soft import SoftTexts, pieces_of, read_soft

if TYPE_CHECKING:
    from collections.abc import Mapping

    from cxnlp.training import LabelledTexts

WAYS: Final[Mapping[str, Mapping[str, int]]] = {
    "whole texts": {},
    "and words, pairs of words": {"words": 5, "pairs": 20},
    "and sentences": {"sentences": 1},
    "and sentences, words, pairs of words": {"sentences": 1, "words": 5, "pairs": 20},
}
HALF: Final = 0.5
SURE: Final = 0.9


def main() -> None:
    """Print a table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("config", type=Path, help="of the student")
    parser.add_argument("--teacher", type=Path, required=True, help="its configuration")
    parser.add_argument("--words", type=int, default=20)
    options = parser.parse_args()
    settings, home = TrainingSettings.read(options.config), options.config.parent
    test = read_labelled(home / str(settings.data.test), settings.data)
    held = held_out(options.teacher, test)
    away = frozenset((*held.texts, *test.texts))
    data, _ = without(read_labelled(home / str(settings.data.train), settings.data), tuple(away))
    rated = [read_rated(each, home, avoid=away) for each in settings.rated]
    asked = settings.soft
    if asked is None:
        parser.error("the configuration names no teacher")
    avoid = {*away, *data.texts}
    whole = read_soft(
        asked.model_copy(update={"sentences": False, "words": 0, "pairs": 0}), home, avoid=avoid
    )
    words = pieces_of(
        whole.texts,
        asked.model_copy(update={"sentences": False, "words": options.words, "pairs": 0}),
    )
    teacher = load(str(asked.model))
    told = teacher.predict_cleaned(words).evidence
    sure = np.abs(told - 0.5) > SURE - HALF
    tables = {"held out": held, "test": test}
    print(
        f"{len(data)} rows learned from; {', '.join(f'{k}: {len(v)}' for k, v in tables.items())}"
    )
    print(
        "| asked about | texts | rows | QWK | macro-F1 | MAE | evidence AUROC | words told alike |"
    )
    print("|---|---|---|---|---|---|---|---|")
    for name, way in WAYS.items():
        pieces = pieces_of(
            whole.texts,
            asked.model_copy(update={"sentences": False, "words": 0, "pairs": 0, **way}),
            avoid=avoid,
        )
        found = teacher.predict_cleaned(pieces)
        soft = SoftTexts(
            whole.name,
            (*whole.texts, *pieces),
            np.concatenate([whole.probabilities, found.probabilities]),
            np.concatenate([whole.evidence, found.evidence]),
            len(pieces),
        )
        prepared = prepare(data, rated, settings, soft=soft)
        student = behind(
            prepared.normaliser, fit_heads(prepared, settings, np.ones(len(data), np.bool_))
        )
        alike = ((student.score(words).evidence > 0) == (told > HALF))[sure].mean()
        for table, rows in tables.items():
            scores, judged = student.score(rows.texts), rows.levels > 0
            answered = posterior_median(LevelCalibration().apply(scores.levels))[judged]
            cells = [
                str(bootstrap(measure, rows.levels[judged], answered))
                for measure in (quadratic_weighted_kappa, macro_f1, mean_absolute_error)
            ]
            cells.append(str(bootstrap(auroc, judged, scores.evidence)))
            print(
                f"| {name} | {len(soft.texts)} | {table} | {' | '.join(cells)} | {alike:.3f} |",
                flush=True,
            )


def held_out(config: Path, test: LabelledTexts) -> LabelledTexts:
    """The rows that a teacher has not learned from."""
    settings, home = TrainingSettings.read(config), config.parent
    data = read_labelled(home / str(settings.data.train), settings.data)
    if settings.annotated:
        data = data.joined(read_annotated(settings.annotated, home).data)
    data, _ = without(data, test.texts)
    return data.rows(keep_away(data, settings))


if __name__ == "__main__":
    main()
