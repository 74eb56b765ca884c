"""A test on real data that skips is a failure where the data are required, as in CI."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

CASE = """
import pytest

@pytest.mark.real
def test_on_real_data():
    pytest.skip("the data are elsewhere")
"""


def run_pytest(folder: Path, *options: str) -> subprocess.CompletedProcess[str]:
    """Run a test that skips, with the conftest of this suite as a plugin."""
    case = folder / "test_case.py"
    case.write_text(CASE, encoding="utf-8")
    here = str(Path(__file__).parent)
    plugins = ["-p", "conftest", "-p", "no:cacheprovider", "-W", "ignore"]
    return subprocess.run(
        [sys.executable, "-m", "pytest", "--rootdir", folder, *plugins, *options, case],
        capture_output=True,
        check=False,
        encoding="utf-8",
        env={**os.environ, "PYTHONPATH": here, "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"},
        cwd=folder,
    )


def test_it_skips_where_the_data_may_be_absent(tmp_path: Path) -> None:
    done = run_pytest(tmp_path)
    assert "1 skipped" in done.stdout
    assert done.returncode == 0


def test_it_fails_where_the_data_are_required(tmp_path: Path) -> None:
    done = run_pytest(tmp_path, "--real-data=require")
    assert done.returncode != 0
    assert "--real-data=require" in done.stdout + done.stderr
