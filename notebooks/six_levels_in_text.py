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
# # What do the six levels look like in real text?
#
# Kaufman's six levels are a ladder: from service that breaks a minimum to service that nobody would have believed. A model that
# places comments on it should be looked at before it is trusted, and so should the levels themselves. Five questions:
#
# 1. **What is said on each level?** One comment each.
# 2. **Which words tell a level from its neighbours?** With weights that do not fall for rare words.
# 3. **What is it about?** Courtesy, time, knowledge: where do good and bad words about them stand on the ladder?
# 4. **How much is written?**
# 5. **Is it a ladder?** Where the model errs, it should err by a step.
#
# Where the gold standard lies beside the repository (`../shared/data/levels`), levels are those of careful readers. Elsewhere
# they are the model's, read from the example comments: then the first four questions are about the model, too, and the
# customers' own scores stand in for the readers in the fifth. The gold texts were picked to show every level, so nothing
# here says how common a level is.

# %%
import re
import tempfile
import warnings
from collections import Counter
from itertools import pairwise
from pathlib import Path
from textwrap import shorten

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd

import cxnlp

# Nothing here draws a progress bar, so tqdm need not ask for ipywidgets.
warnings.filterwarnings("ignore", message="IProgress not found")
plt.style.use("notebooks/paper.mplstyle")

folder = tempfile.TemporaryDirectory()
out = Path(folder.name)

LEVELS = list(cxnlp.ServiceLevel)
NAMES = [level.label for level in LEVELS]
COLOURS = plt.rcParams["axes.prop_cycle"].by_key()["color"]
INK, SOFT = "#1d1f23", "#6b7078"
DIMENSIONS = {
    "E": "empathy",
    "T": "timeliness",
    "K": "expertise",
    "P": "personalization",
    "C": "consistency",
}
random = np.random.default_rng(0)

# %%
GOLD = Path("../shared/data/levels")
if GOLD.is_dir():
    parts = [pd.read_csv(GOLD / f"{name}.csv").assign(part=name) for name in ("train", "dev")]
    table = pd.concat(parts, ignore_index=True)
    table = table[table["level"] > 0].reset_index(drop=True)
    READERS = "careful readers"
else:
    found = cxnlp.label("examples/feedback.csv", out / "run")
    table = found.labels.to_pandas()
    table = table[table["status"] == "labelled"].reset_index(drop=True)
    READERS = "the model"
table["level"] = table["level"].astype(int)
print(f"{len(table):,} comments with a level given by {READERS}")
table["level"].value_counts().sort_index().rename(dict(enumerate(NAMES, 1))).to_frame("comments")

# %% [markdown]
# ## 1. What is said on each level?
#
# For each level the comment of which the model is surest that it belongs there, among those of six to thirty words.

# %%
model = cxnlp.load()
short = table[table["text"].str.split().str.len().between(6, 30)]
answers = model.predict(short["text"].tolist())
for level in LEVELS:
    own = np.flatnonzero(short["level"].to_numpy() == level)
    surest = own[answers.probabilities[own, level - 1].argmax()]
    print(
        f"{level:d} {level.label:<13}{answers.probabilities[surest, level - 1]:4.0%}  {shorten(short['text'].iloc[surest], 110)}"
    )

# %% [markdown]
# ## 2. Which words tell a level from the others?
#
# Plain counts would show *the* and *was*; plain ratios would show misspelt words that occur once. Log-odds with an informative
# Dirichlet prior ([Monroe, Colaresi and Quinn 2008](https://doi.org/10.1093/pan/mpn018)) weigh both: each word's rate on a level is held
# against its rate on the others, drawn towards its rate in all texts, and divided by its standard error. A dot at 2 is about
# what chance does to one word in twenty; only words beyond that are shown.

# %%
WORD = re.compile(r"[a-z]+(?:'[a-z]+)?")
PRIOR = 500  # words that the prior is worth, shared out as the words of all texts are
LEAST = 5  # texts that a word must stand in


def words_of(text):
    """The words and neighbouring pairs of words of a text, each once; XXXX of redactions is none."""
    words = [word for word in WORD.findall(text.lower()) if set(word) != {"x"}]
    return {*words, *(f"{a} {b}" for a, b in pairwise(words))}


said = [words_of(text) for text in table["text"]]
everywhere = Counter(word for words in said for word in words)
vocabulary = [word for word, count in everywhere.items() if count >= LEAST]
total = np.array([everywhere[word] for word in vocabulary], float)
prior = PRIOR * total / total.sum()


