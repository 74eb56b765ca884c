"""A run has one place, whatever name it goes by, and one job at a time works on it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from cxnlp.errors import RunFolderError, UsageError
from cxnlp.runs import (
    Manifest,
    ModelIdentity,
    SourceIdentity,
    begin_run,
    lock_run,
    open_run,
    place_for,
    put_aside,
)


def _manifest(source: str = "s") -> Manifest:
    return Manifest(
        source=SourceIdentity(uri="feedback.csv", digest=f"sha256:{source}"),
        model=ModelIdentity(name="levels-fast", kind="linear", digest="sha256:m"),
        settings={},
        config_digest="sha256:c",
        columns={},
        part_size=3,
        coverage=0.9,
        evidence_threshold=0.5,
        versions={},
    )


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


@pytest.mark.parametrize("there", [True, False])
def test_a_folder_is_locked_by_whatever_name_it_goes(tmp_path: Path, *, there: bool) -> None:
    if there:
        (tmp_path / "run").mkdir()
    (tmp_path / "alias").symlink_to("run")
    for one, other in (("run", "alias"), ("alias", "run"), ("run", "x/../run")):
        with lock_run(tmp_path / one), pytest.raises(RunFolderError, match="another job"):  # noqa: SIM117
            with lock_run(tmp_path / other):
                pass


def test_a_place_for_a_run_is_told_by_its_own_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "alias").symlink_to("run")
    assert place_for(".") == tmp_path
    assert place_for("a/..") == tmp_path
    assert place_for("alias") == tmp_path / "run"


@pytest.mark.parametrize("out", ["s3://bucket/run", "gs://bucket/run", "postgresql://jo:pw@db/cx"])
def test_a_run_is_written_on_this_machine_and_exported_from_there(out: str) -> None:
    with pytest.raises(UsageError, match="an address") as caught:
        place_for(out)
    assert "cxnlp export" in caught.value.hint
    assert "pw" not in str(caught.value)


@pytest.mark.parametrize("out", ["/proc/zz", "/proc/self/zz", "/dev/null/run"])
def test_where_no_lock_can_be_made_the_disks_own_reason_is_told(out: str) -> None:
    with pytest.raises(RunFolderError, match="cannot be written") as caught, lock_run(Path(out)):
        pass
    assert "another job" not in str(caught.value)


def test_the_root_of_the_disk_is_no_place_for_a_run() -> None:
    with pytest.raises(UsageError, match="root"):
        place_for("/")
