"""The labelling job: what it writes, resumes, refuses and counts."""

from __future__ import annotations

import errno
import json
from typing import TYPE_CHECKING

import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from tests.faults.conftest import label
from tests.flows.conftest import files_of

from cxnlp.errors import InputDataError, RunFolderError, UsageError
from cxnlp.flows.progress import Silent
from cxnlp.flows.run import run
from cxnlp.models import LevelModel, load
from cxnlp.models.folder import seal
from cxnlp.runs import open_run
from cxnlp.schema import PROBABILITY_COLUMNS

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path


def test_every_row_is_a_label_or_a_rejection_with_its_reason(source: Path, tmp_path: Path) -> None:
    result = label(source, tmp_path / "run", mapping={"created_at": "when"})
    assert dict(
        zip(result.rejected["row"].to_pylist(), result.rejected["reason"].to_pylist(), strict=True)
    ) == {2: "empty", 4: "duplicate_id", 5: "malformed_row", 6: "not_text"}
    status = dict(
        zip(result.labels["id"].to_pylist(), result.labels["status"].to_pylist(), strict=True)
    )
    assert status["d"] == "no_evidence"
    assert status["h"] == "unsupported_language"
    assert status["a"] == status["b"] == "labelled"
    assert result.counts.rows == 10


def test_answers_are_filled_for_every_row_and_levels_only_where_labelled(
    source: Path, tmp_path: Path
) -> None:
    rows = label(source, tmp_path / "run").labels.to_pylist()
    for row in rows:
        assert sum(row[name] for name in PROBABILITY_COLUMNS) == pytest.approx(1, abs=1e-5)
        assert 0 <= row["evidence"] <= 1
        assert 1 <= row["level_low"] <= row["level_high"] <= 6
        assert (row["level"] is None) == (row["status"] != "labelled")
        assert (row["level_name"] is None) == (row["level"] is None)
    by_id = {row["id"]: row for row in rows}
    assert by_id["a"]["level"] > by_id["b"]["level"]


def test_metadata_is_typed_and_what_cannot_be_read_is_null_and_counted(
    source: Path, tmp_path: Path
) -> None:
    result = label(source, tmp_path / "run", mapping={"created_at": "when"})
    labels = result.labels
    assert labels.schema.field("csat").type == pa.float64()
    times = dict(zip(labels["id"].to_pylist(), labels["created_at"].to_pylist(), strict=True))
    assert times["b"].isoformat() == "2025-03-02T00:00:00+00:00"
    assert times["g"] is None
    assert result.counts.unreadable == {"created_at": 1, "csat": 1}


def test_the_manifest_names_source_model_settings_and_counts(source: Path, tmp_path: Path) -> None:
    label(source, tmp_path / "run")
    manifest = json.loads((tmp_path / "run" / "manifest.json").read_text())
    assert manifest["source"]["uri"].endswith("feedback.csv")
    assert manifest["source"]["size"] == source.stat().st_size
    assert manifest["source"]["digest"].startswith("sha256:")
    assert manifest["model"]["digest"].startswith("sha256:")
    assert manifest["columns"]["text"] == "comment"
    assert manifest["columns"]["id"] == "id"
    assert manifest["finished"] is True
    assert manifest["counts"]["rows"] == 10
    assert manifest["part_size"] == 10_000


def test_parts_hold_ten_thousand_source_rows_and_both_files_exist(
    source: Path, tmp_path: Path
) -> None:
    label(source, tmp_path / "run", part_size=4)
    names = [f"part-{index:06d}.parquet" for index in range(3)]
    for kind in ("labels", "rejected"):
        assert sorted(p.name for p in (tmp_path / "run" / kind).iterdir()) == names
    for index, name in enumerate(names):
        rows = [
            row
            for kind in ("labels", "rejected")
            for row in pq.read_table(tmp_path / "run" / kind / name)["row"].to_pylist()
        ]
        assert sorted(rows) == list(range(4 * index, min(4 * index + 4, 10)))


def test_a_changed_source_is_refused_and_fresh_keeps_the_old_run(
    source: Path, tmp_path: Path
) -> None:
    label(source, tmp_path / "run")
    with source.open("a", encoding="utf-8") as file:
        file.write("z,One more comment.,2025-03-09,4\n")
    with pytest.raises(RunFolderError, match=r"another source.*sha256:.*sha256:"):
        label(source, tmp_path / "run")
    assert label(source, tmp_path / "run", fresh=True).counts.rows == 11
    aside = open_run(tmp_path / "run.before-1").manifest
    assert aside.counts is not None
    assert aside.counts.rows == 10


