"""Tests on a mutant: in a forked process, in which one module is made from another tree.

No file is changed. What is heavy is imported once, before the fork. Tests that start processes of
their own see the code as it lies on disk, and so cannot notice a mutant.
"""

from __future__ import annotations

import importlib.abc
import importlib.util
import os
import signal
import sys
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import ast
    from collections.abc import Sequence
    from importlib.machinery import ModuleSpec
    from pathlib import Path
    from types import ModuleType

    import pytest

__all__ = ["Changed", "Chosen", "Outcome", "run_tests"]


@dataclass(frozen=True)
class Changed:
    """A module that is made from another tree than its file's.

    Attributes:
        name: the module.
        path: its file.
        tree: what it is made from.
    """

    name: str
    path: Path
    tree: ast.Module


@dataclass(frozen=True)
class Outcome:
    """What became of the tests.

    Attributes:
        noticed: whether one failed, or they took too long.
        seconds: how long they took.
        late: whether they were stopped.
    """

    noticed: bool
    seconds: float
    late: bool = False


class _Finder(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Gives the changed module in place of the one on disk."""

    def __init__(self, changed: Changed) -> None:
        self._changed = changed

    def find_spec(
        self, fullname: str, path: object = None, target: object = None
    ) -> ModuleSpec | None:
        """The changed module's; none for any other."""
        del path, target
        if fullname != self._changed.name:
            return None
        package = (
            [str(self._changed.path.parent)] if self._changed.path.stem == "__init__" else None
        )
        return importlib.util.spec_from_file_location(
            fullname, self._changed.path, loader=self, submodule_search_locations=package
        )

    def create_module(self, spec: ModuleSpec) -> ModuleType | None:
        """The usual kind of module."""
        del spec
        return None

    def exec_module(self, module: ModuleType) -> None:
        """Run the changed code."""
        code = compile(self._changed.tree, str(self._changed.path), "exec")
        exec(code, module.__dict__)  # noqa: S102 - our own code, changed on purpose


@dataclass(frozen=True)
class Chosen:
    """A plugin of pytest that says which tests run, and which of them first.

    Attributes:
        names: of the tests that are to run; all if None.
        nearest: the file whose tests run before the others.
        first: the names of those that come before their neighbours.
    """

    names: frozenset[str] | None
    nearest: str
    first: frozenset[str]

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        """Leave the others out, and put these in order."""
        kept = [item for item in items if self.names is None or item.nodeid in self.names]
        kept.sort(key=lambda item: item.nodeid not in self.first)
        items[:] = sorted(kept, key=lambda item: not item.nodeid.startswith(self.nearest))


def run_tests(
    tests: Sequence[str],
    changed: Changed | None,
    *,
    seconds: float,
    plugins: Sequence[object] = (),
) -> Outcome:
    """Run tests until the first one fails.

    Args:
        tests: files, folders and options for pytest.
        changed: the mutant; None for the code as it is.
        seconds: after which they are stopped: a mutant that never ends is noticed.
        plugins: plugins of pytest for the forked process, such as `Chosen`.
    """
    begun = time.monotonic()
    process = os.fork()
    if not process:
        _be_the_child(tests, changed, plugins)
    while time.monotonic() - begun < seconds:
        ended, status = os.waitpid(process, os.WNOHANG)
        if ended:
            return Outcome(os.waitstatus_to_exitcode(status) != 0, time.monotonic() - begun)
        time.sleep(0.02)
    os.killpg(process, signal.SIGKILL)
    os.waitpid(process, 0)
    return Outcome(noticed=True, seconds=seconds, late=True)


def _be_the_child(tests: Sequence[str], changed: Changed | None, plugins: Sequence[object]) -> None:
    import pytest
    from hypothesis import Phase, settings

    code = 1
    try:
        os.setpgid(0, 0)
        quiet = os.open(os.devnull, os.O_WRONLY)
        os.dup2(quiet, 1)
        os.dup2(quiet, 2)
        # The first failure is enough: it need not be made small or explained.
        settings.register_profile(
            "mutants", phases=[Phase.explicit, Phase.generate], database=None, deadline=None
        )
        settings.load_profile("mutants")
        if changed is not None:
            sys.meta_path.insert(0, _Finder(changed))
        words = ["-x", "-q", "--assert=plain", "-p", "no:cacheprovider", *tests]
        code = int(pytest.main(words, plugins=[*plugins]))
    finally:
        os._exit(code)
