"""A page's console sessions: run, compared with what stands there, and written anew on demand.

A session is a fenced block `console`: a line that begins with `$ ` is a command, what follows is
what it prints to stdout. `...` stands for anything, so that a page shows what matters and not what
another machine or the next model would tell otherwise.
"""

from __future__ import annotations

import doctest
import os
import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Final

__all__ = ["Step", "agrees", "perform", "refreshed", "steps_of"]

_BLOCK: Final = re.compile(r"^```console\n(.*?)^```", re.MULTILINE | re.DOTALL)
_FLAGS: Final = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE


@dataclass(frozen=True)
class Step:
    """A command of a page, and what the page says that it prints.

    Attributes:
        command: one line of shell, or several that end with a backslash.
        printed: its lines on stdout.
    """

    command: str
    printed: str

    @property
    def text(self) -> str:
        """The step as it stands in a block."""
        return f"$ {self.command}\n{self.printed}"


def steps_of(page: str) -> list[Step]:
    r"""The steps of all sessions of a page, in order.

    >>> steps_of("```console\n$ echo a\na\n$ true\n```\n")
    [Step(command='echo a', printed='a\n'), Step(command='true', printed='')]
    """
    return [step for block in _BLOCK.findall(page) for step in _steps(block)]


def _steps(block: str) -> list[Step]:
    found = []
    for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
        lines = part.splitlines(keepends=True)
        last = next(at for at, line in enumerate(lines) if not line.endswith("\\\n"))
        found.append(Step("".join(lines[: last + 1]).rstrip("\n"), "".join(lines[last + 1 :])))
    return found


def perform(step: Step, folder: Path) -> str:
    """Run a command in a folder, with this Python's commands first, and give its stdout.

    Raises:
        AssertionError: the command failed; holds the last words of its stderr.
    """
    path = f"{Path(sys.executable).parent}{os.pathsep}/usr/bin{os.pathsep}/bin"
    done = subprocess.run(
        ["/bin/bash", "-c", step.command],
        cwd=folder,
        env={"PATH": path, "HOME": str(folder), "LC_ALL": "C.UTF-8"},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    if done.returncode:
        raise AssertionError(f"$ {step.command}\n{done.stderr[-1000:]}")
    return done.stdout


def agrees(step: Step, printed: str) -> bool:
    r"""Whether a command printed what its page says; blanks count as one.

    >>> agrees(Step("date", "... 2026\n"), "Sun Nov 22 2026\n")
    True
    """
    return doctest.OutputChecker().check_output(step.printed, printed, _FLAGS)


def refreshed(page: str, folder: Path) -> str:
    """The page with the outputs that no longer agree replaced by what its commands print now."""

    def anew(block: re.Match[str]) -> str:
        steps = []
        for step in _steps(block[1]):
            printed = perform(step, folder)
            steps.append(step if agrees(step, printed) else Step(step.command, printed))
        return "```console\n" + "".join(step.text for step in steps) + "```"

    return _BLOCK.sub(anew, page)
