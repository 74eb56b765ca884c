"""What a person at the terminal sees: words and progress bars on stderr, data on stdout."""

from __future__ import annotations

import json
import sys
import time
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    import argparse
    from collections.abc import Mapping

__all__ = ["Console", "print_data"]

_EVERY: Final = 5.0
"""Seconds between two lines of progress in a log."""


class Console:
    """A progress (`cxnlp.flows.progress.Progress`) that speaks on stderr.

    On a terminal it shows words, and a bar with rows per second and the time left; elsewhere one
    JSON object a line, so that a scheduler's log can be searched.

    Args:
        quiet: say nothing.
    """

    def __init__(self, *, quiet: bool = False) -> None:
        self._quiet = quiet
        self._terminal = sys.stderr.isatty()
        self._bar: Any = None
        self._what = ""
        self._rows = self._before = 0
        self._total: int | None = None
        self._began = self._logged = 0.0

    @classmethod
    def of(cls, options: argparse.Namespace) -> Console:
        """The console that the command's options ask for."""
        return cls(quiet=options.quiet)

    def say(self, words: str) -> None:
        """Print words."""
        if self._quiet:
            return
        if self._bar is not None:
            self._bar.write(words, file=sys.stderr)
        elif self._terminal:
            print(words, file=sys.stderr, flush=True)
        else:
            self._log(message=words)

    def begin(self, what: str, total: int | None, done: int = 0) -> None:
        """Begin a step."""
        self.end()
        self._what, self._total = what, total
        self._rows = self._before = done
        self._began, self._logged = time.monotonic(), float("-inf")
        if self._terminal and not self._quiet:
            from tqdm import tqdm

            self._bar = tqdm(
                desc=what, total=total, initial=done, unit=" rows", leave=False, file=sys.stderr
            )

    def advance(self, rows: int) -> None:
        """Count rows."""
        self._rows += rows
        if self._bar is not None:
            if self._total is not None and self._rows > self._total:
                self._bar.total = None
            self._bar.update(rows)
        elif time.monotonic() - self._logged >= _EVERY:
            self._progress()

    def end(self) -> None:
        """End the step."""
        if self._bar is not None:
            self._bar.close()
            self._bar = None
        elif self._rows > self._before:
            self._total = None
            self._progress()
        self._rows = self._before = 0

    def _progress(self) -> None:
        if self._quiet:
            return
        self._logged = time.monotonic()
        seconds = self._logged - self._began
        speed = (self._rows - self._before) / max(seconds, 1e-9)
        values: dict[str, object] = {
            "step": self._what,
            "rows": self._rows,
            "rows_per_second": round(speed, 1),
            "seconds": round(seconds, 3),
        }
        if self._total is not None and speed > 0:
            values["seconds_left"] = round(max(self._total - self._rows, 0) / speed, 1)
        self._log(**values)

    def _log(self, **values: object) -> None:
        now = datetime.now(UTC).isoformat(timespec="milliseconds")
        line = json.dumps({"time": now, **values}, ensure_ascii=False)
        print(line, file=sys.stderr, flush=True)


def print_data(options: argparse.Namespace, data: Mapping[str, Any], words: str) -> None:
    """Print a result on stdout: JSON where `--json` asks for it, words otherwise.

    >>> import argparse
    >>> print_data(argparse.Namespace(json=False), {"rows": 2}, "2 rows")
    2 rows
    """
    if options.json:
        print(json.dumps(data, ensure_ascii=False, indent=2, default=str))
    elif words:
        print(words)
