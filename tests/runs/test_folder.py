"""A run folder is begun once, taken up by the same job only, and finished with derived counts."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pyarrow as pa
import pytest

from cxnlp.errors import RunFolderError
from cxnlp.runs import (
    Manifest,
    ModelIdentity,
    Part,
    Since,
    SourceIdentity,
    begin_run,
    finish_run,
    lock_run,
    open_finished,
    open_run,
    put_aside,
    versions,
)
from cxnlp.schema import LEDGER_SCHEMA, REJECTED_SCHEMA

if TYPE_CHECKING:
    from pathlib import Path

LABELS = pa.table({"row": [0, 1], "id": ["a", "b"], "status": ["labelled", "no_evidence"]})
REJECTED = pa.table([[2], ["c"], ["empty"], [None]], schema=REJECTED_SCHEMA)


def _manifest(source: str = "s", model: str = "m", config: str = "c") -> Manifest:
    return Manifest(
        source=SourceIdentity(uri="feedback.csv", size=3, digest=f"sha256:{source}"),
        model=ModelIdentity(name="levels-fast", kind="linear", digest=f"sha256:{model}"),
        settings={},
        config_digest=f"sha256:{config}",
        columns={},
        part_size=3,
        coverage=0.9,
        evidence_threshold=0.5,
        versions=versions(),
    )


def test_a_run_is_begun_and_read_again(tmp_path: Path) -> None:
    begin_run(tmp_path / "run", _manifest())
    assert open_run(tmp_path / "run").manifest == _manifest()


@pytest.mark.parametrize("what", ["source", "model", "configuration"])
def test_another_job_is_refused_with_both_digests(tmp_path: Path, what: str) -> None:
    begin_run(tmp_path / "run", _manifest())
    other = _manifest(**{what[:6]: "other"})
    with pytest.raises(RunFolderError) as caught:
        begin_run(tmp_path / "run", other)
    assert f"another {what} (sha256:{what[0]})" in str(caught.value)
    assert "sha256:other" in str(caught.value)
    assert "--fresh" in caught.value.hint


def test_a_folder_with_other_things_is_refused_and_left_alone(tmp_path: Path) -> None:
    (tmp_path / "thesis.docx").touch()
    with pytest.raises(RunFolderError, match="other things"):
        begin_run(tmp_path, _manifest())
    assert [file.name for file in tmp_path.iterdir()] == ["thesis.docx"]


def test_counts_are_derived_from_the_parts(tmp_path: Path) -> None:
    run = begin_run(tmp_path / "run", _manifest())
    for index in range(2):
        run.parts.write(index, Part(LABELS, REJECTED, {"csat": 2}))
    finish_run(run)
    manifest = open_run(tmp_path / "run").manifest
    assert manifest.finished
    assert manifest.parts == 2
    assert manifest.counts is not None
    assert manifest.counts.model_dump() == {
        "rows": 6,
        "labels": 4,
        "rejected": 2,
        "already": 0,
        "status": {"labelled": 2, "no_evidence": 2},
        "reasons": {"empty": 2},
        "unreadable": {"csat": 4},
        "day_first": {},
    }


def test_a_run_is_read_as_one_table_and_part_by_part(tmp_path: Path) -> None:
    run = begin_run(tmp_path / "run", _manifest())
    for index in range(2):
        run.parts.write(index, Part(LABELS, REJECTED))
    assert run.labels(["id", "no such column"]).to_pydict() == {"id": ["a", "b", "a", "b"]}
    assert [len(table) for table in run.batches("rejected")] == [1, 1]


def test_a_damaged_part_is_named_when_read(tmp_path: Path) -> None:
    run = begin_run(tmp_path / "run", _manifest())
    run.parts.write(0, Part(LABELS, REJECTED))
    run.parts.path("labels", 0).write_bytes(b"PAR1 no parquet PAR1")
    with pytest.raises(RunFolderError, match="part-000000"):
        run.labels()


@pytest.mark.parametrize("content", ["", "[]", "{}", '{"format": 99}', "\x00\xff"])
def test_a_foreign_manifest_is_refused_by_its_path(tmp_path: Path, content: str) -> None:
    (tmp_path / "manifest.json").write_text(content, encoding="latin-1")
    with pytest.raises(RunFolderError, match=r"manifest\.json"):
        open_run(tmp_path)


def test_putting_aside_deletes_nothing(tmp_path: Path) -> None:
    for number in (1, 2):
        begin_run(tmp_path / "run", _manifest(source=str(number)))
        assert put_aside(tmp_path / "run") == tmp_path / f"run.before-{number}"
    assert open_run(tmp_path / "run.before-1").manifest.source.digest == "sha256:1"
    assert put_aside(tmp_path / "run") is None


def test_two_jobs_cannot_hold_one_folder(tmp_path: Path) -> None:
    with lock_run(tmp_path / "run"), pytest.raises(RunFolderError, match="another job"):  # noqa: SIM117
        with lock_run(tmp_path / "run"):
            pass
    with lock_run(tmp_path / "run"):
        pass


def test_a_dead_process_holds_no_lock(tmp_path: Path) -> None:
    hold = (
        "import sys, time, pathlib; from cxnlp.runs import lock_run\n"
        "with lock_run(pathlib.Path(sys.argv[1])): print('held', flush=True); time.sleep(60)"
    )
    command = [sys.executable, "-c", hold, str(tmp_path / "run")]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "held\n"
        with pytest.raises(RunFolderError, match="another job"), lock_run(tmp_path / "run"):
            pass
        holder.kill()
    with lock_run(tmp_path / "run"):
        pass


def test_a_run_can_be_locked_before_its_folder_and_those_above_it_are_there(
    tmp_path: Path,
) -> None:
    folder = tmp_path / "2026" / "march" / "run"
    with lock_run(folder):
        begin_run(folder, _manifest())
    assert open_run(folder).manifest == _manifest()


def test_a_folder_in_which_only_what_is_set_apart_lies_may_be_taken(tmp_path: Path) -> None:
    (tmp_path / "_manifest.json.4711").touch()
    assert begin_run(tmp_path, _manifest()).manifest == _manifest()


def test_a_run_without_parts_has_no_rows_to_show(tmp_path: Path) -> None:
    run = begin_run(tmp_path / "run", _manifest())
    for rows in (run.labels, run.rejected):
        with pytest.raises(RunFolderError, match="no parts"):
            rows()
    assert list(run.batches()) == []


def test_what_an_earlier_run_had_labelled_and_doubtful_dates_are_counted(tmp_path: Path) -> None:
    since = Since(run="../before", digest="sha256:before")
    run = begin_run(tmp_path / "run", _manifest().model_copy(update={"since": since}))
    ledger = pa.table(
        [range(4), range(4), range(4), ["labels", "labels", "rejected", "already"]],
        schema=LEDGER_SCHEMA,
    )
    for index, dates in enumerate(({"created_at": 3}, {}, {"created_at": 2, "closed_at": 1})):
        run.parts.write(index, Part(LABELS, REJECTED, ledger=ledger, ambiguous=dates))
    finished = finish_run(run)
    assert finished.manifest.counts is not None
    assert finished.manifest.counts.already == 3
    assert finished.manifest.counts.rows == 12
    assert finished.manifest.counts.day_first == {"closed_at": 1, "created_at": 5}
    assert finished == open_run(run.folder)


def test_a_run_is_finished_once_its_parts_have_been_counted(tmp_path: Path) -> None:
    run = begin_run(tmp_path / "run", _manifest())
    run.parts.write(0, Part(LABELS, REJECTED))
    with pytest.raises(RunFolderError, match="not finished"):
        open_finished(tmp_path / "run")
    counts = finish_run(run).counts
    assert open_finished(tmp_path / "run").counts == counts
    for update in ({"finished": False}, {"counts": None}):
        open_run(run.folder).manifest.model_copy(update=update).save(run.folder)
        with pytest.raises(RunFolderError, match="not finished"):
            open_finished(tmp_path / "run")
        finish_run(run)
