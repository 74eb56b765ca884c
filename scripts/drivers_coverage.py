"""How often the drivers' intervals hold the truth: `python scripts/drivers_coverage.py`.

Comments are made up: customers who write repeatedly and differ in mood, topics from common to rare
(also such that every comment has exactly one), dimensions that hang together with the topics, a
channel that moves topics and outcomes. What an endless run would say is taken from one of 200,000
comments; then runs of usual size are drawn over and over, and it is counted how often each driver's
95 % interval holds that. A second table counts flagged drivers where nothing has any effect.
"""

from __future__ import annotations

import argparse
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
import pyarrow as pa

from cxnlp.insights.drivers import Drivers, drivers

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

OUTCOMES: Final = ("level", "csat", "nps", "resolved", "resolution_hours")
SIZES: Final = np.array([0.26, 0.20, 0.16, 0.13, 0.10, 0.07, 0.05, 0.03])
PULLS: Final = np.array([-1.4, 0.9, -0.5, 0.0, 0.4, -2.0, 1.5, -0.9])
ENDLESS: Final = 200_000


@dataclass(frozen=True)
class World:
    """A made-up business.

    Attributes:
        name: how it is called in the table.
        comments: of a run.
        often: comments of a customer, on average.
        single: share of comments about exactly one topic.
        mood: how much customers differ (standard deviation of their own logit).
        moves: whether the drivers have any effect.
    """

    name: str
    comments: int
    often: float
    single: float
    mood: float
    moves: bool = True

    def run(
        self, random: np.random.Generator, comments: int | None = None
    ) -> tuple[pa.Table, pa.Table, pa.Table]:
        """Labels, assignments and topics of one run."""
        n = comments or self.comments
        customer = random.integers(0, max(int(n / self.often), 1), n) if self.often > 1 else None
        who = np.arange(n) if customer is None else customer
        mood = random.normal(0, self.mood, int(who.max()) + 1)
        channel = random.random(n) < 0.4  # noqa: PLR2004 - a made-up share
        weight = SIZES * np.where(channel[:, None], 1 + np.arange(8) / 4, 1)
        topic = _drawn(weight, random)
        second = np.where(random.random(n) < self.single, topic, _drawn(weight, random))
        touched = np.zeros((n, len(SIZES)), np.bool_)
        touched[np.arange(n), topic] = touched[np.arange(n), second] = True
        pull = self.moves * PULLS
        lean = touched @ pull
        signs = {
            name: _sign(random.random(n), 0.3 * lean, rare)
            for name, rare in (("empathy", 1.2), ("timeliness", 1.6), ("consistency", 2.8))
        }
        phone = random.random(n) < np.where(channel, 0.5, 0.15)
        eta = lean + mood[who] + self.moves * (0.8 * channel - 0.7 * phone)
        eta += self.moves * (
            1.2 * (signs["empathy"] > 0)
            - 0.6 * (signs["empathy"] < 0)
            - 1.5 * (signs["timeliness"] < 0)
            + 0.8 * signs["consistency"]
        )
        columns: dict[str, object] = {
            "row": np.arange(n),
            "status": ["labelled"] * n,
            "level": 1 + np.digitize(eta + random.logistic(size=n), [-3.0, -1.0, 0.2, 2.2, 3.8]),
            "csat": np.clip(np.round(3.4 + 0.5 * eta + random.normal(0, 1, n)), 1, 5),
            "nps": np.clip(np.round(7.3 + 0.8 * eta + random.normal(0, 2, n)), 0, 10),
            "resolved": eta + random.logistic(size=n) > -1,
            "resolution_hours": np.exp(2 - 0.2 * eta + random.normal(0, 0.8, n)),
            "channel": np.where(channel, "app", "desk"),
            "touch_phone": phone,
            **signs,
        }
        if customer is not None:
            columns["customer"] = [f"k{one}" for one in customer]
        row, place = np.nonzero(touched)
        given = pa.table({"row": row, "topic": place, "strength": np.ones(len(row))})
        names = [f"topic {at}" for at in range(len(SIZES))]
        return pa.table(columns), given, pa.table({"topic": np.arange(len(SIZES)), "name": names})


