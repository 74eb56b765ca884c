"""An export is of the whole run: of one that is finished and of which no part is lost."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from cxnlp.errors import RunFolderError
from cxnlp.flows.export import export
from cxnlp.flows.label import label
from cxnlp.flows.report import write_report
from cxnlp.flows.show import show
from cxnlp.runs import open_run

if TYPE_CHECKING:
    from pathlib import Path

TEXTS = [f"The courier came {days} days late." for days in range(2, 8)]


@pytest.fixture
def run(tmp_path: Path) -> Path:
    label(TEXTS, tmp_path / "run", model="levels-fast", part_size=2)
    return tmp_path / "run"


def test_a_finished_run_is_exported_whole(run: Path, tmp_path: Path) -> None:
    assert export(run, tmp_path / "x.csv").rows == len(TEXTS)


def test_an_unfinished_run_is_refused(run: Path, tmp_path: Path) -> None:
    open_run(run).manifest.model_copy(update={"finished": False}).save(run)
    with pytest.raises(RunFolderError, match="not finished"):
        export(run, tmp_path / "x.csv")
    assert not (tmp_path / "x.csv").exists()


@pytest.mark.parametrize("lost", [0, 1, 2])
def test_a_run_that_lost_a_part_is_refused_by_all_that_read_it(
    run: Path, tmp_path: Path, lost: int
) -> None:
    part = run / "labels" / f"part-00000{lost}.parquet"
    part.unlink()
    for read in (
        lambda: export(run, tmp_path / "x.csv"),
        lambda: write_report(run, out=tmp_path / "x.html"),
        lambda: show(run),
        lambda: label(TEXTS, tmp_path / "next", model="levels-fast", since=run),
    ):
        with pytest.raises(RunFolderError, match=part.name) as caught:
            read()
        assert "makes it anew" in caught.value.hint
    assert not list(tmp_path.glob("x.*"))
