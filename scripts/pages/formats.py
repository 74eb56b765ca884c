"""The numbers of today's formats, taken from where they are written and read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cxnlp.encoders import static as encoder
from cxnlp.models import manifest as model
from cxnlp.runs import manifest as run
from cxnlp.topicmodel import folder as topics
from pages.blocks import fill, table

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["pages"]


def pages(repository: Path) -> dict[str, str]:
    """The promise with its formats filled in."""
    path = "docs/promise.md"
    page = (repository / path).read_text(encoding="utf-8")
    rows = [
        ["a run", str(run.FORMAT), "`manifest.json`, `format`"],
        ["topics", str(topics.FORMAT), f"`model/{topics.MANIFEST}`, `format`"],
        ["a model", str(model.FORMAT), "`manifest.json`, `format`"],
        ["a static encoder", str(encoder.FORMAT), f"`{encoder.DESCRIPTION}`, `format`"],
    ]
    return {path: fill(page, "formats", table(["Artefact", "Format", "Where it stands"], rows))}