def test_a_changed_setting_is_refused(source: Path, tmp_path: Path) -> None:
    label(source, tmp_path / "run")
    with pytest.raises(RunFolderError, match="another configuration"):
        label(source, tmp_path / "run", redact=True)


@pytest.mark.slow
def test_two_workers_write_the_same_bytes_as_one(source: Path, tmp_path: Path) -> None:
    label(source, tmp_path / "one", part_size=3)
    label(source, tmp_path / "two", part_size=3, workers=2)
    assert files_of(tmp_path / "one") == files_of(tmp_path / "two")


def test_redaction_and_leaving_the_text_out(tmp_path: Path) -> None:
    texts = ["Write to me at jo.bloggs@example.com, nobody answered the phone."]
    masked = label(texts, redact=True).labels["text"].to_pylist()[0]
    assert "jo.bloggs" not in masked
    assert "nobody answered" in masked
    assert "text" not in label(texts, tmp_path / "run", text=False).labels.column_names


def test_columns_are_passed_through_with_their_types(tmp_path: Path) -> None:
    frame = pl.DataFrame({"review": ["Good value."], "stars": [4], "shop": ["Leeds"]})
    result = label(frame, tmp_path / "run", keep=["stars", "shop"])
    assert result.labels["stars"].to_pylist() == [4]
    assert result.labels["shop"].to_pylist() == ["Leeds"]
    assert result.labels.schema.field("stars").type == pa.int64()


def test_without_an_id_column_the_id_is_file_name_and_row(tmp_path: Path) -> None:
    path = tmp_path / "reviews.csv"
    path.write_text("comment\nVery good.\nn/a\nVery bad.\n")
    result = label(path)
    assert result.labels["id"].to_pylist() == ["reviews.csv:0", "reviews.csv:2"]
    assert result.rejected["id"].to_pylist() == ["reviews.csv:1"]


