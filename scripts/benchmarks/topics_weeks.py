"""Whether a pain keeps its id from week to week, on real comments in weekly slices."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Final

import numpy as np
import pyarrow.parquet as pq

from benchmarks.result import Aim, Result
from benchmarks.topics_corpora import add_data, encoded, load
from cxnlp.topicmodel import Request, TextSample, carry_on, discover, earlier_topics

if TYPE_CHECKING:
    import argparse
    from pathlib import Path

    from numpy.typing import NDArray

    from cxnlp.topicmodel import TopicModel

__all__ = ["add", "measure"]

_SETS: Final = ("nhs_fft", "nhs_phase1", "banking77 (held)")


def add(groups: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Declare the verb."""
    parser = groups.add_parser("topics-weeks", help="whether topics keep their ids over weeks")
    parser.add_argument("--sets", nargs="+", default=list(_SETS))
    parser.add_argument("--weeks", type=int, default=6, help="slices (default: 6)")
    parser.add_argument("--encoder", default="static", help="(default: static)")
    add_data(parser)
    parser.set_defaults(measure=measure)


def measure(options: argparse.Namespace) -> Result:
    """Find topics week by week, each with the week before as registry."""
    rows: list[tuple[str | float, ...]] = []
    aims: list[Aim] = []
    for name in options.sets:
        texts = _texts(name, options.data)
        encoder, vectors = encoded(texts, options.encoder, options.cache)
        slices = np.array_split(np.arange(len(texts)), options.weeks)
        models: list[TopicModel] = []
        figures = []
        for week, kept in enumerate(slices):
            earlier = models[-1] if models else None
            resolution = float(str(models[0].facts["resolution"])) if models else None
            request = Request(seed=week, resolution=resolution)
            before = earlier_topics(earlier, vectors[kept]) if earlier else None
            found = discover([texts[at] for at in kept], vectors[kept], encoder, request, before)
            model = carry_on(earlier, found, vectors[kept]) if earlier else found
            if earlier:
                figures.append(_week(earlier, model, models[0], vectors[kept]))
                print(name, week, figures[-1], file=sys.stderr, flush=True)
            models.append(model)
        means = np.mean(figures, axis=0).tolist()
        ids = len({topic.number for model in models for topic in (*model.topics, *model.past)})
        rows.append((name, len(slices[0]), float(len(models[0].topics)), *means, float(ids)))
        aims.append(
            Aim(f"comments in a topic with an earlier id, {name}", means[1], 0.8, at_most=False)
        )
    return Result(
        "topics-weeks",
        "Topics from week to week",
        (
            *("set", "comments a week", "topics in week 1", "topics with an earlier id"),
            *("comments in them", "same id by the week before", "by week 1", "ids in all"),
        ),
        tuple(rows),
        tuple(aims),
        f"{options.weeks} slices one after the other, {options.encoder} vectors; each week another "
        "seed, other comments, and the week before as registry. *Comments in them*: share of a "
        "week's comments whose topic carries on an id of the week before. *Same id by the week "
        "before*: of all the week's comments, those that the model of the week before puts under "
        "the same id; *by week 1*: the same by the model of the first week, whatever came between. "
        "nhs_fft in the order of its dates, the others at random.",
    )


def _week(
    earlier: TopicModel, model: TopicModel, first: TopicModel, vectors: NDArray[np.float32]
) -> tuple[float, float, float, float]:
    known = {topic.number for topic in (*earlier.topics, *earlier.past)}
    given, _ = model.assign(vectors)
    return (
        float(np.mean([topic.number in known for topic in model.topics])),
        float(np.isin(given, list(known)).mean()),
        float((given == earlier.assign(vectors)[0]).mean()),
        float((given == first.assign(vectors)[0]).mean()),
    )


def _texts(name: str, data: Path) -> list[str]:
    """Different texts in the order in which they came."""
    if name != "nhs_fft":
        return load(name, data).texts
    table = pq.read_table(data / "feedback" / "nhs_fft.parquet", columns=["date", "text"])
    dated = []
    for date, text in zip(table["date"].to_pylist(), table["text"].to_pylist(), strict=True):
        parts = [part for part in str(date).split("/") if part.isdigit()]
        if len(parts) == 3 and text and text.strip():  # noqa: PLR2004 - day, month, year
            day, month, year = (int(part) for part in parts)
            dated.append(((year % 100, month, day), text.strip()))
    # Within a day at random: the file holds one hospital after the other.
    order = TextSample(most=len(dated), seed=0)
    order.add(text for _, text in dated)
    place = {text: at for at, text in enumerate(order.texts())}
    first = {text: when for when, text in sorted(dated, reverse=True)}
    return sorted(first, key=lambda text: (first[text], place[text]))
