"""The names by which columns are recognised."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cxnlp.sources import synonym_table

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["pages"]


def pages(_repository: Path) -> dict[str, str]:
    """The list of names."""
    return {"docs/columns.md": synonym_table()}