def test_a_missing_text_column_is_told_with_the_columns_found(tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    path.write_text("number,colour\n1,red\n")
    with pytest.raises(InputDataError, match="colour"):
        label(path, tmp_path / "run")
    assert not (tmp_path / "run").exists()


def test_a_run_is_written_where_a_link_leads_and_fresh_keeps_the_old_one(
    source: Path, tmp_path: Path
) -> None:
    (tmp_path / "alias").symlink_to("run")
    label(source, tmp_path / "alias")
    assert label(source, tmp_path / "alias", fresh=True).counts.rows == 10
    for name in ("run", "run.before-1"):
        assert not (tmp_path / name).is_symlink()
        assert open_run(tmp_path / name).manifest.finished


def test_the_folder_in_which_one_stands_can_hold_the_run(
    source: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    label(source, ".")
    assert open_run(tmp_path / "here").manifest.finished


def test_a_run_is_not_written_into_a_store(
    source: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(UsageError, match="an address"):
        label(source, "s3://bucket/run")
    with pytest.raises(UsageError, match="an address"):
        run(source, "s3://bucket/run")
    assert not (tmp_path / "s3:").exists()


def test_what_the_disk_refuses_outside_of_the_run_is_told(tmp_path: Path) -> None:
    elsewhere = str(tmp_path / "elsewhere")

    class Refused:
        """A redactor whose own file cannot be written."""

        identity = "refused"

        def redact(self, texts: Sequence[str]) -> list[str]:
            """Never come so far."""
            raise OSError(errno.ENOSPC, f"no room for {len(texts)} texts", elsewhere)

    with pytest.raises(RunFolderError, match="elsewhere: found a full disk") as caught:
        label(["Late again."], tmp_path / "run", redact=Refused(), metrics=tmp_path / "m.prom")
    assert caught.value.exit_code == 6
    assert "cxnlp_job_exit_code{" in (tmp_path / "m.prom").read_text()


def test_a_model_that_only_this_process_has_labels_here_and_is_refused_elsewhere(
    tmp_path: Path,
) -> None:
    saved = load("levels-fast")
    held = LevelModel(seal(saved.manifest, saved.contents.files), saved.scorer, saved.calibration)
    assert held.folder is None
    assert label(["Fine."], model=held).manifest.model.folder is None
    with pytest.raises(UsageError, match="a model that has not been saved"):
        label(["Fine."], tmp_path / "run", model=held, workers=2)
    assert not (tmp_path / "run").exists()


def test_a_run_that_was_begun_with_other_libraries_goes_on_and_says_so(tmp_path: Path) -> None:
    label(["Fine.", "Late."], tmp_path / "run", model="levels-fast", part_size=1)
    versions = {"cxnlp": "0.0.1", "numpy": "1.0"}
    begun = open_run(tmp_path / "run").manifest
    begun.model_copy(update={"versions": versions, "finished": False}).save(tmp_path / "run")
    said: list[str] = []

    class Heard(Silent):
        def say(self, words: str) -> None:
            said.append(words)

    label(["Fine.", "Late."], tmp_path / "run", model="levels-fast", part_size=1, progress=Heard())
    assert "The run was begun with other versions of its libraries." in said
    finished = open_run(tmp_path / "run").manifest
    assert finished.finished
    assert finished.versions == versions, "those that made its first parts"


EMPTY: dict[str, bytes] = {
    "header.csv": b"id,comment\n",
    "nothing.jsonl": b"",
    "list.json": b" [ ]\n",
    "tickets.json": b'{"tickets": []}',
}


@pytest.mark.parametrize("name", sorted(EMPTY))
def test_an_hour_without_comments_is_refused_unless_it_is_allowed(
    tmp_path: Path, name: str
) -> None:
    source = tmp_path / name
    source.write_bytes(EMPTY[name])
    with pytest.raises(InputDataError, match="--allow-empty"):
        label(source, tmp_path / "run")
    assert not (tmp_path / "run").exists()
    result = label(source, tmp_path / "run", allow_empty=True)
    assert (result.counts.rows, result.manifest.parts, result.manifest.finished) == (0, 1, True)
    assert result.labels.num_rows == result.rejected.num_rows == 0
    before = files_of(tmp_path / "run")
    label(source, tmp_path / "run", allow_empty=True)
    assert files_of(tmp_path / "run") == before


def test_a_frame_without_rows_is_a_run_with_its_columns(tmp_path: Path) -> None:
    frame = pa.table({"text": pa.array([], pa.string()), "shelf": pa.array([], pa.int64())})
    result = label(frame, tmp_path / "run", keep=["shelf"], allow_empty=True)
    assert result.labels.schema.field("shelf").type == pa.int64()
    assert result.counts.rows == 0


def test_an_hour_builds_on_one_without_comments_and_the_other_way_round(tmp_path: Path) -> None:
    (tmp_path / "none.csv").write_text("id,comment\n")
    (tmp_path / "one.csv").write_text("id,comment\n1,Lovely staff.\n")
    runs = [tmp_path / name for name in ("first", "second", "third", "fourth")]
    label(tmp_path / "none.csv", runs[0], allow_empty=True)
    second = label(tmp_path / "one.csv", runs[1], since=runs[0], allow_empty=True)
    label(tmp_path / "none.csv", runs[2], since=runs[1], allow_empty=True)
    fourth = label(tmp_path / "one.csv", runs[3], since=runs[2], allow_empty=True)
    assert (second.counts.labels, fourth.counts.labels, fourth.counts.already) == (1, 0, 1)


@pytest.mark.parametrize(
    ("name", "content"), [("a.csv", b""), ("b.csv.gz", b""), ("c.jsonl", b"no json at all\n")]
)
def test_a_broken_export_is_refused_even_where_empty_ones_are_fine(
    tmp_path: Path, name: str, content: bytes
) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(InputDataError):
        label(tmp_path / name, tmp_path / "run", allow_empty=True)


def test_a_file_without_records_among_others_is_passed_over_where_that_is_allowed(
    tmp_path: Path,
) -> None:
    folder = tmp_path / "hours"
    folder.mkdir()
    (folder / "00.jsonl").write_bytes(b"")
    (folder / "01.jsonl").write_bytes(b'{"id": 1, "comment": "Lovely staff."}\n')
    with pytest.raises(InputDataError, match="empty"):
        label(folder, tmp_path / "run")
    assert label(folder, tmp_path / "run", allow_empty=True).counts.rows == 1


def test_metrics_are_a_file_on_this_machine(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="a place on this machine"):
        label(["Fine."], tmp_path / "run", metrics="s3://bucket/cxnlp.prom")