WORLDS: Final = (
    World("800 comments of 800 customers", 800, 1, 0.6, 0.0),
    World("2,000 comments of 500 customers", 2000, 4, 0.6, 1.0),
    World("the same, one topic each", 2000, 4, 1.0, 1.0),
    World("5,000 comments of 5,000 customers", 5000, 1, 0.6, 0.7),
)
STILL: Final = World("nothing moves, 500 customers", 2000, 4, 0.6, 1.0, moves=False)


def truth(world: World, outcome: str) -> dict[str, float]:
    """What a run without end would say of every driver."""
    found = _of(world, outcome, np.random.default_rng(0), ENDLESS)
    return {one.key: one.adjusted.value for one in found.drivers if one.adjusted}


def covered(
    world: World, outcome: str, *, draws: int, seed: int = 1
) -> tuple[dict[str, list[bool]], int]:
    """By driver, whether each interval held the truth; and how many drivers went untested."""
    true = truth(world, outcome)
    held: dict[str, list[bool]] = {key: [] for key in true}
    untested = 0
    random = np.random.default_rng(seed)
    for _ in range(draws):
        for one in _of(world, outcome, random).drivers:
            if one.adjusted is None:
                untested += 1
            elif one.key in true:
                held[one.key].append(one.adjusted.low <= true[one.key] <= one.adjusted.high)
    return held, untested


def alarms(outcome: str, *, draws: int, seed: int = 2) -> tuple[int, int, int]:
    """Runs with a false alarm where nothing moves, drivers flagged, and drivers tested."""
    random = np.random.default_rng(seed)
    found = [_of(STILL, outcome, random) for _ in range(draws)]
    flagged = [len(one.flagged) for one in found]
    return sum(bool(one) for one in flagged), sum(flagged), sum(one.tests for one in found)


def _of(
    world: World, outcome: str, random: np.random.Generator, comments: int | None = None
) -> Drivers:
    return drivers(*world.run(random, comments), outcomes=[outcome]).outcomes[0]


def _drawn(weight: Floats, random: np.random.Generator) -> NDArray[np.int64]:
    bound = np.cumsum(weight, axis=1)
    draw = random.random(len(weight)) * bound[:, -1]
    return np.asarray((draw[:, None] > bound).sum(axis=1), np.int64)


def _sign(draw: Floats, lean: Floats, rare: float) -> NDArray[np.int8]:
    well, badly = 1 / (1 + np.exp(rare - lean)), 1 / (1 + np.exp(rare + lean))
    sign = np.where(draw < well, 1, np.where(draw > 1 - badly, -1, 0))
    return sign.astype(np.int8)


def main() -> None:
    """Print coverage by world and outcome, and false alarms."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--draws", type=int, default=400)
    draws = parser.parse_args().draws
    print(f"95 % intervals; {draws} runs each; the lowest and highest of the drivers in brackets")
    for world in WORLDS:
        for outcome in OUTCOMES:
            held, untested = covered(world, outcome, draws=draws)
            shares = [float(np.mean(one)) for one in held.values() if len(one) > draws / 2]
            mean = float(np.mean([one for every in held.values() for one in every]))
            print(
                f"{world.name:36} {outcome:18} {mean:6.1%} [{min(shares):.1%}, {max(shares):.1%}] "
                f"{len(shares)} drivers, {untested / draws:.1f} of a run untested",
                flush=True,
            )
    for outcome in OUTCOMES:
        runs, flagged, tests = alarms(outcome, draws=draws)
        print(
            f"{STILL.name:36} {outcome:18} any flagged in {runs / draws:.1%} of the runs; "
            f"{flagged} of {tests} drivers"
        )


if __name__ == "__main__":
    main()
