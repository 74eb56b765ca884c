"""Disks that are full, read-only or damaged cost no row: the job says so, and goes on later."""

from __future__ import annotations

import ctypes
import os
import resource
import subprocess
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

import pyarrow.parquet as pq
import pytest
from tests.faults.conftest import MODEL, label, outcomes, write_comments

from cxnlp.errors import RunFolderError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

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
        _, told = process.communicate()
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
    _, told = process.communicate()
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


def test_a_folder_without_permission_is_told(tmp_path: Path) -> None:
    source = write_comments(tmp_path / "comments.csv", 100)
    folder = tmp_path / "closed"
    folder.mkdir(mode=0o555)
    tmp_path.chmod(0o755)
    code = (
        "import os, sys; from cxnlp.flows.label import label;"
        f"label(['All that is imported.'], model='{MODEL}');"
        "os.getuid() or os.setresuid(65534, 65534, 65534);"
        f"label(sys.argv[1], sys.argv[2], model='{MODEL}')"
    )
    for parent in tmp_path.parents[:2]:
        parent.chmod(0o755)
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
    label(source, run, part_size=100)
    assert outcomes(run) == whole
    assert (run / kind / "_damaged-part-000002.parquet").exists(), "kept, to be looked at"


def test_a_limit_is_that_of_the_process_only() -> None:
    assert resource.getrlimit(resource.RLIMIT_FSIZE)[0] == resource.RLIM_INFINITY
