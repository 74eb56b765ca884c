"""Overlap: whether a model is being tested on what it has learned from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cxnlp.models.seen import SeenTexts

if TYPE_CHECKING:
    from cxnlp.models import LevelModel
    from cxnlp.training import LabelledTexts

__all__ = ["learned_from", "overlap_of"]


def learned_from(model: LevelModel, data: LabelledTexts) -> int:
    """How many rows of `data` the model has learned from, as far as its folder tells.

    >>> from cxnlp.models import load
    >>> from cxnlp.training import LabelledTexts
    >>> import numpy as np
    >>> one = np.array([4]), np.array([""]), np.array([False])
    >>> learned_from(load(), LabelledTexts("made-up.csv", ("The porter sang for us.",), *one))
    0
    """
    if any(one.use != "test" and one.digest == data.digest for one in model.manifest.data):
        return len(data)
    seen = SeenTexts.read(model.contents.files)
    return 0 if seen is None else int(seen.holds(data.texts).sum())


def overlap_of(model: LevelModel, data: LabelledTexts) -> str | None:
    """A sentence where the model has learned from rows of `data`; None where it has not.

    The whole table is known by its digest. Single texts are looked up where the model's folder
    says which ones it has seen (`cxnlp.models.seen`).

    >>> from cxnlp.models import load
    >>> from cxnlp.training import LabelledTexts
    >>> import numpy as np
    >>> one = np.array([4]), np.array([""]), np.array([False])
    >>> overlap_of(load(), LabelledTexts("made-up.csv", ("The porter sang for us.",), *one))
    """
    for record in model.manifest.data:
        if record.use != "test" and record.digest == data.digest:
            return (
                f"{model.name} has LEARNED FROM {data.name} (it is its table {record.name!r}): "
                "these figures say nothing about new comments"
            )
    shared = learned_from(model, data)
    if not shared:
        return None
    return (
        f"{model.name} has LEARNED FROM {shared} of the {len(data)} texts of {data.name}: "
        "its figures are too good by as much; leave those rows out"
    )
