"""The static encoder: one vector for a text, whatever stands beside it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import numpy as np
import pytest

from cxnlp.encoders import StaticEncoder, load_static, open_encoder, write_static
from cxnlp.errors import ModelError

if TYPE_CHECKING:
    from pathlib import Path

TOKENIZER = json.dumps(
    {
        "version": "1.0",
        "truncation": None,
        "padding": None,
        "added_tokens": [],
        "normalizer": {"type": "Lowercase"},
        "pre_tokenizer": {"type": "Whitespace"},
        "post_processor": None,
        "decoder": None,
        "model": {
            "type": "WordLevel",
            "vocab": {"[UNK]": 0, "late": 1, "tram": 2, "soup": 3},
            "unk_token": "[UNK]",
        },
    }
)
VECTORS = np.array([[0, 0], [1, 0], [0.5, 0.5], [0, -2]], np.float32)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write_static(
        tmp_path / "small",
        vectors=VECTORS,
        centre=np.zeros(2, np.float32),
        tokenizer=TOKENIZER,
        facts={"source": "made up"},
        card="# small\n",
    )
    return tmp_path / "small"


@pytest.fixture(scope="module")
def shipped() -> StaticEncoder:
    encoder = open_encoder("static").encoder
    assert isinstance(encoder, StaticEncoder)
    return encoder


def test_a_vector_for_no_token_is_refused(tmp_path: Path) -> None:
    write_static(
        tmp_path / "small",
        vectors=np.concatenate([VECTORS, [[1, 1]]]),
        centre=np.zeros(2, np.float32),
        tokenizer=TOKENIZER,
        facts={},
        card="",
    )
    with pytest.raises(ModelError, match="found 5 vectors; expected one for each of the"):
        load_static(tmp_path / "small")


def test_a_text_is_the_mean_of_its_tokens_at_length_one(folder: Path) -> None:
    found = load_static(folder).encode(["late tram", "soup soup"])
    expected = np.array([[1.5, 0.5], [0, -1]]) / [[np.hypot(1.5, 0.5)], [1]]
    np.testing.assert_allclose(found, expected, atol=0.01)


def test_a_text_without_a_known_token_is_zero(folder: Path) -> None:
    found = load_static(folder).encode(["", "zzz", "!?"])
    assert found.shape == (3, 2)
    assert not found.any()


def test_no_texts_give_no_rows(folder: Path) -> None:
    assert load_static(folder).encode([]).shape == (0, 2)


def test_the_folder_says_who_it_is(folder: Path) -> None:
    assert load_static(folder).identity == load_static(folder).identity
    assert load_static(folder).identity.startswith("static:")


@pytest.mark.parametrize("name", ["vectors.safetensors", "tokenizer.json"])
def test_one_wrong_byte_is_refused_by_the_name_of_the_file(folder: Path, name: str) -> None:
    content = bytearray((folder / name).read_bytes())
    content[-2] ^= 1
    (folder / name).write_bytes(bytes(content))
    with pytest.raises(ModelError, match=name):
        load_static(folder)


def test_a_missing_file_is_named(folder: Path) -> None:
    (folder / "tokenizer.json").unlink()
    with pytest.raises(ModelError, match=r"tokenizer\.json"):
        load_static(folder)


def test_another_format_is_refused_before_anything_is_read(folder: Path) -> None:
    described = json.loads((folder / "encoder.json").read_text())
    (folder / "encoder.json").write_text(json.dumps({**described, "format": 2}))
    (folder / "vectors.safetensors").unlink()
    with pytest.raises(ModelError, match="format 2"):
        load_static(folder)


def test_the_shipped_one_is_small_and_knows_related_words(shipped: StaticEncoder) -> None:
    late, delayed, soup = shipped.encode(
        ["The train was late.", "Trains delayed again", "Tasty soup and fresh bread"]
    )
    assert late @ delayed > late @ soup + 0.2
    assert shipped.dimension == 256


def test_a_row_does_not_depend_on_the_batch(shipped: StaticEncoder) -> None:
    """Bit for bit, across the border of an inner batch too."""
    texts = [f"The parcel number {n} came {n % 7} days late." for n in range(5000)]
    whole = shipped.encode(texts)
    assert np.array_equal(shipped.encode(texts[4090:4100]), whole[4090:4100])
    assert np.array_equal(shipped.encode(texts[::-1])[::-1], whole)
