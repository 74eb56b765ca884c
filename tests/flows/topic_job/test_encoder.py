"""The encoder of a topics job: the one asked for, the registry's, or one fitted to the run."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
import pytest

from cxnlp.encoders import open_encoder
from cxnlp.flows.label import label
from cxnlp.flows.progress import Silent
from cxnlp.flows.topic_job.encoder import TopicEncoder, beside_model, topic_encoder
from cxnlp.flows.topic_job.fit import RunFit, fit_run
from cxnlp.runs import open_run
from cxnlp.topicmodel import MAPPED, MappedEncoder, Request, write_model

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from numpy.typing import NDArray

BASE = open_encoder("static").encoder
SAYINGS = [
    f"The {thing} was {mood} {when}."
    for thing in ("tram", "soup", "parcel", "refund", "nurse", "ticket", "garden", "lamp")
    for mood in ("late", "awful", "great", "slow", "cold", "fine")
    for when in ("today", "again", "on Monday", "as always", "at noon")
]


@dataclass(frozen=True)
class Teacher:
    """Stands for MiniLM: other vectors than those of the static encoder, and what it has read."""

    name: str = "teacher"
    identity: str = "teacher:1"
    dimension: int = BASE.dimension
    asked: list[str] = field(default_factory=list)

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        self.asked.extend(texts)
        return np.ascontiguousarray(BASE.encode(texts)[:, ::-1])


def fit(folder: Path, texts: Sequence[str], teacher: Teacher) -> RunFit:
    label(texts, folder, model="levels-fast")
    chosen = TopicEncoder("mapped", None, teacher, BASE)
    assert chosen.keeper is teacher, "only what the slow encoder has read is worth keeping"
    return fit_run(open_run(folder), chosen, Request(), earlier=None, reader=teacher, tell=Silent())


@pytest.fixture(scope="module")
def teacher() -> Teacher:
    return Teacher()


@pytest.fixture(scope="module")
def fitted(tmp_path_factory: pytest.TempPathFactory, teacher: Teacher) -> RunFit:
    return fit(tmp_path_factory.mktemp("topics") / "run", SAYINGS, teacher)


def test_the_slow_encoder_reads_some_of_the_texts_once_and_those_are_kept(
    fitted: RunFit, teacher: Teacher
) -> None:
    assert isinstance(fitted.encoder, MappedEncoder)
    assert len(teacher.asked) == len(set(teacher.asked)) < len(SAYINGS)
    assert fitted.read.keys() == set(teacher.asked)
    assert fitted.known.keys() == set(SAYINGS)
    assert len(fitted.model.topics) > 1


def test_a_registry_brings_its_mapping_and_nothing_is_read_to_fit_it_again(
    fitted: RunFit, tmp_path: Path
) -> None:
    write_model(fitted.model, tmp_path / "model", beside_model(fitted.encoder))
    taken = topic_encoder(MAPPED, None, tmp_path)
    assert isinstance(taken.standing, MappedEncoder)
    assert taken.identity == fitted.encoder.identity
    assert np.array_equal(taken.standing.encode(SAYINGS[:9]), fitted.encoder.encode(SAYINGS[:9]))
    by_itself = topic_encoder(None, fitted.model, tmp_path)
    assert by_itself.identity == taken.identity


def test_texts_of_unknown_words_are_not_read_slowly_in_vain(tmp_path: Path) -> None:
    teacher = Teacher()
    found = fit(tmp_path / "run", ["它很慢它很慢它很慢"] * 3, teacher)
    assert teacher.asked == []
    assert found.notices == ("No topics: no comment holds a word that the encoder knows.",)
