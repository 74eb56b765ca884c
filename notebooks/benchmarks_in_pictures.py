# ---
# jupyter:
#   jupytext:
#     text_representation:
#       extension: .py
#       format_name: percent
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
# ---

# %% [markdown]
# # How fast, in how much memory, and how good: the benchmarks as pictures
#
# The figures were measured by `make benchmark` and lie in `docs/benchmarks`, each with the command that made it and the machine; nothing is
# measured here but what a small check at the end repeats. A benchmark that is not there yet is named and left out.

# %%
import json
import tempfile
import time
import warnings
from pathlib import Path

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd

import cxnlp

# Nothing here draws a progress bar, so tqdm need not ask for ipywidgets.
warnings.filterwarnings("ignore", message="IProgress not found")
plt.style.use("notebooks/paper.mplstyle")

COLOURS = plt.rcParams["axes.prop_cycle"].by_key()["color"]
INK, SOFT, RED, BLUE = "#1d1f23", "#6b7078", COLOURS[0], COLOURS[4]
OURS = "levels"

MEASURED = {
    path.stem: json.loads(path.read_text())
    for path in sorted(Path("docs/benchmarks").glob("*.json"))
}


def figures(name):
    """The rows of a benchmark; None where it has not been measured."""
    if name not in MEASURED:
        print(
            f"docs/benchmarks/{name}.json is not there: run `python scripts/benchmark.py {name} --save docs/benchmarks`"
        )
        return None
    return pd.DataFrame(MEASURED[name]["figures"])


def number(values):
    """Numbers, however they were written: 1,000,000 is one."""
    return pd.to_numeric(values.astype(str).str.replace(",", ""), errors="coerce")


pd.DataFrame(
    [
        {
            "benchmark": name,
            "command": one["command"],
            "measured on": one["machine"]["on"],
            "cores": one["machine"]["cores"],
            "load at the end": one["machine"]["load at the end"],
        }
        for name, one in MEASURED.items()
    ]
)

# %% [markdown]
# ## Were the aims met?
#
# Every benchmark has bounds that it shall keep. A point tells by how much: right of the line is better than was aimed at, whether the aim is "at
# most" or "at least"; 2 means half of what was allowed, or twice what was asked. Blue dots keep the aim, red crosses miss it.

# %%
aims = pd.DataFrame(
    [{**aim, "benchmark": name} for name, one in MEASURED.items() for aim in one["aims"]]
)
within = np.where(aims["at_most"], aims["value"] <= aims["bound"], aims["value"] >= aims["bound"])
assert (aims["met"] == within).all(), "met means kept"
for one in aims[aims["bound"] == 0].itertuples():
    print(
        f"{one.benchmark}: {one.what}: {one.value:g}, at most 0: {'met' if one.met else 'missed'}"
    )
met, count = int(aims["met"].sum()), len(aims)
aims = aims[(aims["bound"] > 0) & (aims["value"] > 0)].reset_index(drop=True)
ratio = aims["value"] / aims["bound"]
ratio = ratio.where(~aims["at_most"], 1 / ratio)

figure, axes = plt.subplots(figsize=(11, 0.9 + 0.25 * len(aims)))
at = np.arange(len(aims))
axes.axvline(1, color=SOFT, lw=0.8)
axes.hlines(at, np.minimum(ratio, 1), np.maximum(ratio, 1), color="#dedbd3", lw=2)
axes.scatter(ratio[aims["met"]], at[aims["met"]], color=BLUE, zorder=3, label="met")
axes.scatter(ratio[~aims["met"]], at[~aims["met"]], color=RED, marker="X", zorder=3, label="missed")
axes.set_xscale("log")
ticks = [one for one in (0.2, 0.5, 1, 2, 5, 10, 20) if ratio.min() / 2 < one < 2 * ratio.max()]
axes.set_xticks(ticks, ticks)
axes.minorticks_off()
axes.margins(y=0.01)
axes.legend(loc="lower right")
words = np.where(aims["at_most"], "at most", "at least")
axes.set_yticks(
    at,
    [
        f"{one.benchmark}: {one.what.replace('`', '')} ({word} {one.bound:g})"
        for one, word in zip(aims.itertuples(), words, strict=True)
    ],
)
axes.invert_yaxis()
axes.set_xlabel("times better than was aimed at (logarithmic)")
axes.set_title(f"{met} of {count} aims met")
plt.show()

