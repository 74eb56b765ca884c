"""Disks that are full, read-only or damaged cost no row: the job says so, and goes on later."""

from __future__ import annotations

import ctypes
import os
import resource
import shutil
import subprocess
import sys
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pyarrow.parquet as pq
import pytest
from tests.faults.conftest import MODEL, PATIENCE, label, outcomes, write_comments

from cxnlp.errors import RunFolderError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.faults.conftest import Job

_READ_ONLY: Final = 1
_LET_GO: Final = 2


@contextmanager
def mounted(folder: Path, size: str) -> Iterator[None]:
    """A small disk in memory at `folder`; the test is skipped where that is not permitted."""
    folder.mkdir()
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.mount(b"tmpfs", bytes(folder), b"tmpfs", 0, f"size={size}".encode()):
        pytest.skip(f"no disk can be mounted here ({os.strerror(ctypes.get_errno())})")
    try:
        yield
    finally:
        libc.umount2(bytes(folder), _LET_GO)


def test_a_full_disk_is_told_and_the_job_goes_on_once_there_is_room(
    job: Job, tmp_path: Path
) -> None:
    source = write_comments(tmp_path / "comments.csv", 2_000)
    label(source, tmp_path / "whole", part_size=200)
    disk = tmp_path / "disk"
    with mounted(disk, "300k"):
        ballast = disk / "ballast"
        ballast.write_bytes(bytes(100_000))
        process = job(source, disk / "run", "--part-size", "200")
        _, told = process.communicate(timeout=PATIENCE)
        assert process.returncode == 6, told
        assert "full disk (No space left on device)" in told
        stood = outcomes(disk / "run")
        whole = outcomes(tmp_path / "whole")
        assert 0 < len(stood) < len(whole)
        assert not list((disk / "run").rglob("_part-*")), "nothing half-written stays"
        complete = [name for name in stood if name.startswith("labels/")]
        assert all(stood[name] == whole[name] for name in complete)
        ballast.unlink()
        (tmp_path / "moved").symlink_to(disk)
        libc = ctypes.CDLL(None, use_errno=True)
        assert libc.mount(b"tmpfs", bytes(disk), b"tmpfs", 32, b"size=20m") == 0  # remounted larger
        label(source, disk / "run", part_size=200)
        assert outcomes(disk / "run") == whole


def test_a_limit_on_file_size_is_told_as_a_full_disk(job: Job, tmp_path: Path) -> None:
    source = write_comments(tmp_path / "comments.csv", 2_000)
    limited = (
        "import resource, sys; resource.setrlimit(resource.RLIMIT_FSIZE, (20000, 20000));"
        "from cxnlp.cli import main; sys.exit(main(sys.argv[1:]))"
    )
    process = job(source, tmp_path / "run", python=(sys.executable, "-c", limited))
    _, told = process.communicate(timeout=PATIENCE)
    assert process.returncode == 6, told
    assert "full disk (File too large)" in told
    assert not list((tmp_path / "run").rglob("_part-*"))
    assert label(source, tmp_path / "run").counts.rows == 2_000


def test_a_read_only_folder_is_told_and_nothing_is_written(tmp_path: Path) -> None:
    source = write_comments(tmp_path / "comments.csv", 100)
    disk = tmp_path / "disk"
    with mounted(disk, "1m"):
        (disk / "run").mkdir()
        libc = ctypes.CDLL(None, use_errno=True)
        assert libc.mount(b"tmpfs", bytes(disk), b"tmpfs", 32 | _READ_ONLY, None) == 0
        with pytest.raises(RunFolderError, match="Read-only file system") as caught:
            label(source, disk / "run")
        assert "write permission" in caught.value.hint


def test_a_folder_without_permission_is_told() -> None:
    code = (
        "import os, sys; from cxnlp.flows.label import label;"
        f"label(['All that is imported.'], model='{MODEL}');"
        "os.getuid() or os.setresuid(65534, 65534, 65534);"
        f"label(sys.argv[1], sys.argv[2], model='{MODEL}')"
    )
    # Not below pytest's own folder, which only its owner may enter.
    with tempfile.TemporaryDirectory() as name:
        home = Path(name)
        home.chmod(0o755)
        source = write_comments(home / "comments.csv", 100)
        folder = home / "closed"
        folder.mkdir(mode=0o555)
        command = [sys.executable, "-c", code, str(source), str(folder / "run")]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        assert "RunFolderError" in done.stderr, done.stderr
        assert "Permission denied" in done.stderr
        assert list(folder.iterdir()) == []


