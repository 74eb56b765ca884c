"""Comments cut into pieces that speak of one thing each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from cxnlp.text import split_sentences

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

__all__ = ["Pieces", "cut", "cut_all"]

_WHOLE: Final = 25
"""A comment of at most so many words stays whole: it mostly speaks of one thing."""
_SHORT: Final = 4
"""A sentence of fewer words joins its neighbour: alone it says too little to be placed."""
_LONGEST: Final = 1_000
"""Characters of a piece that are read; a sentence transformer reads no more than that either."""


@dataclass(frozen=True)
class Pieces:
    """The pieces of many comments.

    Attributes:
        texts: the pieces' different texts, in order of first appearance.
        text: which text each piece has. Shape (p,), int64.
        comment: position of each piece's comment, ascending. Shape (p,), int64.
        comments: number of comments; one without any word has no piece.

    >>> cut_all(["Late again.", "Late again."]).texts
    ['Late again.']
    """

    texts: list[str]
    text: NDArray[np.int64]
    comment: NDArray[np.int64]
    comments: int


def cut(comment: str) -> list[str]:
    """Cut a cleaned comment into pieces; a short one stays whole.

    >>> cut("Fine.")
    ['Fine.']
    """
    words = len(comment.split())
    if words <= _WHOLE:
        return [" ".join(comment.split())[:_LONGEST]] if words else []
    pieces: list[str] = []
    waiting = ""
    for sentence in split_sentences(comment):
        joined = f"{waiting} {sentence}".strip() if waiting else sentence
        if len(joined.split()) < _SHORT:
            waiting = joined
            continue
        pieces.append(joined)
        waiting = ""
    if waiting:  # there is a piece before it: more than _WHOLE words are no _SHORT sentence
        pieces[-1] = f"{pieces[-1]} {waiting}"
    return [" ".join(piece.split())[:_LONGEST] for piece in pieces]


def cut_all(comments: Iterable[str | None]) -> Pieces:
    """Cut many comments.

    >>> pieces = cut_all(["Fine.", "", "Late again.", "Fine."])
    >>> pieces.texts, pieces.text.tolist(), pieces.comment.tolist()
    (['Fine.', 'Late again.'], [0, 1, 0], [0, 2, 3])
    """
    known: dict[str, int] = {}
    text: list[int] = []
    owner: list[int] = []
    place = -1
    for place, comment in enumerate(comments):
        for piece in cut(comment or ""):
            text.append(known.setdefault(piece, len(known)))
            owner.append(place)
    return Pieces(list(known), np.array(text, np.int64), np.array(owner, np.int64), place + 1)
