"""Who stands near whom: the graph of the k nearest neighbours."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from cxnlp.topicmodel.threads import side_by_side

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

__all__ = ["NEIGHBOURS", "centred", "nearest", "neighbour_graph"]

NEIGHBOURS: Final = 20
"""Neighbours of each text (measured: docs/decisions/2026-11-21-topics.md)."""
_CANDIDATES: Final = 50
"""The nearest by meaning, among which those with the same words are preferred."""
_WORDS: Final = 0.6
"""Weight of the same words against the same meaning (measured: the same page)."""
_BLOCK: Final = 512
"""Rows compared at a time: bounds memory at 512 * n * 16 bytes for each core."""
_GROUPS: Final = 4
"""Groups of columns for each neighbour that is looked for: about 1.1 k columns then reach the bound
(13,016 texts, k = 50: 57 of them)."""
_EQUALS: Final = 8
"""Where more than this many times k columns reach the bound, most of them are equal."""


def centred(vectors: NDArray[np.float32], centre: NDArray[np.float32]) -> NDArray[np.float32]:
    """Vectors less their common centre, at length 1; zero vectors stay zero.

    Args:
        vectors: shape (n, d); rows of length 1 or 0.
        centre: shape (d,).

    >>> centred(np.array([[1, 0], [0, 0]], np.float32), np.array([0, 0], np.float32)).tolist()
    [[1.0, 0.0], [0.0, 0.0]]
    """
    known = (vectors != 0).any(axis=1, keepdims=True)
    moved = np.where(known, vectors - centre, np.float32(0))
    norms = np.sqrt((moved * moved).sum(axis=1, keepdims=True))
    unit: NDArray[np.float32] = moved / np.maximum(norms, np.float32(1e-12))
    return unit


def nearest(vectors: NDArray[np.float32], k: int) -> tuple[NDArray[np.int32], NDArray[np.float32]]:
    """The k nearest other rows by cosine, exactly; needs k < n.

    Args:
        vectors: rows of length 1. Shape (n, d).
        k: how many.

    Returns:
        Their numbers, shape (n, k), nearest first, and their cosines.

    >>> rows = np.array([[1, 0], [0, 1], [0.8, 0.6]], np.float32)
    >>> who, cosine = nearest(rows, 1)
    >>> who.ravel().tolist(), cosine.ravel().astype(float).round(1).tolist()
    ([2, 2, 0], [0.8, 0.6, 0.8])
    """
    n = len(vectors)
    who = np.empty((n, k), np.int32)
    cosine = np.empty((n, k), np.float32)

    def fill(start: int) -> None:
        near = vectors[start : start + _BLOCK] @ vectors.T
        own = np.arange(len(near))
        near[own, own + start] = -np.inf
        largest = _largest(near, k)
        who[start : start + _BLOCK] = largest
        cosine[start : start + _BLOCK] = np.take_along_axis(near, largest, axis=1)

    side_by_side(fill, range(0, n, _BLOCK))
    return who, cosine


def _largest(near: NDArray[np.float32], k: int) -> NDArray[np.int64]:
    """The columns of the k largest numbers of each row, the largest first, of equals the first.

    The largest number of each of many groups of columns is taken first: the k-th of these is no
    more than the k-th of all, so what lies below it is left unsorted (a tenth of the time that a
    partition of the whole takes).
    """
    rows, n = near.shape
    deep = max(n // (_GROUPS * k), 1)
    groups = n // deep
    tops = near[:, : deep * groups].reshape(rows, deep, groups).max(axis=1)
    bound = np.partition(tops, groups - k, axis=1)[:, groups - k, None]
    row, column = np.divmod(np.flatnonzero(near >= bound), n)
    if len(row) > _EQUALS * k * rows:
        part = np.argpartition(-near, k - 1, axis=1)[:, :k]
        order = np.lexsort((part, -np.take_along_axis(near, part, axis=1)), axis=1)
        return np.take_along_axis(part, order, axis=1)
    order = np.lexsort((-near[row, column], row))
    first = np.searchsorted(row, np.arange(rows))
    kept: NDArray[np.int64] = column[order[first[:, None] + np.arange(k)]]
    return kept


def neighbour_graph(
    vectors: NDArray[np.float32], texts: Sequence[str] | None = None, k: int = NEIGHBOURS
) -> Any:  # noqa: ANN401 - scipy ships no types
    """The symmetric graph of nearest neighbours, weighted by how near they are.

    Near by meaning is not enough: sentence vectors put texts of one kind together that name
    different things. Of each text's candidates by meaning, those with the same words come first.

    Args:
        vectors: rows of length 1. Shape (n, d), n >= 2.
        texts: their texts; without them only the meaning counts. Length n.
        k: neighbours of each row, at most n - 1.

    Returns:
        A sparse matrix of shape (n, n); what is not near at all weighs nothing.

    >>> rows = np.array([[1, 0], [0.8, 0.6], [-1, 0]], np.float32)
    >>> neighbour_graph(rows, k=1).toarray().round(1).tolist()
    [[0.0, 1.6, 0.0], [1.6, 0.0, 0.0], [0.0, 0.0, 0.0]]
    """
    from scipy.sparse import csr_array

    n = len(vectors)
    k = min(k, n - 1)
    # Words are counted while the products run: they hardly need the interpreter.
    with ThreadPoolExecutor(1) as pool:
        words = None if texts is None else pool.submit(_words, texts)
        who, near = nearest(vectors, min(_CANDIDATES, n - 1))
        if words is not None:
            near = near + np.float32(_WORDS) * _same_words(words.result(), who)
    # Rounded, so that the last bits of a product do not choose between equals.
    near = np.round(near, 5)
    order = np.lexsort((who, -near), axis=1)[:, :k]
    who, near = np.take_along_axis(who, order, axis=1), np.take_along_axis(near, order, axis=1)
    weight = np.maximum(near, 0).astype(np.float64).ravel()
    graph = csr_array((weight, (np.repeat(np.arange(n), k), who.ravel())), shape=(n, n))
    both = (graph + graph.T).tocsr()
    both.eliminate_zeros()
    both.sort_indices()
    return both


def _words(texts: Sequence[str]) -> Any:  # noqa: ANN401 - scipy ships no types
    """Words and pairs of words (TF-IDF), sparse by row; None where no word stands in two texts."""
    from sklearn.feature_extraction.text import TfidfVectorizer

    counter = TfidfVectorizer(ngram_range=(1, 2), min_df=2, sublinear_tf=True, dtype=np.float32)
    try:
        return counter.fit_transform(texts).tocsr()
    except ValueError:
        return None


def _same_words(words: Any, who: NDArray[np.int32]) -> NDArray[np.float32]:  # noqa: ANN401 - as above
    """Cosine of the words of each text with those of its candidates.

    Returns:
        Shape (n, k), 0 to 1.
    """
    n, k = who.shape
    out = np.zeros((n, k), np.float32)
    if words is None:
        return out

    def fill(start: int) -> None:
        some = who[start : start + _BLOCK]
        own = np.repeat(np.arange(start, start + len(some)), k)
        shared = words[own].multiply(words[some.ravel()]).sum(axis=1)
        out[start : start + len(some)] = np.asarray(shared, np.float32).reshape(len(some), k)

    side_by_side(fill, range(0, n, _BLOCK))
    return out
