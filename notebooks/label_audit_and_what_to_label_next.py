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
# # Where does the model err, which labels are wrong, and what should be labelled next?
#
# The month's retraining, looked at closely. Four questions, in the order in which a data scientist meets them:
#
# 1. **Where does the model err?** Which levels it confuses, in which kinds of comments, and which single answers
#    are furthest off.
# 2. **Which labels are wrong?** We plant errors, so that we know the truth, and see how soon a review finds them.
# 3. **What to label next?** A sample of a run: a random part to estimate from, and comments that teach.
# 4. **Does choosing save labels?** Learning curves of random and of chosen labels, with intervals.
#
# Where the gold standard lies beside the repository (`../shared/data/levels`), its tables are used. Elsewhere the
# example comments stand in, their satisfaction scores read as stars: too few for firm answers, enough to see
# how it is done. Nothing in the text below depends on which of them it is.

# %%
import subprocess
import sys
import tempfile
import warnings
from pathlib import Path

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from scipy import stats

import cxnlp
from cxnlp.metrics import quadratic_weighted_kappa
from cxnlp.reviewing import choose, sketch, uncertainty
from cxnlp.sklearn import ServiceLevelClassifier

# Nothing here draws a progress bar, so tqdm need not ask for ipywidgets.
warnings.filterwarnings("ignore", message="IProgress not found")
plt.style.use("notebooks/paper.mplstyle")

folder = tempfile.TemporaryDirectory()
out = Path(folder.name)

NAMES = [level.label for level in cxnlp.ServiceLevel]
COLOURS = plt.rcParams["axes.prop_cycle"].by_key()["color"]
INK, SOFT, RED, BLUE = "#1d1f23", "#6b7078", COLOURS[0], COLOURS[4]
MODEL = "levels-fast"


