"""Vectors are kept by content; whatever is wrong with them is passed over."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from cxnlp.encoders import open_encoder
from cxnlp.topicmodel import keep_vectors, read_vectors

if TYPE_CHECKING:
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
    assert np.array_equal(kept.encode(encoder, [*TEXTS, "new"]), encoder.encode([*TEXTS, "new"]))
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
