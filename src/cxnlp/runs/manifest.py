"""The manifest of a run: which source, model and settings gave its labels, and how it ended."""

from __future__ import annotations

import hashlib
import json
from datetime import datetime  # noqa: TC003 - pydantic reads the annotation
from importlib import metadata
from typing import TYPE_CHECKING, Any, Final

from pydantic import Field

from cxnlp.config import Settings
from cxnlp.errors import ConfigurationError, RunFolderError
from cxnlp.runs.writing import write_told

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["Counts", "Manifest", "ModelIdentity", "Since", "SourceIdentity", "versions"]

FORMAT = 1


class SourceIdentity(Settings):
    """Which source was read."""

    uri: str
    """Where it lay; never with credentials."""
    size: int | None = None
    """Bytes, where known."""
    digest: str
    """Content digest, `sha256:…`."""


class ModelIdentity(Settings):
    """Which model answered."""

    name: str
    """Its name, as the model folder is called."""
    kind: str
    """linear, static, transformer or cascade."""
    digest: str
    """Digest of the model folder, `sha256:…`."""
    folder: str | None = None
    """Where it lay."""


class Since(Settings):
    """The run that a run builds on."""

    run: str
    """Its folder, seen from this run's."""
    digest: str
    """Its identity, `sha256:…`."""


class Counts(Settings):
    """What became of the rows; rows = labels + rejected + already."""

    rows: int = 0
    """Rows read."""
    labels: int = 0
    """Rows of `labels/`, whatever their status."""
    rejected: int = 0
    """Rows of `rejected/`."""
    already: int = 0
    """Rows left out, because an earlier run (`--since`) has labelled them by this model."""
    status: dict[str, int] = Field(default_factory=dict)
    """Rows of `labels/` by status."""
    reasons: dict[str, int] = Field(default_factory=dict)
    """Rows of `rejected/` by reason."""
    unreadable: dict[str, int] = Field(default_factory=dict)
    """Metadata values that could not be read and are null, by column."""
    day_first: dict[str, int] = Field(default_factory=dict)
    """Dates that could be read month before day, and were read day before month, by column."""


class Manifest(Settings):
    """What stands in `manifest.json`."""

    format: int = FORMAT
    """The number of this format."""
    source: SourceIdentity
    """The source."""
    model: ModelIdentity
    """The model."""
    settings: dict[str, Any]
    """Every setting that shapes the labels."""
    config_digest: str
    """Digest of `settings`, `sha256:…`."""
    columns: dict[str, Any]
    """Which source columns were taken for what, and which were left."""
    part_size: int
    """Source rows in a part."""
    coverage: float
    """Coverage that the intervals `level_low` to `level_high` aim at."""
    evidence_threshold: float
    """A text with less `evidence` has status `no_evidence`."""
    since: Since | None = None
    """The run whose comments are not labelled again; null where there is none."""
    bound: bool = False
    """Whether the digests in the parts are taken under this run's identity, so that a part of
    another run is found out; false in runs that were begun before this was so."""
    begun_at: datetime | None = None
    """When the run was begun, in UTC, and after the run that it builds on; null in runs that were
    begun before this was noted."""
    versions: dict[str, str]
    """Versions of what took part when the run began."""
    parts: int | None = None
    """Number of parts; null until finished."""
    counts: Counts | None = None
    """Written last, from the parts; null until finished."""
    finished: bool = False
    """Whether every part stands."""

    def identity(self) -> str:
        """`sha256:` and the digest of source, model and settings: which run this is."""
        parts = (self.source.digest, self.model.digest, self.config_digest)
        return "sha256:" + hashlib.sha256("\n".join(parts).encode()).hexdigest()

    @classmethod
    def load(cls, folder: Path) -> Manifest:
        """Read `folder/manifest.json`.

        Raises:
            RunFolderError: there is none, or it cannot be read.
        """
        path = folder / "manifest.json"
        try:
            values = json.loads(path.read_text(encoding="utf-8"))
        except OSError as error:
            raise _unreadable(
                path,
                error,
                hint="Check the path, or make the run with `cxnlp label SOURCE --out RUN`.",
            ) from error
        except ValueError as error:
            raise _unreadable(path, error, hint=_ANEW) from error
        found = values.get("format") if isinstance(values, dict) else None
        if found != FORMAT:
            raise RunFolderError(
                path,
                found=f"format {found!r}",
                expected=f"format {FORMAT}",
                hint="Read the run with the version of cxnlp that wrote it. " + _ANEW,
            )
        try:
            return cls.check(values, where=str(path))
        except ConfigurationError as error:
            raise _unreadable(path, error, hint=_ANEW) from error

    def save(self, folder: Path) -> None:
        """Write `folder/manifest.json`, whole."""
        text = self.model_dump_json(indent=2) + "\n"
        write_told(folder / "manifest.json", lambda path: _write(path, text))


_ANEW: Final = (
    "Label again with --fresh: the folder is put aside as it is, and the run is made anew."
)


def _unreadable(path: Path, error: Exception, *, hint: str) -> RunFolderError:
    return RunFolderError(
        path,
        found=f"no readable manifest ({type(error).__name__})",
        expected="a run folder, as `cxnlp label` writes it",
        hint=hint,
    )


def _write(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8")


def versions() -> dict[str, str]:
    """Versions of cxnlp and of the libraries that shape the bytes of a run.

    >>> sorted(versions())
    ['cxnlp', 'numpy', 'pyarrow', 'tokenizers']
    """
    return {name: metadata.version(name) for name in ("cxnlp", "numpy", "pyarrow", "tokenizers")}
