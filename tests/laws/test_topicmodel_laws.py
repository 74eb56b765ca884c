"""Laws of topics and encoders, on whatever hypothesis can think of."""

from __future__ import annotations

from functools import cache

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from cxnlp.encoders import Encoder, open_encoder
from cxnlp.topicmodel import Assigner, Rule, Topic, TopicModel, cut, roll_up
from cxnlp.topicmodel.communities import renumbered

TEXTS = st.lists(st.text(max_size=60), min_size=1, max_size=12)


@cache
def encoder() -> Encoder:
    return open_encoder("static").encoder


@cache
def assigner() -> Assigner:
    vectors = encoder().encode(["late tram", "lovely soup", "kind nurse"])
    rule = Rule(vectors, vectors, np.zeros(3, np.float32))
    topics = tuple(Topic(at, name) for at, name in enumerate("abc"))
    centre = np.zeros(encoder().dimension, np.float32)
    model = TopicModel(encoder().identity, "static", centre, rule, topics, threshold=0.05)
    return Assigner(model, encoder())


@settings(deadline=None)
@given(TEXTS, st.randoms(use_true_random=False))
def test_a_text_has_one_vector_whatever_stands_beside_it(texts: list[str], chance: object) -> None:
    whole = encoder().encode(texts)
    order = np.random.default_rng(len(repr(chance))).permutation(len(texts))
    assert np.array_equal(encoder().encode([texts[at] for at in order]), whole[order])
    assert np.array_equal(encoder().encode([texts[0]])[0], whole[0])


@settings(deadline=None)
@given(TEXTS)
def test_vectors_have_length_one_or_nothing(texts: list[str]) -> None:
    norms = np.linalg.norm(encoder().encode(texts), axis=1)
    assert np.all((np.abs(norms - 1) < 1e-5) | (norms == 0))


@settings(deadline=None)
@given(TEXTS)
def test_a_comment_has_one_answer_whatever_stands_beside_it(texts: list[str]) -> None:
    whole = assigner().assign(texts)
    for at, text in enumerate(texts):
        alone = assigner().assign([text])
        mine = whole.comment == at
        assert np.array_equal(alone.topic, whole.topic[mine])
        assert np.array_equal(alone.strength, whole.strength[mine])


@given(st.text(max_size=400))
def test_cutting_loses_no_word(text: str) -> None:
    assert " ".join(cut(text)).split() == text.split()


PIECES = st.lists(
    st.tuples(st.integers(0, 5), st.integers(-1, 4), st.floats(-1, 1, width=32)), max_size=30
)


@given(PIECES, st.floats(-1, 1))
def test_every_comment_has_rows_and_none_only_alone(
    pieces: list[tuple[int, int, float]], secondary: float
) -> None:
    comment, topic, strength = roll_up(
        np.array([one[0] for one in pieces], np.int64),
        np.array([one[1] for one in pieces], np.int32),
        np.array([one[2] for one in pieces], np.float32),
        comments=6,
        secondary=secondary,
    )
    assert set(comment.tolist()) == set(range(6))
    assert len(set(zip(comment.tolist(), topic.tolist(), strict=True))) == len(comment)
    for at in range(6):
        mine, strengths = topic[comment == at], strength[comment == at]
        assert len(mine) == 1 or -1 not in mine
        assert np.array_equal(strengths, np.sort(strengths)[::-1])


@given(st.lists(st.integers(0, 8), min_size=1, max_size=50))
def test_renumbering_keeps_the_groups_and_sorts_them_by_size(labels: list[int]) -> None:
    numbered = renumbered(np.array(labels, np.int64))
    pairs = set(zip(labels, numbered.tolist(), strict=True))
    assert len(pairs) == len(set(labels)) == len(set(numbered.tolist()))
    sizes = np.bincount(numbered)
    assert np.array_equal(sizes, np.sort(sizes)[::-1])
