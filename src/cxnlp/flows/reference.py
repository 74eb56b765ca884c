"""What the comments were like that a model learned from, taken when it is made."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final

import numpy as np

from cxnlp.encoders import open_encoder
from cxnlp.flows.traits import traits_of
from cxnlp.insights.drift import LEAST
from cxnlp.models.reference import Reference, group_means

if TYPE_CHECKING:
    from cxnlp.models import LevelModel
    from cxnlp.training import LabelledTexts

__all__ = ["reference_of"]

_MOST: Final = 1000
"""Comments that are looked at, drawn at random: a hundred means of ten vectors."""


def reference_of(
    model: LevelModel, learned: LabelledTexts, test: LabelledTexts | None, *, seed: int = 0
) -> Reference | None:
    """Describe the comments that a model learned from, by counts and means.

    Rows that were picked for their level are left out. The mix of levels is taken from the test
    table, for of what it has learned a model is surer than of anything new.

    Args:
        model: the finished model, which reads the test.
        learned: the texts that it has learned from.
        test: texts that it has not learned from; None: the mix of levels stays untold.
        seed: of the draw.

    Returns:
        None where too few comments were not picked.
    """
    random = np.random.default_rng(seed)
    usual = _few(learned, random)
    if len(usual) < LEAST:
        return None
    traits = traits_of(usual, masked=True)
    vectors = traits.vectors if traits.vectors is not None else np.zeros((0, 0))
    tested = () if test is None else _few(test, random)
    told = traits_of(tested, model).levels if len(tested) >= LEAST else None
    return Reference(
        comments=len(usual),
        lengths=_counts(traits.lengths.tolist()),
        languages=dict(sorted(Counter(np.asarray(traits.languages).tolist()).items())),
        levels={} if told is None else _counts(told.tolist()),
        encoder=open_encoder("static").encoder.identity,
        content=tuple(tuple(row) for row in group_means(vectors, random).tolist()),
    )


def _few(data: LabelledTexts, random: np.random.Generator) -> list[str]:
    rows = np.flatnonzero(~data.enriched)
    rows = rows if len(rows) <= _MOST else np.sort(random.choice(rows, _MOST, replace=False))
    return [data.texts[row] for row in rows]


def _counts(values: list[int]) -> dict[int, int]:
    return dict(sorted(Counter(values).items()))