# %% [markdown]
# ## How fast?
#
# Comments a second on the machine named above, each bar one way of reading them. VADER, a word list that knows no levels, is the measure of speed.

# %%
speed = figures("label")
if speed is not None:
    ours = speed["what"].str.startswith(OURS)
    figure, axes = plt.subplots(figsize=(8, 0.8 + 0.38 * len(speed)))
    axes.barh(
        speed["what"],
        speed["comments a second"],
        color=np.where(ours, BLUE, COLOURS[2]),
        height=0.65,
    )
    for place, value in enumerate(speed["comments a second"]):
        axes.annotate(
            f"{value:,.0f}",
            (value, place),
            xytext=(4, 0),
            textcoords="offset points",
            va="center",
            fontsize=9,
        )
    axes.set_xlabel("comments a second")
    axes.set_xlim(0, speed["comments a second"].max() * 1.15)
    axes.xaxis.set_major_formatter(lambda value, _: f"{value:,.0f}")
    axes.invert_yaxis()
    axes.set_title("Reading comments")
    plt.show()

# %% [markdown]
# ## Does memory grow with the source?
#
# It should not: a part is read, labelled and written before the next one is touched. The dotted line is what proportional growth would have been.

# %%
memory = figures("memory")
if memory is not None:
    n = number(memory["comments"]).to_numpy()
    peak = memory["peak MB"].to_numpy()
    figure, axes = plt.subplots(figsize=(6, 3))
    axes.plot(n, peak, "o-", color=BLUE, lw=1.4)
    axes.plot(n, peak[0] * n / n[0], ":", color=SOFT, lw=1, label="if it grew with the source")
    for x, y in zip(n, peak, strict=True):
        axes.annotate(
            f"{y:,.0f} MB",
            (x, y),
            xytext=(0, -15),
            textcoords="offset points",
            ha="center",
            fontsize=9,
        )
    axes.set_xscale("log")
    axes.set_xlim(n[0] / 2, n[-1] * 2)
    axes.set_xticks(n, [f"{x:,.0f}" for x in n])
    axes.minorticks_off()
    axes.legend(loc="upper right")
    axes.set_ylim(0, 2.2 * peak.max())
    axes.set_xlabel("comments in the source")
    axes.set_ylabel("peak memory, MB")
    axes.set_title("Peak memory of a whole job")
    plt.show()
    assert peak[-1] / peak[0] < n[-1] / n[0], "memory grows more slowly than the source"

# %% [markdown]
# ## How good, and for how much time?
#
# Quality on texts that no model learned from, with 95 % intervals, over speed: up and to the right is better. Models on the shipped list stand at
# what their cards say; simpler answers (always the commonest level, a word list) stand beside them as their evaluation measured them.

# %%
contest = figures("levels")
KAPPA = "quadratic_weighted_kappa"


def shipped():
    """The evaluation that each shipped model carries."""
    for card in sorted(Path("models").glob("*/evaluation.json")):
        found = json.loads(card.read_text())
        if found:
            yield card.parent.name, found


rows = [(name, found["metrics"][KAPPA], BLUE) for name, found in shipped()]
_, reference = max(shipped(), key=lambda one: one[1]["metrics"][KAPPA]["value"])
rows += [
    (f"baseline {name}", one[KAPPA], SOFT)
    for name, one in reference["baselines"].items()
    if name != "linear"  # the shipped linear model, which stands for itself
]
assert rows, "at least one model is shipped"
rows.sort(key=lambda row: row[1]["value"])

