"""What can go wrong, named by what the reader must do next.

```
CxnlpError                 exit code 1
├── UsageError             2  call the command again, corrected
├── ConfigurationError     3  correct the configuration
├── InputDataError         4  correct the data
├── ModelError             5  use another model or artefact folder, or make this one again
├── RunFolderError         6  use another run folder, or start afresh
├── MissingDependencyError 7  install an extra
├── GateError              8  a quality gate was not met
└── StoppedError         143  start the same command again: it goes on
```

Every error says where, what was found, what was expected, and what to do next.
A comment's text never stands in an error.
"""

from __future__ import annotations

from typing import ClassVar

__all__ = [
    "ConfigurationError",
    "CxnlpError",
    "GateError",
    "InputDataError",
    "MissingDependencyError",
    "ModelError",
    "RunFolderError",
    "StoppedError",
    "UsageError",
]


class CxnlpError(Exception):
    """The root of all errors that cxnlp raises on purpose.

    Args:
        where: the file, column, row or setting that is at fault.
        found: what was there.
        expected: what should have been there.
        hint: what to do next, a sentence.

    >>> print(InputDataError("feedback.csv", found="no column 'text'", expected="a text column",
    ...                      hint="Name it with --text-column."))
    feedback.csv: found no column 'text'; expected a text column. Name it with --text-column.
    """

    exit_code: ClassVar[int] = 1

    def __init__(self, where: object, *, found: str, expected: str, hint: str) -> None:
        self.where = str(where)
        self.found = found
        self.expected = expected
        self.hint = hint
        super().__init__(f"{self.where}: found {found}; expected {expected}. {hint}")

    def __reduce__(self) -> tuple[object, tuple[object, ...]]:
        """Make the error survive the way between processes."""
        return (_rebuild, (type(self), self.where, self.found, self.expected, self.hint))


def _rebuild(
    kind: type[CxnlpError], where: str, found: str, expected: str, hint: str
) -> CxnlpError:
    return kind(where, found=found, expected=expected, hint=hint)


class UsageError(CxnlpError):
    """The command was called with words that do not fit."""

    exit_code = 2


class ConfigurationError(CxnlpError):
    """A configuration has an unknown key or a value out of range."""

    exit_code = 3


class InputDataError(CxnlpError):
    """The input cannot be read, or lacks what the job needs."""

    exit_code = 4


class ModelError(CxnlpError):
    """A model or topics folder is missing, damaged, foreign or of another format."""

    exit_code = 5


class RunFolderError(CxnlpError):
    """A run folder belongs to another job, is damaged or is in use."""

    exit_code = 6


class MissingDependencyError(CxnlpError):
    """A library of an extra is not installed."""

    exit_code = 7

    @classmethod
    def of(cls, library: str, extra: str) -> MissingDependencyError:
        """Say which extra brings `library`."""
        return cls(
            library,
            found="that it is not installed",
            expected=f"the extra '{extra}'",
            hint=f"Install it: pip install 'cxnlp[{extra}]'.",
        )


class GateError(CxnlpError):
    """A quality gate was not met: the answer is no, not broken."""

    exit_code = 8


class StoppedError(CxnlpError):
    """The job was asked to stop, and stopped after the part in hand; nothing is lost."""

    exit_code = 143  # 128 + SIGTERM, which schedulers read as "stopped, not done"
