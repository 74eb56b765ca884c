"""Fit topics on a sample of a run's comments: bounded in memory and time whatever its length."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

import numpy as np

from cxnlp.topicmodel import TextSample, carry_on, cut_all, discover

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from cxnlp.encoders import Encoder
    from cxnlp.flows.progress import Progress
    from cxnlp.runs import Run
    from cxnlp.topicmodel import KeptVectors, Request, TopicModel

__all__ = ["RunFit", "fit_run"]

_SAMPLE: Final = 20_000
"""Different pieces that are fitted on; the others are assigned to the topics found."""
_ENCODE: Final = 64
_FEW: Final = 50
"""Fewer different pieces cannot be told apart with any trust."""


@dataclass(frozen=True)
class RunFit:
    """A fit to a run.

    Attributes:
        model: the topics.
        known: the vectors of the pieces that were fitted on, by text.
        notices: what a person should know about it.
    """

    model: TopicModel
    known: dict[str, NDArray[np.float32]] = field(repr=False)
    notices: tuple[str, ...]


def fit_run(
    run: Run,
    encoder: Encoder,
    request: Request,
    *,
    earlier: TopicModel | None,
    kept: KeptVectors,
    tell: Progress,
) -> RunFit:
    """Find the topics of a run.

    Args:
        run: a finished run with texts.
        encoder: the encoder.
        request: seed, granularity, unassigned share.
        earlier: the registered topics, whose identities are carried on.
        kept: vectors of earlier jobs.
        tell: told what happens.
    """
    # The same sample for every seed: a seed shall not change what is looked at.
    sample = TextSample(most=_SAMPLE, seed=0)
    for batch in run.batches(columns=["text"]):
        sample.add(cut_all(batch["text"].to_pylist()).texts)
    texts = sample.texts()
    vectors = np.zeros((len(texts), encoder.dimension), np.float32)
    tell.begin("encoding", len(texts))
    for start in range(0, len(texts), _ENCODE):
        part = texts[start : start + _ENCODE]
        vectors[start : start + len(part)] = kept.encode(encoder, part)
        tell.advance(len(part))
    tell.end()
    notices: list[str] = []
    if not vectors.any():
        notices.append(
            "No topics: no comment holds a word that the encoder knows."
            if texts
            else "No topics: the run holds no comments."
        )
    elif len(texts) < _FEW:
        notices.append(
            f"Only {len(texts)} different pieces of text: read the topics as a first sorting."
        )
    for notice in notices:
        tell.say(notice)
    tell.begin("finding topics", None)
    if earlier is not None and request.resolution is None:
        # Searched again, the resolution would make topics seem to split and merge.
        request = replace(request, resolution=_resolution(earlier))
    model = discover(texts, vectors, encoder, request)
    if earlier is not None:
        model = carry_on(earlier, model, vectors)
    tell.end()
    return RunFit(model, dict(zip(texts, vectors, strict=True)), tuple(notices))


def _resolution(model: TopicModel) -> float | None:
    found = model.facts.get("resolution")
    return float(found) if isinstance(found, (int, float)) else None
