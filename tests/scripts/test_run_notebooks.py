"""Notebooks run from a clean kernel, and one that does not run is noticed."""

from __future__ import annotations

import ast
import json
import subprocess
import sys
from pathlib import Path
from typing import Final

import pytest

import cxnlp

REPOSITORY: Final = Path(__file__).parents[2]
SCRIPT: Final = REPOSITORY / "scripts" / "run_notebooks.py"


def run(folder: Path, *cells: str) -> subprocess.CompletedProcess[str]:
    """Write a notebook of these cells into `folder` and run the script on it."""
    source = folder / "tiny.py"
    source.write_text("\n\n".join(cells) + "\n", encoding="utf-8")
    return subprocess.run(
        [sys.executable, str(SCRIPT), str(source), "--out", str(folder / "executed")],
        capture_output=True,
        text=True,
        check=False,
        cwd=folder,
        timeout=120,
    )


@pytest.mark.slow
def test_a_notebook_that_runs_passes_and_its_executed_copy_holds_the_outputs(
    tmp_path: Path,
) -> None:
    done = run(
        tmp_path,
        "# %% [markdown]\n# # Where am I?",
        "# %%\nfrom pathlib import Path",
        "# %%\nprint(Path.cwd())",
    )
    assert done.returncode == 0, done.stderr
    copy = json.loads((tmp_path / "executed" / "tiny.ipynb").read_text(encoding="utf-8"))
    assert [cell["cell_type"] for cell in copy["cells"]] == ["markdown", "code", "code"]
    assert "".join(copy["cells"][2]["outputs"][0]["text"]).strip() == str(REPOSITORY)


@pytest.mark.slow
def test_a_notebook_that_raises_fails_and_says_what_it_raised(tmp_path: Path) -> None:
    done = run(tmp_path, "# %%\nready = 1", '# %%\nraise LookupError("the shed is empty")')
    assert done.returncode == 1
    assert "LookupError: the shed is empty" in done.stderr
    copy = json.loads((tmp_path / "executed" / "tiny.ipynb").read_text(encoding="utf-8"))
    assert copy["cells"][0]["execution_count"] == 1


@pytest.mark.slow
def test_no_tag_lets_a_cell_fail(tmp_path: Path) -> None:
    done = run(tmp_path, '# %% tags=["raises-exception"]\n1 / 0')
    assert done.returncode == 1
    assert "ZeroDivisionError" in done.stderr


@pytest.mark.slow
def test_a_cell_that_is_passed_over_fails(tmp_path: Path) -> None:
    done = run(tmp_path, "# %%\nready = 1", '# %% tags=["skip-execution"]\nassert not ready')
    assert done.returncode == 1
    assert "a cell was not executed: assert not ready" in done.stderr


@pytest.mark.slow
def test_a_notebook_that_ends_its_kernel_fails(tmp_path: Path) -> None:
    done = run(tmp_path, "# %%\nimport os\nos._exit(0)", "# %%\nready = 1")
    assert done.returncode == 1


@pytest.mark.slow
def test_a_notebook_without_code_fails(tmp_path: Path) -> None:
    done = run(tmp_path, "# %% [markdown]\n# Nothing but words.")
    assert done.returncode == 1
    assert "no cell was executed" in done.stderr


def test_a_notebook_that_is_not_there_fails(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, str(SCRIPT), "absent.py", "--out", str(tmp_path)],
        capture_output=True,
        text=True,
        check=False,
        cwd=tmp_path,
        timeout=60,
    )
    assert done.returncode == 1
    assert "absent.py: cannot be read" in done.stderr


NOTEBOOKS: Final = sorted((REPOSITORY / "notebooks").glob("*.py"))


def test_the_repository_holds_notebooks_as_scripts_only() -> None:
    assert NOTEBOOKS
    assert not list((REPOSITORY / "notebooks").rglob("*.ipynb"))


@pytest.mark.parametrize("notebook", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_uses_the_public_interface_only(notebook: Path) -> None:
    """What the promise names, and nothing of this repository's scripts."""
    promised = (REPOSITORY / "docs" / "promise.md").read_text(encoding="utf-8")
    tree = ast.parse(notebook.read_text(encoding="utf-8"))
    scripts = {place.stem for place in (REPOSITORY / "scripts").iterdir()}
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            taken = {one.name for one in node.names}
            assert not [name for name in taken if name.startswith("cxnlp.")]
            assert not taken & scripts
        elif isinstance(node, ast.ImportFrom):
            assert node.module not in scripts
            if node.module and node.module.partition(".")[0] == "cxnlp":
                for one in node.names:
                    assert f"`{node.module}.{one.name}`" in promised
        elif isinstance(node, ast.Attribute) and ast.unparse(node.value) == "cxnlp":
            assert node.attr in cxnlp.__all__


@pytest.mark.parametrize("notebook", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_is_told_of_on_the_page_of_notebooks(notebook: Path) -> None:
    page = (REPOSITORY / "notebooks" / "README.md").read_text(encoding="utf-8")
    assert f"[{notebook.name}]({notebook.name})" in page
