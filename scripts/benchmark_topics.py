"""Measure the topics: how well they recover known groups, how steady they are, how fast.

    python scripts/benchmark_topics.py quality --data ../shared/data     # beside BERTopic, in turns
    python scripts/benchmark_topics.py steady --data ../shared/data      # seeds and 80 % samples
    python scripts/benchmark_topics.py scale --data ../shared/data       # time and peak memory

Truth (intents, subthemes) is never shown to the method. `--half dev` is the half of Banking77's
intents on which the constants were chosen, `--half held` the other one, `--half all` both.
Embeddings are made once per encoder and kept in --cache, so that clustering is timed by itself.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import resource
import subprocess
import sys
import tempfile
import time
import warnings
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow.parquet as pq

from cxnlp.encoders import open_encoder
from cxnlp.topicmodel import Assigner, Request, TextSample, discover

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from cxnlp.encoders import Encoder

_UNSEEN = -2
_DEV_SEED = 77
_DEV_INTENTS = 38
_SIZES = (10_000, 30_000, 100_000, 300_000)


@dataclass(frozen=True)
class Corpus:
    """Texts, their vectors and the groups that they truly belong to."""

    name: str
    texts: list[str]
    vectors: NDArray[np.float32]
    truth: NDArray[np.int64]


def main() -> None:
    """Read the arguments and run one of the measurements."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("what", choices=["quality", "steady", "scale", "one-size"])
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--cache", type=Path, default=Path(tempfile.gettempdir()) / "cxnlp-topics")
    parser.add_argument("--encoder", default="minilm")
    parser.add_argument("--half", choices=["dev", "held", "all"], default="held")
    parser.add_argument("--sets", nargs="+", default=["banking77", "nhs_phase1"])
    parser.add_argument("--seeds", type=int, default=3)
    parser.add_argument("--alone", action="store_true", help="leave BERTopic out")
    parser.add_argument("--size", type=int, default=_SIZES[0])
    options = parser.parse_args()
    if options.what == "scale":
        scale(options)
        return
    if options.what == "one-size":
        one_size(options.data, options.size, options.encoder)
        return
    encoder = open_encoder(options.encoder).encoder
    for name in options.sets:
        corpus = load(name, options, encoder)
        if options.what == "quality":
            compare(corpus, encoder, seeds=options.seeds, alone=options.alone)
        else:
            steady(corpus, encoder)


def load(name: str, options: argparse.Namespace, encoder: Encoder) -> Corpus:
    """Read a set, with vectors from the cache where they are there."""
    if name == "banking77":
        table = pq.read_table(options.data / "topics" / "banking77.parquet").to_pydict()
        texts, groups = table["text"], table["category"]
        intents = sorted(set(groups))
        drawn = np.random.default_rng(_DEV_SEED).permutation(intents)[:_DEV_INTENTS]
        dev = set(drawn.tolist())
        wanted = {"dev": (True,), "held": (False,), "all": (True, False)}[options.half]
        kept = [(t, g) for t, g in zip(texts, groups, strict=True) if (g in dev) in wanted]
        name = f"{name} ({options.half})"
    else:
        path = options.data / "feedback" / f"{name}.parquet"
        table = pq.read_table(path, columns=["text", "subtheme"]).to_pydict()
        pairs = zip(table["text"], table["subtheme"], strict=True)
        kept = [(t, g) for t, g in pairs if t and t.strip()]
    first = {text.strip(): group for text, group in reversed(kept)}
    texts = sorted(first)
    numbers = {group: at for at, group in enumerate(sorted({str(g) for g in first.values()}))}
    truth = np.array([numbers[str(first[text])] for text in texts], np.int64)
    return Corpus(name, texts, embedded(texts, encoder, options.cache), truth)


def embedded(texts: Sequence[str], encoder: Encoder, cache: Path) -> NDArray[np.float32]:
    """Vectors, kept by the digest of encoder and texts."""
    digest = hashlib.sha256(encoder.identity.encode() + "\0".join(texts).encode()).hexdigest()
    path = cache / f"{digest[:32]}.npy"
    if path.is_file():
        stored: NDArray[np.float32] = np.load(path)
        return stored
    cache.mkdir(parents=True, exist_ok=True)
    vectors = encoder.encode(texts)
    np.save(path, vectors)
    return vectors


def compare(corpus: Corpus, encoder: Encoder, *, seeds: int, alone: bool) -> None:
    """Ours and vanilla BERTopic in turns, each seed once."""
    print(f"\n{corpus.name}: {len(corpus.texts):,} texts, {len(set(corpus.truth.tolist()))} groups")
    ours: list[NDArray[np.int32]] = []
    theirs: list[NDArray[np.int32]] = []
    resolution = None
    for seed in range(seeds):
        start = time.perf_counter()
        request = Request(seed=seed, resolution=resolution)
        model = discover(corpus.texts, corpus.vectors, encoder, request)
        given, _ = model.assign(corpus.vectors)
        resolution = float(str(model.facts["resolution"]))
        ours.append(given)
        tell("ours", corpus, given, seed, time.perf_counter() - start)
        if seed == 0:
            print("     " + json.dumps(model.facts["quality"]))
        if not alone:
            start = time.perf_counter()
            theirs.append(vanilla(corpus, seed))
            tell("BERTopic", corpus, theirs[-1], seed, time.perf_counter() - start)
    for name, runs in (("ours", ours), ("BERTopic", theirs)):
        if len(runs) > 1:
            print(f"{name:<9} agreement of seeds, ARI {agreement(runs):.3f}")


