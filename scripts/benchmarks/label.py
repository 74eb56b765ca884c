"""Labelling against VADER on the same comments, in the same process, in turn."""

from __future__ import annotations

import itertools
import tempfile
import time
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

from benchmarks.comments import comments, write_comments
from benchmarks.result import Aim, Result, digests

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable

__all__ = ["add", "measure"]


def add(groups: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Declare the verb."""
    parser = groups.add_parser("label", help="labelling against VADER on the same comments")
    parser.add_argument("--comments", type=int, default=20_000, help="how many (default: 20000)")
    parser.add_argument("--rounds", type=int, default=5, help="of each (default: 5)")
    parser.add_argument("--model", default="levels-fast", help="(default: levels-fast)")
    parser.set_defaults(measure=measure)


def measure(options: argparse.Namespace) -> Result:
    """Let each label the same comments in turn, and compare within each round."""
    from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

    import cxnlp

    texts = list(itertools.islice(comments(), options.comments))
    vader = SentimentIntensityAnalyzer()
    model = cxnlp.load(options.model)

    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_comments(folder / "comments.csv", options.comments)
        ways: dict[str, Callable[[str], object]] = {
            "VADER, texts in memory": lambda _: [vader.polarity_scores(text) for text in texts],
            f"{model.name}: predict, texts in memory": lambda _: model.predict(texts),
            f"{model.name}: whole job, CSV to Parquet": lambda run: cxnlp.label(
                folder / "comments.csv", folder / run, model=model
            ),
        }
        model.predict(texts[:100])
        speeds: dict[str, list[float]] = {way: [] for way in ways}
        for turn in range(options.rounds):
            for way, call in ways.items():
                began = time.perf_counter()
                call(f"run-{turn}")
                speeds[way].append(options.comments / (time.perf_counter() - began))
    peer, predict, job = speeds
    return Result(
        "label",
        "Labelling against VADER",
        ("what", "comments a second", "times VADER"),
        tuple((way, median(speed), _ratio(speed, speeds[peer])) for way, speed in speeds.items()),
        (
            Aim("predict, times VADER", _ratio(speeds[predict], speeds[peer]), 0.5, at_most=False),
            Aim("whole job, times VADER", _ratio(speeds[job], speeds[peer]), 0.5, at_most=False),
        ),
        f"{options.comments:,} made-up comments of {_words(texts):.0f} words on average, "
        f"{options.rounds} rounds in turn; medians, ratios taken within a round. "
        "VADER only scores texts that lie in memory; the whole job reads CSV, checks, cleans, "
        "tells the language, labels and writes Parquet.",
        models=digests([options.model]),
    )


def _ratio(ours: list[float], theirs: list[float]) -> float:
    return median(our / their for our, their in zip(ours, theirs, strict=True))


def _words(texts: list[str]) -> float:
    return sum(len(text.split()) for text in texts) / len(texts)
