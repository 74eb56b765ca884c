"""Fit topics on a sample of a run's comments: bounded in memory and time whatever its length."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

import numpy as np

from cxnlp.encoders import SentenceEncoder
from cxnlp.topicmodel import (
    TextSample,
    carry_on,
    cut_all,
    discover,
    earlier_topics,
    teach,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from cxnlp.encoders import Encoder
    from cxnlp.flows.progress import Progress
    from cxnlp.flows.topic_job.encoder import TopicEncoder
    from cxnlp.flows.topic_job.texts import Commented
    from cxnlp.topicmodel import Request, TopicModel

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
        encoder: what its vectors are made by.
        known: the vectors of the pieces that were fitted on, by text.
        read: those that the slow encoder has made, by text: worth keeping.
        notices: what a person should know about it.
    """

    model: TopicModel
    encoder: Encoder
    known: dict[str, NDArray[np.float32]] = field(repr=False)
    read: dict[str, NDArray[np.float32]] = field(repr=False)
    notices: tuple[str, ...]


def fit_run(
    run: Commented,
    chosen: TopicEncoder,
    request: Request,
    *,
    earlier: TopicModel | None,
    reader: Encoder,
    tell: Progress,
) -> RunFit:
    """Find the topics of a run.

    Args:
        run: comments with their texts.
        chosen: the encoder, or what one is fitted from.
        request: seed, granularity, unassigned share.
        earlier: the registered topics, whose identities are carried on.
        reader: the encoder whose vectors are worth keeping, asked only for what is not at hand.
        tell: told what happens.
    """
    # The same sample for every seed: a seed shall not change what is looked at.
    sample = TextSample(most=_SAMPLE, seed=0)
    for batch in run.batches(columns=["text"]):
        sample.add(cut_all(batch["text"].to_pylist()).texts)
    texts = sample.texts()
    if isinstance(chosen.standing, SentenceEncoder) and sample.seen > _SAMPLE:
        tell.say(
            f"{chosen.standing.name} is to read {sample.seen:,} pieces of text, some 50 to 100 a "
            "second: --encoder mapped lets it read a few thousand and maps the others, --encoder "
            "static does without it."
        )
    read: dict[str, NDArray[np.float32]] = {}
    if chosen.standing is None:
        encoder = _taught(texts, chosen, reader, read, tell)
        vectors = encoder.encode(texts)
    else:
        encoder = chosen.standing
        vectors = _encoded(texts, reader, tell)
        read.update(zip(texts, vectors, strict=True))
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
    tell.begin("finding topics", None)
    if earlier is not None and request.resolution is None:
        # Searched again, the resolution would make topics seem to split and merge.
        request = replace(request, resolution=_resolution(earlier))
    before = None if earlier is None else earlier_topics(earlier, vectors)
    model = discover(texts, vectors, encoder, request, before)
    if earlier is not None:
        model = carry_on(earlier, model, vectors)
    tell.end()
    known = dict(zip(texts, vectors, strict=True))
    return RunFit(model, encoder, known, read, tuple(notices))


def _taught(
    texts: list[str],
    chosen: TopicEncoder,
    reader: Encoder,
    read: dict[str, NDArray[np.float32]],
    tell: Progress,
) -> Encoder:
    """A mapping fitted to these texts; what the teacher makes of some of them goes into `read`.

    Where no text holds a known token there is nothing to map: the static encoder says so too.
    """
    base, teacher = chosen.base, chosen.teacher
    if base is None or teacher is None:
        raise AssertionError("a mapping is fitted from two encoders")
    if not base.encode(texts).any():
        return base

    def ask(some: Sequence[str]) -> NDArray[np.float32]:
        vectors = _encoded(some, reader, tell)
        read.update(zip(some, vectors, strict=True))
        return vectors

    return teach(texts, base, teacher.identity, ask)


def _encoded(texts: Sequence[str], encoder: Encoder, tell: Progress) -> NDArray[np.float32]:
    vectors = np.zeros((len(texts), encoder.dimension), np.float32)
    tell.begin("encoding", len(texts))
    for start in range(0, len(texts), _ENCODE):
        part = texts[start : start + _ENCODE]
        vectors[start : start + len(part)] = encoder.encode(part)
        tell.advance(len(part))
    tell.end()
    return vectors


def _resolution(model: TopicModel) -> float | None:
    found = model.facts.get("resolution")
    return float(found) if isinstance(found, (int, float)) else None
