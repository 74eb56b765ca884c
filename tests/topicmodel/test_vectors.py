"""Vectors are kept by content; whatever is wrong with them is passed over."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import numpy as np
import pytest

from cxnlp.encoders import open_encoder
from cxnlp.errors import UsageError
from cxnlp.topicmodel import KeptEncoder, VectorCache, keep_vectors, read_vectors

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from cxnlp.encoders import Encoder

TEXTS = ["late tram", "lovely soup"]


@pytest.fixture
def encoder(tmp_path: Path) -> Encoder:
    opened = open_encoder("static").encoder
    vectors = opened.encode(TEXTS)
    keep_vectors(tmp_path, opened, dict(zip(TEXTS, vectors, strict=True)))
    return opened


def test_what_was_kept_is_the_same_bit_for_bit(encoder: Encoder, tmp_path: Path) -> None:
    kept = read_vectors([tmp_path], encoder)
    assert len(kept) == 2
    texts = [*TEXTS, "new"]
    assert np.array_equal(KeptEncoder(encoder, kept).encode(texts), encoder.encode(texts))
    assert kept.get("new") is None


def test_the_texts_themselves_are_not_kept(encoder: Encoder, tmp_path: Path) -> None:
    del encoder
    assert b"soup" not in (tmp_path / "vectors.safetensors").read_bytes()


def test_damaged_or_missing_vectors_are_passed_over(encoder: Encoder, tmp_path: Path) -> None:
    file = tmp_path / "vectors.safetensors"
    content = bytearray(file.read_bytes())
    content[-1] ^= 1
    file.write_bytes(bytes(content))
    assert len(read_vectors([tmp_path, tmp_path / "nowhere"], encoder)) == 0
    file.write_bytes(b"short")
    assert len(read_vectors([tmp_path], encoder)) == 0


@dataclass(frozen=True)
class Counting:
    """The static encoder, with what it was asked."""

    identity: str
    dimension: int
    name: str = "static"
    asked: list[str] = field(default_factory=list)

    def encode(self, texts: Sequence[str]) -> np.ndarray:
        self.asked.extend(texts)
        return open_encoder("static").encoder.encode(texts)


@pytest.fixture
def counting(encoder: Encoder) -> Counting:
    return Counting(encoder.identity, encoder.dimension)


def test_what_is_kept_is_not_asked_for_again(
    encoder: Encoder, counting: Counting, tmp_path: Path
) -> None:
    reader = KeptEncoder(counting, read_vectors([tmp_path], encoder))
    assert np.array_equal(reader.encode(TEXTS), encoder.encode(TEXTS))
    assert counting.asked == []
    reader.encode(["new", *TEXTS])
    assert counting.asked == ["new"]


def test_a_cache_serves_later_jobs_wherever_their_topics_stand(
    encoder: Encoder, counting: Counting, tmp_path: Path
) -> None:
    nothing = read_vectors([], encoder)
    for texts, asked in ((TEXTS, TEXTS), (["new", *TEXTS], ["new"]), (["new"], [])):
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
    assert np.array_equal(reader.encode(["new", *TEXTS]), encoder.encode(["new", *TEXTS]))


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


def test_vectors_of_another_encoder_are_passed_over(encoder: Encoder, tmp_path: Path) -> None:
    other = Counting("static:another", encoder.dimension)
    assert len(read_vectors([tmp_path], other)) == 0
    assert len(read_vectors([tmp_path], encoder)) == 2
