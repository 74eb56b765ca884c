"""The account of one row: its outcome, what gave it, its words, and its labels in earlier runs."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pyarrow as pa
import pytest
from tests.faults.conftest import label

from cxnlp.errors import UsageError
from cxnlp.flows.telling.row_account import account_of
from cxnlp.models import LevelModel, load
from cxnlp.models.folder import seal
from cxnlp.runs import Run, open_run

if TYPE_CHECKING:
    from pathlib import Path

TEXTS = ["They lied about the fee and kept my money.", "Kind and quick, thank you!", "n/a"]


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Run:
    out = tmp_path_factory.mktemp("runs") / "run"
    label(TEXTS, out, part_size=2)
    return open_run(out)


def test_a_labelled_row_is_told_with_source_model_settings_and_words(run: Run) -> None:
    found = account_of(run, 1)
    assert list(found)[:4] == ["outcome", "row", "id", "text"]
    assert (found["outcome"], found["row"], found["text"]) == ("labels", 1, TEXTS[1])
    manifest = run.manifest
    assert found["source_digest"] == manifest.source.digest
    assert (found["model"], found["model_digest"]) == ("levels-fast", manifest.model.digest)
    assert (found["config_digest"], found["settings"]) == (
        manifest.config_digest,
        manifest.settings,
    )
    shifts = [abs(one["shift"]) for one in found["words"]]
    assert shifts == sorted(shifts, reverse=True), "strongest first"
    (entry,) = found["history"]
    assert entry == {
        "run": str(run.folder.resolve()),
        "model": "levels-fast",
        "model_digest": manifest.model.digest,
        **{name: found[name] for name in ("row", "id", "level", "level_name", "status")},
    }


def test_where_no_texts_or_no_model_are_left_the_row_says_so(tmp_path: Path) -> None:
    bare, gone = tmp_path / "bare", tmp_path / "gone"
    label(TEXTS, bare, text=False)
    assert account_of(open_run(bare), 1)["words_missing"] == "the run holds no texts (--no-text)"
    folder = load("levels-fast").folder
    assert folder is not None
    mine = tmp_path / "model"
    shutil.copytree(folder, mine)
    label(TEXTS, gone, model=mine)
    assert account_of(open_run(gone), 1)["words"]
    model = load(mine)
    manifest = model.manifest.model_copy(update={"name": "mine"})
    changed = LevelModel(seal(manifest, model.contents.files), model.scorer, model.calibration)
    changed.save(mine, replace=True)
    assert account_of(open_run(gone), 1)["words_missing"] == "the model has changed since"
    shutil.rmtree(mine)
    assert account_of(open_run(gone), 1)["words_missing"] == "the model cannot be loaded any more"


def test_a_rejected_row_is_shown_with_its_reason_and_no_history(run: Run) -> None:
    found = account_of(run, 2)
    assert found["outcome"] == "rejected"
    assert found["reason"] == "empty"
    assert found["history"] == []
    assert "words" not in found


@pytest.mark.parametrize("row", [-1, 3, 10**9])
def test_a_row_that_the_run_does_not_have_is_named(run: Run, row: int) -> None:
    with pytest.raises(UsageError) as caught:
        account_of(run, row)
    assert str(caught.value) == (
        f"{run.folder}: found no row {row}; expected a row of the source, counted from 0. "
        "`cxnlp show RUN` tells how many rows were read."
    )


def test_the_account_tells_which_run_labelled_a_row_that_was_left_out(tmp_path: Path) -> None:
    fine, kind = "It was fine.", "Lovely staff."
    label(pa.table({"id": ["d", "a"], "text": [fine, kind]}), tmp_path / "one")
    texts = [kind, "The courier never came.", "n/a", "It was not fine.", "They lost my parcel."]
    later = pa.table({"id": ["a", "b", "c", "d", "e"], "text": texts})
    label(later, tmp_path / "two", since=tmp_path / "one")
    left = account_of(open_run(tmp_path / "two"), 0)
    assert left["outcome"] == "already"
    assert [(entry["run"], entry["row"]) for entry in left["history"]] == [
        (str((tmp_path / "one").resolve()), 1)
    ]
    again = account_of(open_run(tmp_path / "two"), 3)
    assert again["outcome"] == "labels"
    assert [entry["row"] for entry in again["history"]] == [3, 0]
    new = account_of(open_run(tmp_path / "two"), 4)
    assert [entry["row"] for entry in new["history"]] == [4], "the earlier run had no such comment"


def test_without_ids_a_comment_is_known_by_what_it_says(tmp_path: Path) -> None:
    label(["Late again.", "Kind staff."], tmp_path / "may")
    label(["Kind staff.", "Late, yet again."], tmp_path / "june", since=tmp_path / "may")
    june = open_run(tmp_path / "june")
    known, changed = account_of(june, 0), account_of(june, 1)
    assert (known["outcome"], known["row"]) == ("already", 0)
    assert [(one["row"], one["model"]) for one in known["history"]] == [(1, "levels-fast")]
    assert [one["row"] for one in changed["history"]] == [1]


def test_an_earlier_run_that_is_gone_is_named_and_the_rest_is_told(tmp_path: Path) -> None:
    label(["Late again."], tmp_path / "may")
    label(["Kind staff."], tmp_path / "june", since=tmp_path / "may")
    june = open_run(tmp_path / "june")
    assert "history_missing" not in account_of(june, 0)
    (tmp_path / "may").rename(tmp_path / "elsewhere")
    found = account_of(june, 0)
    assert [one["row"] for one in found["history"]] == [0]
    gone = f"{tmp_path / 'may' / 'manifest.json'} and what it builds on: found no readable manifest"
    assert found["history_missing"].startswith(gone)