def vanilla(corpus: Corpus, seed: int) -> NDArray[np.int32]:
    """BERTopic as its documentation begins, with UMAP seeded."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from bertopic import BERTopic
        from umap import UMAP

        reducer = UMAP(
            n_neighbors=15, n_components=5, min_dist=0.0, metric="cosine", random_state=seed
        )
        found, _ = BERTopic(umap_model=reducer, embedding_model=None).fit_transform(
            corpus.texts, corpus.vectors
        )
    return np.array(found, np.int32)


def tell(name: str, corpus: Corpus, given: NDArray[np.int32], seed: int, seconds: float) -> None:
    """One line of figures."""
    from sklearn.metrics import adjusted_mutual_info_score, adjusted_rand_score

    topics = len(set(given[given >= 0].tolist()))
    print(
        f"{name:<9} seed {seed}  {topics:>3} topics  {(given < 0).mean():6.1%} unassigned"
        f"  ARI {adjusted_rand_score(corpus.truth, given):.3f}"
        f"  AMI {adjusted_mutual_info_score(corpus.truth, given):.3f}  {seconds:6.1f} s",
        flush=True,
    )


def agreement(runs: Sequence[NDArray[np.int32]]) -> float:
    """Mean ARI over all pairs of runs."""
    from sklearn.metrics import adjusted_rand_score

    pairs = [(a, b) for at, a in enumerate(runs) for b in runs[:at]]
    return float(np.mean([adjusted_rand_score(a, b) for a, b in pairs]))


def steady(corpus: Corpus, encoder: Encoder) -> None:
    """Agreement of fits on two random 80 % samples, on the rows that both saw."""
    whole = discover(corpus.texts, corpus.vectors, encoder)
    resolution = float(str(whole.facts["resolution"]))
    figures = []
    for seed in range(3):
        draw = np.random.default_rng(seed)
        given = []
        for _ in range(2):
            kept = np.sort(draw.permutation(len(corpus.texts))[: int(0.8 * len(corpus.texts))])
            texts = [corpus.texts[at] for at in kept]
            request = Request(seed=seed, resolution=resolution)
            model = discover(texts, corpus.vectors[kept], encoder, request)
            labels = np.full(len(corpus.texts), _UNSEEN, np.int32)
            labels[kept] = model.assign(corpus.vectors[kept])[0]
            given.append(labels)
        both = (given[0] > _UNSEEN) & (given[1] > _UNSEEN)
        figures.append(agreement([given[0][both], given[1][both]]))
    print(f"{corpus.name}: agreement of two 80 % samples, ARI {np.mean(figures):.3f} of {figures}")


def scale(options: argparse.Namespace) -> None:
    """Time and peak memory by number of comments, each in a process of its own."""
    for size in _SIZES:
        command = [sys.executable, __file__, "one-size", "--size", str(size)]
        command += ["--data", str(options.data), "--encoder", options.encoder]
        subprocess.run(command, check=True)


def one_size(data: Path, size: int, name: str) -> None:
    """Find and assign the topics of so many comments, made of the feedback at hand."""
    start = time.perf_counter()
    encoder = open_encoder(name).encoder
    texts = many(data, size)
    sample = TextSample(most=20_000, seed=0)
    sample.add(texts)
    fitted = sample.texts()
    vectors = encoder.encode(fitted)
    encoded = time.perf_counter()
    model = discover(fitted, vectors, encoder)
    found = time.perf_counter()
    assigner = Assigner(model, encoder, dict(zip(fitted, vectors, strict=True)))
    for at in range(0, size, 10_000):
        assigner.assign(texts[at : at + 10_000])
    end = time.perf_counter()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    figures: dict[str, Any] = {
        "comments": size,
        "topics": len(model.topics),
        "encode sample": round(encoded - start, 1),
        "find": round(found - encoded, 1),
        "assign": round(end - found, 1),
        "total s": round(end - start, 1),
        "peak MiB": round(peak),
    }
    print(json.dumps(figures), flush=True)


def many(data: Path, size: int) -> list[str]:
    """So many short comments: real sentences, paired at random where they do not reach."""
    from cxnlp.text import split_sentences

    sentences: set[str] = set()
    for path in sorted((data / "feedback").glob("*.parquet")):
        for text in pq.read_table(path, columns=["text"])["text"].to_pylist():
            sentences.update(split_sentences(text or ""))
    pool = sorted(sentences)
    draw = np.random.default_rng(0)
    single = [pool[at] for at in draw.permutation(len(pool))[:size]]
    pairs = draw.integers(0, len(pool), (size - len(single), 2))
    return single + [f"{pool[one]} {pool[other]}" for one, other in pairs]


if __name__ == "__main__":
    main()
