"""Every comment is assigned, counted with its topic, and written in the columns of the contract."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from cxnlp.flows.progress import Silent
from cxnlp.flows.topic_job.folder import (
    ASSIGNMENTS_SCHEMA,
    TOPICS_SCHEMA,
    AssignedRun,
    assign_run,
    write_topics,
)
from cxnlp.topicmodel import Assigner, Rule, Topic, TopicModel

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

TODAY = datetime(2026, 3, 1, tzinfo=UTC)
KEYWORDS = {"tram": 0, "soup": 1}


class ByWord:
    """An encoder with one direction for each of two words; other texts have no vector."""

    name, identity, dimension = "by word", "words:1", 2

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        vectors = np.zeros((len(texts), 2), np.float32)
        for row, text in enumerate(texts):
            for word, place in KEYWORDS.items():
                vectors[row, place] = word in text.lower()
        return vectors


@dataclass(frozen=True)
class Parts:
    """Comments in two parts."""

    table: pa.Table

    def batches(self, kind: str = "labels", columns: list[str] | None = None) -> Iterator[pa.Table]:
        assert kind == "labels"
        for part in (self.table.slice(0, 3), self.table.slice(3)):
            yield part if columns is None else part.select(columns)

    def labels(self, columns: list[str] | None = None) -> pa.Table:
        held = [name for name in columns or () if name in self.table.column_names]
        return self.table if columns is None else self.table.select(held)


COMMENTS = Parts(
    pa.table(
        {
            "row": [0, 2, 3, 5, 8],
            "id": ["a", "b", "c", "d", "e"],
            "text": [
                "The tram was late again, ring me on 0171 555 0134.",
                "Cold soup and hard bread, not again.",
                "Nothing to add.",
                "A tram that never came this morning.",
                "Soup, soup, soup and nothing else!",
            ],
            "level": pa.array([1, 2, None, 4, None], pa.int8()),
            "status": ["labelled", "labelled", "no_evidence", "labelled", "no_evidence"],
        }
    )
)


@pytest.fixture(scope="module")
def model() -> TopicModel:
    axes = np.eye(2, dtype=np.float32)
    rule = Rule(axes, axes, np.zeros(2, np.float32))
    tram = Topic(7, "tram", ("tram", "late"), 0, "travel", 0.4, 0.1, 0.9, ("new",))
    soup = Topic(3, "soup", ("soup",), 1, "food")
    return TopicModel("words:1", "by word", np.zeros(2, np.float32), rule, (tram, soup))


class Counting(Silent):
    """A progress that keeps the counts."""

    def __init__(self) -> None:
        self.begun: list[tuple[str, int | None]] = []
        self.rows: list[int] = []

    def begin(self, what: str, total: int | None, done: int = 0) -> None:
        assert done == 0
        self.begun.append((what, total))

    def advance(self, rows: int) -> None:
        self.rows.append(rows)


@pytest.fixture(scope="module")
def tell() -> Counting:
    return Counting()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("topics")


@pytest.fixture(scope="module")
def assigned(folder: Path, model: TopicModel, tell: Counting) -> AssignedRun:
    return assign_run(folder, COMMENTS, Assigner(model, ByWord()), tell, expected=5)


def test_every_comment_has_its_row_id_topic_and_strength(
    assigned: AssignedRun, folder: Path
) -> None:
    assert assigned.comments == 5
    table = pq.read_table(folder / "assignments.parquet")
    assert table.schema.equals(ASSIGNMENTS_SCHEMA)
    assert table["row"].to_pylist() == [0, 2, 3, 5, 8]
    assert table["id"].to_pylist() == ["a", "b", "c", "d", "e"]
    assert table["topic"].to_pylist() == [7, 3, -1, 7, 3]
    assert table["strength"].to_pylist() == [1, 1, 0, 1, 1]


def test_sizes_and_levels_are_summed_by_topic_in_the_models_order(assigned: AssignedRun) -> None:
    assert assigned.size.tolist() == [2, 2]
    assert assigned.levels.tolist() == [[1 + 4, 2], [2, 1]]
    assert assigned.unassigned == 1


def test_quotes_are_redacted(assigned: AssignedRun) -> None:
    assert set(assigned.quotes) == {7, 3}
    assert min(assigned.quotes[7]) == "A tram that never came this morning."
    assert not any("0171" in quote for quote in assigned.quotes[7])


def test_rows_are_counted_part_by_part(assigned: AssignedRun, tell: Counting) -> None:
    assert assigned.comments == sum(tell.rows)
    assert tell.begun == [("assigning", 5)]
    assert tell.rows == [3, 2]


def test_topics_are_written_in_the_columns_of_the_contract(
    assigned: AssignedRun, folder: Path, model: TopicModel
) -> None:
    write_topics(folder, COMMENTS, model, assigned, today=TODAY)
    table = pq.read_table(folder / "topics.parquet")
    assert table.schema.equals(TOPICS_SCHEMA)
    tram, soup = table.to_pylist()
    quotes = tram.pop("quotes")
    assert len(quotes) == 2
    assert tram == {
        "topic": 7,
        "name": "tram",
        "keywords": ["tram", "late"],
        "size": 2,
        "mean_level": 2.5,
        "theme": 0,
        "theme_name": "travel",
        "stable": False,
        "stability": 0.4,
        "coherence": 0.1,
        "likeness": 0.9,
        "lineage": ["new"],
    }
    assert (soup["topic"], soup["mean_level"], soup["theme"]) == (3, 2, 1)
    assert (soup["stable"], soup["stability"], soup["lineage"]) == (True, None, [])
    for name in ("pain_points", "delight_points", "level_by_topic"):
        assert (folder / f"{name}.parquet").is_file()


def test_a_topic_without_a_labelled_comment_has_no_mean_level(
    model: TopicModel, tmp_path: Path
) -> None:
    bare = COMMENTS.table.drop_columns(["level", "status"])
    silent = bare.append_column("level", pa.nulls(5, pa.int8()))
    silent = silent.append_column("status", [["no_evidence"] * 5])
    found = assign_run(tmp_path, Parts(silent), Assigner(model, ByWord()), Silent(), expected=None)
    assert found.levels.tolist() == [[0, 0], [0, 0]]
    write_topics(tmp_path, Parts(silent), model, found, today=TODAY)
    assert pq.read_table(tmp_path / "topics.parquet")["mean_level"].to_pylist() == [None, None]
