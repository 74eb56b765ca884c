"""The figures that the README shows, taken from the shipped models and from the benchmarks."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

from pages.blocks import fill, table
from pages.digests import note

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
        size = _size(repository / "models", name)
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


def _size(models: Path, name: str) -> int:
    """Bytes of a model's folder, and of its members': a cascade weighs what they weigh."""
    manifest = json.loads((models / name / "manifest.json").read_text(encoding="utf-8"))
    folders = [models / each for each in {name, *manifest.get("members", {})}]
    return sum(file.stat().st_size for folder in folders for file in folder.iterdir())


def _speed(repository: Path) -> str:
    found = [_read(repository, name) for name in ("label", "batch")]
    if None in found:
        return ""
    label, batch = (one for one in found if one is not None)
    job = label["figures"][-1]
    fast = job["what"].partition(":")[0]
    ours = next(row for row in batch["figures"] if row["what"] == "levels: 1 worker")
    words = (
        f"The whole job, CSV to Parquet, labels {job['comments a second']:,.0f} comments a second "
        f"with `{fast}` on {label['machine']['cores']} cores: {job['times VADER']:.1f} times the "
        "speed at which [VADER](https://github.com/cjhutto/vaderSentiment) alone scores the same "
        "texts ([benchmark](docs/benchmarks/label.md)). With `levels`, the default, it labels "
        f"{ours['comments a second']:,.0f} a second on one core "
        "([benchmark](docs/benchmarks/batch.md))."
    )
    notes = dict.fromkeys((note(repository, label), note(repository, batch)))
    return "\n\n".join(part for part in (words, *notes) if part)


def _read(repository: Path, name: str) -> Mapping[str, Any] | None:
    file = repository / "docs" / "benchmarks" / f"{name}.json"
    if not file.exists():
        return None
    found: Mapping[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    return found


def _cell(estimate: Mapping[str, float]) -> str:
    return f"{estimate['value']:.2f} ({estimate['low']:.2f} to {estimate['high']:.2f})"
