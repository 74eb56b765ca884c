"""Drift of a run against an earlier one, a table, or what its model learned from."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from cxnlp.encoders import open_encoder
from cxnlp.encoders.static import DESCRIPTION
from cxnlp.errors import ModelError
from cxnlp.flows.traits import few_of, traits_of, traits_of_reference, traits_of_run
from cxnlp.insights.drift import Drift, drift
from cxnlp.labelling import KeptIds, check_rows
from cxnlp.models import load, shipped_models
from cxnlp.models.folder import no_level_model
from cxnlp.models.reference import REFERENCE, Reference, group_means
from cxnlp.runs import PART_SIZE, open_finished
from cxnlp.sources import open_source
from cxnlp.sources.columns import choose_columns

if TYPE_CHECKING:
    from collections.abc import Callable

    from cxnlp.models import LevelModel
    from cxnlp.runs import Run

__all__ = ["drift_of", "is_model", "model_that_read"]


def drift_of(
    run: str | Path,
    against: str | Path | None = None,
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
        against: a model, for the comments that it learned from, as its folder describes them; an
            earlier run; or a table of texts. The model that read the run where not given.
        false_alarms: probability of any alarm where nothing has changed.
        text_column: column of the texts, where `against` is a table; guessed by its name where not
            given.
        seed: of the drawing and of the permutations.
        say: is told what cannot be compared.

    Raises:
        RunFolderError: `run` is no run folder, or a run has no texts.
        InputDataError: the table cannot be read, or there are too few comments on a side.
        ModelError: the model cannot be read, or does not tell what it learned from.

    >>> import tempfile
    >>> import cxnlp
    >>> said = ("Friendly staff", "Nobody called back", "The room was ok", "They kept my money")
    >>> texts = [[f"{what}, {n}." for n in range(k, 40, 2) for what in said] for k in (0, 1)]
    >>> with tempfile.TemporaryDirectory() as place:
    ...     may, june = (Path(place) / month for month in ("may", "june"))
    ...     for month, half in zip((may, june), texts, strict=True):
    ...         _ = cxnlp.label(half, month, model="levels-fast")
    ...     drift_of(june, may).alarm
    False
    """
    opened = open_finished(run)
    if against is None or is_model(against):
        back = "Put the model back, or name an earlier run or a table with --against."
        model = model_that_read(opened, hint=back) if against is None else load(against)
        return _against_model(opened, model, false_alarms, seed, say)
    _refuse_no_side(Path(against))
    now = traits_of_run(opened, seed=seed)
    if (Path(against) / "labels").is_dir():
        earlier = open_finished(against)
        before = traits_of_run(earlier, seed=seed)
        if earlier.manifest.model.digest != opened.manifest.model.digest:
            say("Different models have read the two runs: the mix of levels is not compared.")
            before = replace(before, levels=None)
    else:
        texts, left = _read_as_labelled(against, opened, text_column)
        if left:
            say(f"{left:,} rows of {against} are left out, as labelling would leave them out.")
        reader = _reader_of(opened)
        if reader is None:
            say(
                f"The model {opened.manifest.model.name} of {run} is no longer where it lay: the "
                "mix of levels is not compared."
            )
        few = [texts[place] for place in few_of(len(texts), seed)]
        before = traits_of(few, reader, masked=bool(opened.manifest.settings.get("redact")))
    return drift(before, now, false_alarms=false_alarms, seed=seed)


def _against_model(
    run: Run, model: LevelModel, false_alarms: float, seed: int, say: Callable[[str], None]
) -> Drift:
    known = Reference.from_files(model.contents.files)
    if known is None:
        raise ModelError(
            model.folder or model.name,
            found="a model of before models told what they learned from",
            expected=f"{REFERENCE} in its folder",
            hint="Train it again, or name the table that it learned from with --against.",
        )
    before, now = traits_of_reference(known), traits_of_run(run, seed=seed, masked=True)
    encoder = open_encoder("static").encoder
    if now.vectors is None or before.vectors is None or known.encoder != encoder.identity:
        say("The model was made beside another encoder: content is not compared.")
        now = replace(now, vectors=None)
    else:
        now = replace(now, vectors=group_means(now.vectors, np.random.default_rng(seed)))
    if before.levels is None:
        say("The model was not tested in training: the mix of levels is not compared.")
    elif run.manifest.model.digest != model.digest:
        say("Another model has read the run: the mix of levels is not compared.")
        before = replace(before, levels=None)
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


def _refuse_no_side(folder: Path) -> None:
    """Refuse a folder that is neither a model nor a run, nor holds a table, by what it is."""
    if folder.is_dir() and ((folder / DESCRIPTION).is_file() or not any(folder.iterdir())):
        error = no_level_model(folder)
        raise ModelError(
            folder,
            found=error.found,
            expected="a level model, an earlier run, or a table of texts",
            hint="Name another one with --against; `cxnlp models` lists the shipped models.",
        )


def is_model(folder: str | Path) -> bool:
    """Whether this is a model's folder, or a shipped model's name.

    >>> is_model("levels-fast"), is_model("feedback.csv")
    (True, False)
    """
    path = Path(folder)
    model = (path / "calibration.json").is_file()
    return model or (not path.exists() and str(folder) in shipped_models())


def _reader_of(run: Run) -> LevelModel | None:
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


def model_that_read(run: Run, *, hint: str) -> LevelModel:
    """The model that read a run, where nothing can be done without it.

    Args:
        run: the run.
        hint: what to do where the model is not there.

    Raises:
        ModelError: it no longer lies where it lay, or is another one.
    """
    model = _reader_of(run)
    if model is None:
        raise ModelError(
            run.manifest.model.folder or run.manifest.model.name,
            found="no model, or another one",
            expected=f"{run.manifest.model.digest[:19]}…, which read {run.folder}",
            hint=hint,
        )
    return model
