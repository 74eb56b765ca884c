"""Laws of level models, for any texts."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from cxnlp.models import load
from cxnlp.models.normalisation import NormalisedScorer

_MODEL = load("levels-fast")

_WORDS = st.sampled_from(
    [
        "not",
        "good",
        "Awful",
        "staff",
        "NEVER",
        "again",
        "the",
        "waiting",
        "!",
        "??",
        ",",
        "caf\u00e9",
        "wiating",
        "Mehmet",
        "Sam",
        "Mehmet\u2019s",
        "\n",
    ]
)
_TEXTS = st.one_of(st.text(max_size=60), st.lists(_WORDS, max_size=30).map(" ".join))


@settings(deadline=None)
@given(st.lists(_TEXTS, min_size=1, max_size=30), st.data())
def test_an_answer_depends_on_its_text_only_bit_for_bit(
    texts: list[str], data: st.DataObject
) -> None:
    together = _MODEL.predict(texts)
    place = data.draw(st.integers(0, len(texts) - 1))
    alone = _MODEL.predict([texts[place]])
    assert alone.probabilities[0].tobytes() == together.probabilities[place].tobytes()
    assert alone.evidence[0] == together.evidence[place]
    assert (alone.intervals[0] == together.intervals[place]).all()


@settings(deadline=None)
@given(st.lists(_TEXTS, min_size=1, max_size=20), st.randoms(use_true_random=False))
def test_answers_move_with_their_texts(texts: list[str], random: object) -> None:
    order = list(range(len(texts)))
    random.shuffle(order)  # type: ignore[attr-defined] # hypothesis gives a random.Random
    straight = _MODEL.predict(texts)
    mixed = _MODEL.predict([texts[place] for place in order])
    assert straight.probabilities[order].tobytes() == mixed.probabilities.tobytes()


@settings(deadline=None)
@given(st.lists(_TEXTS, max_size=10))
def test_every_text_has_one_answer_with_its_level_inside_its_interval(texts: list[str]) -> None:
    found = _MODEL.predict(texts)
    assert len(found) == len(texts)
    assert ((found.intervals[:, 0] <= found.levels) & (found.levels <= found.intervals[:, 1])).all()
    assert ((found.evidence >= 0) & (found.evidence <= 1)).all()


@settings(deadline=None)
@given(st.lists(_TEXTS, max_size=20))
def test_normalised_twice_is_normalised_once_each_text_by_itself(texts: list[str]) -> None:
    assert isinstance(_MODEL.scorer, NormalisedScorer)
    normalise = _MODEL.scorer.normaliser.normalise
    once = normalise(texts)
    assert normalise(once) == once
    assert [normalise([text])[0] for text in texts] == once
