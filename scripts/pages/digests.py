"""Whether a benchmark was taken on the models that are shipped now; pages say where it was not."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

from cxnlp.whole import file_digest

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

__all__ = ["BENCHMARKS", "MARK", "note", "pages"]

BENCHMARKS: Final = ("batch", "label", "levels", "memory")
"""Those that measure a shipped model."""

MARK: Final = "*Measured on an earlier model"
"""With this a note begins."""


def note(repository: Path, benchmark: Mapping[str, Any]) -> str:
    """A sentence that names the models that have been made anew since; empty where none was.

    Args:
        repository: its `models` are the shipped ones.
        benchmark: what `benchmarks.result.Result.save` writes. One of before it kept digests was
            taken on a model that nobody can name.
    """
    if "models" not in benchmark:
        return f"{MARK}, perhaps: its digest was not written down.*"
    earlier = [
        f"`{name}`"
        for name, digest in benchmark["models"].items()
        if digest != _shipped(repository, name)
    ]
    been = "has" if len(earlier) == 1 else "have"
    return f"{MARK}: {', '.join(earlier)} {been} been made anew since.*" if earlier else ""


def pages(repository: Path) -> dict[str, str]:
    """The benchmarks' own pages, with the note at their end where one is due."""
    found = {}
    for name in BENCHMARKS:
        page = f"docs/benchmarks/{name}.md"
        figures = repository / "docs" / "benchmarks" / f"{name}.json"
        if not figures.exists():
            continue
        text = (repository / page).read_text(encoding="utf-8").partition(MARK)[0].rstrip()
        words = note(repository, json.loads(figures.read_text(encoding="utf-8")))
        found[page] = "\n\n".join(part for part in (text, words) if part) + "\n"
    return found


def _shipped(repository: Path, name: str) -> str:
    manifest = repository / "models" / name / "manifest.json"
    return f"sha256:{file_digest(manifest)}" if manifest.exists() else ""
