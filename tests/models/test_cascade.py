"""A cascade: the cheap member answers, and the other where the cheap one is unsure.

Members are scorers whose scores stand in the text: "level=share ...; evidence", made by hand.
"""

from __future__ import annotations

import math
import shutil
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np
import pytest
from tests.models.conftest import make_model

from cxnlp.errors import ModelError
from cxnlp.models import LevelModel, ModelCalibration, Scores, load
from cxnlp.models.aspect_features import AspectFeatures
from cxnlp.models.aspects import AspectRule
from cxnlp.models.cascade import (
    CascadeScorer,
    CascadeSettings,
    on_path,
    second_scores,
    short_texts,
    unsureness,
)
from cxnlp.models.linear import LinearScorer
from cxnlp.models.ngrams import FeatureSettings
from cxnlp.models.normalisation import NormalisedScorer, Normaliser
from cxnlp.ordinal import EvidenceCalibration, LevelCalibration

if TYPE_CHECKING:
    from collections.abc import Sequence

GOLDEN: Final = Path(__file__).parents[1] / "golden" / "1"
EVEN: Final = (1 / 6,) * 6


@dataclass(frozen=True)
class Told:
    """A scorer that says of each text what it was told to say; it keeps what it was asked."""

    shares: dict[str, tuple[float, ...]]
    evidence: float
    empathy: int = 0
    asked: list[str] = field(default_factory=list)

    def score(self, texts: Sequence[str]) -> Scores:
        self.asked.extend(texts)
        shares = np.array([self.shares.get(text, EVEN) for text in texts]).reshape(-1, 6)
        none = np.tile([0.0, -9, -9] * 5 + [-9.0] * 7, (len(texts), 1))
        aspects = {
            **AspectRule().apply(none),
            "empathy": np.full(len(texts), self.empathy, np.int8),
        }
        return Scores(np.log(shares), np.full(len(texts), self.evidence), aspects)


def member(scorer: Told, calibration: ModelCalibration | None = None) -> LevelModel:
    return LevelModel(make_model().contents, scorer, calibration or ModelCalibration())


def scores(*shares: float, evidence: float = 0.0) -> Scores:
    return Scores(np.log(np.array([shares])), np.array([evidence]), {})


def sure_of(level: int) -> tuple[float, ...]:
    return tuple(0.95 if at == level else 0.01 for at in range(1, 7))


def test_unsureness_is_the_distance_expected_times_the_evidence() -> None:
    model = member(Told({}, 0.0))
    # The median of an even spread is 3: 2, 1, 0, 1, 2 and 3 levels off, and evidence is even.
    assert unsureness(model, scores(*EVEN)) == pytest.approx([0.75])
    # 0.95 at the median 6, and 1 to 5 levels off with 0.01 each: 0.15, and evidence is even.
    assert unsureness(model, scores(*sure_of(6))) == pytest.approx([0.075])
    assert unsureness(model, scores(*sure_of(6), evidence=math.log(3))) == pytest.approx([0.1125])


def test_unsureness_is_that_of_the_calibrated_model() -> None:
    """Lines that say "above" at every step leave level 6 alone, and no doubt."""
    line = LevelCalibration(slopes=(1.0,) * 5, offsets=(40.0,) * 5)
    none = EvidenceCalibration(offset=-40.0)
    model = member(Told({}, 0.0), ModelCalibration(levels=line))
    assert unsureness(model, scores(*EVEN)) == pytest.approx([0.0], abs=1e-4)
    silent = member(Told({}, 0.0), ModelCalibration(evidence=none))
    assert unsureness(silent, scores(*EVEN)) == pytest.approx([0.0], abs=1e-12)


def test_on_its_path_a_member_is_calibrated_twice() -> None:
    """Log-odds doubled and then halved are what they were."""
    shares = (0.1, 0.2, 0.3, 0.2, 0.1, 0.1)
    twice = LevelCalibration(slopes=(2.0,) * 5, offsets=(0.0,) * 5)
    half = LevelCalibration(slopes=(0.5,) * 5, offsets=(0.0,) * 5)
    model = member(Told({}, 0.0), ModelCalibration(levels=twice))
    assert np.exp(on_path(model, scores(*shares), half))[0] == pytest.approx(shares, abs=1e-5)
    once = np.exp(on_path(model, scores(*shares), LevelCalibration()))[0]
    assert once.sum() == pytest.approx(1)
    # Of level 1 against all others 1 to 9 becomes 1 to 81.
    assert once[0] == pytest.approx(1 / 82)


