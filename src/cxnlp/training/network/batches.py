"""Batches of texts of about the same length."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

__all__ = ["batches_of", "padded"]


def batches_of(
    lengths: NDArray[np.int64], *, tokens: int, rows: int, random: np.random.Generator
) -> list[NDArray[np.int64]]:
    """Put texts of like length together, each text once, batches in random order.

    Args:
        lengths: tokens of each text. Shape (n,).
        tokens: tokens in a batch, padding included; a longer text stands alone.
        rows: texts in a batch, at most.
        random: jitters the lengths, so that each epoch has other batches.

    Returns:
        Row numbers of each batch.
    """
    jitter = random.uniform(0.9, 1.1, len(lengths)), random.uniform(0, 2, len(lengths))
    order = np.argsort(lengths * jitter[0] + jitter[1], kind="stable")
    batches: list[NDArray[np.int64]] = []
    start, longest = 0, 0
    for place, row in enumerate(order):
        count = place - start
        longer = max(longest, int(lengths[row]))
        if count and (count == rows or longer * (count + 1) > tokens):
            batches.append(order[start:place])
            start, longer = place, int(lengths[row])
        longest = longer
    if len(order):
        batches.append(order[start:])
    return [batches[place] for place in random.permutation(len(batches))]


def padded(
    numbers: Sequence[NDArray[np.int64]], filler: int
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Lay token numbers of several texts side by side.

    Returns:
        Token numbers and their mask (1 token, 0 filler). Shape (b, longest) each.

    >>> padded([np.array([5, 6]), np.array([7])], 0)[0].tolist()
    [[5, 6], [7, 0]]
    """
    longest = max(len(one) for one in numbers)
    laid = np.full((len(numbers), longest), filler, np.int64)
    mask = np.zeros((len(numbers), longest), np.int64)
    for row, one in enumerate(numbers):
        laid[row, : len(one)] = one
        mask[row, : len(one)] = 1
    return laid, mask
