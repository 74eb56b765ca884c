"""Mapped vectors: a sentence transformer reads some texts, the others are mapped beside them.

Kernel ridge regression (Saunders, Gammerman & Vovk 1998) from static vectors and grams to the
transformer's vectors, with a polynomial kernel of degree two. The numbers that are summed are
rounded to whole ones that double precision adds without an error, so that a text's vector is the
same in any batch, bit for bit, though fast matrix products are used.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from cxnlp.topicmodel.neighbours import centred

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from cxnlp.encoders import Encoder
    from cxnlp.topicmodel.grams import Grams

__all__ = ["MAPPED", "Anchors", "MappedEncoder", "fit_mapped", "see"]

MAPPED: Final = "mapped"
"""The name of such an encoder; its arrays lie with the topics."""

_STATIC, _GRAMS = 0.5, 0.25
"""In the kernel (1 + a s + b w + b c)**2 (measured: docs/decisions/2026-11-22-topics-mapped.md)."""
_RIDGE: Final = 0.01
"""Of the kernel's mean diagonal (measured: the same page)."""
_UNIT: Final = 2.0**14
"""Static vectors are rounded to this part of one; a sum of 1,000 products stays under 2**53."""
_FINE: Final = 2.0**20
"""The kernel, at most 4, is rounded to this part of one."""
_LARGEST: Final = 32_767
"""Weights are rounded to 16 bits: the sum of 60,000 products with the kernel stays under 2**53."""
_BLOCK: Final = 1024


@dataclass(frozen=True)
class Anchors:
    """Texts whose vectors are known, as the kernel sees them.

    Attributes:
        static: static vectors in whole numbers. Shape (m, b), int16.
        words: sparse. Shape (m, g).
        characters: sparse. Shape (m, g).
    """

    static: NDArray[np.int16]
    words: Any
    characters: Any

    def __len__(self) -> int:
        return len(self.static)

    def take(self, rows: NDArray[np.int64]) -> Anchors:
        """Some of them."""
        return Anchors(self.static[rows], self.words[rows], self.characters[rows])

    def kernel(self, others: Anchors) -> NDArray[np.float64]:
        """The kernel between these and others; each number depends on its two texts only."""
        static = self.static.astype(np.float64) @ others.static.T.astype(np.float64)
        grams = (self.words @ others.words.T).toarray().astype(np.float64)
        grams += (self.characters @ others.characters.T).toarray()
        base = 1 + static * (_STATIC / _UNIT**2) + grams * _GRAMS
        return np.asarray(np.round(base * base * _FINE))


@dataclass(frozen=True)
class MappedEncoder:
    """An encoder that maps texts to where a sentence transformer would put them, nearly.

    Attributes:
        identity: digest of everything that shapes the vectors.
        base: the static encoder.
        centre: taken from static vectors. Shape (b,), float32.
        grams: of the texts that it was fitted to.
        anchors: texts that the transformer has read, as the kernel sees them.
        weights: what each anchor adds, in whole numbers. Shape (m, d), int16.
    """

    identity: str
    base: Encoder = field(repr=False)
    centre: NDArray[np.float32] = field(repr=False)
    grams: Grams = field(repr=False)
    anchors: Anchors = field(repr=False)
    weights: NDArray[np.int16] = field(repr=False)

    @property
    def name(self) -> str:
        """`mapped`: it is found again with the topics that it was fitted for."""
        return MAPPED

    @property
    def dimension(self) -> int:
        """Length of the vectors."""
        return int(self.weights.shape[1])

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Vectors of the texts, shape (n, dimension): see `cxnlp.encoders.Encoder`."""
        out = np.zeros((len(texts), self.dimension), np.float32)
        for start in range(0, len(texts), _BLOCK):
            part = texts[start : start + _BLOCK]
            out[start : start + _BLOCK] = self.place(see(part, self.base, self.centre, self.grams))
        return out

    def place(self, seen: Anchors) -> NDArray[np.float32]:
        """Vectors of texts as the kernel sees them. Shape (n, dimension)."""
        out = np.zeros((len(seen), self.dimension), np.float32)
        weights = self.weights.astype(np.float64)
        for start in range(0, len(seen), _BLOCK):
            part = seen.take(np.arange(start, min(start + _BLOCK, len(seen))))
            out[start : start + _BLOCK] = _unit(part, part.kernel(self.anchors) @ weights)
        return out


def see(texts: Sequence[str], base: Encoder, centre: NDArray[np.float32], grams: Grams) -> Anchors:
    """Texts as the kernel sees them."""
    static = np.round(centred(base.encode(texts), centre) * np.float32(_UNIT)).astype(np.int16)
    return Anchors(static, *grams.of(texts))


def _unit(seen: Anchors, sums: NDArray[np.float64]) -> NDArray[np.float32]:
    """Sums at length 1; a text without a known token stays without a vector."""
    norms = np.sqrt((sums * sums).sum(axis=1, keepdims=True))
    known = seen.static.any(axis=1, keepdims=True) & (norms > 0)
    unit: NDArray[np.float32] = np.where(known, sums / np.maximum(norms, 1), 0).astype(np.float32)
    return unit


def fit_mapped(
    anchors: Anchors,
    vectors: NDArray[np.float32],
    *,
    base: Encoder,
    centre: NDArray[np.float32],
    grams: Grams,
    teacher: str,
) -> MappedEncoder:
    """Fit the mapping to texts whose vectors are known.

    Args:
        anchors: the texts, see `see`. Length m.
        vectors: their vectors by the sentence transformer. Shape (m, d).
        base: the static encoder.
        centre: taken from static vectors. Shape (b,).
        grams: weights of the grams.
        teacher: identity of the sentence transformer.
    """
    from scipy.linalg import cho_factor, cho_solve
    from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]  # has no types

    wanted = vectors.astype(np.float64) - vectors.mean(axis=0, dtype=np.float64)
    # One thread: the last bits of a factor depend on their number.
    with threadpool_limits(limits=1):
        kernel = anchors.kernel(anchors) / _FINE
        kernel[np.diag_indices(len(kernel))] += _RIDGE * np.trace(kernel) / len(kernel)
        found = cho_solve(cho_factor(kernel, lower=True, overwrite_a=True), wanted)
    largest = max(float(np.abs(found).max(initial=0.0)), 1e-300)
    # In rows, however the solver laid it out: a file keeps the numbers as they lie in memory.
    weights = np.ascontiguousarray(np.round(found * (_LARGEST / largest)).astype(np.int16))
    told = hashlib.sha256(f"{base.identity}\0{teacher}\0".encode())
    parts = (anchors.words, anchors.characters)
    for array in (
        *(centre, grams.words, grams.characters, anchors.static, weights),
        *(one for part in parts for one in (part.indptr, part.indices, part.data)),
    ):
        told.update(np.ascontiguousarray(array).tobytes())
    return MappedEncoder(f"{MAPPED}:{told.hexdigest()}", base, centre, grams, anchors, weights)
