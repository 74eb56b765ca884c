"""How well topics recover known groups and how steady they are, beside BERTopic."""

from __future__ import annotations

import sys
import warnings
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING, Any

import numpy as np

from benchmarks.result import Aim, Result
from benchmarks.topics_corpora import SETS, Corpus, add_data, encoded, load
from cxnlp.topicmodel import Request, discover

if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from cxnlp.encoders import Encoder

__all__ = ["add", "bertopic", "measure"]

_UNSEEN = -2
_ENCODERS = ("minilm", "mapped", "static")


@dataclass(frozen=True)
class _Figures:
    """Means over the seeds."""

    topics: float
    unassigned: float
    ari: float
    ami: float
    seeds: float


def add(groups: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Declare the verb."""
    parser = groups.add_parser("topics-quality", help="topics against known groups, and BERTopic")
    parser.add_argument("--sets", nargs="+", default=list(SETS))
    parser.add_argument("--encoders", nargs="*", default=list(_ENCODERS))
    parser.add_argument("--seeds", type=int, default=3, help="(default: 3)")
    parser.add_argument("--peer", nargs="*", default=list(SETS), help="sets for BERTopic too")
    parser.add_argument("--halves", nargs="*", default=[SETS[0]], help="sets for 80 %% samples")
    add_data(parser)
    parser.set_defaults(measure=measure)


def measure(options: argparse.Namespace) -> Result:
    """Every method on every set, with each seed."""
    found: dict[tuple[str, str], _Figures] = {}
    agreements: dict[str, float] = {}
    for name in options.sets:
        corpus = load(name, options.data)
        for kind in options.encoders:
            encoder, vectors = encoded(corpus.texts, kind, options.cache)
            found[name, f"ours, {kind}"] = _ours(corpus, encoder, vectors, options.seeds)
            _tell(name, kind, found[name, f"ours, {kind}"])
            if name in options.halves and kind == "minilm":
                agreements[name] = _samples(corpus, encoder, vectors, options.seeds)
        if name in options.peer:
            _, vectors = encoded(corpus.texts, "minilm", options.cache)
            runs = [bertopic(corpus.texts, vectors, seed) for seed in range(options.seeds)]
            found[name, "BERTopic, minilm"] = _figures(corpus, runs)
            _tell(name, "BERTopic", found[name, "BERTopic, minilm"])
    rows = [(*key, *vars(figures).values()) for key, figures in found.items()]
    rows += [
        (name, "ours, two 80 % samples", *[""] * 4, value) for name, value in agreements.items()
    ]
    return Result(
        "topics-quality",
        "Topics against known groups",
        ("set", "method", "topics", "unassigned", "ARI", "AMI", "seeds, ARI"),
        tuple(rows),
        tuple(_aims(found, agreements)),
        f"Means of {options.seeds} seeds; all rows scored, as the saved rule assigns them; the "
        "groups are shown to no method. `held` is the half of the intents on which nothing was "
        "chosen. mapped: MiniLM reads a fifth of the texts, the others are mapped.",
    )


def _ours(corpus: Corpus, encoder: Encoder, vectors: NDArray[np.float32], seeds: int) -> _Figures:
    runs = []
    resolution = None
    for seed in range(seeds):
        request = Request(seed=seed, resolution=resolution)
        model = discover(corpus.texts, vectors, encoder, request)
        resolution = float(str(model.facts["resolution"]))
        runs.append(model.assign(vectors)[0])
    return _figures(corpus, runs)


def bertopic(texts: list[str], vectors: NDArray[np.float32], seed: int) -> NDArray[np.int32]:
    """BERTopic as its documentation begins, with UMAP seeded."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from bertopic import BERTopic
        from umap import UMAP

        reducer = UMAP(
            n_neighbors=15, n_components=5, min_dist=0.0, metric="cosine", random_state=seed
        )
        found, _ = BERTopic(umap_model=reducer, embedding_model=None).fit_transform(texts, vectors)
    return np.array(found, np.int32)


def _figures(corpus: Corpus, runs: Sequence[NDArray[np.int32]]) -> _Figures:
    from sklearn.metrics import adjusted_mutual_info_score, adjusted_rand_score

    return _Figures(
        topics=float(np.mean([len(set(run[run >= 0].tolist())) for run in runs])),
        unassigned=float(np.mean([(run < 0).mean() for run in runs])),
        ari=float(np.mean([adjusted_rand_score(corpus.truth, run) for run in runs])),
        ami=float(np.mean([adjusted_mutual_info_score(corpus.truth, run) for run in runs])),
        seeds=_agreement(runs),
    )


def _agreement(runs: Sequence[NDArray[np.int32]]) -> float:
    """Mean ARI over all pairs of runs; NaN for a single one."""
    from sklearn.metrics import adjusted_rand_score

    pairs = list(combinations(runs, 2))
    if not pairs:
        return float("nan")
    return float(np.mean([adjusted_rand_score(*pair) for pair in pairs]))


def _samples(corpus: Corpus, encoder: Encoder, vectors: NDArray[np.float32], seeds: int) -> float:
    """Agreement of fits on two random 80 % samples, on the rows that both saw."""
    whole = discover(corpus.texts, vectors, encoder)
    resolution = float(str(whole.facts["resolution"]))
    n = len(corpus.texts)
    figures = []
    for seed in range(seeds):
        draw = np.random.default_rng(seed)
        given = []
        for _ in range(2):
            kept = np.sort(draw.permutation(n)[: int(0.8 * n)])
            texts = [corpus.texts[at] for at in kept]
            request = Request(seed=seed, resolution=resolution)
            model = discover(texts, vectors[kept], encoder, request)
            labels = np.full(n, _UNSEEN, np.int32)
            labels[kept] = model.assign(vectors[kept])[0]
            given.append(labels)
        both = (given[0] > _UNSEEN) & (given[1] > _UNSEEN)
        figures.append(_agreement([labels[both] for labels in given]))
    return float(np.mean(figures))


def _aims(found: dict[tuple[str, str], _Figures], agreements: dict[str, float]) -> list[Aim]:
    aims = []
    for name in ("banking77 (held)", "banking77 (all)"):
        full = found.get((name, "ours, minilm"))
        static = found.get((name, "ours, static"))
        mapped = found.get((name, "ours, mapped"))
        if full:
            aims += [
                Aim(f"ARI, {name}, MiniLM", full.ari, 0.62, at_most=False),
                Aim(f"AMI, {name}, MiniLM", full.ami, 0.83, at_most=False),
                Aim(f"seeds agree, {name}, MiniLM", full.seeds, 0.95, at_most=False),
            ]
        if static:
            aims += [
                Aim(f"ARI, {name}, static", static.ari, 0.52, at_most=False),
                Aim(f"AMI, {name}, static", static.ami, 0.77, at_most=False),
            ]
        if full and mapped:
            aims += [
                Aim(f"ARI lost by mapping, {name}", full.ari - mapped.ari, 0.01, at_most=True),
                Aim(f"AMI lost by mapping, {name}", full.ami - mapped.ami, 0.01, at_most=True),
            ]
    for name, value in agreements.items():
        aims.append(Aim(f"two 80 % samples agree, {name}", value, 0.8, at_most=False))
    return aims


def _tell(*words: Any) -> None:  # noqa: ANN401 - for a person who waits
    print(*words, file=sys.stderr, flush=True)
