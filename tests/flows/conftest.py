"""A feedback file with every kind of row, the parts that jobs make of it, and what they say."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from cxnlp.flows.progress import Silent

if TYPE_CHECKING:
    from pathlib import Path

ROWS = [
    "id,comment,when,csat",
    "a,Lovely staff and quick service.,2025-03-01,5",
    "b,The courier never came and nobody answered my calls for a week.,02/03/2025,1",
    "c,n/a,2025-03-03,3",
    "d,nothing,2025-03-04,",
    "a,Same id again.,2025-03-05,4",
    "e,Too,many,fields,here",
    "f,12345,2025-03-06,2",
    "g,What time do you open on Sunday?,someday,high",
    "h,Das Personal war sehr unfreundlich und niemand hat uns geholfen.,2025-03-07,1",
    "i,It was fine.,2025-03-08,3",
]


@pytest.fixture
def source(tmp_path: Path) -> Path:
    """`ROWS` as a CSV file."""
    path = tmp_path / "feedback.csv"
    path.write_text("\n".join(ROWS) + "\n", encoding="utf-8")
    return path


class Told(Silent):
    """A progress that keeps the words."""

    def __init__(self) -> None:
        self.heard: list[str] = []

    def say(self, words: str) -> None:
        self.heard.append(words)


def files_of(run: Path) -> dict[str, bytes]:
    """The bytes of every part, what was put aside too, by its place."""
    return {str(p.relative_to(run)): p.read_bytes() for p in sorted(run.rglob("*.parquet"))}
