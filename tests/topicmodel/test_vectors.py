"""Vectors are kept by content; whatever is wrong with them is passed over."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from tests.topicmodel.conftest import KEPT, Counting

from cxnlp.topicmodel import KeptEncoder, read_vectors

if TYPE_CHECKING:
    from pathlib import Path

    from cxnlp.encoders import Encoder


def test_what_was_kept_is_the_same_bit_for_bit(encoder: Encoder, tmp_path: Path) -> None:
    kept = read_vectors([tmp_path], encoder)
    assert len(kept) == 2
    texts = [*KEPT, "new"]
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


def test_vectors_of_another_encoder_are_passed_over(encoder: Encoder, tmp_path: Path) -> None:
    other = Counting("static:another", encoder.dimension)
    assert len(read_vectors([tmp_path], other)) == 0
    assert len(read_vectors([tmp_path], encoder)) == 2
