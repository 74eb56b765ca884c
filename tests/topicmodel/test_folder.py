"""A topic model on disk is the same model, or it is refused by the name of the file."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import numpy as np
import pytest

from cxnlp.encoders import open_encoder
from cxnlp.errors import ModelError
from cxnlp.topicmodel import Rule, Topic, TopicModel, read_model, same_encoder, write_model

if TYPE_CHECKING:
    from pathlib import Path

MODEL = TopicModel(
    encoder="static:made-up",
    encoder_name="static",
    centre=np.array([0.1, 0.2], np.float32),
    rule=Rule(*(np.eye(2, dtype=np.float32),) * 2, np.zeros(2, np.float32)),
    topics=(Topic(0, "late", ("late", "tram"), lineage=("new",)), Topic(3, "soup", theme=0)),
    threshold=0.25,
    secondary=0.5,
    facts={"seed": 7},
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write_model(MODEL, tmp_path / "model")
    return tmp_path / "model"


def test_saved_and_loaded_it_answers_as_before(folder: Path) -> None:
    loaded = read_model(folder)
    assert (loaded.topics, loaded.threshold, loaded.secondary) == (MODEL.topics, 0.25, 0.5)
    assert loaded.facts == {"seed": 7}
    rows = np.random.default_rng(1).normal(size=(50, 2)).astype(np.float32)
    for before, after in zip(MODEL.assign(rows), loaded.assign(rows), strict=True):
        assert np.array_equal(before, after)


@pytest.mark.parametrize("name", ["centroids.safetensors", "topics.json"])
def test_one_wrong_byte_is_refused_by_the_name_of_the_file(folder: Path, name: str) -> None:
    content = bytearray((folder / name).read_bytes())
    content[-3] ^= 1
    (folder / name).write_bytes(bytes(content))
    with pytest.raises(ModelError, match=name):
        read_model(folder)


@pytest.mark.parametrize("name", ["centroids.safetensors", "topics.json", "manifest.json"])
def test_a_missing_file_is_named(folder: Path, name: str) -> None:
    (folder / name).unlink()
    with pytest.raises(ModelError, match=name):
        read_model(folder)


def test_another_format_is_refused_first(folder: Path) -> None:
    manifest = json.loads((folder / "manifest.json").read_text())
    (folder / "manifest.json").write_text(json.dumps({**manifest, "format": 99}))
    (folder / "topics.json").unlink()
    with pytest.raises(ModelError, match="format 99"):
        read_model(folder)


def test_the_topics_of_another_encoder_are_refused(folder: Path) -> None:
    with pytest.raises(ModelError, match=r"manifest\.json"):
        same_encoder(read_model(folder), open_encoder("static").encoder, folder)
