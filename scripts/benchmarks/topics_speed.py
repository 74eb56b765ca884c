"""Clustering time beside BERTopic's, warm and in a fresh process, in turns on the same vectors."""

from __future__ import annotations

import sys
import tempfile
import time
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Final

import numpy as np

from benchmarks.processes import cost
from benchmarks.result import Aim, Result
from benchmarks.topics_corpora import add_data, encoded, load
from benchmarks.topics_quality import bertopic
from cxnlp.topicmodel import Request, discover

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable

    from cxnlp.encoders import Encoder

__all__ = ["add", "measure"]

_MILLISECONDS: Final = 50.0
"""What "milliseconds per thousand rows" of the issue is taken to mean."""
_OURS: Final = """
import json, sys
import numpy as np
from cxnlp.topicmodel import Request, discover
folder = sys.argv[1]
texts, vectors = json.load(open(folder + "/texts.json")), np.load(folder + "/vectors.npy")
class Stub:
    identity = name = "minilm"
    dimension = vectors.shape[1]
discover(texts, vectors, Stub(), Request(seed=0)).assign(vectors)
"""
_THEIRS: Final = """
import json, sys, warnings
warnings.simplefilter("ignore")
import numpy as np
from bertopic import BERTopic
folder = sys.argv[1]
texts, vectors = json.load(open(folder + "/texts.json")), np.load(folder + "/vectors.npy")
BERTopic(embedding_model=None).fit_transform(texts, vectors)
"""


def add(groups: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Declare the verb."""
    parser = groups.add_parser("topics-speed", help="clustering time, beside BERTopic")
    parser.add_argument("--set", default="banking77 (all)", help="(default: all of Banking77)")
    parser.add_argument("--rounds", type=int, default=3, help="of each (default: 3)")
    add_data(parser)
    parser.set_defaults(measure=measure)


def measure(options: argparse.Namespace) -> Result:
    """Warm in this process, then each in processes of its own; the resolution is searched anew."""
    corpus = load(options.set, options.data)
    encoder, vectors = encoded(corpus.texts, "minilm", options.cache)
    # BERTopic compiles UMAP on the first texts it sees, ours imports: neither is warm before.
    ways = _ways(corpus.texts, vectors, encoder)
    few = slice(0, 600)
    for way in _ways(corpus.texts[few], vectors[few], encoder).values():
        way(0)
    warm = {name: _times(way, options.rounds) for name, way in ways.items()}
    fresh = _fresh(corpus.texts, vectors, options.rounds)
    thousand = _assigning(corpus.texts, vectors, encoder)
    rows = [
        (name, f"{kind} process", *(median(column) for column in zip(*taken, strict=True)))
        for kind, measured in (("warm", warm), ("fresh", fresh))
        for name, taken in measured.items()
    ]
    ratios = {
        kind: median(one[0] for one in measured["ours"])
        / median(one[0] for one in measured["BERTopic"])
        for kind, measured in (("warm", warm), ("fresh", fresh))
    }
    return Result(
        "topics-speed",
        "Clustering time beside BERTopic's",
        ("what", "where", "seconds", "CPU seconds"),
        tuple(rows),
        (
            Aim("time to BERTopic's, warm", ratios["warm"], 0.5, at_most=True),
            Aim("time to BERTopic's, fresh process", ratios["fresh"], 0.1, at_most=True),
            Aim("milliseconds to assign 1,000 vectors", thousand, _MILLISECONDS, at_most=True),
        ),
        f"{len(corpus.texts):,} texts of {options.set}, MiniLM vectors at hand; {options.rounds} "
        "rounds, medians. Ours with the search for the resolution, consensus, stability, themes, "
        "words and rule; BERTopic 0.17.4 as it comes, with its words.",
    )


def _ways(
    texts: list[str], vectors: np.ndarray, encoder: Encoder
) -> dict[str, Callable[[int], object]]:
    return {
        "ours": lambda seed: discover(texts, vectors, encoder, Request(seed=seed)).assign(vectors),
        "BERTopic": lambda seed: bertopic(texts, vectors, seed),
    }


def _assigning(texts: list[str], vectors: np.ndarray, encoder: Encoder) -> float:
    """Milliseconds for 1,000 vectors at hand, a thousand at a time."""
    model = discover(texts, vectors, encoder, Request(seed=0))
    taken = []
    for start in range(0, len(vectors) - 1000, 1000):
        began = time.perf_counter()
        model.assign(vectors[start : start + 1000])
        taken.append(time.perf_counter() - began)
    return 1000 * median(taken)


def _times(way: Callable[[int], object], rounds: int) -> list[tuple[float, float]]:
    taken = []
    for seed in range(rounds):
        clock, processor = time.perf_counter(), time.process_time()
        way(seed)
        taken.append((time.perf_counter() - clock, time.process_time() - processor))
        print(taken[-1], file=sys.stderr, flush=True)
    return taken


def _fresh(
    texts: list[str], vectors: np.ndarray, rounds: int
) -> dict[str, list[tuple[float, float]]]:
    import json

    with tempfile.TemporaryDirectory() as name:
        (Path(name) / "texts.json").write_text(json.dumps(texts), encoding="utf-8")
        np.save(Path(name) / "vectors.npy", vectors)
        taken: dict[str, list[tuple[float, float]]] = {"ours": [], "BERTopic": []}
        for _ in range(rounds):
            for kind, script in (("ours", _OURS), ("BERTopic", _THEIRS)):
                found = cost([sys.executable, "-c", script, name])
                taken[kind].append((found.seconds, found.processor))
                print(kind, found, file=sys.stderr, flush=True)
        return taken
