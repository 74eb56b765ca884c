"""Which texts the sentence transformer reads, so that the others can be mapped."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

import numpy as np

from cxnlp.topicmodel.communities import communities
from cxnlp.topicmodel.grams import fit_grams
from cxnlp.topicmodel.mapping import fit_mapped, see
from cxnlp.topicmodel.neighbours import centred, neighbour_graph
from cxnlp.topicmodel.rule import fit_rule

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from cxnlp.encoders import Encoder
    from cxnlp.topicmodel.mapping import MappedEncoder

__all__ = ["SHARE", "teach"]

SHARE: Final = 0.2
"""Of the texts that topics are fitted on, these are read by the sentence transformer."""
_FEWEST: Final = 200
"""So many are read in any case: under that a mapping learns nothing."""
_AT_FIRST: Final = 0.5
"""Of those that are read, so many are taken as they come; the others where the mapping is in doubt
(measured: docs/decisions/2026-11-22-topics-mapped.md)."""
_RESOLUTION: Final = 4.0
_NEIGHBOURS: Final = 10


def teach(
    texts: Sequence[str],
    base: Encoder,
    teacher: str,
    read: Callable[[Sequence[str]], NDArray[np.float32]],
) -> MappedEncoder:
    """Fit a mapping, letting the sentence transformer read a fifth of the texts.

    Half of them are the first; the others those which a mapping fitted to that half cannot place
    clearly in one of its groups (uncertainty sampling, Lewis & Gale 1994).

    Args:
        texts: no text twice, in random order. Length n.
        base: the static encoder.
        teacher: identity of the sentence transformer.
        read: gives the sentence transformer's vectors.

    >>> from cxnlp.encoders import open_encoder
    >>> base = open_encoder("static").encoder
    >>> read = lambda texts: base.encode(texts)[:, ::-1]  # stands for a sentence transformer
    >>> mapped = teach(["The tram was late.", "Good soup."], base, "made up", read)
    >>> mapped.encode(["The tram was late."]).shape == (1, base.dimension)
    True
    """
    static = base.encode(texts)
    known = (static != 0).any(axis=1)
    centre = np.zeros(base.dimension, np.float32)
    if known.any():
        centre = static[known].mean(axis=0, dtype=np.float64).astype(np.float32)
    grams = fit_grams(texts)
    fit = partial(fit_mapped, base=base, centre=centre, grams=grams, teacher=teacher)
    seen = see(texts, base, centre, grams)
    most = min(max(round(SHARE * len(texts)), _FEWEST), len(texts))
    begun = round(_AT_FIRST * most)
    first = list(texts[:begun])
    vectors = read(first)
    doubtful = np.arange(begun, most)
    if most < len(texts):
        mapped = fit(seen.take(np.arange(begun)), vectors).place(seen)
        margin = _margins(first, vectors, mapped)
        margin[:begun] = np.inf
        doubtful = np.sort(np.argsort(margin, kind="stable")[: most - begun])
    rows = np.concatenate([np.arange(begun), doubtful])
    more = read([texts[at] for at in doubtful.tolist()])
    return fit(seen.take(rows), np.concatenate([vectors, more]))


def _margins(
    texts: Sequence[str], vectors: NDArray[np.float32], mapped: NDArray[np.float32]
) -> NDArray[np.float64]:
    """How clearly each mapped vector belongs to one group of those read. Shape (n,)."""
    centre = vectors.mean(axis=0)
    held = centred(vectors, centre)
    graph = neighbour_graph(held, texts, k=_NEIGHBOURS)
    groups = communities(graph, resolution=_RESOLUTION, seed=0)
    rule = fit_rule(centred(mapped[: len(texts)], mapped.mean(axis=0)), groups)
    score = centred(mapped, mapped.mean(axis=0)) @ rule.directions.T + rule.offsets
    # There are two at least: all texts in one group have modularity 1 less the resolution, each by
    # itself has more.
    two = np.partition(score, -2, axis=1)[:, -2:]
    return np.asarray(np.round(two[:, 1] - two[:, 0], 4), np.float64)