def command(*words):
    """A cxnlp command, as on the terminal."""
    done = subprocess.run(
        [sys.executable, "-m", "cxnlp", *map(str, words), "--quiet"],
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise RuntimeError(done.stderr)
    return done.stdout


def wilson(hits, n):
    """The ends of a share's 95 % interval (Wilson 1927)."""
    share, z2 = hits / n, 1.959964**2
    centre = (share + z2 / (2 * n)) / (1 + z2 / n)
    half = np.sqrt(z2 * (share * (1 - share) / n + z2 / (4 * n**2))) / (1 + z2 / n)
    return centre - half, centre + half


# %%
GOLD = Path("../shared/data/levels")
if GOLD.is_dir():
    pool = pd.read_csv(GOLD / "train.csv")
    test = pd.read_csv(GOLD / "dev.csv")
else:
    scored = pd.read_csv("examples/feedback.csv", on_bad_lines="skip")
    scored = scored.dropna(subset=["csat", "comment"])
    scored = scored[pd.to_numeric(scored["csat"], errors="coerce").between(1, 5)]
    scored = pd.DataFrame(
        {
            "id": scored["feedback_id"],
            "text": scored["comment"],
            "level": scored["csat"].astype(float).astype(int),
            "source": scored["channel"],
        }
    ).drop_duplicates("id")
    pool = scored.sample(frac=0.6, random_state=1)
    test = scored.drop(pool.index)
for name, table in (("pool", pool), ("test", test)):
    table[["id", "text", "level", "source"]].to_csv(out / f"{name}.csv", index=False)
print(f"{len(pool):,} texts to learn from, {len(test):,} to test on")

# %% [markdown]
# ## 1. Where does the model err?
#
# Left, true level by row: counts, shaded by their share of the row. Right, how far off the answers to each level are on
# average, with 95 % bootstrap intervals: the fewer the texts of a level, the wider.

# %%
found = cxnlp.evaluate(MODEL, out / "test.csv", slices=["source"])
counts = np.array(found.confusion)
shares = counts / np.maximum(counts.sum(axis=1, keepdims=True), 1)

figure, (left, right) = plt.subplots(1, 2, figsize=(9, 3.6), width_ratios=[1.25, 1])
left.imshow(shares, cmap="Blues", vmin=0, vmax=1.1)
for row in range(6):
    for column in range(6):
        if counts[row, column]:
            left.text(
                column,
                row,
                counts[row, column],
                ha="center",
                va="center",
                fontsize=9,
                color="white" if shares[row, column] > 0.6 else INK,
            )
left.set_xticks(range(6), NAMES, rotation=40, ha="right")
left.set_yticks(
    range(6), [f"{name} ({n})" for name, n in zip(NAMES, counts.sum(axis=1), strict=True)]
)
left.set_xlabel("level given")
left.set_title("True level by level given (texts)")

known = [name for name in NAMES if name in found.per_level]
error = pd.DataFrame([found.per_level[name] for name in known], index=known)
value = error["mean_absolute_error"]
right.errorbar(
    value,
    known,
    xerr=[value - error["mean_absolute_error_low"], error["mean_absolute_error_high"] - value],
    fmt="o",
    color=BLUE,
    capsize=3,
)
right.axvline(found.metrics["mean_absolute_error"].value, color=SOFT, ls="--", lw=1)
right.set_title("Mean error in levels")
right.set_xlabel("levels; dashed: all texts")
right.set_xlim(left=0)
right.invert_yaxis()
plt.show()

# %% [markdown]
# Slices: is it worse on some sources or lengths? Of a dozen slices one looks bad by chance alone, so what counts
# is whether an interval stays clear of the dashed line.

# %%
slices = {
    name: figures["mean_absolute_error"]
    for name, figures in found.slices.items()
    if figures["mean_absolute_error"].n >= 15
}
figure, axes = plt.subplots(figsize=(7, 0.3 * len(slices) + 1.2))
for at, (name, one) in enumerate(slices.items()):
    bad = one.low > found.metrics["mean_absolute_error"].value
    axes.plot([one.low, one.high], [at, at], color=RED if bad else BLUE, lw=1.4)
    axes.plot(one.value, at, "o", color=RED if bad else BLUE, ms=5)
axes.axvline(found.metrics["mean_absolute_error"].value, color=SOFT, ls="--", lw=1)
axes.set_yticks(range(len(slices)), [f"{name}  ({one.n})" for name, one in slices.items()])
axes.invert_yaxis()
axes.set_xlim(left=0)
axes.set_xlabel("mean error in levels, 95 % intervals (in brackets: texts)")
axes.set_title("Error by slice")
plt.show()

# %% [markdown]
# The answers that are furthest off. Read them: some are the model's errors, some are labels that deserve a second look.

# %%
model = cxnlp.load(MODEL)
answers = model.predict(test["text"].tolist())
expected = answers.probabilities @ np.arange(1, 7)
judged = test["level"].to_numpy() > 0
off = np.where(judged, np.abs(expected - test["level"].to_numpy()), 0)
furthest = np.argsort(-off)[:8]
pd.DataFrame(
    {
        "id": test["id"].to_numpy()[furthest],
        "label": [NAMES[level - 1] for level in test["level"].to_numpy()[furthest]],
        "expected level": expected[furthest].round(1),
        "text": test["text"].str.slice(0, 80).to_numpy()[furthest],
    }
)

# %% [markdown]
# ## 2. Which labels are wrong?
#
# Five labels in a hundred are moved by two levels or more: now we know which ones are wrong. `cxnlp audit` puts up the rows
# for review, the most doubtful first. The model that judges has not learned from this table; had it, it would vouch
# for what it was taught, and the command would say so in capitals.

# %%
draw = np.random.default_rng(3)
true = test["level"].to_numpy()
levels = true.copy()
moved = draw.choice(np.flatnonzero(true > 0), round(0.05 * len(true)), replace=False)
for row in moved:
    levels[row] = draw.choice([level for level in range(1, 7) if abs(level - true[row]) >= 2])
wrong = levels != true

table = test[["id", "text", "source"]].assign(level=levels)
table.to_csv(out / "planted.csv", index=False)
words = command(
    "audit", out / "planted.csv", "--model", MODEL, "--out", out / "review.csv", "--share", "1.0"
)
review = pd.read_csv(out / "review.csv", dtype={"id": str, "corrected_level": str, "reviewer": str})
guilty = set(test["id"].astype(str).to_numpy()[wrong])
hit = review["id"].isin(guilty).to_numpy()

seen = np.arange(1, len(hit) + 1)
precision = hit.cumsum() / seen
low, high = wilson(hit.cumsum(), seen)
shown = seen >= max(5, len(hit) // 100)

figure, (left, right) = plt.subplots(1, 2, figsize=(9, 3.2))
left.fill_between(
    100 * seen[shown] / len(hit), low[shown], high[shown], color=BLUE, alpha=0.2, lw=0
)
left.plot(100 * seen[shown] / len(hit), precision[shown], color=BLUE)
left.axhline(wrong.mean(), color=SOFT, ls="--", lw=1)
left.axvline(5, color=SOFT, lw=0.8)
left.set_xlim(0, 30)
left.set_ylim(0, 1.02)
left.set_title("Of the rows reviewed, share that is wrong")
left.set_xlabel("rows reviewed, %; band: 95 %; dashed: without an order")
right.plot(100 * seen / len(hit), hit.cumsum() / hit.sum(), color=BLUE)
right.plot([0, 100], [0, 1], color=SOFT, ls="--", lw=1)
right.set_ylim(0, 1.02)
right.set_title("Of the wrong ones, share that is found")
right.set_xlabel("rows reviewed, %; dashed: without an order")
plt.show()

first = round(0.05 * len(hit))
print(
    f"In the first 5 % ({first} rows) {precision[first - 1]:.0%} are wrong "
    f"({low[first - 1]:.0%} to {high[first - 1]:.0%})."
)

# %% [markdown]
# The review comes back. Here the reviewer is perfect and looks at the first tenth; the corrected table says of every
# label it changed what stood there before, who changed it, and from which file.

# %%
truth = dict(zip(test["id"].astype(str), test["level"], strict=True))
looked_at = review.index < round(0.1 * len(review))
review.loc[looked_at, "corrected_level"] = review.loc[looked_at, "id"].map(truth).astype(str)
review.loc[looked_at, "reviewer"] = "a careful reader"
review.to_csv(out / "reviewed.csv", index=False)
print(
    command(
        "audit",
        out / "planted.csv",
        "--merge",
        out / "reviewed.csv",
        "--out",
        out / "corrected.csv",
    )
)
corrected = pd.read_csv(out / "corrected.csv")
left_wrong = (corrected["level"].to_numpy() != test["level"].to_numpy()).sum()
print(f"wrong labels before: {wrong.sum()}, after: {left_wrong}")
corrected.loc[corrected["review"].notna(), ["id", "level", "level_before", "reviewer"]].head(4)

# %% [markdown]
# ## 3. What to label next?
#
# A run of new comments. Half of the sample is drawn at random: shares are estimated from it, and nothing else may
# be. The other half are comments of which the model is unsure, unlike each other.

# %%
cxnlp.label("examples/feedback.csv", out / "run")
print(command("sample", out / "run", "--out", out / "next.csv", "--size", "120", "--random", "0.5"))
sample = pd.read_csv(out / "next.csv")

figure, (left, right) = plt.subplots(1, 2, figsize=(9, 3))
bins = np.linspace(0, max(sample["score"].max(), 0.1), 16)
for stratum, colour in (("random", SOFT), ("chosen", BLUE)):
    part = sample[sample["stratum"] == stratum]
    left.hist(part["score"], bins=bins, color=colour, alpha=0.7, label=f"{stratum} ({len(part)})")
    mix = part["suggested"].value_counts().reindex([*NAMES, "none"], fill_value=0).to_numpy()
    low, high = wilson(mix, len(part))
    share = mix / len(part)
    right.errorbar(
        np.arange(len(mix)) + (0.12 if stratum == "chosen" else -0.12),
        share,
        yerr=[share - low, high - share],
        fmt="s" if stratum == "chosen" else "o",
        color=colour,
        capsize=3,
        label=stratum,
    )
right.set_xticks(range(7), [*NAMES, "none"])
left.set_ylabel("comments")
left.set_title("How unsure the model is")
left.set_xlabel("levels (standard deviation, doubt about evidence added)")
left.legend()
right.set_title("Level that the model suggests, 95 % intervals")
right.yaxis.set_major_formatter(lambda share, _: f"{share:.0%}")
right.tick_params(axis="x", rotation=40)
right.legend()
plt.show()

# %% [markdown]
# The two halves have another mix: hence shares, calibration and intervals are taken from the random one alone.
#
# ## 4. Does choosing save labels?
#
# From a few random labels on, more are added round by round: at random, or as above. After each round a linear model
# learns from all labels so far and is measured on the test table. Bands are 95 % intervals over starts (Student); the chance
# of the test table itself is not in them, for it is the same for all.


# %%
def curve(texts, levels, steps, seed, *, chosen):
    """Quadratic kappa on the test table after each number of labels."""
    random = np.random.default_rng(seed)
    labelled = random.permutation(len(texts))[: steps[0]]
    found = []
    for step, following in zip(steps, [*steps[1:], None], strict=True):
        model = ServiceLevelClassifier(calibrated=False, buckets=2**15)
        model.fit(texts[labelled], levels[labelled])
        found.append(quadratic_weighted_kappa(judged["level"], model.predict(judged["text"])))
        if following is None:
            return found
        free = np.setdiff1d(np.arange(len(texts)), labelled)
        if chosen:
            chances = np.zeros((len(free), 6))
            chances[:, model.classes_ - 1] = model.predict_proba(texts[free])
            # The table has judged texts only: that there is a level is certain.
            unsure = uncertainty(chances, np.ones(len(free)))
            choice = choose(
                unsure,
                lambda rows, free=free: sketch(texts[free[rows]]),
                size=following - step,
                seed=seed + following,
            )
            new = free[np.concatenate([choice.random, choice.chosen])]
        else:
            new = random.choice(free, following - step, replace=False)
        labelled = np.concatenate([labelled, new])


judged = test[test["level"] > 0]
known = pool[(pool["level"] > 0) & ~pool["text"].isin(judged["text"])]
texts, levels = known["text"].to_numpy(), known["level"].to_numpy()
steps, starts = ([100, 200, 400, 800], 12) if GOLD.is_dir() else ([20, 40, 80, 120], 6)
by_chance, by_choice = (
    np.array([curve(texts, levels, steps, seed, chosen=chosen) for seed in range(starts)])
    for chosen in (False, True)
)
half_width = stats.t.ppf(0.975, starts - 1) / np.sqrt(starts)  # in standard deviations
gap = (by_choice - by_chance).mean(axis=0)
half = half_width * (by_choice - by_chance).std(axis=0, ddof=1)

figure, (left, right) = plt.subplots(1, 2, figsize=(9, 3.4), width_ratios=[1.3, 1])
for name, rows, colour in (("random", by_chance, SOFT), ("chosen", by_choice, BLUE)):
    mean = rows.mean(axis=0)
    spread = half_width * rows.std(axis=0, ddof=1)
    left.fill_between(steps, mean - spread, mean + spread, color=colour, alpha=0.2, lw=0)
    left.plot(steps, mean, "o-", color=colour, label=name)
left.set_xscale("log")
left.set_xticks(steps, steps)
left.minorticks_off()
left.set_title("Quadratic kappa by number of labels")
left.set_xlabel(f"labels (logarithmic); bands: 95 % over {starts} starts")
left.legend(loc="lower right")
right.axhline(0, color=SOFT, ls="--", lw=1)
right.errorbar(np.arange(len(steps)), gap, yerr=half, fmt="o", color=BLUE, capsize=3)
right.set_xticks(np.arange(len(steps)), steps)
right.set_title("Chosen minus random, same starts")
right.set_xlabel("labels; bars: 95 %")
plt.show()


# %%
def same(chosen, at_random):
    """Random labels that reach what the chosen ones of each step reach; at most the last step."""
    rising = np.maximum.accumulate(at_random.mean(axis=0))
    return np.interp(chosen.mean(axis=0), rising, steps)


draw = np.random.default_rng(0)
again = [draw.integers(0, starts, starts) for _ in range(1000)]
reached = same(by_choice, by_chance)
low, high = np.quantile([same(by_choice[k], by_chance[k]) for k in again], [0.025, 0.975], axis=0)
pd.DataFrame(
    {
        "labels chosen": steps,
        "random labels that reach the same": reached.round().astype(int),
        "95 %, low": low.round().astype(int),
        "95 %, high": high.round().astype(int),
    }
)

# %% [markdown]
# Where a number has reached the last step, random labels may never have got there: read it as "at least". The same
# experiment with more starts and steps: `python scripts/learning_curve.py`; its figures stand in
# `docs/decisions/2026-11-21-what-to-label-next.md`.

# %%
folder.cleanup()
