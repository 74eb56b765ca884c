"""Comments to measure on: as many as wanted, no two alike, alike on every machine."""

from __future__ import annotations

import csv
import itertools
import random
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["EXAMPLES", "comments", "write_comments"]

EXAMPLES: Final = Path(__file__).resolve().parents[2] / "examples" / "feedback.csv"
_SHORTEST: Final = 20
"""Characters of a sentence that is worth taking."""
_FIRST: Final = datetime(2025, 1, 1, tzinfo=UTC)


def comments(seed: int = 0) -> Iterator[str]:
    """One to three sentences of the examples put together anew, without end.

    A number in each keeps any two from being equal, so that no cache can answer twice.
    """
    with EXAMPLES.open(encoding="utf-8", newline="") as file:
        texts = [row["comment"] or "" for row in csv.DictReader(file)]
    sentences = [
        s for text in texts for s in re.split(r"(?<=[.!?])\s+", text) if len(s) >= _SHORTEST
    ]
    draw = random.Random(seed)  # noqa: S311 - no secret, only variety
    for number in itertools.count(1):
        chosen = draw.sample(sentences, draw.randint(1, 3))
        yield " ".join([*chosen, f"Visit {number}."])


def write_comments(path: Path, count: int, seed: int = 0) -> None:
    """Write a CSV file of `count` comments with ids and dates."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["id", "created_at", "comment"])
        for number, text in enumerate(itertools.islice(comments(seed), count)):
            day = _FIRST + timedelta(minutes=number)
            writer.writerow([f"C{number}", day.isoformat(), text])