@pytest.mark.parametrize(
    ("words", "short"),
    [
        (0, [False] * 5),
        (1, [False, False, True, False, False]),
        (2, [False, False, True, True, False]),
    ],
)
def test_a_short_text_has_a_word_and_at_most_so_many(words: int, short: list[bool]) -> None:
    assert short_texts(["", "  ", "Bad!", " so\nbad ", "so very bad"], words).tolist() == short
    assert short_texts([], words).tolist() == []


SURE, UNSURE, SHORT = "they were kind to us", "it was as it was", "Avoid!"


def cascade(*, aspects: bool = False, threshold: float = 0.5) -> CascadeScorer:
    """The cheap member is sure of level 4, the other of level 2, whatever the text."""
    cheap = Told({SURE: sure_of(4), SHORT: sure_of(4)}, 1.0, empathy=1)
    expensive = Told(dict.fromkeys((SURE, UNSURE, SHORT), sure_of(2)), 3.0, empathy=-1)
    line = EvidenceCalibration(slope=2.0, offset=0.5)
    other = EvidenceCalibration(slope=3.0, offset=-1.0)
    heads = LinearScorer(
        FeatureSettings(buckets=1024), np.zeros((23, 1024), np.int16), np.ones(22), np.zeros(22)
    )
    return CascadeScorer(
        CascadeSettings(cheap="a", expensive="b", threshold=threshold, short=1),
        member(cheap, ModelCalibration(evidence=line)),
        member(expensive, ModelCalibration(evidence=other)),
        AspectFeatures(heads, AspectRule()) if aspects else None,
    )


def test_each_text_is_answered_by_who_has_to_answer_it_in_the_order_of_the_texts() -> None:
    """Evidence is the cheap member's (2 * 1 + 0.5) but for a short text (3 * 3 - 1)."""
    scorer = cascade()
    texts = [UNSURE, SURE, SHORT, SURE, UNSURE]
    found = scorer.score(texts)
    assert (found.levels.argmax(axis=1) + 1).tolist() == [2, 4, 2, 4, 2]
    assert found.evidence.tolist() == [2.5, 2.5, 8.0, 2.5, 2.5]
    assert found.aspects == {}
    assert scorer.passes(texts).tolist() == [True, False, True, False, True]
    assert isinstance(scorer.expensive.scorer, Told)
    assert scorer.expensive.scorer.asked == [UNSURE, SHORT, UNSURE]


def test_aspects_of_what_is_passed_on_are_the_expensive_members() -> None:
    found = cascade(aspects=True).score([SHORT, SURE, UNSURE, SURE])
    assert found.aspects["empathy"].tolist() == [-1, 1, -1, 1]


def test_no_texts_are_no_trouble() -> None:
    found = cascade(aspects=True).score([])
    assert (found.levels.shape, found.evidence.shape) == ((0, 6), (0,))
    assert found.aspects["empathy"].shape == (0,)


def test_a_text_is_passed_on_above_the_threshold_and_not_at_it() -> None:
    unsure = unsureness(cascade().cheap, Scores(np.log([EVEN]), np.array([1.0]), {}))
    at, below = float(unsure[0]), float(np.nextafter(unsure[0], 0))
    assert cascade(threshold=at).passes([UNSURE]).tolist() == [False]
    assert cascade(threshold=below).passes([UNSURE]).tolist() == [True]


def test_the_expensive_member_reads_what_the_cheap_one_reads() -> None:
    """Normalised where the cheap one is, and without the sentences that it passes over."""
    seen = Told({}, 0.0)
    text = "Mehmet Kaya was slow to answer"
    plain, other = member(Told({}, 0.0)), member(seen)
    second_scores(plain, other, [text])
    words = Normaliser(("was", "slow", "to", "answer"), (), ())
    normalising = LevelModel(
        plain.contents, NormalisedScorer(words, plain.scorer), plain.calibration
    )
    second_scores(normalising, other, [text])
    assert seen.asked == [text, "Sam was slow to answer"]


@pytest.mark.parametrize("changed", [False, True])
def test_a_member_that_is_not_there_or_is_another_is_refused_by_name(
    tmp_path: Path, changed: bool
) -> None:
    shutil.copytree(GOLDEN / "golden-cascade", tmp_path / "both")
    members = load(GOLDEN / "golden-cascade").manifest.members
    name = next(iter(members))
    for other in members:
        if other != name:
            shutil.copytree(GOLDEN / other, tmp_path / other)
    if changed:
        make_model().save(tmp_path / name)
    found = "with digest sha256:" if changed else "no member"
    with pytest.raises(ModelError, match=found) as caught:
        load(tmp_path / "both")
    assert name in caught.value.found
    assert caught.value.expected == f"the model with digest {members[name]}"
    assert caught.value.where == str(tmp_path / "both" / "manifest.json")
