"""Sketches of texts: small vectors that tell which of a few thousand comments are alike."""

from __future__ import annotations

import hashlib
import re
from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

__all__ = ["sketch"]

_WORD: Final = re.compile(r"\w+")


def sketch(texts: Sequence[str], *, dimension: int = 256) -> NDArray[np.float64]:
    """Hashed words with signs (Weinberger et al. 2009), rare words first, as unit vectors.

    Args:
        texts: n texts; one without words gives zeros.
        dimension: numbers of each vector.

    Returns:
        The vectors. Shape (n, dimension).

    >>> one, same, other = sketch(["kind staff", "Staff, kind!", "a long queue"])
    >>> round(float(one @ same), 3), round(float(one @ other), 3)
    (1.0, 0.0)
    """
    words = [sorted(set(_WORD.findall(text.lower()))) for text in texts]
    often: dict[str, int] = {}
    for found in words:
        for word in found:
            often[word] = often.get(word, 0) + 1
    vectors = np.zeros((len(texts), dimension))
    for row, found in enumerate(words):
        for word in found:
            digest = hashlib.blake2b(word.encode(errors="surrogatepass"), digest_size=8).digest()
            number = int.from_bytes(digest, "little")
            sign = 1.0 if number & 1 else -1.0
            weight = np.log((1 + len(texts)) / (1 + often[word])) + 1
            vectors[row, (number >> 1) % dimension] += sign * weight
    length = np.linalg.norm(vectors, axis=1, keepdims=True)
    unit: NDArray[np.float64] = vectors / np.where(length > 0, length, 1.0)
    return unit
