"""Identity over time: topics keep their ids, and their story is told."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from cxnlp.topicmodel import Rule, Topic, TopicModel, carry_on, fit_rule

DIMENSIONS = 8


def cloud(axis: int, n: int = 60, *, toward: int | None = None) -> np.ndarray:
    """Unit vectors near one axis, or between two."""
    mean = np.zeros(DIMENSIONS)
    mean[axis] = 1
    if toward is not None:
        mean[toward] = 0.8
    drawn = mean + np.random.default_rng(axis).normal(scale=0.1, size=(n, DIMENSIONS))
    unit: np.ndarray = (drawn / np.linalg.norm(drawn, axis=1, keepdims=True)).astype(np.float32)
    return unit


def fitted(*clouds: np.ndarray, names: str) -> TopicModel:
    vectors = np.concatenate(clouds)
    labels = np.repeat(np.arange(len(clouds), dtype=np.int32), [len(one) for one in clouds])
    return TopicModel(
        encoder="static:made-up",
        encoder_name="static",
        centre=np.zeros(DIMENSIONS, np.float32),
        rule=fit_rule(vectors, labels),
        topics=tuple(Topic(at, name, lineage=("new",)) for at, name in enumerate(names)),
        secondary=0.5,
    )


def test_the_same_topics_in_another_order_keep_ids_and_names() -> None:
    old = fitted(cloud(0), cloud(1), cloud(2), names="abc")
    new = fitted(cloud(2), cloud(0), cloud(1), names="xyz")
    carried = carry_on(old, new, np.concatenate([cloud(2), cloud(0), cloud(1)]))
    assert [(one.number, one.name) for one in carried.topics] == [(2, "c"), (0, "a"), (1, "b")]
    assert {one.lineage for one in carried.topics} == {("new", "continued")}
    assert carried.past == ()


def test_a_new_topic_gets_an_id_never_used_and_a_lost_one_retires() -> None:
    old = fitted(cloud(0), cloud(1), names="ab")
    new = fitted(cloud(0), cloud(5), names="xy")
    carried = carry_on(old, new, np.concatenate([cloud(0), cloud(5)]))
    assert [(one.number, one.lineage[-1]) for one in carried.topics] == [
        (0, "continued"),
        (2, "new"),
    ]
    assert [(one.number, one.lineage[-1]) for one in carried.past] == [(1, "retired")]


def test_a_topic_that_comes_back_gets_its_old_id_and_name() -> None:
    first = fitted(cloud(0), cloud(1), names="ab")
    second = carry_on(first, fitted(cloud(0), cloud(5), names="xy"), cloud(0))
    again = np.concatenate([cloud(0), cloud(1)])
    third = carry_on(second, fitted(cloud(0), cloud(1), names="pq"), again)
    assert [(one.number, one.name, one.lineage) for one in third.topics] == [
        (0, "a", ("new", "continued", "continued")),
        (1, "b", ("new", "retired", "back")),
    ]
    assert [one.number for one in third.past] == [2]


def test_a_topic_that_was_quiet_for_a_week_comes_back_though_its_few_texts_differ() -> None:
    """Centroids of a week are of few texts: at a cosine of 0.78 it is back, at 0.62 it is new."""
    first = fitted(cloud(0), cloud(1), names="ab")
    second = carry_on(first, fitted(cloud(0), cloud(5), names="xy"), cloud(0))
    for texts, number in ((cloud(1, toward=6), 1), (cloud(6, toward=1), 3)):
        again = fitted(cloud(0), texts, names="pq")
        third = carry_on(second, again, np.concatenate([cloud(0), texts]))
        assert [one.number for one in third.topics] == [0, number]


def test_a_split_tells_its_parent() -> None:
    halves = cloud(0, 80, toward=3), cloud(3, 40, toward=0)
    old = fitted(np.concatenate(halves), cloud(1), names="ab")
    new = fitted(halves[0], cloud(1), halves[1], names="xyz")
    carried = carry_on(old, new, np.concatenate([halves[0], cloud(1), halves[1]]))
    assert carried.topics[0].number == 0
    assert carried.topics[2].number == 2
    assert carried.topics[2].lineage == ("split from 0",)


def test_a_merge_is_told_by_both() -> None:
    halves = cloud(0, 80, toward=3), cloud(3, 40, toward=0)
    old = fitted(halves[0], cloud(1), halves[1], names="abc")
    new = fitted(np.concatenate(halves), cloud(1), names="xy")
    carried = carry_on(old, new, np.concatenate([*halves, cloud(1)]))
    assert carried.topics[0].number == 0
    assert carried.topics[0].lineage[-1] == "merged with 2"
    assert [one.lineage[-1] for one in carried.past] == ["merged into 0"]


def test_without_topics_on_either_side_nothing_breaks() -> None:
    old = fitted(cloud(0), cloud(1), names="ab")
    nothing = np.zeros((0, DIMENSIONS), np.float32)
    rule = Rule(nothing, nothing, np.zeros(0, np.float32))
    empty = replace(old, rule=rule, topics=())
    assert [one.number for one in carry_on(old, empty, nothing).past] == [0, 1]
    assert [one.number for one in carry_on(empty, old, cloud(0)).topics] == [0, 1]


def test_a_new_topic_does_not_take_the_name_of_a_registered_one() -> None:
    """Reserved are the names of all earlier topics, wherever the new one stands."""
    old = fitted(cloud(0), cloud(1), names="ab")
    new = fitted(cloud(5), cloud(6), cloud(0), names="abz")
    new = replace(
        new,
        topics=tuple(
            replace(topic, keywords=(topic.name, *further))
            for topic, further in zip(new.topics, (("van",), (), ()), strict=True)
        ),
    )
    carried = carry_on(old, new, np.concatenate([cloud(5), cloud(6), cloud(0)]))
    assert [(one.number, one.name) for one in carried.topics] == [
        (2, "a, van"),
        (3, "b (2)"),
        (0, "a"),
    ]


def test_names_stay_unique_where_the_registry_holds_one_twice() -> None:
    old = fitted(cloud(0), cloud(1), cloud(2), names="aab")
    new = fitted(cloud(0), cloud(1), cloud(2), names="bax")
    carried = carry_on(old, new, np.concatenate([cloud(0), cloud(1), cloud(2)]))
    assert [one.number for one in carried.topics] == [0, 1, 2]
    names = [one.name for one in carried.topics]
    assert (names[0], names[2]) == ("a", "b")
    assert len(set(names)) == 3


def test_a_new_topic_does_not_take_the_name_of_a_retired_one() -> None:
    """Nor does it once the retired one has come back."""
    first = fitted(cloud(0), cloud(1), names="ab")
    second = carry_on(first, fitted(cloud(0), cloud(5), names="ab"), cloud(0))
    assert [(one.number, one.name) for one in second.topics] == [(0, "a"), (2, "b (2)")]
    again = np.concatenate([cloud(0), cloud(1), cloud(6)])
    third = carry_on(second, fitted(cloud(0), cloud(1), cloud(6), names="xyb"), again)
    assert [(one.number, one.name) for one in third.topics] == [(0, "a"), (1, "b"), (3, "b (3)")]
    assert [(one.number, one.name) for one in third.past] == [(2, "b (2)")]