def weights(level):
    """How many standard errors each word's log-odds on a level lie from those on the others."""
    here = Counter(
        word
        for words, own in zip(said, table["level"], strict=True)
        if own == level
        for word in words
    )
    count = np.array([here[word] for word in vocabulary], float)
    rest = total - count
    logs = [np.log((part + prior) / (part.sum() + PRIOR - part - prior)) for part in (count, rest)]
    return (logs[0] - logs[1]) / np.sqrt(1 / (count + prior) + 1 / (rest + prior))


figure, rows = plt.subplots(2, 3, figsize=(9, 5.4))
strongest = {}
for axes, level, colour in zip(rows.flat, LEVELS, COLOURS, strict=True):
    z = weights(level)
    # A pair says more than the word in it that is shown already.
    chosen = []
    for place in np.argsort(-z):
        if z[place] < 2 or len(chosen) == 9:
            break
        if not any(set(vocabulary[place].split()) & set(vocabulary[one].split()) for one in chosen):
            chosen.append(place)
    strongest[level] = [vocabulary[place] for place in chosen]
    at = np.arange(len(chosen))
    axes.hlines(at, 0, z[chosen], color=colour, lw=1.5)
    axes.plot(z[chosen], at, "o", color=colour, mec=INK, mew=0.5)
    axes.set_yticks(at, strongest[level])
    axes.set_title(f"{level:d} {level.label}  ({(table['level'] == level).sum()})")
    axes.set_xlim(left=0)
    axes.invert_yaxis()
figure.supxlabel("standard errors from the other levels (in brackets: comments)", fontsize=9)
plt.show()

assert all(strongest[level] for level in (1, 2, 4)), "every common level has words of its own"

# %% [markdown]
# ## 3. What is it about?
#
# Five dimensions of service quality, each told well or badly in a comment, or not at all. Left, how often a comment of a level
# tells badly of it, right, how often well. Whiskers are 95 % intervals ([Wilson 1927](https://doi.org/10.1080/01621459.1927.10502953)).

# %%
if "dimensions" in table:
    letters = table["dimensions"].fillna("")
    signs = {
        name: letters.str.contains(f"{letter}+", regex=False).astype(int)
        - letters.str.contains(f"{letter}-", regex=False).astype(int)
        for letter, name in DIMENSIONS.items()
    }
else:
    # Models that tell dimensions write them into the run.
    signs = {name: table[name] for name in DIMENSIONS.values() if name in table}


def wilson(hits, n):
    """The ends of a share's 95 % interval."""
    share, z2 = hits / n, 1.959964**2
    centre = (share + z2 / (2 * n)) / (1 + z2 / n)
    half = np.sqrt(z2 * (share * (1 - share) / n + z2 / (4 * n**2))) / (1 + z2 / n)
    return centre - half, centre + half


if signs:
    per_level = table["level"].value_counts().reindex(range(1, 7), fill_value=0).to_numpy()
    held = np.flatnonzero(per_level)
    figure, sides = plt.subplots(1, 2, figsize=(9, 3.4), sharey=True)
    marks = dict(zip(signs, "osD^v", strict=False))
    for axes, sign, title in zip(sides, (-1, 1), ("told badly", "told well"), strict=True):
        for shift, (name, values) in zip(
            np.linspace(-0.2, 0.2, len(signs)), signs.items(), strict=True
        ):
            hits = np.array(
                [((table["level"] == level) & (values == sign)).sum() for level in LEVELS]
            )
            n, hit = per_level[held], hits[held]
            low, high = wilson(hit, n)
            axes.errorbar(
                held + 1 + shift,
                hit / n,
                yerr=[hit / n - low, high - hit / n],
                fmt=marks[name] + "-",
                ms=4,
                lw=1,
                elinewidth=0.8,
                label=name,
                color=plt.get_cmap("viridis")(list(signs).index(name) / 5),
            )
        axes.set_title(title)
        axes.set_xticks(range(1, 7), NAMES, rotation=30, ha="right")
        axes.yaxis.set_major_formatter(lambda share, _: f"{share:.0%}")
    sides[0].set_ylabel("share of the level's comments")
    sides[1].legend(loc="upper left", fontsize=8)
    plt.show()
    bad, good = table["level"] < 3, table["level"] > 3
    courtesy = signs["empathy"]
    assert (courtesy[bad] < 0).mean() > (courtesy[good] < 0).mean()
    assert (courtesy[good] > 0).mean() > (courtesy[bad] > 0).mean()
else:
    print(f"The model {model.name} tells no dimensions; one that does would fill this figure.")

