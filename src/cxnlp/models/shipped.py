"""Where models lie: shipped ones by name, others by their folder."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path
from typing import Final

from cxnlp.errors import ModelError
from cxnlp.models.folder import MANIFEST, no_level_model

__all__ = ["DEFAULT", "find_model", "shipped_models"]

DEFAULT: Final = "levels"
"""The model that is used where none is named."""


def shipped_models() -> dict[str, Path]:
    """The shipped models: folder by name, sorted; a checkout's before a wheel's.

    >>> "levels-fast" in shipped_models()
    True
    """
    found: dict[str, Path] = {}
    for home in _homes():
        if home.is_dir():
            for folder in sorted(home.iterdir()):
                if not folder.name.startswith("_") and (folder / MANIFEST).is_file():
                    found.setdefault(folder.name, folder)
    return dict(sorted(found.items()))


def find_model(model: str | Path) -> Path:
    """The folder of a model, given by its folder or by a shipped model's name.

    Args:
        model: a folder, or a shipped model's name.

    Raises:
        ModelError: neither a folder nor a shipped model has that name.

    >>> find_model("levels-fast").name
    'levels-fast'
    """
    folder = Path(model)
    if folder.is_dir():
        return folder
    shipped = shipped_models()
    if str(model) in shipped:
        return shipped[str(model)]
    if folder.exists():
        raise no_level_model(folder)
    raise ModelError(
        model,
        found="no folder and no shipped model of that name",
        expected="a model folder or one of " + (", ".join(shipped) or "(none is shipped)"),
        hint="`cxnlp models` lists the shipped models.",
    )


def _homes() -> list[Path]:
    package = Path(str(files("cxnlp")))
    checkout = package.parents[1]
    homes = [package / "shipped"]
    if (checkout / "pyproject.toml").is_file() and package.parent.name == "src":
        homes.insert(0, checkout / "models")
    return homes
