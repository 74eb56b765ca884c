"""The names that users stand on, and what it costs to import them."""

from __future__ import annotations

import ast
import importlib
import subprocess
import sys
from pathlib import Path

import pytest

import cxnlp

FUNCTIONS = {
    "load", "label", "topics", "report", "train", "evaluate", "compare", "drivers", "kano",
}  # fmt: skip
RESULT_TYPES = {
    "Comparison", "DriverFindings", "Evaluation", "Kano", "LabelResult", "LevelModel",
    "Predictions", "ReportResult", "TopicsResult", "Trained",
}  # fmt: skip
HEAVY = {
    "bertopic", "datasets", "duckdb", "jinja2", "numpy", "onnxruntime", "pandas", "plotly",
    "polars", "py3langid", "pyarrow", "pydantic", "scipy", "sklearn", "tokenizers", "torch",
    "transformers",
}  # fmt: skip


def imported_by(program: str) -> set[str]:
    """The top-level modules that a fresh interpreter has imported after `program`."""
    code = f"{program}\nimport sys\nprint(*sorted({{m.partition('.')[0] for m in sys.modules}}))"
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, check=True, encoding="utf-8"
    )
    return set(done.stdout.splitlines()[-1].split())


def test_the_public_face_is_exactly_what_was_promised() -> None:
    assert set(cxnlp.__all__) == {"ServiceLevel"} | FUNCTIONS | RESULT_TYPES


@pytest.mark.parametrize("name", sorted(cxnlp.__all__))
def test_a_public_name_resolves_and_is_documented(name: str) -> None:
    value = getattr(cxnlp, name)
    assert callable(value)
    assert value.__doc__


def test_a_public_function_is_no_module() -> None:
    """A room of the same name would take the function's place once it is imported."""
    asked = f"[name for name in {sorted(FUNCTIONS)} if not callable(getattr(cxnlp, name))]"
    code = f"import cxnlp.cli, cxnlp.flows.run, cxnlp; print({asked})"
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, check=True, encoding="utf-8"
    )
    assert done.stdout.strip() == "[]"


NOTEBOOKS = sorted((Path(__file__).parents[1] / "notebooks").glob("*.py"))


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_takes_from_cxnlp_what_its_doors_offer(path: Path) -> None:
    """The package itself and its rooms, by names that these promise; nothing of this repository."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    imports = [node for node in ast.walk(tree) if isinstance(node, ast.Import | ast.ImportFrom)]
    ours = {file.stem for file in (path.parents[1] / "scripts").glob("*.py")}
    for node in imports:
        names = [name.name for name in node.names]
        room = node.module if isinstance(node, ast.ImportFrom) else None
        taken = [room] if room else names
        assert not ours & {name.partition(".")[0] for name in taken}
        assert all(name.count(".") <= 1 for name in taken if name.startswith("cxnlp"))
        if room and room.startswith("cxnlp"):
            assert set(names) <= set(importlib.import_module(room).__all__)
    assert imports


def test_dir_lists_the_public_names() -> None:
    assert set(cxnlp.__all__) <= set(dir(cxnlp))


def test_an_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="no attribute 'lable'"):
        cxnlp.lable  # noqa: B018 - asking is the test


def test_importing_cxnlp_imports_nothing_heavy() -> None:
    assert not imported_by("import cxnlp") & HEAVY


def test_the_help_imports_nothing_heavy() -> None:
    program = (
        "from cxnlp.cli import main\n"
        "try:\n    main(['--help'])\nexcept SystemExit as end:\n    assert not end.code"
    )
    assert not imported_by(program) & HEAVY


def test_labelling_never_imports_torch() -> None:
    used = imported_by("import cxnlp\ncxnlp.label(['The queue was short and the staff kind.'])")
    assert not used & {"torch", "transformers", "sklearn", "bertopic", "datasets"}
    assert "pyarrow" in used
