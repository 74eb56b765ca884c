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
# # Train a model, and find out whether it is better
#
# A new model is easily trained; whether it should replace the one in use is the harder question. We train challengers of growing
# size from a labelled table, hold each against baselines and against the shipped model *on the same rows*, look at where they differ,
# and let a gate decide that was written down before.
#
# Where the gold standard lies beside the repository (`../shared/data/levels`), it is used: `train` to learn, `dev` to test. Elsewhere
# the example comments stand in with their customers' scores for levels: a stand-in that shows how it is done, with figures that mean little
# (a good product delivered late may still get four stars, and there are few of them).

# %%
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

folder = tempfile.TemporaryDirectory()
out = Path(folder.name)

NAMES = [level.label for level in cxnlp.ServiceLevel]
COLOURS = plt.rcParams["axes.prop_cycle"].by_key()["color"]
INK, SOFT, RED, BLUE = "#1d1f23", "#6b7078", COLOURS[0], COLOURS[4]
CHAMPION = "levels-fast"

# %%
GOLD = Path("../shared/data/levels")
if GOLD.is_dir():
    pool = pd.read_csv(GOLD / "train.csv")
    test = pd.read_csv(GOLD / "dev.csv")
    sizes = [300, 1200, len(pool)]
else:
    scored = pd.read_csv("examples/feedback.csv", on_bad_lines="skip").drop_duplicates(
        "feedback_id"
    )
    scored["csat"] = pd.to_numeric(scored["csat"], errors="coerce")
    scored["nps"] = pd.to_numeric(scored["nps"], errors="coerce")
    scored = scored[scored["csat"].between(1, 5)].dropna(subset=["comment"])
    # Six steps out of two scores: full marks on both stand for the highest level.
    full = (scored["csat"] == 5) & (scored["nps"] == 10)
    scored = pd.DataFrame(
        {
            "text": scored["comment"],
            "level": scored["csat"].astype(int) + full.astype(int),
            "source": scored["channel"],
        }
    ).drop_duplicates("text")
    pool = scored.sample(frac=0.6, random_state=1)
    test = scored.drop(pool.index)
    sizes = [60, 120, len(pool)]

# One order for all sizes: each larger table holds the smaller ones, and the smallest holds every level.
pool = pool.sample(frac=1, random_state=0)
first = pool.groupby("level").head(3)
pool = pd.concat([first, pool.drop(first.index)])
# On a text that it has learned from, the model in use would look better than it is.
known = cxnlp.load(CHAMPION).learned_from(test["text"].tolist())
test = test[~known]
test[["text", "level", "source"]].to_csv(out / "test.csv", index=False)
for n in sizes:
    pool.head(n)[["text", "level", "source"]].to_csv(out / f"train-{n}.csv", index=False)
assert not set(pool["text"]) & set(test["text"]) or GOLD.is_dir()
print(
    f"{len(pool):,} texts to learn from, {len(test):,} to test on "
    f"({known.sum()} that {CHAMPION} has learned from were left out)"
)

# %% [markdown]
# ## 1. Train
#
# One TOML file says what a model is made from; the same file and the same table give the same model. These challengers see levels only: no
# ratings, no teacher, no network. Texts that stand in the test table are left out by `train` itself.

# %%
CONFIG = """
name = "mine-{n}"
kind = "linear"
seed = 7
licences = "Trained in a notebook; not for use."

[data]
train = "train-{n}.csv"
test = "test.csv"
source = "source"

[features]
buckets = 65536
"""

trained, seconds = {}, {}
for n in sizes:
    config = out / f"mine-{n}.toml"
    config.write_text(CONFIG.format(n=n), encoding="utf-8")
    begun = time.perf_counter()
    trained[n] = cxnlp.train(None, config, out / f"mine-{n}")
    seconds[n] = time.perf_counter() - begun
    one = trained[n].evaluation.metrics["quadratic_weighted_kappa"]
    print(
        f"{n:>6,} texts, {trained[n].shared} left out: quadratic kappa {one}  ({seconds[n]:.0f} s)"
    )

