"""How a labelling job begins: its labeller, its manifest, and the run that it builds on."""

from __future__ import annotations

import hashlib
import json
import os
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from cxnlp.errors import UsageError
from cxnlp.labelling import Labeller, LabelSettings, Reader
from cxnlp.runs import (
    Manifest,
    ModelIdentity,
    Run,
    Since,
    SourceIdentity,
    open_finished,
    versions,
)

if TYPE_CHECKING:
    from pathlib import Path

    import pyarrow as pa

    from cxnlp.models import LevelModel
    from cxnlp.sources import Source
    from cxnlp.sources.columns import ColumnChoice
    from cxnlp.text import Redactor

__all__ = ["building_on", "earlier_run", "labeller_of", "manifest_of", "refuse_unsaved"]


def labeller_of(
    model: LevelModel,
    columns: ColumnChoice,
    keep: tuple[pa.Field, ...],
    settings: LabelSettings,
    redactor: Redactor | None,
) -> Labeller:
    """What labels the chunks of the job."""
    where = "" if model.folder is None else str(model.folder.resolve())
    return Labeller(where, model.digest, columns, keep, settings, redactor, Reader(model))


def refuse_unsaved(model: LevelModel) -> None:
    """Refuse a model that only this process has, where others shall load it.

    Raises:
        UsageError: the model has no folder.

    >>> from cxnlp.models import load
    >>> refuse_unsaved(load("levels-fast"))  # it lies in a folder, so nothing is raised
    """
    if model.folder is None:
        raise UsageError(
            "model",
            found="a model that has not been saved",
            expected="a model folder, which other processes can load",
            hint="Save the model, or label with one worker.",
        )


def earlier_run(since: Path, folder: Path) -> Run:
    """The run to build on.

    Raises:
        UsageError: it is the run that the job shall write.
        RunFolderError: it is no run, or not finished.

    >>> from pathlib import Path
    >>> earlier_run(Path("june"), Path("june"))
    Traceback (most recent call last):
    ...
    cxnlp.errors.UsageError: --since: found the folder that the job shall write; expected ...
    """
    if since.resolve() == folder.resolve():
        raise UsageError(
            "--since",
            found="the folder that the job shall write",
            expected="an earlier run",
            hint="Name another folder with --out.",
        )
    return open_finished(since)


def manifest_of(
    source: Source,
    model: LevelModel,
    columns: ColumnChoice,
    settings: LabelSettings,
    part_size: int,
) -> Manifest:
    """The manifest with which the run begins; takes the source's digest.

    >>> from cxnlp.models import load
    >>> from cxnlp.sources import choose_columns, open_source
    >>> source = open_source(["Late again."])
    >>> columns = choose_columns(source.columns)
    >>> found = manifest_of(source, load("levels-fast"), columns, LabelSettings(), 10_000)
    >>> found.model.name, found.columns["text"], found.finished
    ('levels-fast', 'text', False)
    """
    chosen = {
        "text": columns.text,
        "id": columns.id,
        "metadata": dict(columns.metadata),
        "keep": list(columns.keep),
        "left": list(columns.left),
    }
    values = settings.model_dump(mode="json")
    shaping = {"settings": values, "columns": chosen, "part_size": part_size}
    canonical = json.dumps(shaping, sort_keys=True, separators=(",", ":"))
    return Manifest(
        source=SourceIdentity(uri=source.uri, size=source.size, digest=source.digest()),
        model=ModelIdentity(
            name=model.name,
            kind=model.kind,
            digest=model.digest,
            folder=None if model.folder is None else str(model.folder.resolve()),
        ),
        settings=values,
        config_digest="sha256:" + hashlib.sha256(canonical.encode()).hexdigest(),
        columns=chosen,
        part_size=part_size,
        coverage=model.coverage,
        evidence_threshold=model.evidence_threshold,
        bound=True,
        begun_at=datetime.now(UTC),
        versions=versions(),
    )


def building_on(manifest: Manifest, before: Run, folder: Path) -> Manifest:
    """The manifest of a run that builds on another: part of its settings, so of its digest.

    The run is begun after the other, whatever the clock says.
    """
    identity = before.manifest.identity()
    where = os.path.relpath(before.folder.resolve(), folder.resolve())
    digest = hashlib.sha256(f"{manifest.config_digest}\n{identity}".encode()).hexdigest()
    return manifest.model_copy(
        update={
            "since": Since(run=where, digest=identity),
            "config_digest": f"sha256:{digest}",
            "begun_at": _after(manifest.begun_at, before.manifest.begun_at),
        }
    )


def _after(now: datetime | None, before: datetime | None) -> datetime | None:
    if now is None or before is None:
        return now
    return max(now, before + timedelta(microseconds=1))
