"""The tiers against what people use today: quality and speed on the same texts, in turn."""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Final

from benchmarks.apart import peer_apart
from benchmarks.peers import ONE, PEERS, Peer, pipeline_peer
from benchmarks.quality_over_speed import draw
from benchmarks.result import Aim, Result, digests
from cxnlp import metrics
from cxnlp.models import load, shipped_models
from cxnlp.training import read_labelled
from cxnlp.training.config import DataSettings

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterable

    from cxnlp.training import LabelledTexts

__all__ = ["add", "measure"]

TIERS: Final = ("levels-fast", "levels-accurate", "levels")
_DATA: Final = Path(__file__).resolve().parents[3] / "shared" / "data" / "levels"


def add(groups: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Declare the verb."""
    parser = groups.add_parser("levels", help="quality and speed of the tiers and their peers")
    parser.add_argument("--train", type=Path, default=_DATA / "train.csv", help="peers learn here")
    parser.add_argument(
        "--test", type=Path, default=_DATA / "dev.csv", help="all are measured here"
    )
    parser.add_argument("--rounds", type=int, default=3, help="of each (default: 3)")
    parser.add_argument("--peers", nargs="*", default=list(PEERS), help="which (default: all)")
    parser.add_argument("--fasttext", type=Path, help="a Python that has fasttext")
    parser.add_argument("--setfit", type=Path, help="a Python that has setfit")
    parser.add_argument("--pipeline", type=Path, help="a classifier's folder for transformers")
    parser.add_argument("--picture", type=Path, help="write a picture (SVG) here")
    parser.set_defaults(measure=measure)


def measure(options: argparse.Namespace) -> Result:
    """Make the peers ready, then let all answer the same texts in turn."""
    columns = DataSettings(source="source", enriched="enriched")
    train, test = (read_labelled(path, columns) for path in (options.train, options.test))
    train, test = train.rows(train.levels > 0), test.rows(test.levels > 0)
    ready = {**_tiers(), **{name: PEERS[name](train) for name in options.peers}}
    if options.pipeline:
        ready["transformers pipeline"] = pipeline_peer(options.pipeline)
    if options.fasttext:
        ready["fastText"] = peer_apart("fasttext", options.fasttext, train)
    if options.setfit:
        ready["SetFit, 64 per level, 60 steps"] = peer_apart("setfit", options.setfit, train)
    speeds: dict[str, list[float]] = {name: [] for name in ready}
    for peer in ready.values():
        peer.answer(test.texts[:32])
    for _ in range(options.rounds):
        for name, peer in ready.items():
            began = time.perf_counter()
            peer.answer(test.texts)
            speeds[name].append(len(test) / (time.perf_counter() - began))
    rows = [
        (name, median(speeds[name]), *_quality(peer, test), peer.megabytes, _first(peer))
        for name, peer in ready.items()
    ]
    if options.picture:
        draw(options.picture, [(str(row[0]), float(row[1]), float(row[2])) for row in rows], TIERS)
    return Result(
        "levels",
        "Quality and speed of the tiers, beside what people use today",
        ("what", "comments a second", "QWK", "macro-F1", "MAE", "MB", "first answer s"),
        tuple(rows),
        tuple(_aims(rows)),
        f"{len(test)} texts of {options.test.name} with a level; peers learned from or were mapped "
        f"to levels on {options.train.name}; {options.rounds} rounds in turn in one process, "
        "medians; fastText and SetFit in environments of their own. First answer: from the start "
        "of a process to its answer to one text, what was learned read from disk; the second of "
        "two.",
        models=digests(name for name in TIERS if name in ready),
    )


def _tiers() -> dict[str, Peer]:
    shipped = shipped_models()
    found: dict[str, Peer] = {}
    for name in TIERS:
        if name in shipped:
            model = load(name)
            # A cascade weighs what its members weigh.
            folders = {shipped[name], *(shipped[member] for member in model.manifest.members)}
            size = sum(path.stat().st_size for folder in folders for path in folder.iterdir()) / 1e6
            found[name] = Peer(
                lambda texts, model=model: model.predict(texts).levels,  # type: ignore[misc]
                f"import cxnlp\ncxnlp.load({name!r}).predict([{ONE!r}])",
                size,
            )
    return found


def _quality(peer: Peer, test: LabelledTexts) -> tuple[float, float, float]:
    answered = peer.answer(test.texts)
    return (
        metrics.quadratic_weighted_kappa(test.levels, answered),
        metrics.macro_f1(test.levels, answered),
        metrics.mean_absolute_error(test.levels, answered),
    )


def _first(peer: Peer) -> float:
    """Seconds from the start of a process to its first answer; the first time fills the caches."""
    if not peer.script:
        return float("nan")
    with tempfile.TemporaryDirectory() as folder:
        if peer.learned is not None:
            import joblib  # type: ignore[import-untyped]  # it ships no types

            joblib.dump(peer.learned, Path(folder) / "learned.joblib")
        seconds = []
        for _ in range(2):
            began = time.perf_counter()
            subprocess.run([sys.executable, "-c", peer.script], check=True, cwd=folder)
            seconds.append(time.perf_counter() - began)
    return seconds[-1]


def _aims(rows: Iterable[tuple[str | float, ...]]) -> Iterable[Aim]:
    table = {str(row[0]): (float(row[1]), float(row[2])) for row in rows}
    for tier in TIERS:
        if tier in table:
            speed, quality = table[tier]
            better = sum(
                peer[0] > speed and peer[1] > quality
                for name, peer in table.items()
                if name not in TIERS
            )
            words = f"peers that are faster and more accurate than {tier}"
            yield Aim(words, better, 0, at_most=True)
    if {"levels", "levels-accurate"} <= set(table):
        lost = table["levels-accurate"][1] - table["levels"][1]
        yield Aim("QWK that the cascade loses against accurate", lost, 0.01, at_most=True)
        gained = table["levels"][0] / table["levels-accurate"][0]
        yield Aim("throughput of the cascade, times accurate", gained, 3, at_most=False)
