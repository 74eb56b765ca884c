"""Topics opened again assign by the rule, and with the encoder, of the day they were found."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from tests.topicmodel.conftest import BASE, DIFFERENT

from cxnlp.errors import ModelError
from cxnlp.topicmodel import (
    MAPPED,
    MAPPING,
    Assigner,
    MappedEncoder,
    Request,
    discover,
    mapping_bytes,
    open_topics,
    write_model,
)

if TYPE_CHECKING:
    from pathlib import Path


def test_topics_found_with_it_are_opened_with_it(mapped: MappedEncoder, tmp_path: Path) -> None:
    vectors = mapped.encode(DIFFERENT)
    model = discover(DIFFERENT, vectors, mapped, Request(resolution=1.4))
    write_model(model, tmp_path / "model", {MAPPING: mapping_bytes(mapped)})
    opened = open_topics(tmp_path)
    assert opened.encoder.name == MAPPED
    before = Assigner(model, mapped).assign(DIFFERENT[:50])
    after = opened.assign(DIFFERENT[:50])
    assert np.array_equal(before.topic, after.topic)
    assert np.array_equal(before.strength, after.strength)


def test_topics_of_a_standing_encoder_are_opened_by_its_name(tmp_path: Path) -> None:
    model = discover(DIFFERENT[:60], BASE.encode(DIFFERENT[:60]), BASE)
    write_model(model, tmp_path / "model")
    assert open_topics(tmp_path).encoder.identity == BASE.identity


def test_what_is_no_topics_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=r"model/manifest\.json"):
        open_topics(str(tmp_path))
