"""The topics job: what it writes, how it carries on, and what it does with too little."""

from __future__ import annotations

import csv
import random
from typing import TYPE_CHECKING

import numpy as np
import pyarrow.parquet as pq
import pytest

from cxnlp.errors import ModelError, RunFolderError, UsageError
from cxnlp.flows.label import label
from cxnlp.flows.topics import ASSIGNMENTS_SCHEMA, TOPICS_SCHEMA, find_topics
from cxnlp.insights import POINTS_SCHEMA
from cxnlp.runs import open_run
from cxnlp.topicmodel import read_model

if TYPE_CHECKING:
    from pathlib import Path

    from cxnlp.flows.topics import TopicsResult

SUBJECTS = {
    "tram": ["The tram was {} again", "Tram number 4 came {}", "A {} tram every single day"],
    "soup": ["The soup was {}", "I found the soup rather {}", "Such a {} soup and bread"],
    "parcel": ["My parcel arrived {}", "The parcel was {} at the door", "A {} parcel once more"],
    "refund": ["The refund came {}", "Still a {} refund on my account", "My refund is {}"],
}
MOODS = ["late", "awful", "terrible", "lovely", "great", "slow", "bad", "odd", "dreadful", "fine"]
LONG = (
    "The tram was late again today. Tram number 4 came late this week. A slow tram every single day"
    " as usual. The soup was awful today. I found the soup rather awful. Such a dreadful soup and"
    " bread this week."
)


def comments(n: int, seed: int = 0) -> list[str]:
    draw = random.Random(seed)  # noqa: S311 - made-up comments are no secret
    return [
        draw.choice(SUBJECTS[draw.choice(sorted(SUBJECTS))]).format(draw.choice(MOODS))
        + draw.choice([".", "!", " today.", " this week.", " as usual."])
        for _ in range(n)
    ]


def labelled(folder: Path, texts: list[str]) -> Path:
    source = folder / "feedback.csv"
    with source.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([["comment"], *([text] for text in texts)])
    label(source, folder / "run")
    return folder / "run"


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return labelled(tmp_path_factory.mktemp("source"), [*comments(240), LONG, "n/a", "=1+1 soup"])


@pytest.fixture(scope="module")
def found(run: Path) -> TopicsResult:
    return find_topics(run, out=run.parent / "topics", encoder="static")


def test_the_files_have_the_columns_of_the_contract(found: TopicsResult) -> None:
    folder = found.folder
    assert pq.read_schema(folder / "assignments.parquet").equals(ASSIGNMENTS_SCHEMA)
    assert pq.read_schema(folder / "topics.parquet").equals(TOPICS_SCHEMA)
    assert pq.read_schema(folder / "pain_points.parquet").names == POINTS_SCHEMA.names
    assert (folder / "pain_points.csv").read_text().startswith("rank,topic,name,n,share")


def test_every_row_of_the_labels_is_assigned_strongest_first(
    run: Path, found: TopicsResult
) -> None:
    given = pq.read_table(found.folder / "assignments.parquet").to_pydict()
    assert sorted(set(given["row"])) == open_run(run).labels(["row"])["row"].to_pylist()
    assert given["row"] == sorted(given["row"])
    for row, after, strength, weaker in zip(
        given["row"], given["row"][1:], given["strength"], given["strength"][1:], strict=False
    ):
        assert row != after or strength >= weaker


def test_a_comment_has_topics_or_one_none(found: TopicsResult) -> None:
    given = pq.read_table(found.folder / "assignments.parquet").to_pandas()
    without = given[given.topic == -1]
    assert not without.row.duplicated().any()
    assert not set(without.row) & set(given[given.topic != -1].row)
    assert not given.duplicated(["row", "topic"]).any()


def test_a_long_comment_can_hold_several_topics(run: Path, found: TopicsResult) -> None:
    rows = open_run(run).labels(["row", "text"]).to_pandas()
    (row,) = rows[rows.text == LONG].row
    given = pq.read_table(found.folder / "assignments.parquet").to_pandas()
    names = found.topics.to_pandas().set_index("topic").name
    held = " ".join(names[topic] for topic in given[given.row == row].topic)
    assert "tram" in held
    assert "soup" in held


def test_topics_tell_their_size_level_words_and_quotes(found: TopicsResult) -> None:
    topics = found.topics.to_pandas()
    assert len(topics) >= 4
    given = pq.read_table(found.folder / "assignments.parquet").to_pandas()
    assert topics.set_index("topic")["size"].to_dict() == (
        given[given.topic >= 0].groupby("topic").row.nunique().to_dict()
    )
    assert topics.mean_level.dropna().between(1, 6).all()
    assert topics.name.is_unique
    assert (topics.quotes.map(len) <= 3).all()
    assert topics.quotes.map(len).max() >= 2


def test_the_subjects_are_told_apart(run: Path, found: TopicsResult) -> None:
    """Each topic speaks of one of the four things, nearly always."""
    given = pq.read_table(found.folder / "assignments.parquet").to_pandas()
    texts = open_run(run).labels(["row", "text"]).to_pandas().set_index("row").text
    first = given.drop_duplicates("row").set_index("row").topic
    subject = texts.map(lambda text: next((s for s in SUBJECTS if s in text.lower()), "none"))
    table = subject.groupby(first).agg(lambda some: some.value_counts(normalize=True).iloc[0])
    assert table.mean() > 0.9


