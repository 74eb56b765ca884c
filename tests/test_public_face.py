"""The names that users stand on, and what it costs to import them."""

from __future__ import annotations

import subprocess
import sys

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
