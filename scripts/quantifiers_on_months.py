r"""Shares without judged comments, on real months: `python scripts/quantifiers_on_months.py`.

Comments of NHS trusts and of airport lounges carry dates; train.csv and dev.csv have their gold
levels. Every period with at least forty of them (months of the NHS, half-years of the lounges) is a
run, its gold shares are the truth. All other gold rows of the same source are the reference. The
model is the linear kind, out of fold, so that it has learned from no row that it reads. What counts
is how far the six shares are off, on average over levels and periods: by counting the likeliest
levels, by adding up probabilities, by each quantifier, and by prediction-powered inference with
thirty judged comments of the period.

    pip install --no-deps --target QUAPY quapy==0.2.3
    PYTHONPATH=QUAPY python scripts/quantifiers_on_months.py --data ../shared/data
"""

from __future__ import annotations

import argparse
import re
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np
import pyarrow.parquet as pq

from cxnlp.flows.reviews.suspects import out_of_fold_labels
from cxnlp.insights.prevalence import LEAST_JUDGED, corrected_shares
from cxnlp.insights.quantification import prior_shift_p_value, untested_shares
from cxnlp.insights.quantifiers import QUANTIFIERS
from cxnlp.reviewing import near_duplicates
from cxnlp.text import clean_all
from cxnlp.training import LabelledTexts, TrainingSettings, read_labelled

if TYPE_CHECKING:
    from numpy.typing import NDArray

CONFIG = Path(__file__).parents[1] / "configs" / "levels-fast.toml"
LEAST: Final = 40
JUDGEMENTS: Final = 20
"""Times that thirty comments of a period are drawn and judged."""
FALSE_ALARMS: Final = 0.05
"""Of the test that no more than the mix has changed, as `cxnlp prevalence` has it."""
SOURCES: Final = {"nhs_fft": "nhs_v6", "skytrax_lounge": "skytrax_lounge"}
"""Table of the dates, and the name of the source in the tables of levels."""


def period_of(date: str | None) -> str | None:
    """The month of `31/12/2021`, the half-year of `2014-03-09`; None for other writings.

    >>> period_of("31/12/2021"), period_of("2014-09-09"), period_of("7/27/20")
    ('2021-12', '2014, second half', None)
    """
    if british := re.fullmatch(r"\d\d/(\d\d)/(\d{4})", date or ""):
        return f"{british[2]}-{british[1]}"
    if iso := re.fullmatch(r"(\d{4})-(\d\d)-\d\d", date or ""):
        return f"{iso[1]}, {'first' if int(iso[2]) <= 6 else 'second'} half"  # noqa: PLR2004 - June
    return None


def periods(data: LabelledTexts, feedback: Path) -> dict[tuple[str, str], NDArray[np.int64]]:
    """Rows of each period that has enough of them, by source and period; none that was picked."""
    found: dict[tuple[str, str], list[int]] = defaultdict(list)
    usual = (data.levels > 0) & ~data.enriched
    place = {text: row for row, text in enumerate(data.texts) if usual[row]}
    for table, source in SOURCES.items():
        read = pq.read_table(feedback / f"{table}.parquet", columns=["date", "text"])
        texts = clean_all([text or "" for text in read["text"].to_pylist()])
        for date, text in zip(read["date"].to_pylist(), texts, strict=True):
            period, row = period_of(date), place.get(text, -1)
            if period is not None and row >= 0 and data.sources[row] == source:
                found[source, period].append(row)
    kept = {key: np.unique(rows) for key, rows in sorted(found.items())}
    return {key: rows for key, rows in kept.items() if len(rows) >= LEAST}


def shares_of(levels: NDArray[np.integer]) -> NDArray[np.float64]:
    """The share of each level. Shape (6,)."""
    return np.bincount(levels, minlength=7)[1:7] / len(levels)


def judged(
    chances: NDArray[np.float64], levels: NDArray[np.int64], truth: NDArray[np.float64]
) -> float:
    """How far the shares are off with thirty judged comments, on average over the draws."""
    random, off = np.random.default_rng(0), []
    for _ in range(JUDGEMENTS):
        rows = random.choice(len(levels), LEAST_JUDGED, replace=False)
        found = corrected_shares(chances, rows, levels[rows]).shares.value
        off.append(np.abs(found - truth).mean())
    return float(np.mean(off))


def main() -> None:
    """Print how far each way is off, over all periods and over those that the test lets pass."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", type=Path, required=True, help="folder of levels and feedback")
    parser.add_argument(
        "--quantifiers", nargs="+", choices=QUANTIFIERS, default=QUANTIFIERS, help="(all)"
    )
    given = parser.parse_args()
    whole = TrainingSettings.read(CONFIG)
    data = read_labelled(given.data / "levels" / "train.csv", whole.data)
    data = data.joined(read_labelled(given.data / "levels" / "dev.csv", whole.data))
    settings = whole.model_copy(update={"soft": None})
    told = out_of_fold_labels(
        data, near_duplicates(data.texts), settings, CONFIG.parent, lambda _: None
    )
    chances = told[:, 1:] / told[:, 1:].sum(axis=1, keepdims=True)
    off: dict[str, list[float]] = defaultdict(list)
    passed = []
    rows_of = periods(data, given.data / "feedback")
    for (source, _), rows in rows_of.items():
        own = np.isin(np.arange(len(data)), rows)
        known = (data.sources == source) & (data.levels > 0) & ~own
        levels, truth = data.levels[own], shares_of(data.levels[own])
        run, reference, true = chances[own], chances[known], data.levels[known]
        ways = {
            "likeliest levels, counted": shares_of(run.argmax(axis=1) + 1),
            "probabilities, added up": run.mean(axis=0),
            "shares of the other periods": shares_of(true),
        }
        for name in given.quantifiers:
            ways[name] = untested_shares(run, reference, true, quantifier=name)
        for name, shares in ways.items():
            off[name].append(float(np.abs(shares - truth).mean()))
        off[f"{LEAST_JUDGED} judged (PPI)"].append(judged(run, levels, truth))
        passed.append(prior_shift_p_value(run, reference, true) > FALSE_ALARMS)
    kept = np.array(passed)
    sizes = [len(rows) for rows in rows_of.values()]
    print(f"{len(sizes)} periods of {min(sizes)} to {max(sizes)} comments; {kept.sum()} pass")
    print("| way | all periods | those that pass |")
    print("|---|---|---|")
    for name, values in off.items():
        told_off = np.array(values)
        few = f"{told_off[kept].mean():.3f}" if kept.any() else "-"
        half = told_off.std(ddof=1) / np.sqrt(len(told_off))
        print(f"| {name} | {told_off.mean():.3f} ± {half:.3f} | {few} |")


if __name__ == "__main__":
    main()
