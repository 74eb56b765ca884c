"""Soft labels: what a better model says of texts that nobody labelled."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Final

import numpy as np

from cxnlp.models import load
from cxnlp.text import clean_all
from cxnlp.text.sentences import split_sentences
from cxnlp.training.annotations import key_of
from cxnlp.training.data import digest_rows
from cxnlp.training.tables import read_columns

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from cxnlp.training.config import SoftSettings

__all__ = ["SoftTexts", "pieces_of", "read_soft"]

_LEAST: Final = 1e-3
_SHORTEST: Final = 2
_WORD: Final = re.compile(r"[A-Za-z][A-Za-z']*")


@dataclass(frozen=True)
class SoftTexts:
    """Texts with soft labels.

    Attributes:
        name: the file's name.
        texts: cleaned, each one once; whole texts first.
        probabilities: of the six levels, rows sum to 1. Shape (n, 6).
        evidence: probability that a text tells of a service experience. Shape (n,).
        pieces: how many of the texts, the last ones, are pieces of others.
    """

    name: str
    texts: tuple[str, ...]
    probabilities: NDArray[np.float64]
    evidence: NDArray[np.float64]
    pieces: int = 0

    @property
    def whole(self) -> tuple[str, ...]:
        """The texts that somebody wrote."""
        return self.texts[: len(self.texts) - self.pieces]

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
        home: folder from which the paths are told.
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
    name = str(settings.model)
    folder = home / name
    teacher = load(folder if folder.is_dir() else name)
    pieces = pieces_of(tuple(texts), settings, avoid=avoid)
    asked = (*texts, *pieces)
    found = teacher.predict_cleaned(asked)
    return SoftTexts(
        f"{teacher.name} {teacher.digest}",
        asked,
        found.probabilities.astype(np.float64),
        found.evidence.astype(np.float64),
        len(pieces),
    )


def pieces_of(
    texts: Sequence[str], settings: SoftSettings, *, avoid: Collection[str] = ()
) -> tuple[str, ...]:
    """Sentences, words and pairs of words of texts, each once, that are no whole texts.

    A comment may be one word, and few comments are: what learns from whole texts alone does not
    learn what a word says by itself (docs/decisions/2026-11-22-pieces.md).

    Args:
        texts: cleaned.
        settings: which pieces.
        avoid: what is left out beside the texts themselves.

    >>> from cxnlp.training.config import SoftSettings
    >>> settings = SoftSettings(model="levels-accurate", texts=("a.csv",), sentences=True, words=2)
    >>> pieces_of(["Rude staff. I left.", "Rude."], settings)
    ('Rude staff.', 'I left.', 'rude')
    """
    found: dict[str, None] = {}
    if settings.sentences:
        for text in texts:
            found |= dict.fromkeys(split_sentences(text))
    written = [[word.lower() for word in _WORD.findall(text)] for text in texts]
    if settings.words:
        counts = Counter(word for words in written for word in dict.fromkeys(words))
        found |= {word: None for word in counts if counts[word] >= settings.words}
    if settings.pairs:
        met = Counter(pair for words in written for pair in dict.fromkeys(pairwise(words)))
        found |= {" ".join(pair): None for pair in met if met[pair] >= settings.pairs}
    known = {*texts, *avoid}
    return tuple(piece for piece in found if piece not in known and len(piece) >= _SHORTEST)


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
