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
# # What used to surprise: do expectations drift over the years?
#
# Kano's idea: some things delight when done well and are not missed when absent; others go unnoticed when done well and cost dearly when done
# badly. And what delights today is expected tomorrow. Feedback can show it, as **association, never as cause**: for each aspect of service, by how much
# better are comments that tell it was done well (its *reward*), and by how much worse those that tell it was done badly (its *penalty*) than comments that
# do not speak of it?
#
# - a reward much larger than the penalty: a **delighter**; the other way round: a **basic** need; both alike: **performance**;
# - **ageing**: from the first period to the last, the penalty grows and the reward shrinks, so the aspect goes the way from surprising to expected.
#
# Where real reviews of airline seats lie beside the repository (`../shared/data`), their years 2007 to 2015 are read, and the passengers' own sub-ratings tell
# what was done well (4 or 5 of 5) or badly (1 or 2). Elsewhere the example comments are, and one year is too short for a drift: then the honest
# answer is "nothing was found", and the second half, on planted truth, shows that a drift would have been.

# %%
import tempfile
import warnings
from pathlib import Path

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pyarrow as pa

import cxnlp

# Nothing here draws a progress bar, so tqdm need not ask for ipywidgets.
warnings.filterwarnings("ignore", message="IProgress not found")
plt.style.use("notebooks/paper.mplstyle")

folder = tempfile.TemporaryDirectory()
out = Path(folder.name)
COLOURS = plt.rcParams["axes.prop_cycle"].by_key()["color"]
INK, SOFT, RED, BLUE = "#1d1f23", "#6b7078", COLOURS[0], COLOURS[4]

# %% [markdown]
# ## 1. Read
#
# Levels are the model's, read from the text; the outcome and the sub-ratings are the customers' own, so that outcome and signs do not come
# from one source with one mood. Dates before 1980 count as unknown.

# %%
SEATS = Path("../shared/data/feedback/skytrax_seat.parquet")
if SEATS.is_file():
    seats = pd.read_parquet(SEATS)
    RATINGS = {
        "seat_legroom_rating": "legroom",
        "seat_recline_rating": "recline",
        "seat_width_rating": "width",
        "aisle_space_rating": "aisle space",
        "viewing_tv_rating": "screen",
    }
    OUTCOME = "overall_rating"
    columns = ["date", "text", OUTCOME, *RATINGS]
    found = cxnlp.label(
        seats[columns],
        out / "run",
        text_column="text",
        mapping={"created_at": "date"},
        keep=[OUTCOME, *RATINGS],
    )
    drift = cxnlp.kano(out / "run", outcome=OUTCOME, ratings=list(RATINGS), period="year")
else:
    RATINGS = {}
    OUTCOME = "csat"
    found = cxnlp.label("examples/feedback.csv", out / "run")
    cxnlp.topics(out / "run", out=out / "topics")
    drift = cxnlp.kano(out / "run", topics=out / "topics", outcome=OUTCOME)
print(found.describe())
print(f"{drift.n:,} comments with {drift.outcome}, {drift.undated:,} of them without a usable date")
print(f"periods: {', '.join(drift.names) or 'none'}")

# %% [markdown]
# ## 2. What is each aspect to customers?
#
# Across, what it gains when done well; down, what it costs when done badly. Above the upper ray it is a delighter, below the lower ray basic, between them performance; in
# the corner nothing that matters. Bars are 95 % intervals, clustered by customer where customers are known. A class is given only where the intervals
# allow one; otherwise the aspect is undecided.

# %%
KINDS = {
    "delighter": BLUE,
    "performance": INK,
    "basic": RED,
    "indifferent": SOFT,
    "undecided": SOFT,
}


def write_beside(axes, points, names, colours):
    """Names beside their points, where they cover no point, no other name and few bars."""
    axes.figure.draw_without_rendering()  # places are known only then
    dots = axes.transData.transform(points)
    frame = axes.get_window_extent()
    taken = [text.get_window_extent() for text in axes.texts]
    bars = [
        axes.transData.transform_path(path).get_extents()
        for lines in axes.collections
        for path in lines.get_paths()
    ]
    for point, name, colour in zip(points, names, colours, strict=True):
        if not name:
            continue
        best = None
        for away in (7, 14, 24, 36):
            for across, up in ((1, 1), (-1, 1), (1, -1), (-1, -1), (0, 1), (0, -1)):
                text = axes.annotate(
                    name,
                    point,
                    xytext=(across * away, up * away),
                    textcoords="offset points",
                    ha={1: "left", 0: "center", -1: "right"}[across],
                    va="bottom" if up > 0 else "top",
                    color=colour,
                    fontsize=9,
                    # A name that had to go further away keeps a line to its point.
                    arrowprops={"arrowstyle": "-", "color": colour, "lw": 0.5}
                    if away > 14
                    else None,
                )
                box = text.get_window_extent()
                inside = frame.x0 <= box.x0 and box.x1 <= frame.x1 and frame.y0 <= box.y0
                cost = (
                    100 * (not inside)
                    + 20 * sum(box.overlaps(other) for other in taken)
                    + 20 * box.count_contains(dots)
                    + 4 * box.count_overlaps(bars)
                    + away / 10
                )
                if best is None or cost < best[0]:
                    if best is not None:
                        best[1].remove()
                    best = (cost, text, box)
                else:
                    text.remove()
        taken.append(best[2])


