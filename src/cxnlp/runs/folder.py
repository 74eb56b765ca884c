"""A run folder: begun once, resumed at the first missing part, finished once."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from cxnlp.errors import RunFolderError
from cxnlp.runs.manifest import Counts, Manifest
from cxnlp.runs.parts import KINDS, Parts
from cxnlp.runs.writing import told
from cxnlp.schema import Outcome

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = [
    "AnotherJobError",
    "Run",
    "begin_run",
    "finish_run",
    "open_finished",
    "open_run",
]


class AnotherJobError(RunFolderError):
    """The run folder is another job's: this one is refused, and the folder left as it is."""


@dataclass(frozen=True)
class Run:
    """A run folder, to read.

    A file of a part is checked by its digest when it is first read: it may be another run's.

    >>> open_run("no-such-run")
    Traceback (most recent call last):
    ...
    cxnlp.errors.RunFolderError: no-such-run/manifest.json: found no readable manifest ...
    """

    folder: Path
    manifest: Manifest
    _known: set[Path] = field(default_factory=set, init=False, repr=False, compare=False)
    """The files that were checked."""

    @property
    def parts(self) -> Parts:
        """The parts in the folder."""
        return Parts(self.folder, self.manifest.identity() if self.manifest.bound else None)

    @property
    def counts(self) -> Counts:
        """What became of the rows; only a finished run has been counted (`open_finished`)."""
        if self.manifest.counts is None:
            raise AssertionError("a finished run has counts")
        return self.manifest.counts

    @property
    def part_count(self) -> int:
        """How many parts there are to read: of an unfinished run those that stand so far."""
        stated = self.manifest.parts if self.manifest.finished else None
        return self.parts.count() if stated is None else stated

    def labels(self, columns: list[str] | None = None) -> pa.Table:
        """All rows of `labels/` in source order; `columns` that the run lacks are left out."""
        return self._table("labels", columns)

    def rejected(self, columns: list[str] | None = None) -> pa.Table:
        """All rows of `rejected/` in source order."""
        return self._table("rejected", columns)

    def batches(self, kind: str = "labels", columns: list[str] | None = None) -> Iterator[pa.Table]:
        """The rows part by part, so that memory does not grow with the run.

        Raises:
            RunFolderError: a part is missing, damaged or of another run; its path is named.
        """
        for index in range(self.part_count):
            yield self.part(kind, index, columns)

    def part(self, kind: str, index: int, columns: list[str] | None = None) -> pa.Table:
        """The rows of one part; `columns` that it lacks are left out.

        Raises:
            RunFolderError: the part is missing, damaged or of another run; its path is named.
        """
        path = self.parts.path(kind, index)
        try:
            self._check(kind, index)
            wanted = columns
            if columns is not None:
                held = pq.read_schema(path).names
                wanted = [name for name in columns if name in held]
            return self.parts.read(kind, index, wanted).replace_schema_metadata(None)
        except FileNotFoundError as error:
            raise _lost(path) from error
        # A damaged footer may hold names that are no text.
        except (OSError, UnicodeDecodeError, pa.ArrowException) as error:
            raise RunFolderError(
                path,
                found="a damaged part",
                expected="Parquet with right checksums",
                hint="Start the labelling job on this run folder again: it remakes the part.",
            ) from error

    def check(self) -> None:
        """Read every file of every part, and refuse the first that is not as this run wrote it.

        Raises:
            RunFolderError: a part is missing, damaged or of another run; its path is named.
        """
        columns: list[str] | None = [] if self.manifest.bound else None
        for index in range(self.part_count):
            for kind in KINDS:
                self.part(kind, index, columns)

    def _check(self, kind: str, index: int) -> None:
        path = self.parts.path(kind, index)
        # Digests of runs that were begun before this was so do not tell the runs apart.
        if not self.manifest.bound or path in self._known:
            return
        if not self.parts.is_own(kind, index):
            raise RunFolderError(
                path,
                found="a damaged part, or one that was copied from another run",
                expected=f"the part that this run wrote ({self.manifest.identity()})",
                hint="Start the labelling job on this run folder again: it remakes the part.",
            )
        self._known.add(path)

    def _table(self, kind: str, columns: list[str] | None) -> pa.Table:
        tables = list(self.batches(kind, columns))
        if not tables:
            raise RunFolderError(
                self.folder,
                found="no parts",
                expected="at least one part",
                hint="Start the labelling job on this run folder again.",
            )
        return pa.concat_tables(tables)


def open_run(folder: str | Path) -> Run:
    """Open a run folder to read it.

    Args:
        folder: a run folder.

    Raises:
        RunFolderError: `folder` is no run, or of another format; or it is finished, and a part is
            missing, which is named.

    >>> import tempfile
    >>> from pathlib import Path
    >>> import cxnlp
    >>> with tempfile.TemporaryDirectory() as place:
    ...     made = cxnlp.label(["Late again.", "n/a"], Path(place) / "run", model="levels-fast")
    ...     run = open_run(made.folder)
    ...     run.counts.rows, run.labels()["text"].to_pylist()
    (2, ['Late again.'])
    """
    path = Path(folder)
    run = Run(path, Manifest.load(path))
    if run.manifest.finished:
        for file in (run.parts.path(kind, i) for i in range(run.part_count) for kind in KINDS):
            if not file.is_file():
                raise _lost(file)
    return run


