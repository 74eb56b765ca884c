"""Soft labels: what a better model says of texts that nobody labelled."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from cxnlp.models import load
from cxnlp.text import clean_all
from cxnlp.training.annotations import key_of
from cxnlp.training.data import digest_rows
from cxnlp.training.tables import read_columns

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping
    from pathlib import Path

    from numpy.typing import NDArray

    from cxnlp.training.config import SoftSettings

__all__ = ["SoftTexts", "read_soft"]

_LEAST = 1e-3


@dataclass(frozen=True)
class SoftTexts:
    """Texts with soft labels.

    Attributes:
        name: the file's name.
        texts: cleaned, each one once.
        probabilities: of the six levels, rows sum to 1. Shape (n, 6).
        evidence: probability that a text tells of a service experience. Shape (n,).
    """

    name: str
    texts: tuple[str, ...]
    probabilities: NDArray[np.float64]
    evidence: NDArray[np.float64]

    @property
    def digest(self) -> str:
        """SHA-256 of texts and probabilities in their order."""
        return digest_rows(self.texts, self.probabilities)

    def log_odds(self) -> NDArray[np.float64]:
        """Log-odds of lying above each level but the last, then of evidence. Shape (n, 6).

        Held within what a probability of 0.001 gives, so that no single text pulls too hard.
        """
        above = 1 - np.cumsum(self.probabilities, axis=1)[:, :-1]
        share = np.clip(np.column_stack([above, self.evidence]), _LEAST, 1 - _LEAST)
        logits: NDArray[np.float64] = np.log(share / (1 - share))
        return logits


def read_soft(settings: SoftSettings, home: Path, *, avoid: Collection[str]) -> SoftTexts:
    """Ask a model about texts, or read its answers.

    Args:
        settings: the model or the table of its answers, and the tables of texts.
        home: folder from which the tables' paths are told.
        avoid: cleaned texts to leave out, such as those of a test.

    Raises:
        InputDataError: a table cannot be read.
        ModelError: the model cannot be read.
    """
    texts = {
        cleaned: text
        for file in settings.texts
        for text, cleaned in _texts(home / file)
        if cleaned and cleaned not in avoid
    }
    if settings.file is not None:
        return _looked_up(texts, home / settings.file)
    teacher = load(str(settings.model))
    found = teacher.predict_cleaned(tuple(texts))
    return SoftTexts(
        f"{teacher.name} {teacher.digest}",
        tuple(texts),
        found.probabilities.astype(np.float64),
        found.evidence.astype(np.float64),
    )


def _texts(path: Path) -> Iterator[tuple[str, str]]:
    values = read_columns(path, ["text"])["text"]
    raw = ["" if text is None else str(text) for text in values]
    return zip(raw, clean_all(raw), strict=True)


def _looked_up(texts: Mapping[str, str], path: Path) -> SoftTexts:
    names = [*(f"p{level}" for level in range(1, 7)), "p_none"]
    table = read_columns(path, ["key", *names])
    answers = np.array([table[name] for name in names], np.float64).T
    place = {str(key): row for row, key in enumerate(table["key"])}
    rows = {cleaned: place.get(key_of(text)) for cleaned, text in texts.items()}
    known = {cleaned: row for cleaned, row in rows.items() if row is not None}
    found = answers[np.fromiter(known.values(), np.int64, len(known))]
    total = np.maximum(found[:, :6].sum(axis=1, keepdims=True), 1e-9)
    return SoftTexts(path.name, tuple(known), found[:, :6] / total, 1 - found[:, 6])
