"""Label a source: place every comment on the six levels, and lose or double none."""

from __future__ import annotations

import tempfile
from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from cxnlp.engines import choose_engine
from cxnlp.errors import RunFolderError
from cxnlp.flows.jobs.beginning import (
    building_on,
    earlier_run,
    labeller_of,
    manifest_of,
    refuse_unsaved,
)
from cxnlp.flows.jobs.metrics import JobMetrics
from cxnlp.flows.jobs.rejections import too_many_rejected
from cxnlp.flows.jobs.work import complete
from cxnlp.flows.progress import Progress, Silent
from cxnlp.labelling import LabelSettings, worded
from cxnlp.models import DEFAULT, LevelModel, load
from cxnlp.runs import (
    PART_SIZE,
    Manifest,
    begin_run,
    chain,
    known_comments,
    lock_run,
    open_run,
    place_for,
    put_aside,
    refuse_address,
)
from cxnlp.runs.writing import told
from cxnlp.sources import open_source
from cxnlp.sources.columns import choose_columns
from cxnlp.sources.instants import check_date_format, day_first_warning

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from contextlib import AbstractContextManager
    from typing import Literal

    import pyarrow as pa

    from cxnlp.runs import Counts
    from cxnlp.sources import Source
    from cxnlp.sources.columns import ColumnChoice
    from cxnlp.text import Redactor

__all__ = ["LabelResult", "label"]


@dataclass(frozen=True)
class LabelResult:
    """A finished labelling job.

    Attributes:
        manifest: what was labelled by which model, and the counts.
        labels: one row per labelled row; read from the run folder when asked for.
        rejected: one row per rejected row.
        folder: the run folder, or None where the job wrote none.
    """

    manifest: Manifest
    folder: Path | None
    _tables: tuple[pa.Table, pa.Table] | None = None

    @property
    def labels(self) -> pa.Table:
        """The rows of `labels/`, columns by the contract of a run."""
        return self._tables[0] if self._tables else open_run(self._at()).labels()

    @property
    def rejected(self) -> pa.Table:
        """The rows of `rejected/`."""
        return self._tables[1] if self._tables else open_run(self._at()).rejected()

    @property
    def counts(self) -> Counts:
        """What became of the rows."""
        if self.manifest.counts is None:
            raise AssertionError("a finished run has counts")
        return self.manifest.counts

    def describe(self) -> str:
        """Say in a few lines what became of the rows."""
        counts = self.counts
        status = ", ".join(f"{n:,} {name}" for name, n in counts.status.items()) or "none"
        lines = [f"{counts.rows:,} rows: {counts.labels:,} in labels ({status})"]
        reasons = ", ".join(f"{n:,} {name}" for name, n in counts.reasons.items())
        lines[0] += f", {counts.rejected:,} rejected" + (f" ({reasons})" if reasons else "")
        if self.manifest.since:
            lines[0] += f", {counts.already:,} labelled already by an earlier run"
        if counts.unreadable:
            unread = ", ".join(f"{name} {n:,}" for name, n in counts.unreadable.items())
            lines.append(f"metadata values that could not be read and are empty: {unread}")
        if counts.day_first:
            lines.append(day_first_warning(counts.day_first))
        return "\n".join(lines)

    def _at(self) -> Path:
        if self.folder is None:
            raise AssertionError("a job without a folder holds its tables")
        return self.folder


