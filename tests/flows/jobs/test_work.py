"""Parts: made in order where they are missing, left alone where they stand, to the same bytes."""

from __future__ import annotations

import json
import os
from contextlib import nullcontext
from typing import TYPE_CHECKING

import pyarrow as pa
import pytest
from tests.faults.conftest import label
from tests.flows.conftest import ROWS, Told, files_of

from cxnlp.errors import InputDataError, RunFolderError, StoppedError
from cxnlp.runs import open_run
from cxnlp.runs.stamp import stamp

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize("lost", [0, 1, 2])
def test_a_job_that_lost_a_part_makes_the_same_bytes_again(
    source: Path, tmp_path: Path, lost: int
) -> None:
    label(source, tmp_path / "run", part_size=4)
    whole = files_of(tmp_path / "run")
    for kind in ("labels", "rejected"):
        (tmp_path / "run" / kind / f"part-{lost:06d}.parquet").unlink()
    label(source, tmp_path / "run", part_size=4)
    assert files_of(tmp_path / "run") == whole


def test_a_damaged_part_is_put_aside_and_made_again(source: Path, tmp_path: Path) -> None:
    label(source, tmp_path / "run", part_size=4)
    whole = files_of(tmp_path / "run")
    path = tmp_path / "run" / "labels" / "part-000001.parquet"
    path.write_bytes(path.read_bytes()[:-20])
    label(source, tmp_path / "run", part_size=4)
    again = files_of(tmp_path / "run")
    aside = {name for name in again if "_damaged-" in name}
    assert aside == {
        "labels/_damaged-part-000001.parquet",
        "ledger/_damaged-part-000001.parquet",
        "rejected/_damaged-part-000001.parquet",
    }
    assert {name: data for name, data in again.items() if name not in aside} == whole


@pytest.mark.parametrize("kinds", [("labels",), ("labels", "ledger", "rejected")])
def test_a_part_that_was_copied_from_another_run_is_put_aside_and_made_again(
    source: Path, tmp_path: Path, kinds: tuple[str, ...]
) -> None:
    label(source, tmp_path / "run", part_size=4)
    whole = files_of(tmp_path / "run")
    source.write_text(source.read_text(encoding="utf-8").replace("Lovely", "Rude"), "utf-8")
    label(source, tmp_path / "other", part_size=4)
    source.write_text("\n".join(ROWS) + "\n", encoding="utf-8")
    for kind in kinds:
        name = f"{kind}/part-000000.parquet"
        (tmp_path / "run" / name).write_bytes((tmp_path / "other" / name).read_bytes())
    told = Told()
    label(source, tmp_path / "run", part_size=4, progress=told)
    assert any("Part 0 is damaged or of another run" in words for words in told.heard)
    again = files_of(tmp_path / "run")
    assert {name: data for name, data in again.items() if "_damaged-" not in name} == whole


def test_a_part_that_cannot_be_written_ends_the_job_though_others_follow(
    source: Path, tmp_path: Path
) -> None:
    label(source, tmp_path / "run", part_size=2)
    for kind in ("labels", "ledger"):
        (tmp_path / "run" / kind / "part-000000.parquet").unlink()
    (tmp_path / "run" / "ledger" / "part-000000.parquet" / "in the way").mkdir(parents=True)
    with pytest.raises(RunFolderError, match="ledger/part-000000"):
        label(source, tmp_path / "run", part_size=2)


def test_a_run_that_an_earlier_version_began_is_finished_as_that_version_would(
    source: Path, tmp_path: Path
) -> None:
    """Its manifest says nothing of the time, and its parts are stamped by their places only."""
    folder = tmp_path / "run"
    label(source, folder, part_size=4)
    manifest = json.loads((folder / "manifest.json").read_text())
    del manifest["bound"], manifest["begun_at"]
    (folder / "manifest.json").write_text(json.dumps(manifest))
    for path in folder.rglob("*.parquet"):
        stamp(path, f"{path.parent.name}/{int(path.stem[-6:])}")
    whole = files_of(folder)
    told = Told()
    label(source, folder, part_size=4, progress=told)
    assert any("finished already" in words for words in told.heard)
    (folder / "labels" / "part-000001.parquet").unlink()
    label(source, folder, part_size=4)
    assert files_of(folder) == whole


def test_a_finished_run_does_nothing_when_started_again(source: Path, tmp_path: Path) -> None:
    label(source, tmp_path / "run")
    before = {p: p.stat().st_mtime_ns for p in (tmp_path / "run").rglob("*.*")}
    label(source, tmp_path / "run")
    assert {p: p.stat().st_mtime_ns for p in (tmp_path / "run").rglob("*.*")} == before


@pytest.mark.parametrize("lost", [0, 1, 2])
def test_a_lost_part_of_a_finished_run_is_made_anew(
    source: Path, tmp_path: Path, lost: int
) -> None:
    label(source, tmp_path / "run", part_size=4)
    whole = files_of(tmp_path / "run")
    (tmp_path / "run" / "labels" / f"part-00000{lost}.parquet").unlink()
    label(source, tmp_path / "run", part_size=4)
    assert files_of(tmp_path / "run") == whole


