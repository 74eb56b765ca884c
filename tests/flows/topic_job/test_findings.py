"""A topics folder read against its run: whole, of that run, older ones with what they have."""

from __future__ import annotations

import shutil
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from cxnlp.errors import ModelError
from cxnlp.flows.topic_job.findings import read_topics, topic_findings
from cxnlp.insights.comments import read_comments
from cxnlp.insights.points import POINTS_SCHEMA
from cxnlp.runs import open_run

GOLDEN = Path(__file__).parents[2] / "golden" / "1"
RUN = open_run(GOLDEN / "run")
LABELS = RUN.labels()


@pytest.fixture
def topics(tmp_path: Path) -> Path:
    return Path(shutil.copytree(GOLDEN / "topics", tmp_path / "topics"))


def test_every_row_of_the_run_has_its_topics_and_these_their_names() -> None:
    assignments, named = read_topics(GOLDEN / "topics", LABELS["row"], of="this run")
    assert assignments.column_names == ["row", "topic", "strength"]
    assert named.column_names == ["topic", "name"]
    assert set(assignments["row"].to_pylist()) == set(LABELS["row"].to_pylist())
    assert set(assignments["topic"].to_pylist()) <= {-1, *named["topic"].to_pylist()}


def test_the_order_of_the_rows_is_no_matter() -> None:
    turned = pa.chunked_array([LABELS["row"].combine_chunks().to_numpy()[::-1]])
    read_topics(GOLDEN / "topics", turned, of="this run")


def test_topics_of_other_rows_are_refused_with_both_counts() -> None:
    rows = LABELS["row"].slice(1)
    n = len(LABELS)
    with pytest.raises(ModelError) as caught:
        read_topics(GOLDEN / "topics", rows, of="june")
    assert str(caught.value) == (
        f"{GOLDEN / 'topics'}: found topics of {n} rows that are not the rows of this run; "
        f"expected topics of the {n - 1} rows of june. Find the topics of this run: cxnlp topics "
        "RUN --out TOPICS."
    )


@pytest.mark.parametrize("name", ["assignments", "topics"])
def test_a_file_that_is_missing_damaged_or_of_other_columns_is_named(
    topics: Path, name: str
) -> None:
    path = topics / f"{name}.parquet"
    pq.write_table(pq.read_table(path, columns=["topic"]), path)
    lacking = "row, strength" if name == "assignments" else "name"
    with pytest.raises(ModelError, match=rf"{name}\.parquet: found no column {lacking}; expected"):
        read_topics(topics, LABELS["row"], of="this run")
    path.write_bytes(b"PAR1")
    with pytest.raises(ModelError, match=rf"{name}\.parquet: found a file that cannot be read"):
        read_topics(topics, LABELS["row"], of="this run")
    path.unlink()
    with pytest.raises(ModelError, match=r"cannot be read \(FileNotFoundError\)"):
        read_topics(topics, LABELS["row"], of="this run")


def test_pains_are_taken_as_they_stand_and_delights_are_ranked_here() -> None:
    comments = read_comments(LABELS)
    found, incidence = topic_findings(GOLDEN / "topics", RUN, LABELS["row"], comments)
    held = pq.read_table(GOLDEN / "topics" / "pain_points.parquet")
    assert found.pains["topic"].equals(held["topic"])
    assert found.pains["score"].equals(held["score"])
    assert set(found.pains.column_names) == set(POINTS_SCHEMA.names)
    assert found.delights.column_names == POINTS_SCHEMA.names
    assert len(incidence) > 0
    assert len(found.levels.counts) == len(incidence.topic)
    assert found.quality is not None
    rounded = {name: round(value, 3) for name, value in found.quality.items()}
    assert rounded == {"coherence": 0.093, "diversity": 0.952, "coverage": 0.947}


def test_what_an_earlier_version_did_not_write_is_null(topics: Path) -> None:
    for name in ("stable", "theme_name", "lineage"):
        table = pq.read_table(topics / "topics.parquet")
        if name in table.column_names:
            pq.write_table(table.drop_columns([name]), topics / "topics.parquet")
    shutil.rmtree(topics / "model")
    found, _ = topic_findings(topics, RUN, LABELS["row"], read_comments(LABELS))
    assert found.table is not None
    assert found.table.column_names == ["topic", "stable", "theme_name", "lineage"]
    for name in ("stable", "theme_name", "lineage"):
        assert found.table[name].null_count == len(found.table)
    assert found.quality is None