def label(
    source: object,
    out: str | Path | None = None,
    *,
    model: str | Path | LevelModel = DEFAULT,
    text_column: str | None = None,
    id_column: str | None = None,
    mapping: Mapping[str, str] | None = None,
    keep: Sequence[str] = (),
    redact: bool | Redactor = False,
    text: bool = True,
    date_format: str | None = None,
    max_rejected: float | None = None,
    allow_empty: bool = False,
    since: str | Path | None = None,
    engine: Literal["local", "ray"] = "local",
    workers: int = 1,
    part_size: int = PART_SIZE,
    fresh: bool = False,
    metrics: str | Path | None = None,
    stop: AbstractContextManager[Callable[[], bool]] | None = None,
    progress: Progress | None = None,
) -> LabelResult:
    """Label every comment of a source and write a run folder.

    A job that was killed and is started again goes on at the first missing part; a finished one
    does nothing. Without `out` the result is held in memory.

    Args:
        source: a path, a glob pattern, `-` for standard input, a frame that speaks the Arrow C
            stream, or an iterable of texts.
        out: the run folder.
        model: a model folder, the name of a shipped model, or a loaded model.
        text_column: the column with the comments; guessed by name otherwise.
        id_column: the column with the ids; guessed by name otherwise.
        mapping: standard metadata name to source column.
        keep: source columns to pass through.
        redact: mask personal data in all words that are written: e-mail addresses, phone, card,
            account and order numbers; given a `cxnlp.text.Redactor`, what that finds, too.
        text: whether to write the column `text`.
        date_format: how dates are written, in the notation of `strptime`.
        max_rejected: fail if a larger share of the rows is rejected, 0 to 1; with `since`, of the
            rows that no earlier run has labelled or rejected.
        allow_empty: a source without rows becomes a finished run without rows.
        since: an earlier run; comments that it, or the runs that it builds on, labelled by this
            model are left out.
        engine: `local`, or `ray` for a cluster.
        workers: processes that label.
        part_size: source rows in a part.
        fresh: put a run that stands at `out` aside and begin anew.
        metrics: a file for Prometheus, written whole every few seconds and at the end.
        stop: entered while parts are made; what it gives is asked after each part whether to stop.
        progress: told what happens.

    Raises:
        ConfigurationError: no date can be read by `date_format`.
        InputDataError: the source cannot be read, has no rows (unless `allow_empty`), or lacks the
            text column.
        ModelError: the model cannot be loaded.
        RunFolderError: `out` holds another job, another job is at work on it, or it, or a temporary
            file, cannot be written; or `since` is no finished run.
        UsageError: `out` or `metrics` is an address, not a place on this machine.
        MissingDependencyError: the engine is not installed.
        GateError: more rows were rejected than `max_rejected` allows; the run stands all the same.
        StoppedError: `stop` said so; the next start goes on.

    >>> label(["Friendly staff and a good breakfast."]).labels["level_name"].to_pylist()
    ['desired']
    """
    if out is None:
        given = {name: value for name, value in locals().items() if name not in {"source", "out"}}
        with tempfile.TemporaryDirectory() as passing:
            result = label(source, Path(passing) / "run", **given)
            return LabelResult(result.manifest, None, (result.labels, result.rejected))
    tell = progress or Silent()
    folder = place_for(out)
    figures = _figures(metrics, Path(out), tell)
    try:
        check_date_format(date_format)
        asked = (text_column or "text", id_column, *(mapping or {}).values(), *keep)
        opened = open_source(source, if_empty=[n for n in asked if n] if allow_empty else None)
        for note in opened.notes:
            tell.say(note)
        columns = choose_columns(
            opened.columns, text=text_column, id=id_column, mapping=mapping, keep=keep
        )
        tell.say(columns.describe())
        loaded = model if isinstance(model, LevelModel) else load(model)
        redactor = None if isinstance(redact, bool) else redact
        settings = LabelSettings(
            redact=bool(redact),
            redactor=None if redactor is None else redactor.identity,
            text=text,
            date_format=date_format,
        )
        labeller = labeller_of(
            loaded,
            columns,
            _kept_fields(opened, columns, words=settings.redact),
            settings,
            redactor,
        )
        if workers > 1 or engine != "local":
            refuse_unsaved(loaded)
        work = choose_engine(engine, workers)
        with lock_run(folder):
            before = None if since is None else earlier_run(Path(since), folder)
            manifest = manifest_of(opened, loaded, columns, settings, part_size)
            if before is not None:
                manifest = building_on(manifest, before, folder)
            if fresh and (old := put_aside(folder)):
                tell.say(f"The run that stood there is kept as {old}.")
            run = begin_run(folder, manifest)
            if run.manifest.versions != manifest.versions:
                tell.say("The run was begun with other versions of its libraries.")
            run = complete(
                run,
                opened,
                labeller,
                work,
                known=None if before is None else known_comments(chain(before), loaded.digest),
                stop=stop or nullcontext(_never),
                progress=tell,
                metrics=figures,
            )
        unmet = too_many_rejected(run, max_rejected)
    except BaseException as error:
        fault = _of_the_disk(error)
        figures.fail(fault)
        if fault is error:
            raise
        raise fault from error
    result = LabelResult(run.manifest, Path(out))
    tell.say(result.describe())
    figures.end(0 if unmet is None else unmet.exit_code, result.counts)
    if unmet is not None:
        raise unmet
    return result


def _figures(metrics: str | Path | None, out: Path, tell: Progress) -> JobMetrics:
    if metrics is not None:
        refuse_address(metrics)
    figures = JobMetrics(None if metrics is None else Path(metrics), out)
    if figures.taken:
        tell.say(f"{metrics} is of a job that is at work: while it is, this one writes no figures.")
    return figures


def _of_the_disk(error: BaseException) -> BaseException:
    """What to raise instead of an `OSError` that befell a file outside of the run folder."""
    if not isinstance(error, OSError) or isinstance(error, BrokenPipeError):
        return error
    try:
        with told(Path(error.filename or "temporary files")):
            raise error
    except RunFolderError as fault:
        return fault


def _never() -> bool:
    return False


def _kept_fields(source: Source, columns: ColumnChoice, *, words: bool) -> tuple[pa.Field, ...]:
    """The types of the columns passed through; a source that lacks rows is refused here.

    Args:
        source: the source.
        columns: which of its columns is what.
        words: whether numbers, lists and the like become words, which can be masked.
    """
    first = next(iter(source.chunks(1)))
    if not first.table.num_rows and columns.text in columns.guessed:
        # A line of an error that an export left behind reads like a header of one column.
        choose_columns(source.columns, alone=False)
    fields = [first.table.schema.field(name) for name in columns.keep]
    return tuple(field.with_type(worded(field.type)) if words else field for field in fields)
