"""What a person sees of a model, a run, a row and a topics folder."""

from __future__ import annotations

from contextlib import nullcontext
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

import cxnlp
from cxnlp.errors import StoppedError, UsageError
from cxnlp.flows.show import list_models, show
from cxnlp.models import load

if TYPE_CHECKING:
    from pathlib import Path

TEXTS = ["They lied about the fee and kept my money.", "Kind and quick, thank you!", "n/a"]


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("runs") / "run"
    cxnlp.label(TEXTS, out, model="levels-fast")
    return out


def test_each_shipped_model_is_a_line_with_its_size_and_digest() -> None:
    models = list_models()
    assert [one.name for one in models] == ["levels", "levels-accurate", "levels-fast"]
    for one in models:
        assert one.megabytes > 0.1
        assert one.describe().startswith(one.name)
        assert one.digest[:19] in one.describe()
        assert one.to_json()["folder"] == one.folder


def test_a_model_is_shown_by_its_card_and_its_manifest() -> None:
    folder = load("levels-fast").folder
    assert folder is not None
    found = show(folder)
    assert found.words.startswith("#")
    assert found.data["name"] == "levels-fast"
    assert found.data["manifest"]["languages"]


def test_a_run_is_shown_by_source_model_state_and_counts(run: Path) -> None:
    found = show(run)
    assert found.data["counts"]["rows"] == 3
    assert "levels-fast (linear)" in found.words
    assert "state   finished" in found.words
    assert "counts  {" in found.words


def test_a_row_is_shown_with_the_words_that_carried_its_label(run: Path) -> None:
    found = show(run, row=0)
    assert found.data["outcome"] == "labels"
    assert found.data["text"] == TEXTS[0]
    assert {one["word"] for one in found.data["words"]} & {"lied", "kept", "money"}
    assert f"by levels-fast  {found.data['model_digest'][:19]}…  row 0 of" in found.words
    assert " levels  " in found.words


def test_only_a_run_has_rows(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="a folder without labels"):
        show(tmp_path, row=0)


def test_a_folder_that_is_not_there_is_told_as_such(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no such folder"):
        show(tmp_path / "nosuch", row=1)
    with pytest.raises(UsageError, match="a folder without labels"):
        show("levels-fast", row=1)


def test_a_row_is_shown_where_the_run_that_it_builds_on_was_moved_away(tmp_path: Path) -> None:
    cxnlp.label(TEXTS, tmp_path / "may", model="levels-fast")
    cxnlp.label(["Late again."], tmp_path / "june", model="levels-fast", since=tmp_path / "may")
    assert "history_missing" not in show(tmp_path / "june", row=0).data
    (tmp_path / "may").rename(tmp_path / "elsewhere")
    found = show(tmp_path / "june", row=0)
    assert [entry["row"] for entry in found.data["history"]] == [0]
    assert str(tmp_path / "may") in found.data["history_missing"]
    assert "level_name" in found.words
    assert "history_missing" in found.words


def test_topics_are_shown_by_number_size_and_name(tmp_path: Path) -> None:
    topics = {"topic": [0, 1], "size": [1200, 7], "name": ["waiting", "rooms"]}
    pq.write_table(pa.table({**topics, "quotes": [["Slow."], []]}), tmp_path / "topics.parquet")
    found = show(tmp_path)
    first, second = found.words.splitlines()[-2:]
    assert first.split()[:3] == ["0", "1,200", "waiting"]
    assert second.split()[:3] == ["1", "7", "rooms"]
    assert found.data["topics"][0] == {"topic": 0, "size": 1200, "name": "waiting"}


def test_a_run_that_was_stopped_is_shown_as_not_finished_and_without_counts(tmp_path: Path) -> None:
    stop = nullcontext(lambda: True)
    with pytest.raises(StoppedError):
        cxnlp.label(TEXTS, tmp_path / "run", model="levels-fast", part_size=1, stop=stop)
    found = show(tmp_path / "run")
    assert found.words.splitlines()[-1] == "state   not finished"
    assert found.data["counts"] is None
