"""Whether comments have changed, with a stated rate of false alarms."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from cxnlp.errors import InputDataError
from cxnlp.insights.drift import Drift, Side, Traits, _holm, drift

if TYPE_CHECKING:
    from pathlib import Path


def month(seed: int, rows: int = 400, *, words: float = 20, about: float = 0.0) -> Traits:
    """A month of made-up comments."""
    random = np.random.default_rng(seed)
    vectors = random.normal(0, 1, (rows, 16))
    vectors[:, 0] += about
    return Traits(
        random.poisson(words, rows),
        random.choice(["en", "de"], rows, p=[0.9, 0.1]),
        random.choice(7, rows, p=[0.1, 0.1, 0.2, 0.2, 0.3, 0.08, 0.02]),
        vectors,
    )


def part(traits: Traits, rows: np.ndarray) -> Traits:
    assert traits.languages is not None
    assert traits.levels is not None
    assert traits.vectors is not None
    return Traits(
        traits.lengths[rows], traits.languages[rows], traits.levels[rows], traits.vectors[rows]
    )


def test_two_like_months_raise_no_alarm() -> None:
    found = drift(month(1), month(2))
    assert set(found.sides) == {"language", "length", "levels", "content"}
    assert not found.alarm


def test_longer_comments_alarm_on_length_only() -> None:
    found = drift(month(1), month(2, words=25))
    assert [name for name, side in found.sides.items() if side.alarm] == ["length"]


def test_another_subject_alarms_on_content_only() -> None:
    found = drift(month(1), month(2, about=0.6))
    assert [name for name, side in found.sides.items() if side.alarm] == ["content"]


def test_another_language_and_mix_of_levels_alarm() -> None:
    now = month(2)
    assert now.languages is not None
    assert now.levels is not None
    mixed = Traits(
        now.lengths,
        np.where(np.arange(len(now)) < 120, "fr", now.languages),
        np.where(np.arange(len(now)) < 120, 1, now.levels),
        now.vectors,
    )
    found = drift(month(1), mixed)
    assert [name for name, side in found.sides.items() if side.alarm] == ["language", "levels"]
    assert found.sides["language"].distance == pytest.approx(0.3, abs=0.05)


def test_halves_of_one_month_alarm_as_rarely_as_stated() -> None:
    """At a rate of 20 in 100, among 150 splits of one month; 43 or more have a chance below 1 %."""
    whole = month(3, 200)
    random = np.random.default_rng(4)
    alarms = 0
    for _ in range(150):
        order = random.permutation(200)
        halves = part(whole, order[:100]), part(whole, order[100:])
        alarms += drift(*halves, false_alarms=0.2, draws=99, seed=int(order[0])).alarm
    assert 5 <= alarms < 43


def test_what_is_not_known_on_both_sides_is_not_tested() -> None:
    assert set(drift(Traits(month(1).lengths), month(2)).sides) == {"length"}


def test_too_few_comments_are_refused() -> None:
    with pytest.raises(InputDataError, match="49 comments now; expected at least 50"):
        drift(month(1), month(2, 49))
    with pytest.raises(InputDataError, match="49 comments before"):
        drift(month(1, 49), month(2))


def test_levels_and_vectors_may_be_of_other_comments_than_the_lengths() -> None:
    """As in the reference of a model: levels of a test table, means of ten vectors."""
    month_before, now = month(1, 300), month(2)
    assert now.vectors is not None
    assert month_before.levels is not None
    reference = Traits(
        month_before.lengths,
        month_before.languages,
        month_before.levels[:90],
        now.vectors[:200].reshape(20, 10, -1).mean(axis=1),
    )
    grouped = now.vectors[200:].reshape(20, 10, -1).mean(axis=1)
    found = drift(reference, Traits(now.lengths, now.languages, now.levels, grouped))
    assert found.rows == (300, 400)
    assert not found.alarm
    shifted = drift(reference, Traits(now.lengths, now.languages, now.levels, grouped + 0.3))
    assert [name for name, side in shifted.sides.items() if side.alarm] == ["content"]


@pytest.mark.real
def test_real_halves_are_alike_and_real_sources_differ(real_data: Path) -> None:
    import pyarrow.parquet as pq

    from cxnlp.flows.traits import traits_of

    texts = {
        name: pq.read_table(real_data / "feedback" / f"{name}.parquet", columns=["text"])["text"]
        .drop_null()
        .to_pylist()[:1200]
        for name in ("nhs_fft", "skytrax_seat")
    }
    order = np.random.default_rng(0).permutation(1200)
    half = [traits_of([texts["nhs_fft"][row] for row in part]) for part in np.split(order, 2)]
    assert not drift(half[0], half[1]).alarm
    found = drift(half[0], traits_of(texts["skytrax_seat"][:600]))
    assert found.sides["length"].alarm
    assert found.sides["content"].alarm


def test_distances_are_those_that_one_counts_by_hand() -> None:
    fifty = np.arange(50)
    before = Traits(
        lengths=np.where(fifty < 25, 10, 20),
        languages=np.where(fifty < 40, "en", "de"),
        levels=fifty % 2 + 3,
        vectors=np.tile([1.0, 0.0], (50, 1)),
    )
    now = Traits(
        lengths=np.where(fifty < 10, 10, 20),
        languages=np.where(fifty < 20, "en", "fr"),
        levels=np.full(50, 3),
        vectors=np.tile([0.0, 1.0], (50, 1)),
    )
    sides = drift(before, now).sides
    assert {name: side.distance for name, side in sides.items()} == pytest.approx(
        {"language": 0.6, "length": 0.3, "levels": 0.5, "content": np.sqrt(2) / 2}, abs=1e-6
    )
    assert {name for name, side in sides.items() if side.alarm} == {
        *("language", "length", "levels", "content")
    }
    assert {name: side.told for name, side in sides.items()} == {
        "language": "fr 0.0% -> 60.0%",
        "length": "median 15 -> 20 words",
        "levels": "expected 50.0% -> 100.0%",
        "content": "",
    }
    same = drift(before, before).sides
    assert all(side.distance < 1e-6 and side.p_value == 1 for side in same.values())


def test_holm_asks_more_of_the_smallest_p_value_and_stops_at_the_first_that_fails() -> None:
    """Holm (1979): at 5 % of four, 0.0125, 0.0167, 0.025 and 0.05."""
    held = {"a": 0.0125, "b": 0.0166, "c": 0.0251, "d": 0.03}
    assert _holm(held, 0.05) == {"a": True, "b": True, "c": False, "d": False}
    assert not any(_holm({"a": 0.0126, "b": 0.013}, 0.025).values())
    assert _holm({}, 0.05) == {}


def test_of_very_many_comments_two_thousand_are_set_against_the_others() -> None:
    many = Traits(np.random.default_rng(8).poisson(20, 2500))
    found = drift(many, Traits(month(2).lengths), false_alarms=0.2, draws=40)
    assert found.rows == (2000, 400)
    assert not found.alarm


def test_what_has_changed_is_said_side_by_side() -> None:
    sides = {"length": Side(0.5, 0.001, alarm=True), "levels": Side(0.01, 0.7, alarm=False)}
    first, *lines = Drift(sides, 0.05, (300, 200)).describe().splitlines()
    assert first == "300 comments before, 200 now; false alarms: 5.0% at most"
    assert [line.rpartition("  ")[2] for line in lines] == ["CHANGED", "no change found"]
