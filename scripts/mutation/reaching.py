"""Which tests reach which lines: only these can notice a mutant there.

What a fixture of several tests does is laid to the first of them, so that a mutant may meet fewer
tests than could notice it: it then counts as survived. Figures err on the low side.
"""

from __future__ import annotations

import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from mutation.running import Outcome, run_tests

if TYPE_CHECKING:
    from collections.abc import Generator, Sequence

__all__ = ["Reach", "measure_reach"]


@dataclass(frozen=True)
class Reach:
    """The tests that reach the lines of some modules.

    Attributes:
        names: the tests by module and line; among them "" where a line runs when it is imported.
    """

    names: dict[Path, dict[int, frozenset[str]]] = field(default_factory=dict)

    def of_lines(self, path: Path, lines: range) -> frozenset[str]:
        """The names of the tests that reach a statement; among them "" where an import does."""
        met = self.names.get(path.resolve(), {})
        return frozenset[str]().union(*(met.get(line, frozenset()) for line in lines))

    def of_module(self, path: Path) -> frozenset[str]:
        """The names of the tests that reach any statement of a module; without imports."""
        return frozenset[str]().union(*self.names.get(path.resolve(), {}).values()) - {""}


def measure_reach(tests: Sequence[str], source: Path, *, seconds: float) -> tuple[Outcome, Reach]:
    """Run the tests on the code as it is, and see which lines below `source` each one reaches."""
    import coverage

    with tempfile.TemporaryDirectory() as folder:
        file = str(Path(folder) / "reach")
        outcome = run_tests(tests, None, seconds=seconds, plugins=[_Measuring(file, source)])
        data = coverage.CoverageData(file)
        data.read()
        names = {
            Path(name).resolve(): {
                line: frozenset(contexts)
                for line, contexts in data.contexts_by_lineno(name).items()
            }
            for name in data.measured_files()
        }
    return outcome, Reach(names)


class _Measuring:
    """A plugin of pytest that notes which lines each test reaches."""

    def __init__(self, file: str, source: Path) -> None:
        self._file, self._source = file, source
        self._coverage: Any = None

    def pytest_sessionstart(self) -> None:
        """Begin, before the tests are imported."""
        import coverage

        self._coverage = coverage.Coverage(
            data_file=self._file, config_file=False, include=[f"{self._source}/*"], messages=False
        )
        self._coverage.start()

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Generator[None, object, object]:
        """Lay what runs now to this test."""
        self._coverage.switch_context(item.nodeid)
        result = yield
        self._coverage.switch_context("")
        return result

    def pytest_sessionfinish(self) -> None:
        """Keep what was found."""
        self._coverage.stop()
        self._coverage.save()
