"""Aspects by n-grams: what is written to a model folder is what is read from it."""

from __future__ import annotations

import numpy as np
import pytest
from safetensors.numpy import save

from cxnlp.errors import ModelError
from cxnlp.models.aspect_features import ASPECTS, AspectFeatures
from cxnlp.models.aspects import AspectRule
from cxnlp.models.linear import LinearScorer
from cxnlp.models.ngrams import FeatureSettings

TEXTS = ["The nurse was kind.", "", "I rang twice."]


def features(constant: np.ndarray, weights: np.ndarray | None = None) -> AspectFeatures:
    settings = FeatureSettings(buckets=1024)
    weights = np.zeros((23, 1024), np.int16) if weights is None else weights
    heads = LinearScorer(settings, weights, np.full(22, 0.5), constant)
    return AspectFeatures(heads, AspectRule(thresholds=(0.25,) * 12))


def test_without_weights_every_text_has_what_the_constants_say() -> None:
    constant = np.arange(22.0)
    found = features(constant)
    assert found.outputs(TEXTS).tolist() == [constant.tolist()] * 3
    told = found.tell(TEXTS)
    assert told["empathy"].tolist() == [-1, -1, -1]
    assert told["touch_phone"].tolist() == [True, True, True]
    assert found.tell([])["touch_phone"].tolist() == []


def test_written_and_read_it_tells_the_same() -> None:
    weights = np.random.default_rng(3).integers(-99, 99, (23, 1024)).astype(np.int16)
    before = features(np.zeros(22), weights)
    again = AspectFeatures.read(before.files())
    assert set(before.files()) == {"aspects.safetensors", "aspects.json"}
    assert again.rule == before.rule
    assert again.outputs(TEXTS).tobytes() == before.outputs(TEXTS).tobytes()
    assert again.files() == before.files()


def arrays(**changed: np.ndarray) -> bytes:
    right: dict[str, np.ndarray] = {
        "weights": np.zeros((23, 1024), np.int16),
        "scale": np.ones(22),
        "constant": np.zeros(22),
    }
    return bytes(save({**right, **changed}))


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"no arrays",
        bytes(save({"weights": np.zeros((23, 1024), np.int16)})),
        arrays(weights=np.zeros((23, 512), np.int16)),
        arrays(weights=np.zeros((22, 1024), np.int16)),
        arrays(weights=np.zeros(1024, np.int16)),
        arrays(scale=np.ones(21)),
        arrays(constant=np.zeros(21)),
    ],
    ids=["empty", "other", "one array", "few buckets", "outputs", "flat", "scale", "constant"],
)
def test_other_contents_are_refused_by_the_name_of_the_file(content: bytes) -> None:
    files = features(np.zeros(22)).files()
    with pytest.raises(ModelError, match="weights of 22 outputs") as caught:
        AspectFeatures.read({**files, ASPECTS: content})
    assert caught.value.where == ASPECTS


def test_a_file_that_is_lacking_is_told() -> None:
    files = features(np.zeros(22)).files()
    for name in files:
        with pytest.raises(ModelError):
            AspectFeatures.read({other: files[other] for other in files if other != name})
