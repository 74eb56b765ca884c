"""Mapped vectors: near to what the teacher would say, and the same beside any neighbour."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import numpy as np
import pytest

from cxnlp.encoders import open_encoder
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
    read_mapping,
    teach,
    write_model,
)

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

THINGS = ["tram", "soup", "parcel", "refund", "nurse", "ticket", "garden", "lamp"]
SAYINGS = [
    "the {0} was {1}", "a {1} {0} again", "{1}, my {0} with the {2}", "no {0} and a {1} {2}",
    "I saw the {2} beside a {1} {0}",
]  # fmt: skip
MOODS = ["late", "awful", "great", "slow", "cold", "fine", "strange", "rude", "loud", "dear"]
TEXTS = [
    saying.format(thing, mood, other)
    for mood in MOODS
    for saying in SAYINGS
    for thing in THINGS
    for other in THINGS
    if thing != other or "{2}" not in saying
]
DIFFERENT = sorted(set(TEXTS), key=lambda text: text[::-1])
BASE = open_encoder("static").encoder
TURN = np.linalg.qr(np.random.default_rng(0).normal(size=(BASE.dimension, BASE.dimension)))[0]


def turned(texts: Sequence[str]) -> np.ndarray:
    """A teacher whose vectors can be learned: the static ones, turned."""
    return np.asarray(BASE.encode(texts) @ TURN, np.float32)


@pytest.fixture(scope="module")
def asked() -> list[str]:
    return []


@pytest.fixture(scope="module")
def mapped(asked: list[str]) -> MappedEncoder:
    def read(texts: Sequence[str]) -> np.ndarray:
        asked.extend(texts)
        return turned(texts)

    return teach(DIFFERENT, BASE, "turned", read)


def test_the_teacher_reads_a_fifth_and_no_text_twice(
    mapped: MappedEncoder, asked: list[str]
) -> None:
    assert len(asked) == len(set(asked)) == max(200, round(0.2 * len(DIFFERENT)))
    assert len(mapped.anchors) == len(asked)


def test_unread_texts_come_near_to_where_the_teacher_would_put_them(
    mapped: MappedEncoder, asked: list[str]
) -> None:
    unread = [text for text in DIFFERENT if text not in set(asked)]
    centre = turned(asked).mean(axis=0)
    wanted = turned(unread) - centre
    wanted /= np.linalg.norm(wanted, axis=1, keepdims=True)
    assert (mapped.encode(unread) * wanted).sum(axis=1).mean() > 0.9


def test_a_vector_does_not_depend_on_its_batch_bit_for_bit(mapped: MappedEncoder) -> None:
    whole = mapped.encode(DIFFERENT)
    for part in (slice(0, 1), slice(17, 24), slice(3, 1500)):
        assert np.array_equal(mapped.encode(DIFFERENT[part]), whole[part])
    assert np.array_equal(mapped.encode(DIFFERENT[::-1]), whole[::-1])


def test_a_text_without_a_known_token_has_no_vector(mapped: MappedEncoder) -> None:
    assert not mapped.encode(["它很慢", ""]).any()


def test_few_texts_are_all_read() -> None:
    few = DIFFERENT[:30]
    asked: list[str] = []

    def read(texts: Sequence[str]) -> np.ndarray:
        asked.extend(texts)
        return turned(texts)

    encoder = teach(few, BASE, "turned", read)
    assert sorted(asked) == sorted(few)
    assert encoder.encode(few).any(axis=1).all()


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


def test_topics_of_a_standing_encoder_are_opened_by_its_name(tmp_path: Path) -> None:
    model = discover(DIFFERENT[:60], BASE.encode(DIFFERENT[:60]), BASE)
    write_model(model, tmp_path / "model")
    assert open_topics(tmp_path).encoder.identity == BASE.identity


def test_texts_without_any_known_token_teach_nothing_and_have_no_vector() -> None:
    unknown = ["它很慢", "员工很好", "价格太高"]
    encoder = teach(unknown, BASE, "turned", lambda texts: np.eye(len(texts), 8, dtype=np.float32))
    assert not encoder.encode(unknown).any()
    assert not encoder.encode(["late tram"]).any()