def plane(axes, contrasts, names, matters, unit):
    """Reward against penalty, one point for each contrast."""
    reach = max(
        [3 * matters, *(max(abs(one.reward.high), abs(one.penalty.low)) for one in contrasts)]
    )
    axes.plot([0, reach], [0, -2 * reach], color="#dedbd3", lw=1)
    axes.plot([0, reach], [0, -reach / 2], color="#dedbd3", lw=1)
    axes.add_patch(plt.Rectangle((0, -matters), matters, matters, color="#efece5", lw=0))
    for one, name in zip(contrasts, names, strict=True):
        x, y, colour = one.reward.value, one.penalty.value, KINDS[str(one.kind)]
        axes.hlines(y, one.reward.low, one.reward.high, color=colour, lw=1)
        axes.vlines(x, one.penalty.low, one.penalty.high, color=colour, lw=1)
        filled = str(one.kind) not in {"undecided", "indifferent"}
        axes.plot(x, y, "o", color=colour if filled else "white", mec=colour, ms=6, zorder=3)
    axes.axhline(0, color=SOFT, lw=0.8)
    axes.axvline(0, color=SOFT, lw=0.8)
    axes.set_xlim(-0.2 * reach, 1.05 * reach)
    axes.set_ylim(-1.05 * reach, 0.2 * reach)
    for words, (x, y) in {
        "basic": (0.12, 0.04),
        "performance": (0.94, 0.12),
        "delighter": (0.98, 0.72),
    }.items():
        axes.text(
            x,
            y,
            words,
            transform=axes.transAxes,
            ha="right" if x > 0.5 else "left",
            color=SOFT,
            fontsize=9,
        )
    axes.set_xlabel(f"reward of done well, {unit} (bars: 95 % intervals)")
    axes.set_ylabel(f"penalty of done badly, {unit}")
    write_beside(
        axes,
        [(one.reward.value, one.penalty.value) for one in contrasts],
        names,
        [KINDS[str(one.kind)] for one in contrasts],
    )


told = [
    item for item in drift.items if item.whole.reward is not None and item.whole.penalty is not None
]
if told:
    figure, axes = plt.subplots(figsize=(5.4, 5))
    names = [RATINGS.get(item.key, item.name) for item in told]
    plane(axes, [item.whole for item in told], names, drift.matters, drift.unit)
    axes.set_title(f"{drift.outcome.replace('_', ' ')}, all periods together, n = {drift.n:,}")
    plt.show()
else:
    print("No aspect has enough customers on both sides.")
for one in drift.left_out:
    print(f"left out: {one.name}: {one.why}")

if RATINGS:
    # A passenger who gives a part of the seat 4 or 5 should think better of the seat than one who gives it 1 or 2.
    assert len(told) >= 3
    for item in told:
        assert item.whole.reward.high > item.whole.penalty.low, item.key

# %% [markdown]
# ## 3. Has it changed?
#
# Period by period, what done well gains (blue dots) and what done badly costs (red squares). The thick lines are the two straight lines of which the test of
# change is made; its p-value is corrected for the number of aspects looked at (Holm 1979), so that the chance of any false alarm is held.

