"""A tiny BERT with random weights, made here: nothing is fetched."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from cxnlp.training.network.examples import Examples
from cxnlp.training.network.losses import soft_targets
from small_backbone import write_small_backbone

if TYPE_CHECKING:
    from pathlib import Path

_WORDS = [
    "the",
    "staff",
    "were",
    "rude",
    "kind",
    "good",
    "bad",
    "awful",
    "lovely",
    "never",
    "again",
    "best",
    "ever",
    "ok",
    "fine",
    "slow",
    "late",
    "they",
    "lied",
    "to",
    "us",
    "and",
    "we",
    "loved",
    "it",
    "how",
    "do",
    "i",
    "change",
    "my",
    "pin",
    "!",
    ".",
    "?",
]


def write_backbone(folder: Path) -> Path:
    """A folder that transformers reads: two layers, sixteen numbers wide."""
    return write_small_backbone(folder, _WORDS, layers=2, width=16)


def some_examples(rows: int = 24) -> Examples:
    """Made-up texts: kind words stand for high levels."""
    texts, levels = [], []
    spoken = [
        "they lied to us never again",
        "slow and late",
        "it was ok",
        "the staff were kind",
        "lovely staff and we loved it",
        "best ever !",
        "how do i change my pin ?",
    ]
    for row in range(rows):
        texts.append(spoken[row % 7] + " ." * (row // 7))
        levels.append((row % 7 + 1) % 7)
    examples = Examples.of(tuple(texts), soft_targets(np.array(levels), 2.0))
    examples.dimensions[:] = 0
    examples.dimensions[np.array(levels) == 4, 0] = 1
    return examples


@pytest.fixture(scope="session")
def backbone(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The tiny BERT's folder."""
    return write_backbone(tmp_path_factory.mktemp("backbone"))


@pytest.fixture
def examples() -> Examples:
    """Two dozen made-up texts with soft levels and one dimension."""
    return some_examples()