def test_a_job_that_goes_on_leaves_sound_parts_as_they_lie(tmp_path: Path) -> None:
    """Made again they would have the same bytes, but the job would have cost the same again."""
    texts = [f"Lovely staff, visit {number}." for number in range(6)]
    label(texts, tmp_path / "run", part_size=2)
    parts = open_run(tmp_path / "run").parts
    stood = {index: parts.path("labels", index).stat() for index in (0, 2)}
    parts.path("labels", 1).write_bytes(b"PAR1, and no more")
    label(texts, tmp_path / "run", part_size=2)
    for index, before in stood.items():
        now = parts.path("labels", index).stat()
        assert (now.st_ino, now.st_mtime_ns) == (before.st_ino, before.st_mtime_ns)
    assert parts.count() == 3


def test_the_id_of_a_rejected_row_is_still_free_when_a_job_goes_on(tmp_path: Path) -> None:
    table = pa.table({"id": ["a", "b", "a", "b"], "text": ["n/a", "Kind.", "Slow.", "Late."]})
    label(table, tmp_path / "run", part_size=2)
    before = files_of(tmp_path / "run")
    open_run(tmp_path / "run").parts.path("labels", 1).unlink()
    result = label(table, tmp_path / "run", part_size=2)
    assert files_of(tmp_path / "run") == before
    assert result.labels["row"].to_pylist() == [1, 2]


def test_a_job_that_lost_parts_goes_on_with_what_it_knew(tmp_path: Path) -> None:
    known = pa.table({"id": ["a", "d"], "text": ["Lovely staff.", "It was fine."]})
    label(known, tmp_path / "one")
    new = [f"Slow reply, {number}." for number in range(8)]
    names = ["a", "c", "d", *(f"n{number}" for number in range(8))]
    source = pa.table({"id": names, "text": ["Lovely staff.", "n/a", "It was fine.", *new]})
    label(source, tmp_path / "two", since=tmp_path / "one", part_size=3)
    files = {p: p.read_bytes() for p in (tmp_path / "two").rglob("part-*.parquet")}
    for lost in (1, 3):
        (tmp_path / "two" / "labels" / f"part-{lost:06d}.parquet").unlink()
    label(source, tmp_path / "two", since=tmp_path / "one", part_size=3)
    assert {p: p.read_bytes() for p in (tmp_path / "two").rglob("part-*.parquet")} == files


def test_a_job_that_goes_on_has_used_up_what_its_parts_found_known(tmp_path: Path) -> None:
    """One "Good." is known: the first of the new three, in whichever attempt the others come."""
    label(["Good.", "Late again."], tmp_path / "monday")
    texts = ["Good.", "Kind people.", "Good.", "Good."]
    since = tmp_path / "monday"
    whole = label(texts, tmp_path / "tuesday", since=since, part_size=2)
    assert whole.labels["row"].to_pylist() == [1, 2, 3]
    open_run(tmp_path / "tuesday").parts.path("labels", 1).unlink()
    again = label(texts, tmp_path / "tuesday", since=since, part_size=2)
    assert again.labels["row"].to_pylist() == [1, 2, 3]


def test_a_job_that_is_asked_to_stop_does_so_when_the_part_in_hand_stands(
    source: Path, tmp_path: Path
) -> None:
    label(source, tmp_path / "whole", part_size=4)
    asked: list[int] = []

    def stop() -> bool:
        asked.append(1)
        return len(asked) == 2

    with pytest.raises(StoppedError) as caught:
        label(source, tmp_path / "run", part_size=4, stop=nullcontext(stop))
    assert str(caught.value) == (
        f"{tmp_path / 'run'}: found a request to stop; part 1 is written; expected time to finish. "
        "Start the same command again: it goes on at the next part."
    )
    begun = open_run(tmp_path / "run")
    assert (begun.parts.count(), begun.manifest.finished) == (2, False)
    told = _Steps()
    label(source, tmp_path / "run", part_size=4, progress=told)
    assert told.begun == [("labelling", 8)], "two parts of four rows stand already"
    assert told.counted == [2]
    assert files_of(tmp_path / "run") == files_of(tmp_path / "whole")


class _Steps(Told):
    def __init__(self) -> None:
        super().__init__()
        self.begun: list[tuple[str, int]] = []
        self.counted: list[int] = []

    def begin(self, what: str, total: int | None, done: int = 0) -> None:
        assert total is None or total > done, "a total is estimated, and never less than was read"
        self.begun.append((what, done))

    def advance(self, rows: int) -> None:
        self.counted.append(rows)


def test_parts_count_as_done_once_they_stand_row_by_row(source: Path, tmp_path: Path) -> None:
    told = _Steps()
    label(source, tmp_path / "run", part_size=4, progress=told)
    assert told.begun == [("labelling", 0)]
    assert told.counted == [4, 4, 2]


def test_a_source_that_changed_under_the_job_leaves_none_of_its_parts(tmp_path: Path) -> None:
    """Its size and time are as before, so that only the digest at the end tells."""
    path = tmp_path / "feedback.csv"
    path.write_text("id,comment\na,Kind staff.\nb,Late staff.\n", encoding="utf-8")
    then = path.stat()

    def changing() -> bool:
        path.write_text("id,comment\na,Rude staff.\nb,Late staff.\n", encoding="utf-8")
        os.utime(path, ns=(then.st_atime_ns, then.st_mtime_ns))
        return False

    with pytest.raises(InputDataError, match="the content changed while it was being read"):
        label(path, tmp_path / "run", part_size=1, stop=nullcontext(changing))
    run = open_run(tmp_path / "run")
    assert run.parts.count() == 0
    assert not run.manifest.finished
