"""Small made-up training data, lifelike enough for a model to learn something."""

from __future__ import annotations

import csv
import json
from typing import TYPE_CHECKING

import numpy as np
import pytest

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

_SAYINGS: dict[int, tuple[str, ...]] = {
    0: ("how do i change my address", "what time do you open", "where can i find the form"),
    1: ("they lied and kept my money", "filthy room and a shouting clerk", "worst ever avoid"),
    2: ("slow and overpriced", "nobody called back", "disappointing and cold food"),
    3: ("it was ok", "average and adequate", "fine nothing special"),
    4: ("friendly staff and good food", "great service thank you", "pleased with the visit"),
    5: ("they went out of their way", "exceeded my expectations", "delighted by a free upgrade"),
    6: ("best ever in my life", "unforgettable they saved my life", "blown away i tell everyone"),
}
_PLACES = ("shop", "hotel", "clinic", "branch", "airport", "cafe", "garage", "museum")


def write_rows(path: Path, rows: Sequence[dict[str, object]]) -> Path:
    """Write a CSV file."""
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, fieldnames=list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    return path


def made_up_rows(count: int, seed: int) -> list[dict[str, object]]:
    """Rows with text, level, source and enriched, every level in turn."""
    random = np.random.default_rng(seed)
    rows: list[dict[str, object]] = []
    for number in range(count):
        level = number % 7
        said = _SAYINGS[level][int(random.integers(3))]
        place = _PLACES[int(random.integers(len(_PLACES)))]
        rows.append(
            {
                "text": f"{said} at the {place} on day {seed}{number}",
                "level": level,
                "source": "bank" if level == 0 else "shops",
                "enriched": number % 5 == 0,
            }
        )
    return rows


def made_up_project(folder: Path) -> Path:
    """Write train.csv, test.csv, stars.jsonl and config.toml; gives the latter's path."""
    write_rows(folder / "train.csv", made_up_rows(280, 1))
    write_rows(folder / "test.csv", made_up_rows(70, 2))
    stars = [
        {"text": f"{row['text']} again", "stars": row["level"]} for row in made_up_rows(140, 3)
    ]
    (folder / "stars.jsonl").write_text("\n".join(json.dumps(row) for row in stars))
    (folder / "config.toml").write_text(
        """
name = "small"
[data]
train = "train.csv"
test = "test.csv"
source = "source"
enriched = "enriched"
[[rated]]
file = "stars.jsonl"
rating = "stars"
worst = 1
best = 6
[features]
buckets = 8192
[calibration]
folds = 3
"""
    )
    return folder / "config.toml"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A made-up project of the test's own."""
    return made_up_project(tmp_path)
