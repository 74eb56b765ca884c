"""A mapping beside its topics: the same bit for bit, or refused by the file's name."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import numpy as np
import pytest
from tests.topicmodel.conftest import BASE, DIFFERENT

from cxnlp.errors import ModelError
from cxnlp.topicmodel import (
    MAPPING,
    MappedEncoder,
    discover,
    mapping_bytes,
    open_topics,
    read_mapping,
    write_model,
)

if TYPE_CHECKING:
    from pathlib import Path


def test_a_damaged_mapping_or_one_upon_another_encoder_is_refused(
    mapped: MappedEncoder, tmp_path: Path
) -> None:
    model = discover(DIFFERENT[:5], mapped.encode(DIFFERENT[:5]), mapped)
    write_model(model, tmp_path / "model", {MAPPING: mapping_bytes(mapped)})
    path = tmp_path / "model" / MAPPING
    content = path.read_bytes()
    path.write_bytes(content[:-1] + bytes([content[-1] ^ 1]))
    with pytest.raises(ModelError, match=MAPPING):
        open_topics(tmp_path)
    path.write_bytes(content)
    with pytest.raises(ModelError, match="another static encoder"):
        read_mapping(tmp_path / "model", mapped)
    manifest = tmp_path / "model" / "manifest.json"
    values = json.loads(manifest.read_text())
    del values["files"][MAPPING]
    manifest.write_text(json.dumps(values))
    with pytest.raises(ModelError, match=MAPPING):
        open_topics(tmp_path)


def test_written_and_read_it_gives_the_same_vectors_and_the_same_bytes(
    mapped: MappedEncoder, tmp_path: Path
) -> None:
    content = mapping_bytes(mapped)
    none, folder = DIFFERENT[:1], tmp_path / "model"
    write_model(discover(none, mapped.encode(none), mapped), folder, {MAPPING: content})
    again = read_mapping(folder, BASE)
    assert again.identity == mapped.identity
    assert np.array_equal(again.encode(DIFFERENT[:40]), mapped.encode(DIFFERENT[:40]))
    assert mapping_bytes(again) == content
    assert b"tram" not in content, "it holds no texts"


def test_a_file_of_another_kind_is_named(mapped: MappedEncoder, tmp_path: Path) -> None:
    none, folder = DIFFERENT[:1], tmp_path / "model"
    write_model(discover(none, mapped.encode(none), mapped), folder, {MAPPING: b"no mapping"})
    with pytest.raises(ModelError) as caught:
        read_mapping(folder, BASE)
    assert caught.value.where == str(folder / MAPPING)
    assert "--encoder mapped" in caught.value.hint