def open_finished(folder: str | Path) -> Run:
    """Open a run folder whose job has come to its end; its manifest then holds the counts.

    Args:
        folder: a run folder.

    Raises:
        RunFolderError: as `open_run`; or `folder` is not finished.

    >>> open_finished("no-such-run")
    Traceback (most recent call last):
    ...
    cxnlp.errors.RunFolderError: no-such-run/manifest.json: found no readable manifest ...
    """
    run = open_run(folder)
    if run.manifest.counts is None or not run.manifest.finished:
        raise RunFolderError(
            folder,
            found="a run that is not finished",
            expected="a finished run",
            hint="Start its labelling job again: it goes on where it stopped.",
        )
    return run


def begin_run(folder: Path, manifest: Manifest) -> Run:
    """Begin a run, or take up the one that stands there if it is the same job.

    Args:
        folder: the run folder.
        manifest: what the job is.

    Raises:
        AnotherJobError: the folder holds another job; both digests are shown.
        RunFolderError: the folder holds no run, but other things.

    >>> import tempfile
    >>> import cxnlp
    >>> made = cxnlp.label(["Late again."], model="levels-fast")
    >>> with tempfile.TemporaryDirectory() as place:
    ...     run = begin_run(Path(place) / "run", made.manifest)
    ...     begin_run(Path(place) / "run", made.manifest) == run  # the same job goes on
    True
    """
    if (folder / "manifest.json").exists():
        standing = Manifest.load(folder)
        _same_job(folder, standing, manifest)
        return Run(folder, standing)
    if folder.exists() and any(file.name[0] != "_" for file in folder.iterdir()):
        raise RunFolderError(
            folder,
            found="a folder that holds other things",
            expected="a run, an empty folder or none",
            hint="Name another folder with --out.",
        )
    with told(folder):
        folder.mkdir(parents=True, exist_ok=True)
    manifest.save(folder)
    return Run(folder, manifest)


def finish_run(run: Run) -> Run:
    """Count the parts and write the manifest's last state.

    Args:
        run: all its parts stand.

    Returns:
        The run with its counts.

    Raises:
        RunFolderError: the manifest cannot be written.

    >>> import tempfile
    >>> import cxnlp
    >>> made = cxnlp.label(["Late again."], model="levels-fast")
    >>> with tempfile.TemporaryDirectory() as place:
    ...     finish_run(begin_run(Path(place) / "run", made.manifest)).counts.rows  # it has no parts
    0
    """
    parts = run.parts
    status: Counter[str] = Counter()
    reasons: Counter[str] = Counter()
    unreadable: Counter[str] = Counter()
    day_first: Counter[str] = Counter()
    already = 0
    for index in range(parts.count()):
        status.update(_tally(parts.read("labels", index, ["status"])["status"]))
        reasons.update(_tally(parts.read("rejected", index, ["reason"])["reason"]))
        unreadable.update(parts.unreadable(index))
        day_first.update(parts.ambiguous(index))
        if run.manifest.since is not None:
            outcomes = _tally(parts.read("ledger", index, ["outcome"])["outcome"])
            already += outcomes.get(Outcome.ALREADY.value, 0)
    counts = Counts(
        rows=status.total() + reasons.total() + already,
        labels=status.total(),
        rejected=reasons.total(),
        already=already,
        status=dict(sorted(status.items())),
        reasons=dict(sorted(reasons.items())),
        unreadable=dict(sorted(unreadable.items())),
        day_first=dict(sorted(day_first.items())),
    )
    manifest = run.manifest.model_copy(
        update={"parts": parts.count(), "counts": counts, "finished": True}
    )
    manifest.save(run.folder)
    return Run(run.folder, manifest)


def _lost(path: Path) -> RunFolderError:
    return RunFolderError(
        path,
        found="no such part",
        expected="every part that the manifest counts",
        hint="Start the labelling job on this run folder again: it makes it anew.",
    )


def _tally(column: pa.ChunkedArray) -> dict[str, int]:
    return {row["values"]: row["counts"] for row in pc.value_counts(column).to_pylist()}


def _differing(standing: Manifest, asked: Manifest) -> list[str]:
    """Names of the settings that differ: their values may be a house's own affair."""
    old, new = (
        {**one.settings, "columns": one.columns, "part_size": one.part_size, "since": one.since}
        for one in (standing, asked)
    )
    return sorted(name for name in old.keys() | new.keys() if old.get(name) != new.get(name))


def _same_job(folder: Path, standing: Manifest, asked: Manifest) -> None:
    for what, old, new in (
        ("source", standing.source.digest, asked.source.digest),
        ("model", standing.model.digest, asked.model.digest),
        ("configuration", standing.config_digest, asked.config_digest),
    ):
        if old != new:
            names = _differing(standing, asked) if what == "configuration" else []
            told = f"; differ: {', '.join(names)}" if names else ""
            raise AnotherJobError(
                folder,
                found=f"a run of another {what} ({old}{told})",
                expected=f"this job's {what} ({new})",
                hint="Name another folder with --out, or begin anew with --fresh: "
                "the old run is kept beside it.",
            )
