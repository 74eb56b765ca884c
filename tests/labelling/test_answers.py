"""Texts are answered once each and by themselves; what cannot be said of one is null."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np
import pytest
from tests.models.conftest import make_model

from cxnlp.errors import ModelError
from cxnlp.labelling.answers import Answers, Reader, load_once
from cxnlp.models import LevelModel, ModelCalibration, Predictions, Scores
from cxnlp.ordinal import EvidenceCalibration
from cxnlp.text import LanguageIdentifier

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

GOLDEN: Final = Path(__file__).parents[1] / "golden" / "1" / "golden-linear"


@dataclass(frozen=True)
class Counting:
    """A scorer with room for two texts at a time, whose evidence is their number of words."""

    room: int = 2
    asked: list[list[str]] = field(default_factory=list)

    def score(self, texts: Sequence[str]) -> Scores:
        self.asked.append(list(texts))
        if len(texts) > self.room:
            raise MemoryError
        words = np.array([len(text.split()) for text in texts], np.float64)
        aspects = {"empathy": words.astype(np.int8)}
        return Scores(np.zeros((len(texts), 6)), words, aspects)


class Told(LanguageIdentifier):
    """Knows the language of a text by the two letters that it ends with."""

    def identify(self, texts: Iterable[str]) -> tuple[list[str], list[bool]]:
        codes = [text[-2:] for text in texts]
        return codes, [True] * len(codes)


class Always(LanguageIdentifier):
    """Takes every text for one in the same language."""

    def __init__(self, code: str) -> None:
        self._code = code

    def identify(self, texts: Iterable[str]) -> tuple[list[str], list[bool]]:
        codes = [self._code for _ in texts]
        return codes, [True] * len(codes)


def reader(scorer: Counting, threshold: float = 0.5) -> Reader:
    """With a line of slope 1: a text of no words has an evidence of a half."""
    calibration = ModelCalibration(evidence=EvidenceCalibration(threshold=threshold))
    return Reader(LevelModel(make_model().contents, scorer, calibration), Told())


def test_answers_stand_in_the_order_of_the_texts_and_each_text_is_read_once() -> None:
    scorer = Counting(room=9)
    texts = ["b a en", "a en", "b a en", "c b a en", "a en"]
    found = reader(scorer).answer(texts)
    assert scorer.asked == [["b a en", "a en", "c b a en"]]
    assert found.predictions.aspects["empathy"].tolist() == [3, 2, 3, 4, 2]
    assert found.languages == ["en"] * 5
    assert len(found.predictions) == len(found.status) == 5


def test_where_memory_does_not_suffice_texts_are_answered_by_halves() -> None:
    texts = [f"{'x ' * words}en" for words in range(1, 6)]
    found = reader(Counting()).answer(texts)
    at_once = reader(Counting(room=9)).answer(texts)
    assert found.predictions.aspects["empathy"].tolist() == [2, 3, 4, 5, 6]
    assert found.predictions.evidence.tolist() == at_once.predictions.evidence.tolist()
    assert found.predictions.intervals.shape == (5, 2)
    assert found.predictions.probabilities.shape == (5, 6)
    assert found.languages == at_once.languages


def test_memory_that_does_not_suffice_for_one_text_is_an_error() -> None:
    scorer = Counting(room=0)
    with pytest.raises(MemoryError):
        reader(scorer).answer(["a en", "b en", "c en"])
    assert scorer.asked == [["a en", "b en", "c en"], ["a en"]]


def test_no_texts_have_no_answers() -> None:
    found = reader(Counting()).answer([])
    assert (len(found.predictions), found.languages, found.status) == (0, [], [])


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("kind staff en", "labelled"),
        ("kind staff und", "unsupported_language"),
        ("netter Dienst de", "unsupported_language"),
    ],
)
def test_a_text_in_another_language_is_not_supported(text: str, status: str) -> None:
    assert reader(Counting()).answer([text]).status == [status]


def test_where_nothing_tells_the_language_the_text_is_read() -> None:
    model = reader(Counting()).model
    assert Reader(model, Always("und")).answer(["kind staff"]).status == ["labelled"]


def test_evidence_at_the_threshold_is_enough() -> None:
    """Three words have an evidence of 1 / (1 + e^-3)."""
    evidence = float(np.float32(1 / (1 + np.exp(-3.0))))
    for threshold, status in ((evidence, "labelled"), (evidence + 1e-6, "no_evidence")):
        assert reader(Counting(), threshold).answer(["kind staff en"]).status == [status]


def test_a_bare_nothing_tells_of_none_whatever_the_model_and_the_language_say() -> None:
    model = reader(Counting()).model
    assert Reader(model, Always("fr")).answer(["nothing", "rien du tout ici"]).status == [
        "no_evidence",
        "unsupported_language",
    ]


def test_of_a_text_that_is_not_labelled_only_level_and_name_are_null() -> None:
    given = Predictions(
        levels=np.array([1, 6, 3], np.int8),
        probabilities=np.full((3, 6), 1 / 6, np.float32),
        evidence=np.array([0.9, 0.8, 0.1], np.float32),
        intervals=np.array([[1, 2], [5, 6], [2, 4]], np.int8),
        aspects={"empathy": np.array([1, 0, -1], np.int8)},
    )
    states = ["labelled", "unsupported_language", "no_evidence"]
    columns = Answers(given, ["en", "de", "en"], states).columns()
    cells = {name: getattr(value, "tolist", lambda v=value: v)() for name, value in columns.items()}
    assert cells["level"] == [1, None, None]
    assert cells["level_name"] == ["criminal", None, None]
    assert cells["level_low"] == [1, 5, 2]
    assert cells["level_high"] == [2, 6, 4]
    assert cells["status"] == states
    assert cells["language"] == ["en", "de", "en"]
    assert cells["empathy"] == [1, 0, -1]
    assert [len(cells[f"p_{name}"]) for name in ("criminal", "unbelievable")] == [3, 3]
    assert list(columns)[:3] == ["level", "level_name", "p_criminal"]


def test_every_level_bears_its_name() -> None:
    every = Predictions(
        np.arange(1, 7, dtype=np.int8),
        np.zeros((6, 6), np.float32),
        np.ones(6, np.float32),
        np.ones((6, 2), np.int8),
        {},
    )
    names = Answers(every, ["en"] * 6, ["labelled"] * 6).columns()["level_name"]
    assert names.to_pylist() == [  # type: ignore[attr-defined]  # an Arrow array
        *("criminal", "basic", "expected", "desired", "surprising", "unbelievable"),
    ]


def test_a_model_that_changed_since_the_run_was_begun_is_refused() -> None:
    with pytest.raises(ModelError, match="the model changed while the job was running") as caught:
        load_once(str(GOLDEN), "sha256:0")
    assert caught.value.where == str(GOLDEN)
    assert caught.value.expected == "the model that the run was begun with (sha256:0)"
    assert "--fresh" in caught.value.hint
