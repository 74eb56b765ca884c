"""Dimensions, touchpoints and stages: read from the codebook's letters, thresholds for kappa."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from cxnlp.errors import InputDataError
from cxnlp.metrics.kappa import cohens_kappa
from cxnlp.models.aspects import DIMENSIONS, FLAGS, AspectRule, aspect_odds
from cxnlp.text import clean_all
from cxnlp.training.tables import read_columns

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from cxnlp.training.network.recipe import AspectSettings

__all__ = ["AspectGold", "aspect_gold", "fit_aspect_rule", "read_aspects"]

_DIMENSIONS: Final = "ETKPC"
_TOUCHPOINTS: Final = "IPMW"
_STAGES: Final = "BDA"
_SIGNS: Final = {"+": 1, "-": 2}
_NOTHING: Final = {"", ".", "None"}
_GRID: Final = 41
"""Thresholds that are tried for each aspect: quantiles of its log-odds."""
_HELD: Final = 0.05
"""Kappa that a threshold must win for each unit of share by which it changes the answers."""


@dataclass(frozen=True)
class AspectGold:
    """True aspects by text.

    Attributes:
        rows: for each cleaned text the codes of dimensions (0 absent, 1 positive, 2 negative) and
            flags (0, 1).

    >>> gold = AspectGold({"Kind.": ((1, 0, 0, 0, 0), (1, 0, 0, 0, 0, 1, 0))})
    >>> codes, flags = gold.of(("Kind.",))
    >>> codes.shape, flags.shape
    ((1, 5), (1, 7))
    """

    rows: Mapping[str, tuple[tuple[int, ...], tuple[int, ...]]]

    def joined(self, other: AspectGold) -> AspectGold:
        """The aspects of both; of a text that stands in both, these."""
        return AspectGold({**other.rows, **self.rows})

    def of(self, texts: tuple[str, ...]) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
        """Codes and flags of n texts that were read. Shapes (n, 5) and (n, 7)."""
        found = [self.rows[text] for text in texts]
        codes = np.array([codes for codes, _ in found], np.int64).reshape(-1, len(DIMENSIONS))
        flags = np.array([flags for _, flags in found], np.float32).reshape(-1, len(FLAGS))
        return codes, flags


def read_aspects(path: str | Path, text: str, settings: AspectSettings) -> AspectGold:
    """Read the columns of aspects.

    Raises:
        InputDataError: a column is missing, or holds other letters.
    """
    names = [settings.dimensions, settings.touchpoints, settings.stages]
    found = read_columns(path, [text, *names])
    texts = clean_all([str(value or "") for value in found[text]])
    cells = [[str(found[name][row] or "") for name in names] for row in range(len(texts))]
    return aspect_gold(texts, cells, where=str(path), names=names)


def aspect_gold(
    texts: Sequence[str], cells: Sequence[Sequence[str]], *, where: str, names: Sequence[str]
) -> AspectGold:
    """Aspects of n cleaned texts, told by the letters of the codebook.

    Args:
        texts: n texts.
        cells: for each text its dimensions, touchpoints and stages.
        where: the table, for errors.
        names: the three columns, for errors.

    Raises:
        InputDataError: a cell holds other letters.

    >>> names = ("dimensions", "touchpoints", "stages")
    >>> aspect_gold(["Kind."], [("E+", "I", "D")], where="made-up", names=names).rows["Kind."]
    ((1, 0, 0, 0, 0), (1, 0, 0, 0, 0, 1, 0))
    """
    rows = {}
    for row, (cleaned, three) in enumerate(zip(texts, cells, strict=True)):
        dimensions, touchpoints, stages = (cell.strip() for cell in three)
        place = f"{where}, row {row + 1}"
        codes = [0] * len(DIMENSIONS)
        for part in _parts(dimensions):
            if part[:1] not in _DIMENSIONS or part[1:] not in _SIGNS:
                raise _refused(f"{place}, column {names[0]}", part)
            codes[_DIMENSIONS.index(part[0])] = _SIGNS[part[1]]
        flags = [
            *_flags(touchpoints, _TOUCHPOINTS, f"{place}, column {names[1]}"),
            *_flags(stages, _STAGES, f"{place}, column {names[2]}"),
        ]
        rows[cleaned] = (tuple(codes), tuple(flags))
    return AspectGold(rows)


def _parts(cell: str) -> list[str]:
    return [] if cell in _NOTHING else [part.strip() for part in cell.split(",") if part.strip()]


def _flags(cell: str, letters: str, where: str) -> list[int]:
    held = "" if cell in _NOTHING else cell
    for letter in held:
        if letter not in letters:
            raise _refused(where, letter)
    return [int(letter in held) for letter in letters]


def _refused(where: str, found: str) -> InputDataError:
    return InputDataError(
        where,
        found=f"{found[:10]!r}",
        expected=f"dimensions {_DIMENSIONS} with + or -, touchpoints {_TOUCHPOINTS}, "
        f"stages {_STAGES}",
        hint="Correct the row.",
    )


def fit_aspect_rule(
    outputs: NDArray[np.float64], codes: NDArray[np.int64], flags: NDArray[np.float32]
) -> AspectRule:
    """Choose for each aspect the threshold with the best Cohen's kappa.

    Args:
        outputs: of the aspect heads, for rows that no stage has seen. Shape (n, 22).
        codes: 0 absent, 1 positive, 2 negative. Shape (n, 5).
        flags: 0 or 1. Shape (n, 7).
    """
    odds, signs = aspect_odds(outputs)
    thresholds = []
    for aspect in range(odds.shape[1]):
        own = odds[:, aspect]
        if aspect < len(DIMENSIONS):
            true, there = codes[:, aspect], np.where(signs[:, aspect] > 0, 1, 2)
        else:
            true = flags[:, aspect - len(DIMENSIONS)].astype(np.int64)
            there = np.ones(len(own), np.int64)
        tried = np.unique([0.0, *np.quantile(own, np.linspace(0, 1, _GRID)[1:-1])])
        worth = [
            np.nan_to_num(cohens_kappa(true, np.where(own > least, there, 0)))
            - _HELD * abs(float((own > least).mean() - (own > 0).mean()))
            for least in tried
        ]
        thresholds.append(float(tried[int(np.argmax(worth))]))
    return AspectRule(thresholds=tuple(thresholds))
