"""Drift of a run, or of texts, against what a model learned from."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from cxnlp.errors import RunFolderError
from cxnlp.insights.drift import Traits
from cxnlp.reviewing.sketches import sketch
from cxnlp.runs import open_run
from cxnlp.text import LanguageIdentifier, clean_all

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from cxnlp.models import LevelModel

__all__ = ["traits_of", "traits_of_run"]


def traits_of(texts: Sequence[str], model: LevelModel | None = None) -> Traits:
    """The traits of texts; levels are told by `model`, where one is given.

    The vectors are sketches of the words (`cxnlp.reviewing.sketches`) without weights that would
    depend on the other texts.

    >>> traits_of(["Kind staff.", "Slow."]).lengths.tolist()
    [2, 1]
    """
    cleaned = clean_all(texts)
    levels = None
    if model is not None:
        found = model.predict_cleaned(cleaned)
        levels = np.where(found.evidence >= model.evidence_threshold, found.levels, 0)
    return Traits(
        np.array([len(text.split()) for text in cleaned], np.int64),
        np.array(LanguageIdentifier().identify(cleaned)[0]),
        levels,
        _vectors(cleaned),
    )


def traits_of_run(run: str | Path) -> Traits:
    """The traits of a finished run's comments.

    Raises:
        RunFolderError: `run` is no run folder, or holds no texts.
    """
    labels = open_run(run).labels(["text", "level", "language"])
    if "text" not in labels.column_names:
        raise RunFolderError(
            run,
            found="a run without texts",
            expected="texts, whose length and words are compared",
            hint="Label again without --no-text.",
        )
    texts = labels["text"].to_pylist()
    return Traits(
        np.array([len(text.split()) for text in texts], np.int64),
        np.array(labels["language"].to_pylist(), str),
        np.array([level or 0 for level in labels["level"].to_pylist()], np.int64),
        _vectors(texts),
    )


def _vectors(texts: Sequence[str]) -> NDArray[np.float64]:
    # One text at a time: weights by rarity would tie a text's vector to its neighbours.
    return np.concatenate([np.zeros((0, 256)), *(sketch([text]) for text in texts)])
