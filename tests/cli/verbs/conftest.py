"""A model of a released format and a table of judged comments, for the verbs that take both."""

from __future__ import annotations

from pathlib import Path

import pytest

MODEL = str(Path(__file__).parents[2] / "golden" / "1" / "golden-linear")
ROWS = (
    ("They lied to us about the fee.", 1, "north"),
    ("Slow and disappointing.", 2, "north"),
    ("It was okay, nothing special.", 3, "south"),
    ("Good and friendly people.", 4, "south"),
    ("How do I change my address?", 0, "south"),
)


@pytest.fixture
def gold(tmp_path: Path) -> str:
    """Five comments of two shops, one without a level."""
    path = tmp_path / "gold.csv"
    lines = [f'c{n},"{text}",{level},{shop}' for n, (text, level, shop) in enumerate(ROWS)]
    path.write_text("\n".join(["id,text,level,shop", *lines]), encoding="utf-8")
    return str(path)
