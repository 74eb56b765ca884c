"""Laws of labelling, on sources that hypothesis makes up."""

from __future__ import annotations

import tempfile
from functools import cache
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from cxnlp.flows.label import label
from cxnlp.labelling import KeptIds
from cxnlp.models import LevelModel, load

TEXTS = st.lists(
    st.one_of(
        st.sampled_from(
            [
                "The queue was long but Dana on the till was lovely.",
                "n/a",
                "nothing",
                "12345",
                "",
                "Never again. They kept my deposit and hung up on me.",
                "😀",
                "Das Personal war leider sehr unfreundlich zu uns.",
            ]
        ),
        st.text(max_size=60),
    ),
    min_size=1,
    max_size=25,
)


@cache
def quick() -> LevelModel:
    """What a model says is no matter here, so the quickest serves, opened once."""
    return load("levels-fast")


@cache
def shipped() -> LevelModel:
    """The one that answers if none is named: a network among its members."""
    return load()


@given(TEXTS, st.integers(1, 9))
@settings(max_examples=25, deadline=None)
def test_every_row_ends_as_exactly_one_outcome(texts: list[str], size: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        result = label(texts, Path(folder) / "run", model=quick(), part_size=size)
        rows = sorted(result.labels["row"].to_pylist() + result.rejected["row"].to_pylist())
        assert rows == list(range(len(texts)))


@given(TEXTS, st.integers(1, 9), st.integers(1, 9))
@settings(max_examples=15, deadline=None)
def test_an_answer_does_not_depend_on_how_the_rows_are_cut(
    texts: list[str], one: int, two: int
) -> None:
    model = shipped()
    with tempfile.TemporaryDirectory() as folder:
        first = label(texts, Path(folder) / "one", model=model, part_size=one)
        second = label(texts, Path(folder) / "two", model=model, part_size=two)
        assert first.labels.equals(second.labels)
        assert first.rejected.equals(second.rejected)


@given(st.lists(st.sampled_from("abcdefgh")), st.lists(st.integers(1, 4), min_size=1))
def test_kept_ids_do_not_depend_on_how_the_ids_are_cut(ids: list[str], cuts: list[int]) -> None:
    whole = KeptIds().add(ids).tolist()
    kept = KeptIds()
    pieces: list[bool] = []
    position = 0
    turn = 0
    while position < len(ids):
        size = cuts[turn % len(cuts)]
        pieces += kept.add(ids[position : position + size]).tolist()
        position += size
        turn += 1
    assert pieces == whole
    assert sum(whole) == len(set(ids))


@given(
    st.lists(
        st.sampled_from(
            ["👍", "😡", "⭐", ":)", ":D", "<3", "10/10", "!!!", "❤️", " ", "5", "🤮🤮"]
        ),
        min_size=1,
        max_size=12,
    )
)
@settings(max_examples=60, deadline=None)
def test_a_comment_without_a_word_never_gets_a_level(signs: list[str]) -> None:
    """The models have learned words: what they make of signs alone is chance."""
    texts = [" ".join(signs), "Lovely staff, and the queue was short."]
    labels = label(texts, model=quick()).labels
    assert labels["level"].to_pylist()[-1] is not None
    assert set(labels["status"].to_pylist()[:-1]) <= {"no_evidence"}
