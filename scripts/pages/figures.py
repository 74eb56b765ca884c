"""The figures that the README shows, taken from the shipped models and from the benchmarks."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

from pages.blocks import fill, table

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

__all__ = ["pages"]

_MEASURES: Final = {
    "quadratic_weighted_kappa": "quadratic kappa",
    "macro_f1": "macro-F1",
    "mean_absolute_error": "mean error in levels",
    "interval_coverage": "interval holds the true level",
    "evidence_auroc": "evidence, AUROC",
}


def pages(repository: Path) -> dict[str, str]:
    """The README with its figures filled in."""
    readme = (repository / "README.md").read_text(encoding="utf-8")
    evaluations = {
        file.parent.name: json.loads(file.read_text(encoding="utf-8"))
        for file in sorted((repository / "models").glob("*/evaluation.json"))
    }
    words = [_quality(repository, evaluations), _speed(repository)]
    return {"README.md": fill(readme, "figures", "\n\n".join(word for word in words if word))}


def _quality(repository: Path, evaluations: Mapping[str, Mapping[str, Any]]) -> str:
    rows = []
    for name, evaluation in evaluations.items():
        measures = evaluation["metrics"]
        size = sum(f.stat().st_size for f in (repository / "models" / name).iterdir())
        cells = [_cell(measures[measure]) for measure in _MEASURES]
        rows.append([f"[`{name}`](models/{name}/CARD.md)", f"{size / 1e6:.1f} MB", *cells])
    (about,) = {(e["data"], e["rows"], e["judged"]) for e in evaluations.values()}
    data, texts, judged = about
    majority = next(iter(evaluations.values()))["baselines"]["majority"]
    guess = [_cell(majority[measure]) if measure in majority else "-" for measure in _MEASURES]
    rows.append(["always the commonest level", "-", *guess])
    return (
        f"On `{data}` ({texts} texts that no model was fitted on, {judged} of them with a level "
        "1 to 6), with 95 % bootstrap intervals:\n\n"
        + table(["Model", "Size", *_MEASURES.values()], rows)
    )


def _speed(repository: Path) -> str:
    file = repository / "docs" / "benchmarks" / "label.json"
    if not file.exists():
        return ""
    benchmark = json.loads(file.read_text(encoding="utf-8"))
    job = benchmark["figures"][-1]
    return (
        f"The whole job, CSV to Parquet, labels {job['comments a second']:,.0f} comments a second "
        f"on {benchmark['machine']['cores']} cores: {job['times VADER']:.1f} times the speed at "
        "which [VADER](https://github.com/cjhutto/vaderSentiment) alone scores the same texts "
        "([benchmark](docs/benchmarks/label.md))."
    )


def _cell(estimate: Mapping[str, float]) -> str:
    return f"{estimate['value']:.2f} ({estimate['low']:.2f} to {estimate['high']:.2f})"