# %%
tested = [item for item in told if item.before is not None and item.now is not None]
if tested:
    figure, rows = plt.subplots(
        1, len(tested), figsize=(2.4 * len(tested), 3.4), sharey=True, squeeze=False
    )
    at = np.arange(len(drift.names))
    for axes, item in zip(rows[0], tested, strict=True):
        # Beside each other, and of two shapes, so that neither hides the other in black and white.
        for side, colour, mark, shift in (
            ("reward", BLUE, "o", -0.13),
            ("penalty", RED, "s", 0.13),
        ):
            known = [
                (n, getattr(one, side))
                for n, one in enumerate(item.periods)
                if getattr(one, side) is not None
            ]
            for n, one in known:
                axes.vlines(n + shift, one.low, one.high, color=colour, lw=1)
                axes.plot(n + shift, one.value, mark, color=colour, ms=4)
            ends = [getattr(item.before, side), getattr(item.now, side)]
            if None not in ends:
                axes.plot(
                    [at[0], at[-1]], [one.value for one in ends], color=colour, lw=2.5, alpha=0.5
                )
        axes.axhline(0, color=SOFT, lw=0.8)
        axes.set_title(
            f"{RATINGS.get(item.key, item.name)}\np = {item.holm:.2f}, {item.change}", fontsize=9
        )
        axes.set_xticks(at, drift.names, rotation=60, ha="right", fontsize=8)
    rows[0][0].set_ylabel(drift.unit)
    for colour, mark, words in (
        (BLUE, "o", "reward of done well"),
        (RED, "s", "penalty of done badly"),
    ):
        rows[0][0].plot([], [], mark, color=colour, ms=4, label=words)
    figure.legend(loc="outside lower center", ncols=2)
    figure.suptitle(
        f"{drift.outcome.replace('_', ' ')} by {drift.period}: effects with 95 % intervals, n = {drift.n:,}",
        x=0.01,
        ha="left",
        fontsize=11,
    )
    plt.show()
for item in drift.items:
    print(item.words.replace(item.name, RATINGS.get(item.key, item.name), 1))
    if item.holm is not None:
        assert item.holm >= item.p_value, "a correction never makes a p-value smaller"

# %% [markdown]
# What limits it, as the analysis itself says:

# %%
for caveat in drift.caveats:
    print("-", caveat)

# %% [markdown]
# ## 4. Would a drift have been found?
#
# An answer of "nothing found" is worth something only if the search can find. So we plant the truth: 6,000 made-up comments of six years in which
# in-flight internet turns from a delighter into a basic need, while courtesy stays performance and cleanliness stays basic.

# %%
random = np.random.default_rng(3)
n = 6000
when = np.sort(random.integers(0, 6 * 365, n))
time = when / when.max()
scores = {name: random.integers(1, 6, n) for name in ("internet", "courtesy", "cleanliness")}
effects = {
    "internet": (1.2 * (1 - time), 1.2 * time),
    "courtesy": (0.8, 0.8),
    "cleanliness": (0.0, 0.9),
}
level = 3.4 + random.normal(0, 0.8, n)
for name, (reward, penalty) in effects.items():
    level += reward * (scores[name] > 3) - penalty * (scores[name] < 3)
planted = pa.table(
    {
        "row": np.arange(n),
        "status": ["labelled"] * n,
        "level": np.clip(np.rint(level), 1, 6).astype(np.int8),
        "created_at": pa.array(
            np.datetime64("2019-01-01") + when.astype("timedelta64[D]"),
            pa.timestamp("us", tz="UTC"),
        ),
        "customer": [f"c{number}" for number in random.integers(0, 3000, n)],
        **{name: values.astype(float) for name, values in scores.items()},
    }
)
seen = cxnlp.kano(planted, ratings=list(effects), period="year")

figure, axes = plt.subplots(figsize=(5.4, 5))
items = {item.key: item for item in seen.items}
ends = [
    (items[name], getattr(items[name], end), end) for name in effects for end in ("before", "now")
]
plane(
    axes,
    [one for _, one, _ in ends],
    [item.name if end == "now" else "" for item, _, end in ends],
    seen.matters,
    seen.unit,
)
for name in effects:
    old, new = items[name].before, items[name].now
    axes.annotate(
        "",
        (new.reward.value, new.penalty.value),
        (old.reward.value, old.penalty.value),
        arrowprops={"arrowstyle": "-|>", "color": SOFT, "lw": 1.2, "shrinkA": 4, "shrinkB": 4},
    )
axes.set_title(f"Planted drift, first year to last, n = {seen.n:,}")
plt.show()
for item in seen.items:
    print(item.words)

assert str(items["internet"].change) == "changed"
old, new = items["internet"].before, items["internet"].now
assert (str(old.kind), str(new.kind)) == ("delighter", "basic")
assert items["internet"].ageing.low > 0
assert all(str(items[name].change) == "steady" for name in ("courtesy", "cleanliness"))
assert str(items["cleanliness"].whole.kind) == "basic"

# %% [markdown]
# ## What to take along
#
# - A class is a summary of two slopes, each with its interval; where the intervals do not allow one, it is better not to name one.
# - Read drift from ratings that mean the same in all years: a scale that was changed half-way looks like a drift and is none.
# - Association: those who praise the legroom may differ from others in much besides. What an investment would bring is another question.

# %%
folder.cleanup()
