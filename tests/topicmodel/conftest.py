"""Made-up sayings, a mapping that is fitted to them, and vectors that were kept."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
import pytest

from cxnlp.encoders import open_encoder
from cxnlp.topicmodel import MappedEncoder, keep_vectors, teach

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from cxnlp.encoders import Encoder

THINGS = [
    ("tram", "platform", "driver"),
    ("soup", "bread", "kitchen"),
    ("parcel", "courier", "doorstep"),
    ("refund", "account", "invoice"),
    ("nurse", "ward", "hospital"),
]


SAYINGS = [
    "the {0} and the {1} were {3}",
    "{3} {0} again, the {2} too",
    "I saw a {3} {1} near the {2}",
    "our {2} had a {3} {0}",
    "about the {1}: {3}, and a {0}",
]


MOODS = ["late", "awful", "great", "slow", "cold", "fine", "strange", "rude"]


TEXTS = [saying.format(*things, mood) for things in THINGS for saying in SAYINGS for mood in MOODS]


TRUTH = np.repeat(np.arange(len(THINGS)), len(SAYINGS) * len(MOODS))


_NOUNS = ["tram", "soup", "parcel", "refund", "nurse", "ticket", "garden", "lamp"]


_FRAMES = [
    "the {0} was {1}", "a {1} {0} again", "{1}, my {0} with the {2}", "no {0} and a {1} {2}",
    "I saw the {2} beside a {1} {0}",
]  # fmt: skip


_FEELINGS = ["late", "awful", "great", "slow", "cold", "fine", "strange", "rude", "loud", "dear"]


_MANY = [
    saying.format(thing, mood, other)
    for mood in _FEELINGS
    for saying in _FRAMES
    for thing in _NOUNS
    for other in _NOUNS
    if thing != other or "{2}" not in saying
]


DIFFERENT = sorted(set(_MANY), key=lambda text: text[::-1])


BASE = open_encoder("static").encoder


TURN = np.linalg.qr(np.random.default_rng(0).normal(size=(BASE.dimension, BASE.dimension)))[0]


def turned(texts: Sequence[str]) -> np.ndarray:
    """A teacher whose vectors can be learned: the static ones, turned."""
    return np.asarray(BASE.encode(texts) @ TURN, np.float32)


@pytest.fixture(scope="session")
def asked() -> list[str]:
    """What the teacher of `mapped` was asked to read."""
    return []


@pytest.fixture(scope="session")
def mapped(asked: list[str]) -> MappedEncoder:
    """A mapping fitted to `DIFFERENT`, made once."""

    def read(texts: Sequence[str]) -> np.ndarray:
        asked.extend(texts)
        return turned(texts)

    return teach(DIFFERENT, BASE, "turned", read)


KEPT = ["late tram", "lovely soup"]


@pytest.fixture
def encoder(tmp_path: Path) -> Encoder:
    """The static encoder, whose vectors of `KEPT` lie in a folder."""
    opened = open_encoder("static").encoder
    vectors = opened.encode(KEPT)
    keep_vectors(tmp_path, opened, dict(zip(KEPT, vectors, strict=True)))
    return opened


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
    """That encoder, counting."""
    return Counting(encoder.identity, encoder.dimension)
