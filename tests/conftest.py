"""What all tests share: the way to the real data, and the promise that CI does not skip it."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest
from hypothesis import settings

if TYPE_CHECKING:
    from collections.abc import Generator

REPOSITORY: Final = Path(__file__).parents[1]
REAL_DATA: Final = REPOSITORY.parent / "shared" / "data"

# What the tests compute is small: threads of NumPy and torch would mostly wait for each other, and
# workers of pytest-xdist have a core each. Read when those are imported, and by processes that
# tests start.
for _name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"):
    os.environ.setdefault(_name, "1")

# How long an example takes tells how busy the machine is, not whether the law holds.
settings.register_profile("tests", deadline=None)
settings.load_profile("tests")


def pytest_addoption(parser: pytest.Parser) -> None:
    """Declare how to take a machine without the real data."""
    parser.addoption(
        "--real-data",
        choices=["skip", "require"],
        default="skip",
        help="where ../shared/data is absent: skip the tests marked 'real', or fail (as CI does)",
    )


def pytest_configure(config: pytest.Config) -> None:
    """Refuse to begin where the real data are required and absent; wait for no disk.

    A small labelling job asks the disk some thirty times to confirm what it wrote. No test cuts the
    power, so here it is enough that the descriptor is a live one. Jobs in processes of their own
    ask as ever, and there faults/test_disk.py watches that they do, in the right order.
    """
    if _required(config) and not REAL_DATA.is_dir():
        raise pytest.UsageError(f"--real-data=require, but there is no folder {REAL_DATA}")
    patch = pytest.MonkeyPatch()
    patch.setattr(os, "fsync", os.fstat)
    config.add_cleanup(patch.undo)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item,
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Turn the skip of a test on real data into a failure where the data are required."""
    report = yield
    if report.skipped and _required(item.config) and item.get_closest_marker("real"):
        report.outcome = "failed"
        report.longrepr = f"skipped under --real-data=require: {report.longrepr}"
    return report


@pytest.fixture(scope="session")
def real_data() -> Path:
    """The folder ../shared/data, beside the repository; the test is skipped where it is absent."""
    if not REAL_DATA.is_dir():
        pytest.skip(f"the real data are not on this machine: {REAL_DATA}")
    return REAL_DATA


@pytest.fixture(scope="session")
def repository() -> Path:
    """The root of the repository."""
    return REPOSITORY


def _required(config: pytest.Config) -> bool:
    required: bool = config.getoption("--real-data") == "require"
    return required