@pytest.mark.parametrize("kind", ["labels", "rejected", "ledger"])
@pytest.mark.parametrize("damage", ["cut off", "one bit", "emptied"])
def test_a_damaged_part_is_found_by_its_checksum_and_made_again(
    tmp_path: Path, kind: str, damage: str
) -> None:
    source = write_comments(tmp_path / "comments.csv", 400)
    run = tmp_path / "run"
    label(source, run, part_size=100)
    whole = outcomes(run)
    path = run / kind / "part-000002.parquet"
    sound = path.read_bytes()
    if damage == "one bit":
        column = pq.ParquetFile(path).metadata.row_group(0).column(0)
        data = bytearray(sound)
        data[(column.dictionary_page_offset or column.data_page_offset) + 24] ^= 4
        path.write_bytes(bytes(data))
    else:
        path.write_bytes(sound[:-30] if damage == "cut off" else b"")
    others = [other for other in run.rglob("part-*.parquet") if "000002" not in other.name]
    written = {other: other.stat().st_mtime_ns for other in others}
    label(source, run, part_size=100)
    assert outcomes(run) == whole
    assert {other: other.stat().st_mtime_ns for other in others} == written, "left as they are"
    assert (run / kind / "_damaged-part-000002.parquet").exists(), "kept, to be looked at"


@pytest.mark.parametrize("kind", ["labels", "rejected", "ledger"])
def test_a_lost_file_is_noticed_and_made_again(tmp_path: Path, kind: str) -> None:
    source = write_comments(tmp_path / "comments.csv", 400)
    run = tmp_path / "run"
    label(source, run, part_size=100)
    whole = outcomes(run)
    (run / kind / "part-000001.parquet").unlink()
    label(source, run, part_size=100)
    assert outcomes(run) == whole


def test_an_id_whose_first_row_was_rejected_is_still_free_when_a_later_part_is_made_again(
    tmp_path: Path,
) -> None:
    source, run = tmp_path / "comments.csv", tmp_path / "run"
    source.write_text("id,comment\nc1,n/a\nc1,The courier was kind.\nc1,And late.\n")
    label(source, run, part_size=1)
    whole = outcomes(run)
    (run / "labels" / "part-000001.parquet").unlink()
    assert label(source, run, part_size=1).labels["row"].to_pylist() == [1]
    assert outcomes(run) == whole


def test_a_part_put_in_the_place_of_another_is_found_and_made_again(tmp_path: Path) -> None:
    source = write_comments(tmp_path / "comments.csv", 400)
    run = tmp_path / "run"
    label(source, run, part_size=100)
    whole = outcomes(run)
    for kind in ("labels", "rejected", "ledger"):
        (run / kind / "part-000002.parquet").write_bytes(whole[f"{kind}/part-000001.parquet"])
    label(source, run, part_size=100)
    assert outcomes(run) == whole


RECORDER = """
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
static void record(const char *what, const char *one, const char *other) {
    int out = open(getenv("RECORD"), O_WRONLY | O_APPEND | O_CREAT, 0600);
    dprintf(out, "%s\\t%s\\t%s\\n", what, one, other);
    close(out);
}
int fsync(int handle) {
    char link[64], path[4096];
    snprintf(link, sizeof link, "/proc/self/fd/%d", handle);
    ssize_t length = readlink(link, path, sizeof path - 1);
    path[length > 0 ? length : 0] = 0;
    record("sync", path, "");
    return ((int (*)(int))dlsym(RTLD_NEXT, "fsync"))(handle);
}
int rename(const char *from, const char *to) {
    record("rename", from, to);
    return ((int (*)(const char *, const char *))dlsym(RTLD_NEXT, "rename"))(from, to);
}
"""


def test_each_file_is_on_the_disk_before_it_has_its_name_and_labels_come_last(
    job: Job, tmp_path: Path
) -> None:
    compiler = shutil.which("cc") or pytest.skip("no C compiler here to build a recorder")
    (tmp_path / "recorder.c").write_text(RECORDER)
    library, record = tmp_path / "recorder.so", tmp_path / "record"
    command = [compiler, "-shared", "-fPIC", "-o", str(library), str(tmp_path / "recorder.c")]
    subprocess.run([*command, "-ldl"], check=True)
    source, run = write_comments(tmp_path / "comments.csv", 300), tmp_path / "run"
    recorded = ("env", f"LD_PRELOAD={library}", f"RECORD={record}", sys.executable, "-m", "cxnlp")
    process = job(source, run, "--part-size", "100", python=recorded)
    _, told = process.communicate(timeout=PATIENCE)
    assert process.returncode == 0, told
    lines = [line.split("\t") for line in record.read_text(encoding="utf-8").splitlines()]
    steps = [step for step in lines if str(run) in step[1]]
    named = [at for at, step in enumerate(steps) if step[0] == "rename"]
    for at in named:
        _, aside, path = steps[at]
        assert steps[at - 1][:2] == ["sync", aside], "what is renamed is on the disk"
        assert steps[at + 1][:2] == ["sync", str(Path(path).parent)], "and so is its name"
    names = [os.path.relpath(steps[at][2], run) for at in named]
    kinds = ("rejected", "ledger", "labels")
    parts = [f"{kind}/part-{index:06d}.parquet" for index in range(3) for kind in kinds]
    assert names == ["manifest.json", *parts, "manifest.json"]


def test_a_limit_is_that_of_the_process_only() -> None:
    assert resource.getrlimit(resource.RLIMIT_FSIZE)[0] == resource.RLIM_INFINITY
