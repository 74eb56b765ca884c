"""Show what a model, a run or a topics folder holds."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cxnlp.errors import UsageError
from cxnlp.flows.telling.row_account import account_of
from cxnlp.models import load, shipped_models
from cxnlp.runs import open_run

if TYPE_CHECKING:
    from cxnlp.models import LevelModel
    from cxnlp.runs import Run

__all__ = ["Shown", "ShownModel", "list_models", "show"]


@dataclass(frozen=True)
class Shown:
    """What there is to see.

    Attributes:
        data: everything, for a machine.
        words: the same for a person.
    """

    data: dict[str, Any]
    words: str


@dataclass(frozen=True)
class ShownModel:
    """A shipped model in one line.

    Attributes:
        name: how `--model` takes it.
        kind: linear, static, transformer or cascade.
        megabytes: size of its folder, in 10^6 bytes; a cascade's members are counted by themselves.
        digest: digest of the folder.
        folder: where it lies.
    """

    name: str
    kind: str
    megabytes: float
    digest: str
    folder: str

    def describe(self) -> str:
        """One line."""
        beside = "  and its members" if self.kind == "cascade" else ""
        size = f"{self.megabytes:6.1f} MB"
        return f"{self.name:<18} {self.kind:<12} {size}  {self.digest[:19]}…{beside}"

    def to_json(self) -> dict[str, Any]:
        """The attributes."""
        return asdict(self)


def list_models() -> list[ShownModel]:
    """The shipped models, by name.

    >>> [model.name for model in list_models()]
    ['levels', 'levels-accurate', 'levels-fast']
    """
    return [_model(load(folder)) for folder in shipped_models().values()]


def show(folder: str | Path, *, row: int | None = None) -> Shown:
    """Show a model, a run or a topics folder, or one row of a run.

    All files of a run are read and checked by their digests, unless a row is asked for.

    Raises:
        ModelError, RunFolderError: the folder is none of them, or damaged.
        UsageError: `row` was asked of something that is no run, or the run has no such row.
    """
    path = Path(folder)
    if (path / "labels").is_dir():
        run = open_run(path)
        return _run(run) if row is None else _row(run, row)
    if row is not None and not path.exists() and str(folder) not in shipped_models():
        raise UsageError(
            folder,
            found="no such folder",
            expected="a run, because of --row",
            hint="Give the run folder that `cxnlp label` wrote.",
        )
    if row is not None:
        raise UsageError(
            folder,
            found="a folder without labels",
            expected="a run, because of --row",
            hint="Give the run folder that `cxnlp label` wrote.",
        )
    if (path / "topics.parquet").is_file():
        return _topics(path)
    model = load(folder)
    return Shown(
        {**_model(model).to_json(), "manifest": json.loads(model.manifest.model_dump_json())},
        (_folder(model) / "CARD.md").read_text(encoding="utf-8"),
    )


def _model(model: LevelModel) -> ShownModel:
    folder = _folder(model)
    size = sum(file.stat().st_size for file in folder.rglob("*") if file.is_file())
    return ShownModel(model.name, model.kind, size / 1e6, model.digest, str(folder))


def _folder(model: LevelModel) -> Path:
    if model.folder is None:
        raise AssertionError("a model that was loaded has a folder")
    return model.folder


def _run(run: Run) -> Shown:
    run.check()
    manifest = run.manifest
    lines = [
        f"source  {manifest.source.uri}  {manifest.source.digest}",
        f"model   {manifest.model.name} ({manifest.model.kind})  {manifest.model.digest}",
        f"state   {'finished' if manifest.finished else 'not finished'}",
    ]
    if manifest.counts:
        lines.append(f"counts  {manifest.counts.model_dump_json()}")
    return Shown(json.loads(manifest.model_dump_json()), "\n".join(lines))


def _row(run: Run, row: int) -> Shown:
    data = account_of(run, row)
    lists = {name: data[name] for name in ("words", "history") if data.get(name)}
    lines = [f"{name:<16} {data[name]}" for name in data if name not in lists]
    lines += [
        f"{'word':<16} {entry['shift']:+.2f} levels  {entry['word']}"
        for entry in lists.get("words", [])
    ]
    lines += [
        f"{'history':<16} {entry['level_name'] or entry['status']}  by {entry['model']}  "
        f"{entry['model_digest'][:19]}…  row {entry['row']} of {entry['run']}"
        for entry in lists.get("history", [])
    ]
    return Shown(data, "\n".join(lines))


def _topics(path: Path) -> Shown:
    import pyarrow.parquet as pq

    table = pq.read_table(path / "topics.parquet")
    topics = table.drop_columns([n for n in ("quotes",) if n in table.column_names]).to_pylist()
    head = f"{'topic':>5}  {'size':>7}  {'name':<44}  {'stability':<13}  {'theme':<30}  lineage"
    return Shown({"topics": topics}, "\n".join([head, *map(_topic_line, topics)]))


def _topic_line(topic: dict[str, Any]) -> str:
    """Number, size, name, stability, theme and lineage, where the folder tells them."""
    stability = "-" if topic.get("stability") is None else f"{topic['stability']:.2f}"
    if topic.get("stable") is False:
        stability += " unstable"
    words = (
        f"{topic['topic']:>5}  {topic['size']:>7,}  {topic['name']:<44}  {stability:<13}  "
        f"{topic.get('theme_name') or '-':<30}  {', '.join(topic.get('lineage') or [])}"
    )
    return words.rstrip()