# %% [markdown]
# ## 2. How much do more labels help?
#
# Quadratic kappa is agreement beyond chance where an error of two steps counts four times that of one (Cohen 1968). Bars are 95 % bootstrap
# intervals over the test's rows. Beside the curve: what always answering the commonest level gives, a word list of sentiment (VADER), and the
# shipped model.

# %%
champion = cxnlp.evaluate(CHAMPION, out / "test.csv", baselines=("majority", "vader"))
KAPPA = "quadratic_weighted_kappa"
curve = [trained[n].evaluation.metrics[KAPPA] for n in sizes]

figure, axes = plt.subplots(figsize=(7, 3.4))
value = np.array([one.value for one in curve])
ends = np.array([[one.value - one.low, one.high - one.value] for one in curve]).T
axes.errorbar(
    sizes, value, yerr=ends, fmt="o-", color=BLUE, capsize=3, lw=1.4, label="mine, levels only"
)
held = [(CHAMPION, champion.metrics[KAPPA], INK)]
held += [(name, one[KAPPA], SOFT) for name, one in champion.baselines.items()]
place = -1.0
for name, one, colour in sorted(held, key=lambda one: one[1].value):
    place = max(one.value, place + 0.05)  # names that lie close are moved apart
    axes.axhline(one.value, color=colour, lw=1)
    axes.axhspan(one.low, one.high, color=colour, alpha=0.12, lw=0)
    axes.annotate(
        name,
        (1.01, place),
        xycoords=("axes fraction", "data"),
        va="center",
        color=colour,
    )
axes.set_xscale("log")
axes.set_xticks(sizes, [f"{n:,}" for n in sizes])
axes.minorticks_off()
axes.set_xlabel("texts with a level")
axes.set_ylabel("quadratic kappa")
axes.set_title(f"Agreement with {champion.judged} test texts, 95 % intervals")
figure.legend(loc="outside lower center")
plt.show()

words = champion.baselines["vader"][KAPPA]
for n, one in zip(sizes, curve, strict=True):
    side = "above" if one.low > words.high else "below" if one.high < words.low else "across"
    print(
        f"{n:>6,} texts: {one.low:.2f} to {one.high:.2f}, {side} VADER's {words.low:.2f} to {words.high:.2f}"
    )

if GOLD.is_dir():
    assert curve[0].value < curve[-1].value, "more labels, more agreement"
    assert curve[-1].low > champion.baselines["majority"][KAPPA].high
    assert curve[-1].low > words.high, "all labels together beat the word list"

# %% [markdown]
# ## 3. What does it confuse, and does it know?
#
# Left, true level by row and answer by column. Right, how often an answer is right against how sure the model was: on the diagonal it
# can be taken at its word. Bars are 95 % intervals ([Wilson 1927](https://doi.org/10.1080/01621459.1927.10502953)); small points hold few comments.

# %%
best = trained[sizes[-1]]
seen = best.evaluation
confusion = np.array(seen.confusion)
assert confusion.sum() == seen.judged
share = confusion / np.maximum(confusion.sum(axis=1, keepdims=True), 1)

figure, (heat, sure) = plt.subplots(1, 2, figsize=(9, 3.8), width_ratios=[5, 4])
heat.imshow(share, cmap="Blues", vmin=0, vmax=1)
for (row, column), n in np.ndenumerate(confusion):
    if n:
        colour = "white" if share[row, column] > 0.5 else INK
        heat.text(column, row, n, ha="center", va="center", fontsize=8, color=colour)
heat.set_xticks(range(6), NAMES, rotation=30, ha="right")
heat.set_yticks(
    range(6), [f"{name} ({n})" for name, n in zip(NAMES, confusion.sum(axis=1), strict=True)]
)
heat.set_xlabel("level given")
heat.set_title(f"True level by answer of {best.model.name}")
heat.spines[:].set_visible(False)
heat.tick_params(length=0)

