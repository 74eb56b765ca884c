"""`cxnlp report`: one file in the format asked for, and figures where they are wanted."""

from __future__ import annotations

import json
from pathlib import Path

import pyarrow as pa
import pytest
from tests.reporting.conftest import make_labels, write_run

from cxnlp.cli import main


@pytest.fixture
def run(tmp_path: Path) -> str:
    return str(write_run(tmp_path / "run", make_labels(80)))


def test_a_page_by_default_and_markdown_if_asked(
    run: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    page, text = tmp_path / "r.html", tmp_path / "r.md"
    assert main(["report", run, "--out", str(page)]) == 0
    assert capsys.readouterr().out == f"The report: {page}\n"
    assert main(["report", run, "--out", str(text), "--format", "markdown"]) == 0
    assert page.read_text(encoding="utf-8").startswith("<!DOCTYPE html>")
    assert text.read_text(encoding="utf-8").startswith("# ")


def test_figures_are_named_for_machines(
    run: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    pytest.importorskip("resvg_py", reason="resvg_py paints the PNG; extra 'figures'")
    words = ["report", run, "--out", str(tmp_path / "r.html"), "--figures", str(tmp_path / "f")]
    assert main([*words, "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert str(tmp_path / "f" / "levels.png") in told["figures"]
    assert all(Path(one).is_file() for one in told["figures"])


def test_a_review_that_is_none_is_refused(run: str, tmp_path: Path) -> None:
    words = ["report", run, "--out", str(tmp_path / "r.html"), "--review", "no-such.csv"]
    assert main(words) == 4
    assert not (tmp_path / "r.html").exists()


@pytest.mark.parametrize(
    "words",
    [
        ["report", "--out", "s3://jo:pw@bucket/r.html"],
        ["report", "--out", "r.html", "--figures", "s3://jo:pw@bucket/f"],
        ["topics", "--out", "s3://jo:pw@bucket/t"],
    ],
)
def test_what_is_written_here_is_not_written_into_a_store(
    run: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    words: list[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    before = sorted(tmp_path.iterdir())
    assert main([words[0], run, *words[1:]]) == 2
    told = capsys.readouterr().err
    assert "found an address; expected a place on this machine" in told
    assert "store's own tools" in told
    assert "pw" not in told
    assert sorted(tmp_path.iterdir()) == before


def test_an_unknown_format_is_a_wrong_word(run: str, tmp_path: Path) -> None:
    with pytest.raises(SystemExit) as stop:
        main(["report", run, "--out", str(tmp_path / "r"), "--format", "word"])
    assert stop.value.code == 2


def test_a_scale_that_the_data_leave_open_is_said_in_a_file(tmp_path: Path) -> None:
    labels = make_labels(80)
    place = labels.column_names.index("csat") if "csat" in labels.column_names else None
    answers = pa.array([float(1 + number % 3) for number in range(80)], pa.float32())
    labels = (
        labels.append_column("csat", answers)
        if place is None
        else labels.set_column(place, "csat", answers)
    )
    run = str(write_run(tmp_path / "asked", labels))
    said = tmp_path / "kpis.toml"
    said.write_text('[csat]\nscale = "1-3"\n', encoding="utf-8")
    before, after = tmp_path / "before.md", tmp_path / "after.md"
    words = ["report", run, "--format", "markdown", "--out"]
    assert main([*words, str(before)]) == 0
    assert main([*words, str(after), "--kpis", str(said)]) == 0
    assert "--kpis" in before.read_text(encoding="utf-8")
    assert after.read_text(encoding="utf-8") != before.read_text(encoding="utf-8")
    assert 'csat.scale = "' not in after.read_text(encoding="utf-8")


def test_an_unknown_key_of_that_file_is_a_matter_of_configuration(run: str, tmp_path: Path) -> None:
    said = tmp_path / "kpis.toml"
    said.write_text('[csat]\nscael = "1-5"\n', encoding="utf-8")
    assert main(["report", run, "--out", str(tmp_path / "r.md"), "--kpis", str(said)]) == 3
