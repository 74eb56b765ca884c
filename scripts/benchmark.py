"""Measure speed and memory, on this machine, against peers in the same run.

    python scripts/benchmark.py start               cold starts of the command and of the import
    python scripts/benchmark.py label               labelling against VADER on the same comments
    python scripts/benchmark.py levels              quality and speed of the tiers, and of peers
    python scripts/benchmark.py memory              peak memory on few and on many comments
    python scripts/benchmark.py batch               batch jobs: predict, workers, Ray, memory
    python scripts/benchmark.py topics              topics: time and peak memory by comments
    python scripts/benchmark.py topics-quality      against known groups, beside BERTopic
    python scripts/benchmark.py topics-speed        clustering time, beside BERTopic
    python scripts/benchmark.py topics-weeks        whether topics keep their ids over weeks
    python scripts/benchmark.py topics-alerts       false and true alarms of trends and spikes

With --save FOLDER the figures are written as JSON and as a Markdown table; with --gate the exit
code is 1 where an aim is missed.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from benchmarks import (
    batch,
    label,
    levels,
    memory,
    start,
    topics,
    topics_alerts,
    topics_quality,
    topics_speed,
    topics_weeks,
)


def main() -> int:
    """Measure one thing."""
    parser = argparse.ArgumentParser(
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    groups = parser.add_subparsers(title="what to measure", metavar="WHAT", required=True)
    own = (topics, topics_quality, topics_speed, topics_weeks, topics_alerts)
    for what in (start, label, levels, memory, batch, *own):
        what.add(groups)
    for child in groups.choices.values():
        child.add_argument("--save", metavar="FOLDER", type=Path, help="write the figures there")
        child.add_argument("--gate", action="store_true", help="fail where an aim is missed")
    options = parser.parse_args()
    result = options.measure(options)
    print(result.page())
    if options.save:
        result.save(options.save)
    return 1 if options.gate and not result.met else 0


if __name__ == "__main__":
    sys.exit(main())
