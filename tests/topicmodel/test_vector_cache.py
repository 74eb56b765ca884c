"""A cache of vectors: what any job has read, no later one asks for again."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest
from tests.topicmodel.conftest import KEPT, Counting

from cxnlp.errors import UsageError
from cxnlp.topicmodel import KeptEncoder, VectorCache, read_vectors

if TYPE_CHECKING:
    from pathlib import Path

    from cxnlp.encoders import Encoder


def test_what_is_kept_is_not_asked_for_again(
    encoder: Encoder, counting: Counting, tmp_path: Path
) -> None:
    reader = KeptEncoder(counting, read_vectors([tmp_path], encoder))
    assert np.array_equal(reader.encode(KEPT), encoder.encode(KEPT))
    assert counting.asked == []
    reader.encode(["new", *KEPT])
    assert counting.asked == ["new"]


def test_a_cache_serves_later_jobs_wherever_their_topics_stand(
    encoder: Encoder, counting: Counting, tmp_path: Path
) -> None:
    nothing = read_vectors([], encoder)
    for texts, asked in ((KEPT, KEPT), (["new", *KEPT], ["new"]), (["new"], [])):
        counting.asked.clear()
        cache = VectorCache(tmp_path / "cache", counting)
        reader = KeptEncoder(counting, nothing, cache)
        assert np.array_equal(reader.encode(texts), encoder.encode(texts))
        assert np.array_equal(reader.encode(texts), encoder.encode(texts))
        assert counting.asked == asked
        cache.flush()
    files = list((tmp_path / "cache").rglob("*.safetensors"))
    assert len(files) == 2, "a file once written is never written anew"
    assert not any(b"soup" in file.read_bytes() for file in files)
    files[0].write_bytes(b"short")
    files[1].unlink()
    assert len(VectorCache(tmp_path / "cache", counting)) == 0
    assert len(cache) == 3
    assert np.array_equal(reader.encode(["new", *KEPT]), encoder.encode(["new", *KEPT]))


def test_a_cache_keeps_encoders_apart_and_writes_before_memory_fills(
    encoder: Encoder, counting: Counting, tmp_path: Path
) -> None:
    cache = VectorCache(tmp_path / "cache", counting)
    cache.add(
        [f"text {at}" for at in range(2_001)], np.ones((2_001, counting.dimension), np.float32)
    )
    assert len(VectorCache(tmp_path / "cache", encoder)) == 2_000
    other = replace(counting, identity="static:another")
    assert len(VectorCache(tmp_path / "cache", other)) == 0


def test_a_cache_that_is_no_folder_is_refused(encoder: Encoder, tmp_path: Path) -> None:
    (tmp_path / "letters").write_text("Dear customer")
    with pytest.raises(UsageError, match="--cache"):
        VectorCache(tmp_path / "letters", encoder)


def test_vectors_are_put_where_they_belong_and_what_is_lacking_is_told_in_order(
    counting: Counting, tmp_path: Path
) -> None:
    cache = VectorCache(tmp_path / "cache", counting)
    width = counting.dimension
    cache.add(["b"], np.full((1, width), 2, np.float32))
    cache.flush()
    cache.add(["d"], np.full((1, width), 4, np.float32))
    out = np.zeros((5, width), np.float32)
    assert cache.fill(["a", "b", "c", "d", "e"], out, [4, 3, 1, 0]) == [0, 4]
    assert out[:, 0].tolist() == [0, 2, 0, 4, 0], "the third was not wanted"
    assert len(cache) == 2


def test_nothing_new_writes_no_file(counting: Counting, tmp_path: Path) -> None:
    cache = VectorCache(tmp_path / "cache", counting)
    cache.flush()
    KeptEncoder(counting, read_vectors([], counting), cache).flush()
    KeptEncoder(counting, read_vectors([], counting)).flush()
    assert list((tmp_path / "cache").rglob("*.safetensors")) == []


def test_an_encoder_that_remembers_is_told_from_the_other_by_nothing(
    encoder: Encoder, counting: Counting
) -> None:
    kept = KeptEncoder(counting, read_vectors([], encoder))
    assert (kept.name, kept.identity) == (counting.name, counting.identity)
    assert kept.dimension == counting.dimension
    assert kept.encode([]).shape == (0, counting.dimension)
    assert counting.asked == []
