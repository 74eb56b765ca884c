"""What a reader may filter: counted without a row of the source, packed small."""

from __future__ import annotations

import base64

import numpy as np

from cxnlp.reporting.close_up import count_cells, packed


def unpacked(words: str) -> list[int]:
    """Read LEB128 as the page's script does."""
    numbers, value, factor = [], 0, 1
    for byte in base64.b64decode(words):
        value += (byte & 127) * factor
        factor *= 128
        if not byte & 128:
            numbers.append(value)
            value, factor = 0, 1
    return numbers


def test_numbers_are_read_as_they_were_packed() -> None:
    numbers = [0, 1, 127, 128, 16_383, 16_384, 2**31, 2**48 + 5, 0]
    assert unpacked(packed(np.array(numbers))) == numbers
    assert packed(np.array([], np.int64)) == ""


def test_cells_hold_every_comment_once_and_each_of_its_topics_once() -> None:
    level = np.array([1, 6, 6, 3])
    parts = [np.array([0, 1, 1, 0]), np.array([2, 0, 0, 2])]
    cells, counts = count_cells(
        parts,
        [2, 3],
        level,
        comment=np.array([0, 1, 1]),
        topic=np.array([1, 0, 1]),
        topics=2,
    )
    table = {}
    for cell, count in zip(cells.tolist(), counts.tolist(), strict=True):
        rest, topic = divmod(cell, 3)
        rest, step = divmod(rest, 6)
        first, second = divmod(rest, 3)
        table[first, second, step + 1, topic] = count
    assert table == {
        (0, 2, 1, 0): 1,
        (0, 2, 1, 2): 1,
        (0, 2, 3, 0): 1,
        (1, 0, 6, 0): 2,
        (1, 0, 6, 1): 1,
        (1, 0, 6, 2): 1,
    }
    assert cells.tolist() == sorted(cells.tolist())
