"""Slices: the rows of one source, length or channel by themselves, and the worst of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from numpy.typing import NDArray

__all__ = ["EMPTY", "LENGTH_BANDS", "MOST_SLICES", "length_bands", "slice_rows", "worst"]

LENGTH_BANDS: Final = (
    (3, "1-3 words"),
    (10, "4-10 words"),
    (30, "11-30 words"),
    (100, "31-100 words"),
)
"""Most words of each band but the last, and the band's name."""

_LONGEST: Final = "over 100 words"

MOST_SLICES: Final = 50
"""Slices of a column that are looked at: the largest, for nobody reads more."""

EMPTY: Final = "(empty)"
"""The slice of rows whose cell is empty."""


def length_bands(texts: Sequence[str]) -> NDArray[np.str_]:
    """The band of each text's number of words. Shape (n,).

    >>> length_bands(["Fine.", "They kept me waiting for an hour."]).tolist()
    ['1-3 words', '4-10 words']
    """
    words = np.array([len(text.split()) for text in texts], np.int64)
    names = np.array([*(name for _, name in LENGTH_BANDS), _LONGEST])
    band: NDArray[np.str_] = names[np.searchsorted([most for most, _ in LENGTH_BANDS], words)]
    return band


def slice_rows(
    columns: Mapping[str, NDArray[np.str_]], *, most: int = MOST_SLICES
) -> Iterator[tuple[str, NDArray[np.bool_]]]:
    """The slices that columns cut: their names (`column=value`) and their rows, shape (n,).

    Args:
        columns: values of every row, by the column's name. Shape (n,) each.
        most: slices of a column; the smallest beyond are left out.

    >>> cut = {"channel": np.array(["app", "shop", "app"])}
    >>> [(name, int(rows.sum())) for name, rows in slice_rows(cut)]
    [('channel=app', 2), ('channel=shop', 1)]
    """
    for column, values in columns.items():
        found, counts = np.unique(values, return_counts=True)
        kept = np.sort(np.argsort(-counts, kind="stable")[:most])
        for value in sorted(found[kept].tolist(), key=_place):
            yield f"{column}={value or EMPTY}", values == value


def _place(value: str) -> tuple[int, float, str]:
    """Bands of lengths by their numbers, then all others by their letters."""
    bands = [*(name for _, name in LENGTH_BANDS), _LONGEST]
    return (0, bands.index(value), value) if value in bands else (1, 0.0, value)


def worst(
    slices: Mapping[str, float],
    rows: Mapping[str, int],
    *,
    higher_is_better: bool,
    least: int = 30,
    every: int | None = None,
) -> str | None:
    """The name of the slice with the worst value among those with at least `least` rows.

    Of many slices one is worst by chance alone: read its interval. None where no slice is large
    enough.

    Args:
        slices: a measure by the slice's name; those without a number are passed over.
        rows: rows behind it, by the slice's name.
        higher_is_better: whether more is better.
        least: fewest rows.
        every: rows in all: a slice that covers them is none, and is passed over.

    >>> worst({"a": 0.9, "b": 0.2}, {"a": 40, "b": 50}, higher_is_better=True)
    'b'
    """
    sign = 1.0 if higher_is_better else -1.0
    known = {
        name: sign * value
        for name, value in slices.items()
        if np.isfinite(value) and rows[name] >= least and rows[name] != every
    }
    return min(known, key=lambda name: (known[name], name)) if known else None