# %% [markdown]
# ## 4. How much is written?
#
# Boxes hold the middle half of the comments, the line is the median, whiskers reach the middle nine tenths. The axis is logarithmic:
# what is fine is said in few words.

# %%
length = table["text"].str.split().str.len().clip(lower=1)
figure, axes = plt.subplots(figsize=(6, 3))
boxes = axes.boxplot(
    [length[table["level"] == level] for level in LEVELS],
    whis=(5, 95),
    showfliers=False,
    patch_artist=True,
    widths=0.6,
    medianprops={"color": INK},
)
for box, colour in zip(boxes["boxes"], COLOURS, strict=True):
    box.set_facecolor(colour)
axes.set_yscale("log")
axes.set_yticks([2, 5, 10, 20, 50, 100, 200], [2, 5, 10, 20, 50, 100, 200])
axes.minorticks_off()
axes.set_xticks(range(1, 7), NAMES)
axes.set_ylabel("words")
axes.set_title(f"Words in a comment, n = {len(table):,}")
plt.show()

# %% [markdown]
# ## 5. Is it a ladder?
#
# Each row is a true level, each column what the model holds possible: the mean of its probabilities. On a ladder the mass lies along
# the diagonal and thins out with distance. The true level is that of readers, on texts that no model learned from (`dev`), or, on the
# examples, the customers' own scores, which measure something near but not the same.

# %%
if GOLD.is_dir():
    judged = table[table["part"] == "dev"].reset_index(drop=True)
    truth, steps = judged["level"].to_numpy(), NAMES
else:
    judged = table.dropna(subset=["csat"]).reset_index(drop=True)
    truth, steps = judged["csat"].astype(int).to_numpy(), [f"score {n}" for n in range(1, 6)]
p = model.predict(judged["text"].tolist()).probabilities.astype(float)
assert np.allclose(p.sum(axis=1), 1, atol=1e-5)

mean = np.array([p[truth == step + 1].mean(axis=0) for step in range(len(steps))])
expected = p @ np.arange(1, 7)
figure, (heat, line) = plt.subplots(1, 2, figsize=(9, 3.6), width_ratios=[3, 2])
heat.imshow(mean, cmap="Blues", vmin=0, vmax=1)
for (row, column), value in np.ndenumerate(mean):
    heat.text(
        column,
        row,
        f"{value:.0%}",
        ha="center",
        va="center",
        fontsize=8,
        color="white" if value > 0.5 else INK,
    )
heat.set_xticks(range(6), NAMES, rotation=30, ha="right")
heat.set_yticks(
    range(len(steps)), [f"{name} ({(truth == n + 1).sum()})" for n, name in enumerate(steps)]
)
heat.set_title("Mean probability (row: truth)")
heat.spines[:].set_visible(False)
heat.tick_params(length=0)

# The bootstrap draws comments within each true level.
for step in range(len(steps)):
    own = expected[truth == step + 1]
    draws = random.choice(own, (2000, len(own))).mean(axis=1)
    low, high = np.quantile(draws, [0.025, 0.975])
    line.errorbar(
        step + 1,
        own.mean(),
        yerr=[[own.mean() - low], [high - own.mean()]],
        fmt="o",
        color=COLOURS[min(step, 5)],
        mec=INK,
        ecolor=INK,
        capsize=3,
    )
line.plot([1, len(steps)], [1, 6], color=SOFT, lw=0.8, ls=":")
line.set_xticks(range(1, len(steps) + 1), steps, rotation=30, ha="right")
line.set_yticks(range(1, 7), NAMES)
line.set_title("Mean expected level, 95 % interval")
plt.show()

climb = [expected[truth == step + 1].mean() for step in range(len(steps))]
if GOLD.is_dir():
    assert (np.diff(climb) > 0).all(), "each true level is answered higher than the one below"
assert climb[-1] - climb[0] > 1, "from the worst to the best there is more than a step"
print(
    "mean expected level:",
    ", ".join(f"{name} {value:.2f}" for name, value in zip(steps, climb, strict=True)),
)

# %% [markdown]
# ## What to take along
#
# - The words of a level are its customers' next steps as much as their praise or blame: the ends of the ladder speak of *never* and *ever*.
# - Neighbouring levels overlap, in the words and in the model. An answer is therefore a distribution and an interval; a mean over many comments
#   is firmer than any one of them.
# - How common the levels are is a question for your own comments: `cxnlp run`, and `cxnlp sample` to free the shares of the model's errors.

# %%
folder.cleanup()
