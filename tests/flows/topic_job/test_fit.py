"""A fit to a run: which pieces it looks at, what is encoded, and what it says of too little."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pytest

from cxnlp.flows.progress import Silent
from cxnlp.flows.topic_job.encoder import TopicEncoder
from cxnlp.flows.topic_job.fit import RunFit, fit_run
from cxnlp.topicmodel import Request, Rule, TopicModel

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

THINGS = ("tram", "soup", "parcel", "nurse")


@dataclass(frozen=True)
class Texts:
    """Comments that are nothing but text, in one part."""

    texts: Sequence[str]

    def batches(self, kind: str = "labels", columns: list[str] | None = None) -> Iterator[pa.Table]:
        assert (kind, columns) == ("labels", ["text"]), "nothing but the texts is read"
        yield pa.table({"text": pa.array(self.texts, pa.string())})

    def labels(self, columns: list[str] | None = None) -> pa.Table:
        raise AssertionError(columns)


@dataclass(frozen=True)
class ByWord:
    """An encoder with a direction for each thing; how often it was asked is kept."""

    name: str = "by word"
    identity: str = "words:1"
    dimension: int = len(THINGS)
    asked: list[int] = field(default_factory=list)

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        self.asked.append(len(texts))
        return np.array([[thing in text for thing in THINGS] for text in texts], np.float32)


class Steps(Silent):
    """A progress that keeps what was begun and counted."""

    def __init__(self) -> None:
        self.begun: list[tuple[str, int | None]] = []
        self.rows: list[int] = []

    def begin(self, what: str, total: int | None, done: int = 0) -> None:
        assert done == 0
        self.begun.append((what, total))

    def advance(self, rows: int) -> None:
        self.rows.append(rows)


def sayings(count: int) -> list[str]:
    return [f"The {THINGS[n % 4]} was late, number {n}." for n in range(count)]


def fitted(
    texts: Sequence[str], *, earlier: TopicModel | None = None, request: Request | None = None
) -> tuple[RunFit, ByWord, Steps]:
    encoder, tell = ByWord(), Steps()
    chosen = TopicEncoder("by word", encoder)
    asked = request or Request()
    run = fit_run(Texts(texts), chosen, asked, earlier=earlier, reader=encoder, tell=tell)
    return run, encoder, tell


@pytest.fixture(scope="module")
def known() -> tuple[RunFit, ByWord, Steps]:
    return fitted([*sayings(130), *sayings(20)])


def test_a_text_that_was_said_twice_is_encoded_once(known: tuple[RunFit, ByWord, Steps]) -> None:
    found, encoder, _ = known
    assert sum(encoder.asked) == 130
    assert found.known.keys() == found.read.keys() == set(sayings(130))
    assert found.known[sayings(1)[0]].tolist() == [1, 0, 0, 0]


def test_texts_are_encoded_a_few_at_a_time_and_counted(
    known: tuple[RunFit, ByWord, Steps],
) -> None:
    _, encoder, tell = known
    assert encoder.asked == tell.rows == [64, 64, 2]
    assert tell.begun == [("encoding", 130), ("finding topics", None)]


def test_what_is_said_of_other_things_is_another_topic(known: tuple[RunFit, ByWord, Steps]) -> None:
    found = known[0]
    assert len(found.model.topics) == 4
    assert found.encoder.identity == found.model.encoder == "words:1"
    assert found.notices == ()


@pytest.mark.parametrize(
    ("texts", "told"),
    [
        ([], "No topics: the run holds no comments."),
        (["It rained."] * 3, "No topics: no comment holds a word that the encoder knows."),
        (
            sayings(49),
            "Only 49 different pieces of text: read the topics as a first sorting.",
        ),
    ],
)
def test_too_little_to_find_topics_in_is_said(texts: list[str], told: str) -> None:
    assert fitted(texts)[0].notices == (told,)


def test_fifty_different_pieces_are_enough() -> None:
    assert fitted(sayings(50))[0].notices == ()


def test_a_fit_that_carries_topics_on_is_as_fine_as_theirs() -> None:
    """Searched again, the resolution would make topics seem to split and merge."""
    first = fitted(sayings(60), request=Request(resolution=1.7))[0].model
    later = fitted(sayings(72), earlier=first)[0].model
    assert first.facts["resolution"] == later.facts["resolution"] == 1.7
    assert {one.lineage[-1] for one in later.topics} == {"continued"}
    assert sorted(later.numbers.tolist()) == first.numbers.tolist() == [0, 1, 2, 3]
    finer = fitted(sayings(72), earlier=first, request=Request(resolution=2.5))[0].model
    assert finer.facts["resolution"] == 2.5, "what is asked for goes first"


def test_topics_of_which_nobody_noted_the_resolution_are_carried_on_too() -> None:
    nothing = np.zeros((0, 4), np.float32)
    rule = Rule(nothing, nothing, np.zeros(0, np.float32))
    empty = TopicModel("words:1", "by word", np.zeros(4, np.float32), rule, ())
    assert (
        len(fitted(sayings(60), earlier=replace(empty, facts={"resolution": "?"}))[0].known) == 60
    )