def test_the_saved_model_answers_as_on_the_day_of_fitting(run: Path, found: TopicsResult) -> None:
    from cxnlp.encoders import open_encoder
    from cxnlp.topicmodel import Assigner

    assigner = Assigner(read_model(found.folder / "model"), open_encoder("static").encoder)
    texts = open_run(run).labels(["text"])["text"].to_pylist()
    given = pq.read_table(found.folder / "assignments.parquet").to_pandas()
    whole = assigner.assign(texts)
    assert np.array_equal(whole.topic, given.topic)
    assert np.array_equal(whole.strength, given.strength)
    alone = assigner.assign([texts[-2]])
    assert np.array_equal(alone.topic, whole.topic[whole.comment == len(texts) - 2])
    assert np.array_equal(alone.strength, whole.strength[whole.comment == len(texts) - 2])


def test_the_same_job_again_does_nothing_and_another_replaces(run: Path, tmp_path: Path) -> None:
    out = tmp_path / "topics"
    first = find_topics(run, out=out, encoder="static")
    written = (out / "topics.parquet").stat().st_mtime_ns
    again = find_topics(run, out=out, encoder="static")
    assert (out / "topics.parquet").stat().st_mtime_ns == written
    assert again.to_json() == first.to_json()
    find_topics(run, out=out, encoder="static", seed=1)
    assert (out / "topics.parquet").stat().st_mtime_ns != written


def test_the_same_seed_gives_the_same_topics(
    run: Path, found: TopicsResult, tmp_path: Path
) -> None:
    again = find_topics(run, out=tmp_path / "topics", encoder="static")
    for name in ("assignments.parquet", "topics.parquet", "pain_points.parquet"):
        assert pq.read_table(again.folder / name).equals(pq.read_table(found.folder / name))


def test_a_share_may_stay_unassigned_where_it_is_asked_for(run: Path, tmp_path: Path) -> None:
    some = find_topics(run, out=tmp_path / "topics", encoder="static", unassigned=0.2)
    assert 0.1 < some.unassigned / some.comments < 0.3


def test_granularity_makes_topics_finer_or_coarser(run: Path, tmp_path: Path) -> None:
    fine = find_topics(run, out=tmp_path / "fine", encoder="static", granularity=4)
    coarse = find_topics(run, out=tmp_path / "coarse", encoder="static", granularity=0.25)
    assert fine.topics.num_rows > coarse.topics.num_rows


def test_a_later_run_keeps_ids_and_names(
    found: TopicsResult, tmp_path_factory: pytest.TempPathFactory
) -> None:
    later = labelled(tmp_path_factory.mktemp("later"), comments(240, seed=9))
    again = find_topics(later, out=later.parent / "topics", encoder="static", registry=found.folder)
    before = dict(zip(*(found.topics[n].to_pylist() for n in ("topic", "name")), strict=True))
    after = again.topics.to_pylist()
    kept = [one for one in after if one["lineage"][-1].startswith("continued")]
    assert len(kept) >= 0.5 * len(before)
    assert all(before[one["topic"]] == one["name"] for one in kept)
    fresh = [one for one in after if one["topic"] not in before]
    assert all(one["topic"] > max(before) for one in fresh)


@pytest.mark.parametrize(
    ("texts", "told"),
    [
        (["The queue was long.", "Kind staff.", "Too loud."], "Only 3 different"),
        (["The parcel never came."] * 40, "Only 1 different"),
        (["n/a", ""], "holds no comments"),
        (["它很慢它很慢它很慢"] * 9, "no comment holds a word"),
    ],
)
def test_too_little_to_work_with_is_told_and_the_rest_is_done(
    texts: list[str], told: str, tmp_path: Path
) -> None:
    result = find_topics(labelled(tmp_path, texts), out=tmp_path / "topics", encoder="static")
    assert any(told in notice for notice in result.notices)
    assert result.topics.num_rows <= 1
    assert {file.name for file in result.folder.iterdir()} == {
        "assignments.parquet",
        "model",
        "pain_points.csv",
        "pain_points.parquet",
        "topics.parquet",
    }


def test_something_else_is_not_replaced(run: Path, tmp_path: Path) -> None:
    (tmp_path / "letters").mkdir()
    with pytest.raises(UsageError, match="no topics folder"):
        find_topics(run, out=tmp_path / "letters", encoder="static")


def test_an_unlikely_granularity_is_refused(run: Path, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="granularity"):
        find_topics(run, out=tmp_path / "topics", granularity=0)


def test_a_folder_that_is_no_run_is_refused(tmp_path: Path) -> None:
    with pytest.raises(RunFolderError):
        find_topics(tmp_path, out=tmp_path / "topics")


def test_a_registry_of_another_format_is_refused(
    run: Path, found: TopicsResult, tmp_path: Path
) -> None:
    manifest = (found.folder / "model" / "manifest.json").read_text()
    (tmp_path / "old" / "model").mkdir(parents=True)
    (tmp_path / "old" / "model" / "manifest.json").write_text(
        manifest.replace('"format": 1', '"format": 0')
    )
    with pytest.raises(ModelError, match="format 0"):
        find_topics(run, out=tmp_path / "topics", encoder="static", registry=tmp_path / "old")
    assert not (tmp_path / "topics").exists()
