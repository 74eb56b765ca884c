"""A run folder is begun once, taken up by the same job only, and finished with derived counts."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pyarrow as pa
import pytest

from cxnlp.errors import RunFolderError
from cxnlp.flows.export import export
from cxnlp.flows.label import label
from cxnlp.flows.report import write_report
from cxnlp.flows.show import show
from cxnlp.flows.topics import find_topics
from cxnlp.runs import (
    Manifest,
    ModelIdentity,
    Part,
    Since,
    SourceIdentity,
    begin_run,
    finish_run,
    open_finished,
    open_run,
    versions,
)
from cxnlp.schema import LEDGER_SCHEMA, REJECTED_SCHEMA

if TYPE_CHECKING:
    from collections.abc import Callable
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


def test_a_job_of_another_configuration_is_told_which_settings_differ(tmp_path: Path) -> None:
    begin_run(tmp_path / "run", _manifest().model_copy(update={"settings": {"a": 1, "gone": 2}}))
    asked = _manifest(config="d").model_copy(update={"settings": {"a": 1, "coverage": 2}})
    with pytest.raises(RunFolderError, match=r"differ: coverage, gone, part_size\)"):
        begin_run(tmp_path / "run", asked.model_copy(update={"part_size": 7}))


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


def test_the_parts_of_a_run_are_stamped_as_its_own_unless_it_was_begun_before_they_were(
    tmp_path: Path,
) -> None:
    older = begin_run(tmp_path / "older", _manifest())
    bound = begin_run(tmp_path / "bound", _manifest().model_copy(update={"bound": True}))
    assert older.parts.run is None
    assert bound.parts.run == open_run(bound.folder).parts.run == bound.manifest.identity()


@pytest.mark.parametrize("content", ["", "[]", "{}", '{"format": 99}', "\x00\xff"])
def test_a_foreign_manifest_is_refused_by_its_path(tmp_path: Path, content: str) -> None:
    (tmp_path / "manifest.json").write_text(content, encoding="latin-1")
    with pytest.raises(RunFolderError, match=r"manifest\.json"):
        open_run(tmp_path)


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


@pytest.mark.parametrize("kind", ["labels", "ledger", "rejected"])
@pytest.mark.parametrize("lost", [0, 1, 2])
def test_a_finished_run_that_lost_a_part_is_refused_by_every_reader(
    tmp_path: Path, kind: str, lost: int
) -> None:
    run = begin_run(tmp_path / "run", _manifest())
    for index in range(3):
        run.parts.write(index, Part(LABELS, REJECTED))
    finish_run(run)
    run.parts.path(kind, lost).unlink()
    for open_it in (open_run, open_finished):
        with pytest.raises(RunFolderError, match=f"{kind}/part-00000{lost}.parquet: found no such"):
            open_it(run.folder)


def test_a_part_that_is_lost_after_a_run_was_opened_is_missed_when_read(tmp_path: Path) -> None:
    run = begin_run(tmp_path / "run", _manifest())
    for index in range(2):
        run.parts.write(index, Part(LABELS, REJECTED))
    finish_run(run)
    opened = open_run(run.folder)
    run.parts.path("labels", 1).unlink()
    with pytest.raises(RunFolderError, match=r"part-000001\.parquet: found no such part") as caught:
        opened.labels()
    assert "again" in caught.value.hint


@pytest.mark.parametrize("content", ["", '{"format": 1, "sou', "[]", '{"format": 1}', "\x00\xff"])
def test_a_damaged_manifest_is_told_with_the_way_to_begin_anew(
    tmp_path: Path, content: str
) -> None:
    (tmp_path / "manifest.json").write_text(content, encoding="latin-1")
    with pytest.raises(RunFolderError, match=r"manifest\.json") as caught:
        open_run(tmp_path)
    assert "--fresh" in caught.value.hint


_READERS: dict[str, Callable[[Path, Path], object]] = {
    "labels": lambda run, _: open_run(run).labels(["level"]),
    "export": lambda run, aside: export(run, aside / "labels.csv"),
    "report": lambda run, aside: write_report(run, out=aside / "report.html"),
    "topics": lambda run, aside: find_topics(run, out=aside / "topics"),
    "show": lambda run, _: show(run),
    "show a row": lambda run, _: show(run, row=1),
    "label since": lambda run, aside: label(["Late."], aside / "r", since=run, model="levels-fast"),
}


@pytest.fixture(scope="module")
def two_runs(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """Runs of one model, part size and count of rows, of different comments."""
    place = tmp_path_factory.mktemp("two")
    for name in ("may", "june"):
        texts = [f"Late again in {name}, visit {n}." for n in range(6)]
        label(texts, place / name, model="levels-fast", part_size=3)
    return place / "may", place / "june"


@pytest.mark.parametrize("reader", _READERS)
def test_who_reads_a_part_that_was_copied_from_another_run_is_told_which(
    two_runs: tuple[Path, Path], tmp_path: Path, reader: str
) -> None:
    run = tmp_path / "run"
    shutil.copytree(two_runs[0], run)
    kind = "ledger" if reader == "label since" else "labels"
    part = f"{kind}/part-000000.parquet"
    shutil.copyfile(two_runs[1] / part, run / part)
    with pytest.raises(RunFolderError, match="copied from another run") as caught:
        _READERS[reader](run, tmp_path)
    assert caught.value.where == str(run / part)
    assert not {"labels.csv", "report.html", "topics"} & {one.name for one in tmp_path.iterdir()}


def test_parts_of_a_run_that_was_begun_before_they_were_bound_to_it_are_still_read(
    tmp_path: Path,
) -> None:
    run = begin_run(tmp_path / "run", _manifest())
    run.parts.write(0, Part(LABELS, REJECTED))
    finished = finish_run(run)
    finished.check()
    assert finished.labels(["row"]).to_pydict() == {"row": [0, 1]}