figure, axes = plt.subplots(figsize=(7, 0.8 + 0.36 * len(rows)))
for place, (_, one, colour) in enumerate(rows):
    axes.hlines(place, one["low"], one["high"], color=colour, lw=1.8)
    axes.plot(one["value"], place, "o", color=colour)
    axes.annotate(
        f"{one['value']:.2f}",
        (one["value"], place),
        xytext=(0, 6),
        textcoords="offset points",
        ha="center",
        fontsize=9,
    )
axes.set_yticks(range(len(rows)), [name for name, _, _ in rows])
axes.set_xlim(min(-0.05, *(one["low"] for _, one, _ in rows)), 1)
axes.set_ylim(-0.6, len(rows) - 0.2)
axes.set_xlabel("quadratic kappa, 95 % interval")
axes.set_title(f"Agreement with {reference['data']}, {reference['judged']} texts")
plt.show()
best_baseline = max(one["value"] for name, one, _ in rows if name.startswith("baseline"))
assert all(
    one["low"] > best_baseline for name, one, _ in rows if not name.startswith("baseline")
), "every shipped model is better than any baseline, interval and all"

# %%
if contest is not None:
    points = contest.dropna(subset=["QWK", "comments a second"])
    ours = points["what"].str.startswith(OURS)
    figure, axes = plt.subplots(figsize=(7.5, 4.2))
    axes.scatter(
        points["comments a second"],
        points["QWK"],
        color=np.where(ours, BLUE, COLOURS[2]),
        edgecolor=INK,
        lw=0.5,
        zorder=3,
    )
    above = []  # names above their points; one that would touch another's goes below
    ordered = points.sort_values("comments a second")
    for name, x, y in ordered[["what", "comments a second", "QWK"]].itertuples(index=False):
        free = all(x > 10 * fast or abs(y - good) > 0.06 for fast, good in above)
        if free:
            above.append((x, y))
        axes.annotate(
            name,
            (x, y),
            xytext=(0, 9 if free else -15),
            textcoords="offset points",
            ha="center",
            fontsize=8,
        )
    axes.set_xscale("log")
    axes.set_xlim(points["comments a second"].min() / 4, 4 * points["comments a second"].max())
    axes.margins(y=0.12)
    axes.set_xlabel("comments a second")
    axes.set_ylabel("quadratic kappa")
    axes.set_title("Quality over speed")
    plt.show()

# %% [markdown]
# ## Is it true here?
#
# A minute's check on this machine, whatever it is busy with: the shipped linear model reads the example comments over and over. How busy the machine
# was when the figures above were measured stands in the first table (*load at the end*); this one tells whether the order of magnitude holds.

# %%
source = pd.read_csv("examples/feedback.csv", on_bad_lines="skip")["comment"].dropna().tolist()
texts = source * 20
model = cxnlp.load("levels-fast")
model.predict(texts[:1000])
begun = time.perf_counter()
answers = model.predict(texts)
took = time.perf_counter() - begun
print(f"{len(texts):,} comments in {took:.2f} s: {len(texts) / took:,.0f} a second, here and now")

alone = model.predict(source)
assert (answers.probabilities == np.tile(alone.probabilities, (20, 1))).all(), (
    "an answer never hangs on its neighbours"
)

# %%
with tempfile.TemporaryDirectory() as folder:
    source = Path("examples/feedback.csv")
    begun = time.perf_counter()
    found = cxnlp.label(source, Path(folder) / "run", model=model)
    first = time.perf_counter() - begun
    begun = time.perf_counter()
    cxnlp.label(source, Path(folder) / "run", model=model)
    again = time.perf_counter() - begun
print(
    f"the whole job on {found.counts.rows} rows: {first:.2f} s; started again, with nothing to do: {again:.2f} s"
)
