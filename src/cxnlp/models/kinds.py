"""The kinds of level models: one interface, each with its own scorer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from cxnlp.models.folder import ModelFolder
    from cxnlp.models.predictions import Scorer

__all__ = ["KINDS", "read_scorer"]


def _linear(folder: ModelFolder) -> Scorer:
    from cxnlp.models.linear import LinearScorer

    return LinearScorer.read(folder)


def _static(folder: ModelFolder) -> Scorer:
    from cxnlp.models.static import StaticScorer

    return StaticScorer.read(folder)


def _transformer(folder: ModelFolder) -> Scorer:
    from cxnlp.models.transformer import TransformerScorer

    return TransformerScorer.read(folder)


def _cascade(folder: ModelFolder) -> Scorer:
    from cxnlp.models.cascade import CascadeScorer

    return CascadeScorer.read(folder)


KINDS: Final[Mapping[str, Callable[[ModelFolder], Scorer]]] = {
    "linear": _linear,
    "static": _static,
    "transformer": _transformer,
    "cascade": _cascade,
}
"""What reads the scorer of each kind; a kind's libraries are imported when it is read."""


def read_scorer(folder: ModelFolder) -> Scorer:
    """The scorer of a model folder whose kind is one of `KINDS`, behind its normaliser if any.

    >>> from cxnlp.models.folder import read_folder
    >>> from cxnlp.models.shipped import find_model
    >>> scorer = read_scorer(read_folder(find_model("levels-fast"), kinds=KINDS))
    >>> scorer.score(["Slow."]).levels.shape
    (1, 6)
    """
    from cxnlp.models.normalisation import NormalisedScorer, Normaliser

    scorer = KINDS[folder.manifest.kind](folder)
    normaliser = Normaliser.read(folder.files)
    return scorer if normaliser is None else NormalisedScorer(normaliser, scorer)
