"""Too many rejections fail a job, of the rows that are new to it; the run itself is whole."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from tests.faults.conftest import label

from cxnlp.errors import GateError
from cxnlp.flows.jobs.rejections import too_many_rejected
from cxnlp.runs import open_run

if TYPE_CHECKING:
    from pathlib import Path


def _csv(path: Path, rows: dict[str, str]) -> Path:
    lines = [f'{name},"{text}"' for name, text in rows.items()]
    path.write_text("\n".join(["id,comment", *lines]) + "\n", encoding="utf-8")
    return path


def test_too_many_rejections_fail_the_gate_and_leave_the_run_whole(
    source: Path, tmp_path: Path
) -> None:
    with pytest.raises(GateError, match=r"4 of 10 rows rejected \(40\.0%\)"):
        label(source, tmp_path / "run", max_rejected=0.05)
    assert open_run(tmp_path / "run").manifest.finished


def test_the_share_of_rejected_rows_is_of_the_rows_that_are_new(tmp_path: Path) -> None:
    """A growing table's old rows, good or bad, neither hide nor make a bad hour."""
    rows = {f"old {n}": f"The courier came {n} days late." if n > 3 else "n/a" for n in range(20)}
    label(_csv(tmp_path / "1.csv", rows), tmp_path / "1", max_rejected=0.2)
    rows |= {"new 1": "Rude staff.", "new 2": "n/a", "new 3": "n/a"}
    with pytest.raises(GateError, match=r"2 of 3 new rows rejected \(66\.7%\)"):
        label(
            _csv(tmp_path / "2.csv", rows), tmp_path / "2", since=tmp_path / "1", max_rejected=0.2
        )
    rows |= {"later": "Lovely staff.", "latest": "Rude staff."}
    for _ in range(2):  # a finished run is asked again
        result = label(
            _csv(tmp_path / "3.csv", rows), tmp_path / "3", since=tmp_path / "2", max_rejected=0
        )
    assert (result.counts.rejected, result.counts.already) == (6, 17)
    label(_csv(tmp_path / "4.csv", rows), tmp_path / "4", since=tmp_path / "3", max_rejected=0)


def test_rejections_are_known_as_often_as_one_run_met_them_without_ids(tmp_path: Path) -> None:
    label(["n/a", "n/a", "Fine."], tmp_path / "1")
    label(["n/a", "n/a", "Good."], tmp_path / "2", since=tmp_path / "1", max_rejected=0)
    with pytest.raises(GateError, match="1 of 2 new rows"):
        label(["n/a"] * 3 + ["Bad."], tmp_path / "3", since=tmp_path / "2", max_rejected=0.1)


def test_a_share_may_be_reached_and_not_passed(tmp_path: Path) -> None:
    label(["n/a", "Late again.", "Kind staff.", "It was fine."], tmp_path / "run")
    run = open_run(tmp_path / "run")
    assert too_many_rejected(run, None) is None
    assert too_many_rejected(run, 0.25) is None
    error = too_many_rejected(run, 0.24)
    assert error is not None
    assert str(error) == (
        f"{tmp_path / 'run'}: found 1 of 4 rows rejected (25.0%); expected at most 24.0%. Look at "
        "rejected/ in the run, or at `cxnlp check SOURCE`; the run itself is whole."
    )
    assert error.exit_code == 8


def test_of_no_new_rows_none_is_too_many(tmp_path: Path) -> None:
    label(["n/a", "Late again."], tmp_path / "1")
    label(["n/a", "Late again."], tmp_path / "2", since=tmp_path / "1")
    assert too_many_rejected(open_run(tmp_path / "1"), 0.0) is not None
    assert too_many_rejected(open_run(tmp_path / "2"), 0.0) is None
