"""How far a job is, as a text file that Prometheus reads (the textfile collector's format)."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Final

from cxnlp.errors import CxnlpError
from cxnlp.runs import AnotherJobError, take_lock
from cxnlp.whole import write_whole

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from filelock import FileLock

    from cxnlp.runs import Counts, Part

__all__ = ["JobMetrics"]

_EVERY: Final = 2.0
"""Seconds between two writings while a job is at work."""

_REFUSED: Final = "cxnlp_job_refused_timestamp_seconds"

_HELP: Final = {
    "cxnlp_job_running": "1 while the job is at work.",
    "cxnlp_job_finished": "1 once every row of the source has its outcome.",
    "cxnlp_job_exit_code": "How the job ended; 0 is done.",
    "cxnlp_job_started_timestamp_seconds": "When the job was started.",
    "cxnlp_job_updated_timestamp_seconds": "When this file was written.",
    _REFUSED: "When a job was refused this run folder; what stands beside it is of the job before.",
    "cxnlp_job_rows_done": "Source rows whose outcome stands, those of earlier attempts included.",
    "cxnlp_job_rows_per_second": "Source rows a second in this attempt.",
    "cxnlp_rows": "Source rows by outcome, once finished.",
    "cxnlp_labels": "Rows of labels/ by status, once finished.",
    "cxnlp_rejected": "Rows of rejected/ by reason, once finished.",
    "cxnlp_unreadable": "Metadata values that could not be read, by column, once finished.",
}


class JobMetrics:
    """A job's figures; written whole, so that a scraper never reads half a file.

    A file that cannot be written stops no job: the figures are then missing, and nothing else.
    While a job lives the file is its own, by a lock beside it that ends with the process: a second
    job writes nothing there.

    Args:
        path: the file, by custom ending in .prom; None: nothing is written.
        run: the run folder, which every figure names.

    Attributes:
        taken: whether another live job writes its figures there.
    """

    def __init__(self, path: Path | None, run: Path) -> None:
        self._path = self._wanted = path
        self._run = run
        self._lock: FileLock | None = None
        self.taken = False
        if path is not None:
            self._claim(path)
        self._started = time.time()
        self._clock = time.monotonic()
        self._written = float("-inf")
        self._done = 0
        self._now = 0

    def begin(self, done: int) -> None:
        """Begin the work; `done` rows stand already."""
        if self.taken and self._wanted is not None:
            self._claim(self._wanted)  # who had the file may have been refused since
        self._done, self._clock = done, time.monotonic()
        self._write({"cxnlp_job_running": 1, "cxnlp_job_finished": 0})

    def advance(self, part: Part) -> None:
        """Count a part."""
        self._now += len(part.ledger)
        if time.monotonic() - self._written >= _EVERY:
            self._write({"cxnlp_job_running": 1, "cxnlp_job_finished": 0})

    def fail(self, error: BaseException) -> None:
        """Write that the job ended by `error`.

        Of a job that was refused the run of another, only the time is added: the other figures
        tell of that run, which stands as it was.
        """
        code = error.exit_code if isinstance(error, CxnlpError) else 1
        before = self._standing() if isinstance(error, AnotherJobError) else []
        if not before:
            self.end(code)
            return
        self._put([*before, *self._lines(_REFUSED, [({}, round(time.time(), 3))])])
        self._leave()

    def end(self, code: int, counts: Counts | None = None) -> None:
        """Write how the job ended, and the counts of a finished run."""
        values: dict[str, float] = {
            "cxnlp_job_running": 0,
            "cxnlp_job_finished": int(counts is not None),
            "cxnlp_job_exit_code": code,
        }
        tables: dict[str, tuple[str, Mapping[str, int]]] = {}
        if counts is not None:
            self._done, self._now = counts.rows - self._now, self._now
            outcomes = {
                "labels": counts.labels,
                "rejected": counts.rejected,
                "already": counts.already,
            }
            tables = {
                "cxnlp_rows": ("outcome", outcomes),
                "cxnlp_labels": ("status", counts.status),
                "cxnlp_rejected": ("reason", counts.reasons),
                "cxnlp_unreadable": ("column", counts.unreadable),
            }
        self._write(values, tables)
        self._leave()

    def _claim(self, path: Path) -> None:
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            self._lock = take_lock(path)
            self.taken = self._lock is None
        except OSError:
            self._lock = None
        self._path = None if self._lock is None else path

    def _leave(self) -> None:
        if self._lock is not None:
            self._lock.release()
        self._path = self._lock = None

    def _standing(self) -> list[str]:
        """The lines that are there, but for one that tells of an earlier refusal."""
        try:
            text = "" if self._path is None else self._path.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError):
            return []
        return [line for line in text.splitlines() if _REFUSED not in line]

    def _write(
        self,
        values: Mapping[str, float],
        tables: Mapping[str, tuple[str, Mapping[str, int]]] | None = None,
    ) -> None:
        if self._path is None:
            return
        self._written = time.monotonic()
        seconds = max(self._written - self._clock, 1e-9)
        whole = {
            **values,
            "cxnlp_job_started_timestamp_seconds": round(self._started, 3),
            "cxnlp_job_updated_timestamp_seconds": round(time.time(), 3),
            "cxnlp_job_rows_done": self._done + self._now,
            "cxnlp_job_rows_per_second": round(self._now / seconds, 1),
        }
        lines = [line for name, value in whole.items() for line in self._lines(name, [({}, value)])]
        for name, (label, counts) in (tables or {}).items():
            rows = [({label: key}, float(count)) for key, count in counts.items()]
            lines += self._lines(name, rows)
        self._put(lines)

    def _put(self, lines: Iterable[str]) -> None:
        if self._path is None:
            return
        text = "\n".join(lines) + "\n"
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            write_whole(self._path, lambda path: _put(path, text))
        except OSError:
            self._path = None

    def _lines(self, name: str, rows: Iterable[tuple[Mapping[str, str], float]]) -> list[str]:
        lines = [f"# HELP {name} {_HELP[name]}", f"# TYPE {name} gauge"]
        for labels, value in rows:
            pairs = {"run": str(self._run), **labels}
            inside = ",".join(f'{key}="{_escaped(word)}"' for key, word in pairs.items())
            lines.append(f"{name}{{{inside}}} {value:.15g}")
        return lines


def _escaped(word: str) -> str:
    return word.replace("\\", r"\\").replace('"', r"\"").replace("\n", r"\n")


def _put(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8")
