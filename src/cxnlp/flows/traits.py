"""What is compared when comments may have changed: traits of texts, of runs, of a model's data."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from cxnlp.encoders import open_encoder
from cxnlp.errors import RunFolderError
from cxnlp.insights.drift import Traits
from cxnlp.labelling import Reader
from cxnlp.runs import open_finished
from cxnlp.schema import Status
from cxnlp.text import LanguageIdentifier, clean_all, redact

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from cxnlp.models import LevelModel
    from cxnlp.models.reference import Reference
    from cxnlp.runs import Run

__all__ = ["few_of", "traits_of", "traits_of_reference", "traits_of_run"]

_MOST: Final = 2000
"""Comments of either side that are looked at, drawn at random: enough to find what matters."""


def traits_of(
    texts: Sequence[str], model: LevelModel | None = None, *, masked: bool = False
) -> Traits:
    """The traits of texts; levels are told by `model`, where one is given, as in a run.

    The vectors are those of the static encoder that ships.

    Args:
        texts: any texts.
        model: reads their levels.
        masked: mask e-mail addresses and numbers, as a run with `--redact` has them.

    >>> traits_of(["Kind staff.", "Slow."]).lengths.tolist()
    [2, 1]
    """
    cleaned = clean_all(texts)
    levels = None
    if model is None:
        languages = LanguageIdentifier().identify(cleaned)[0]
    else:
        found = Reader(model).answer(cleaned)
        told = np.array(found.status) == Status.LABELLED.value
        levels = np.where(told, found.predictions.levels, 0)
        languages = found.languages
    seen = [redact(text) for text in cleaned] if masked else cleaned
    return Traits(
        np.array([len(text.split()) for text in seen], np.int64),
        np.array(languages),
        levels,
        _vectors(seen),
    )


def traits_of_reference(known: Reference) -> Traits:
    """The traits that a model's folder keeps of the comments that it learned from.

    >>> from cxnlp.models.reference import Reference
    >>> known = Reference(comments=3, lengths={4: 2, 9: 1}, languages={"en": 3})
    >>> traits_of_reference(known).lengths.tolist()
    [4, 4, 9]
    """
    return Traits(
        np.repeat(list(known.lengths), list(known.lengths.values())),
        np.repeat(list(known.languages), list(known.languages.values())),
        np.repeat(list(known.levels), list(known.levels.values())) if known.levels else None,
        np.array(known.content) if known.content else None,
    )


def traits_of_run(run: Run | str | Path, *, seed: int = 0, masked: bool = False) -> Traits:
    """The traits of a finished run's comments; of a random part of them where there are many.

    Args:
        run: the run.
        seed: of the drawing.
        masked: mask e-mail addresses and numbers, where labelling has not.

    Raises:
        RunFolderError: `run` is no run folder, or holds no texts.

    >>> import tempfile
    >>> from pathlib import Path
    >>> import cxnlp
    >>> with tempfile.TemporaryDirectory() as place:
    ...     made = cxnlp.label(["Late again.", "n/a"], Path(place) / "run", model="levels-fast")
    ...     traits_of_run(made.folder).lengths.tolist()
    [2]
    """
    opened = open_finished(run) if isinstance(run, (str, Path)) else run
    labels = opened.labels(["row", "level", "language"])
    few = few_of(labels.num_rows, seed)
    labels = labels.take(pa.array(few))
    texts = _texts(opened, labels["row"].combine_chunks())
    texts = [redact(text) for text in texts] if masked else texts
    return Traits(
        np.array([len(text.split()) for text in texts], np.int64),
        np.array(labels["language"].to_pylist(), str),
        np.array([level or 0 for level in labels["level"].to_pylist()], np.int64),
        _vectors(texts),
    )


def few_of(count: int, seed: int) -> NDArray[np.int64]:
    """Places of at most 2,000 of so many comments, drawn at random, in order. Shape (k,).

    >>> few_of(3, seed=0).tolist()
    [0, 1, 2]
    """
    if count <= _MOST:
        return np.arange(count)
    return np.sort(np.random.default_rng(seed).choice(count, _MOST, replace=False))


def _texts(run: Run, rows: pa.Array) -> list[str]:
    found: list[str] = []
    for table in run.batches("labels", ["row", "text"]):
        if "text" not in table.column_names:
            raise RunFolderError(
                run.folder,
                found="a run without texts",
                expected="texts, whose length and content are compared",
                hint="Label again without --no-text.",
            )
        found += table.filter(pc.is_in(table["row"], rows))["text"].to_pylist()
    return found


def _vectors(texts: Sequence[str]) -> NDArray[np.float64]:
    return np.asarray(open_encoder("static").encoder.encode(list(texts)), np.float64)
