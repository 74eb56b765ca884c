"""The shipped tiers: within their size, with their card, and each answer by itself."""

from __future__ import annotations

import subprocess
import sys

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cxnlp.models import LevelModel, load, shipped_models
from cxnlp.models.cascade import CascadeScorer

_TEXTS = [
    "They lied to us, shouted at my mother and kept our money. I will report them.",
    "The queue was too long and the app kept failing.",
    "It was ok, nothing special.",
    "Friendly staff and a good breakfast.",
    "Best stay of my whole life, I will never forget it and tell everyone!",
    "How do I change my PIN?",
    "The parcel came late twice, though the driver phoned and said sorry each time.",
    "",
    "\U0001f600",
]


_MODEL = load("levels")


@pytest.fixture
def cascade() -> LevelModel:
    """The shipped cascade."""
    return _MODEL


def test_the_accurate_model_weighs_thirty_megabytes_at_most() -> None:
    folder = shipped_models()["levels-accurate"]
    assert sum(path.stat().st_size for path in folder.iterdir()) <= 30_000_000


def test_the_cascade_holds_no_copy_of_its_members() -> None:
    folder = shipped_models()["levels"]
    assert sum(path.stat().st_size for path in folder.iterdir()) < 3_000_000


def test_the_cascade_names_the_models_that_are_shipped(cascade: LevelModel) -> None:
    assert cascade.manifest.members == {
        name: load(name).digest for name in ("levels-fast", "levels-accurate")
    }


@pytest.mark.parametrize("name", ["levels-accurate", "levels"])
def test_a_verdict_of_a_word_or_two_is_heard(name: str) -> None:
    blame = ["Terrible", "bad", "Rude", "Awful.", "slow", "Useless", "Rubbish!", "never again"]
    praise = ["good", "Great", "excellent", "Loved it", "Perfect.", "well done"]
    model = load(name)
    found, other = model.predict(blame), model.predict(praise)
    assert (found.evidence > model.evidence_threshold).all()
    assert (other.evidence > model.evidence_threshold).all()
    assert (found.levels <= 2).all()
    assert (other.levels >= 4).all()
    assert model.predict(["ok"]).levels.tolist() == [3]
    assert (model.predict(["parking", "n/a", "test", "12345"]).evidence < 0.5).all()


@pytest.mark.parametrize("name", ["levels-accurate", "levels"])
def test_a_card_tells_data_annotators_figures_and_misuse(name: str) -> None:
    card = (shipped_models()[name] / "CARD.md").read_text(encoding="utf-8")
    for words in (
        "all-MiniLM-L6-v2 (Apache-2.0)",
        "language-model annotators",
        "quadratic weighted kappa | 0.",
        "Cohen's kappa",
        "Sarcasm",
        "must not be used for",
    ):
        assert words in card


@pytest.mark.parametrize("name", ["levels-accurate", "levels"])
def test_plain_comments_stand_in_their_order(name: str) -> None:
    found = load(name).predict(_TEXTS)
    levels = found.levels[:5].tolist()
    assert levels == sorted(levels)
    assert levels[0] < 3 < levels[4]
    assert found.evidence[5] < 0.5 < found.evidence[1]
    assert all(len(values) == len(_TEXTS) for values in found.aspects.values())


@pytest.mark.parametrize("name", ["levels-fast", "levels-accurate", "levels"])
def test_a_short_verdict_is_an_experience(name: str) -> None:
    texts = ["It was bad.", "It was good.", "The room was fine.", "It was cold.", "It was slow"]
    assert load(name).predict(texts).evidence.min() > 0.5


@pytest.mark.parametrize("name", ["levels-fast", "levels-accurate", "levels"])
def test_a_grave_word_weighs_the_same_with_a_capital(name: str) -> None:
    words = ["racist", "scammers", "assaulted", "betrayed", "liars", "livid", "degraded"]
    texts = [f"I was there and they were {word}." for word in words]
    big = [f"I was there and they were {word.title()}." for word in words]
    model = load(name)
    assert model.predict(texts).levels.tolist() == model.predict(big).levels.tolist()


def test_some_texts_are_passed_on_and_some_are_not(cascade: LevelModel) -> None:
    scorer = cascade.scorer
    assert isinstance(scorer, CascadeScorer)
    passed = scorer.passes(_TEXTS)
    assert passed.any()
    assert not passed.all()


@settings(deadline=None, max_examples=25)
@given(
    st.lists(st.one_of(st.sampled_from(_TEXTS), st.text(max_size=40)), min_size=1, max_size=12),
    st.data(),
)
def test_the_answer_of_the_shipped_cascade_depends_on_the_text_only_bit_for_bit(
    texts: list[str], data: st.DataObject
) -> None:
    place = data.draw(st.integers(0, len(texts) - 1))
    together, alone = _MODEL.predict(texts), _MODEL.predict([texts[place]])
    assert alone.probabilities[0].tobytes() == together.probabilities[place].tobytes()
    assert alone.evidence[0].tobytes() == together.evidence[place].tobytes()
    assert (alone.intervals[0] == together.intervals[place]).all()
    assert all(alone.aspects[name][0] == together.aspects[name][place] for name in alone.aspects)


def test_an_answer_stays_as_it_is_in_another_process() -> None:
    program = (
        "import sys; from cxnlp.models import load; "
        f"found = load('levels').predict({_TEXTS!r}); "
        "print(found.probabilities.tobytes().hex()); "
        "print(sorted({'torch', 'sklearn', 'transformers', 'onnx'} & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    bits, heavy = done.stdout.split()
    assert bits == load("levels").predict(_TEXTS).probabilities.tobytes().hex()
    assert heavy == "[]"


def test_coverage_and_sums_are_those_of_the_contract(cascade: LevelModel) -> None:
    found = cascade.predict(_TEXTS)
    assert cascade.coverage == 0.9
    assert np.allclose(found.probabilities.sum(axis=1), 1, atol=1e-6)
    assert (found.intervals[:, 0] <= found.levels).all()
    assert (found.levels <= found.intervals[:, 1]).all()