reliability = seen.reliability
rows, right = reliability.rows, reliability.accuracy
z2 = 1.959964**2
centre = (right + z2 / (2 * rows)) / (1 + z2 / rows)
half = np.sqrt(z2 * (right * (1 - right) / rows + z2 / (4 * rows**2))) / (1 + z2 / rows)
sure.vlines(reliability.confidence, centre - half, centre + half, color=BLUE, lw=1)
sure.plot([0, 1], [0, 1], color=SOFT, lw=0.8, ls=":")
sure.scatter(
    reliability.confidence,
    reliability.accuracy,
    s=4 + 12 * np.sqrt(reliability.rows),
    color=BLUE,
    edgecolor=INK,
    lw=0.5,
)
sure.set_xlim(0, 1)
sure.set_ylim(0, 1)
sure.set_xlabel("mean confidence of the bin")
sure.set_ylabel("share that is right")
sure.set_title(f"Confidence and being right, n = {rows.sum()}")
plt.show()

# %% [markdown]
# ## 4. Is it better than the model in use?
#
# Two figures with two intervals are a weak test: most of their width is shared, since both models read the same comments. The paired bootstrap
# draws rows once for both and looks at the difference. Left of the line the challenger is worse, right of it better; the errors' sign is turned.

# %%
compared = cxnlp.compare(CHAMPION, best.model, out / "test.csv")
assert compared.judged == seen.judged

names = ["quadratic_weighted_kappa", "macro_f1", "mean_absolute_error"]
lines = [(name.replace("_", " "), compared.overall[name], INK) for name in names]
lines += [
    (f"{slice_}  ({one[KAPPA].difference.n})", one[KAPPA], SOFT)
    for slice_, one in compared.slices.items()
    if one[KAPPA].difference.n >= 30
]
figure, axes = plt.subplots(figsize=(7, 0.9 + 0.26 * len(lines)))
for at, (_, one, colour) in enumerate(lines):
    sign = 1 if one.higher_is_better else -1
    low, high = sorted((sign * one.difference.low, sign * one.difference.high))
    axes.hlines(at, low, high, color=colour, lw=1.6)
    axes.plot(
        sign * one.difference.value, at, "o", color=RED if high < 0 else BLUE if low > 0 else colour
    )
axes.axvline(0, color=SOFT, lw=0.8)
axes.axhline(len(names) - 0.5, color=SOFT, lw=0.5, ls=":")
axes.set_yticks(range(len(lines)), [name for name, _, _ in lines])
axes.invert_yaxis()
axes.set_xlabel("gain of the challenger, 95 % interval; slices: quadratic kappa")
axes.set_title(f"{best.model.name} against {CHAMPION}, {compared.judged} comments")
plt.show()

# Of twenty slices without any difference, one is expected to seem better or worse.
print(pd.Series([str(one.verdict.value) for _, one, _ in lines]).value_counts().to_string())

# %% [markdown]
# ## 5. Decide
#
# What a challenger must hold is written down before it is looked at, and kept with the models: then nobody can choose the figure that
# flatters. A gate that is not met is an answer, not an accident (`cxnlp compare` ends with exit code 8).

# %%
gate = out / "gate.toml"
gate.write_text('better = ["quadratic_weighted_kappa"]\n', encoding="utf-8")
decision = cxnlp.compare(CHAMPION, best.model, out / "test.csv", gate=gate)
print(decision.describe())

# %% [markdown]
# ## What to take along
#
# - How many labels it takes to beat a word list is a question to the curve: on the gold standard all of them clearly do (asserted above); on the
#   examples, with their few stand-in labels, the intervals need not come apart, and a word list may even stand higher.
# - Compare on the same rows, with the paired interval, and look at the slices with the number of them in mind.
# - Before labelling more: which labels help most is asked in
#   [label_audit_and_what_to_label_next.py](label_audit_and_what_to_label_next.py).

# %%
folder.cleanup()
