"""Every public name says what it takes, what it raises, and shows it by an example that runs.

Public names are those in `__all__` of cxnlp and of its rooms. The examples run as tests of their
modules; here it is held that they are there.
"""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

import pytest

import cxnlp

SOURCE: Final = Path(__file__).parents[2] / "src"
ROOMS: Final = sorted(
    {file.parent for file in (SOURCE / "cxnlp").glob("*/__init__.py")}
    | {file.parent for file in (SOURCE / "cxnlp" / "insights").glob("*/__init__.py")}
)

NO_EXAMPLE: Final = {
    "cxnlp.encoders.sentence.load_sentence_encoder": "a sentence transformer takes seconds",
    "cxnlp.flows.topics.find_topics": "needs hundreds of comments; the tutorial runs it",
    "cxnlp.flows.train.train": "takes seconds; the page on retraining runs it",
    "cxnlp.labelling.outcomes.without_duplicates": "the end of a chunk's way through cxnlp.label",
    "cxnlp.reporting.markdown.render_markdown": "needs all findings of a run; see cxnlp.report",
    "cxnlp.reporting.page.render": "needs all findings of a run; see cxnlp.report",
    "cxnlp.reporting.slides.write_figures": "needs all findings of a run; see cxnlp.report",
    "cxnlp.runs.upsert.upsert_tables": "needs a PostgreSQL server",
    "cxnlp.topicmodel.mapping_file.mapping_bytes": "needs what a sentence transformer has read",
    "cxnlp.topicmodel.mapping_file.read_mapping": "needs what a sentence transformer has read",
    "cxnlp.topicmodel.opening.open_topics": "needs a topics folder; the researchers' page runs it",
}
"""Public functions without an example of their own, and why: a small honest one is impossible."""


@dataclass(frozen=True)
class Named:
    """A public name where it is defined."""

    name: str
    module: str
    node: ast.stmt

    def __str__(self) -> str:
        return f"{self.module}.{self.name}"

    @property
    def docstring(self) -> str:
        assert isinstance(self.node, ast.FunctionDef | ast.ClassDef)
        return ast.get_docstring(self.node) or ""


@cache
def _body(module: str) -> list[ast.stmt]:
    path = SOURCE.joinpath(*module.split("."))
    file = path / "__init__.py" if path.is_dir() else path.with_suffix(".py")
    return ast.parse(file.read_text(encoding="utf-8")).body


def _defined(module: str, name: str) -> Named | None:
    """Where a name is defined, along the imports; None for constants and types."""
    for node in _body(module):
        if isinstance(node, ast.FunctionDef | ast.ClassDef) and node.name == name:
            return Named(name, module, node)
        if isinstance(node, ast.ImportFrom) and node.module:
            for one in node.names:
                if (one.asname or one.name) == name and node.module.startswith("cxnlp"):
                    return _defined(node.module, one.name)
    return None


def _exported(room: str) -> list[str]:
    for node in _body(room):
        if isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") == "__all__":
            return [str(name) for name in ast.literal_eval(node.value)]
    return []


FACE: Final = {str(_defined(*home)) for home in cxnlp._HOME.values()}


def _all() -> list[Named]:
    named = [_defined(*cxnlp._HOME[name]) for name in cxnlp.__all__]
    for room in ROOMS:
        module = ".".join(room.relative_to(SOURCE).parts)
        named += [_defined(module, name) for name in _exported(module)]
    return sorted({str(one): one for one in named if one is not None}.values(), key=str)


PUBLIC: Final = _all()
FUNCTIONS: Final = [one for one in PUBLIC if isinstance(one.node, ast.FunctionDef)]


def test_the_search_finds_the_public_names() -> None:
    found = {str(one) for one in PUBLIC}
    assert found >= FACE
    assert "cxnlp.metrics.distance.mean_absolute_error" in found
    assert "cxnlp.insights.kpis.finding.kpis" in found
    assert len(FUNCTIONS) > 100


@pytest.mark.parametrize("named", PUBLIC, ids=str)
def test_a_public_name_says_what_it_is(named: Named) -> None:
    assert named.docstring


def _shown(named: Named) -> bool:
    """Whether its docstring, or that of one of its methods, has an example."""
    inner = [one for one in ast.walk(named.node) if isinstance(one, ast.FunctionDef)]
    return ">>> " in named.docstring or any(
        ">>> " in (ast.get_docstring(one) or "") for one in inner
    )


@pytest.mark.parametrize("named", FUNCTIONS, ids=str)
def test_a_public_function_shows_an_example(named: Named) -> None:
    assert _shown(named) or str(named) in NO_EXAMPLE


@pytest.mark.parametrize("named", [one for one in PUBLIC if str(one) in FACE], ids=str)
def test_a_class_of_the_public_face_is_shown_by_itself_or_by_what_gives_it(named: Named) -> None:
    givers = [
        one
        for one in FUNCTIONS
        if str(one) in FACE
        and isinstance(one.node, ast.FunctionDef)
        and one.node.returns is not None
        and ast.unparse(one.node.returns) == named.name
    ]
    assert any(_shown(one) or str(one) in NO_EXAMPLE for one in (named, *givers))


@pytest.mark.parametrize("named", FUNCTIONS, ids=str)
def test_a_public_function_names_its_arguments_and_the_errors_it_raises(named: Named) -> None:
    node = named.node
    assert isinstance(node, ast.FunctionDef)
    arguments = [
        one.arg for one in (*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs)
    ]
    if len(arguments) > 1:
        unsaid = [one for one in arguments if not re.search(rf"\b{one}\b", named.docstring)]
        assert not unsaid, "arguments that the docstring does not name"
    if any(isinstance(one, ast.Raise) for one in ast.walk(node)):
        assert "Raises:" in named.docstring


def test_every_exception_is_still_one() -> None:
    """A name that has got its example, or is gone, leaves the list."""
    without = {str(one) for one in FUNCTIONS if not _shown(one)}
    assert set(NO_EXAMPLE) == without
