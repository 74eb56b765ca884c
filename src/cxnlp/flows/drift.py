"""Drift of a run against an earlier one, or against the texts that its model learned from."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from cxnlp.encoders import open_encoder
from cxnlp.errors import ModelError, RunFolderError, UsageError
from cxnlp.insights.drift import Drift, Traits, drift
from cxnlp.labelling import KeptIds, Reader, check_rows
from cxnlp.models import load, shipped_models
from cxnlp.runs import PART_SIZE, open_finished
from cxnlp.schema import Status
from cxnlp.sources import open_source
from cxnlp.sources.columns import choose_columns
from cxnlp.text import LanguageIdentifier, clean_all, redact

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from cxnlp.models import LevelModel
    from cxnlp.runs import Run

__all__ = ["drift_of", "reader_of", "refuse_model", "traits_of", "traits_of_run"]

_MOST: Final = 2000
"""Comments of either side that are looked at, drawn at random: enough to find what matters."""


def drift_of(
    run: str | Path,
    against: str | Path,
    *,
    false_alarms: float = 0.01,
    text_column: str | None = None,
    seed: int = 0,
    say: Callable[[str], None] = lambda _: None,
) -> Drift:
    """Test whether a run's comments have changed: language, length, content, mix of levels.

    The mix of levels is compared only where one model has read both sides. A table is read as the
    run's own source was: what could not be labelled, and rows whose id came before, are left out.

    Args:
        run: a run folder.
        against: an earlier run, or a table of texts such as the one that the model learned from.
        false_alarms: probability of any alarm where nothing has changed.
        text_column: column of the texts, where `against` is a table; guessed by its name where not
            given.
        seed: of the drawing and of the permutations.
        say: is told what cannot be compared.

    Raises:
        RunFolderError: `run` is no run folder, or a run has no texts.
        InputDataError: the table cannot be read, or there are too few comments on a side.
        UsageError: `against` is a model.
    """
    opened = open_finished(run)
    refuse_model(against)
    now = traits_of_run(opened, seed=seed)
    if (Path(against) / "labels").is_dir():
        earlier = open_finished(against)
        before = traits_of_run(earlier, seed=seed)
        if earlier.manifest.model.digest != opened.manifest.model.digest:
            say("Different models have read the two runs: the mix of levels is not compared.")
            before = Traits(before.lengths, before.languages, None, before.vectors)
    else:
        texts, left = _read_as_labelled(against, opened, text_column)
        if left:
            say(f"{left:,} rows of {against} are left out, as labelling would leave them out.")
        model = reader_of(opened)
        if model is None:
            say(
                f"The model {opened.manifest.model.name} of {run} is no longer where it lay: the "
                "mix of levels is not compared."
            )
        few = [texts[place] for place in _few(len(texts), seed)]
        before = traits_of(few, model, masked=bool(opened.manifest.settings.get("redact")))
    return drift(before, now, false_alarms=false_alarms, seed=seed)


def _read_as_labelled(
    table: str | Path, run: Run, text_column: str | None
) -> tuple[list[str], int]:
    """The cleaned texts that labelling would keep, and how many rows it would reject."""
    source = open_source(str(table))
    same = run.manifest.columns.get("id")
    columns = choose_columns(
        source.columns, text=text_column, id=same if same in source.columns else None
    )
    kept, texts, total = KeptIds(), list[str](), 0
    for chunk in source.chunks(PART_SIZE):
        rows = check_rows(chunk, columns)
        new = kept.add(rows.ids)
        texts += [text for text, first in zip(rows.texts, new, strict=True) if first]
        total += chunk.table.num_rows
    return texts, total - len(texts)


def refuse_model(folder: str | Path) -> None:
    """Refuse a model where comments are wanted.

    Raises:
        UsageError: `folder` is a model's folder, or a shipped model's name.
    """
    path = Path(folder)
    model = (path / "calibration.json").is_file()
    if model or (not path.exists() and str(folder) in shipped_models()):
        raise UsageError(
            folder,
            found="a model",
            expected="an earlier run, or a table of comments",
            hint="A model holds none of the texts that it learned from: name their table.",
        )


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


def traits_of_run(run: Run | str | Path, *, seed: int = 0) -> Traits:
    """The traits of a finished run's comments; of a random part of them where there are many.

    Raises:
        RunFolderError: `run` is no run folder, or holds no texts.
    """
    opened = open_finished(run) if isinstance(run, (str, Path)) else run
    labels = opened.labels(["row", "level", "language"])
    few = _few(labels.num_rows, seed)
    labels = labels.take(pa.array(few))
    texts = _texts(opened, labels["row"].combine_chunks())
    return Traits(
        np.array([len(text.split()) for text in texts], np.int64),
        np.array(labels["language"].to_pylist(), str),
        np.array([level or 0 for level in labels["level"].to_pylist()], np.int64),
        _vectors(texts),
    )


def _few(count: int, seed: int) -> NDArray[np.int64]:
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


def reader_of(run: Run) -> LevelModel | None:
    """The model that read a run; None if it no longer lies where it lay, or is another one."""
    named = run.manifest.model
    for place in (named.folder, named.name):
        try:
            model = load(place) if place else None
        except ModelError:
            continue
        if model is not None and model.digest == named.digest:
            return model
    return None


def _vectors(texts: Sequence[str]) -> NDArray[np.float64]:
    return np.asarray(open_encoder("static").encoder.encode(list(texts)), np.float64)
