"""Writing a report: whole or not at all, from a finished run and its own topics, or an error."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyarrow.parquet as pq
import pytest
from tests.reporting.conftest import (
    NOW,
    MadeUp,
    make_assignments,
    make_labels,
    make_topics,
    write_run,
    write_topics,
)

from cxnlp.errors import ModelError, RunFolderError, UsageError
from cxnlp.flows.report import write_report
from cxnlp.runs import open_run

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def shop(tmp_path: Path) -> MadeUp:
    """Makes runs, topics and reports of an invented shop."""
    return MadeUp(tmp_path)


def test_a_report_is_small_and_leaves_no_temporary_file(shop: MadeUp) -> None:
    path = shop.report().path
    assert path.stat().st_size < 500_000
    assert sorted(one.name for one in shop.folder.iterdir()) == ["report.html", "run", "topics"]


def test_missing_folders_of_the_report_are_made(shop: MadeUp) -> None:
    run = write_run(shop.folder / "run", make_labels(100))
    assert write_report(run, out=shop.folder / "a" / "b" / "report.html").path.is_file()


def test_a_folder_in_place_of_the_report_is_refused(shop: MadeUp) -> None:
    run = write_run(shop.folder / "run", make_labels(100))
    (shop.folder / "report.html").mkdir()
    with pytest.raises(UsageError, match=r"report\.html.*--out"):
        write_report(run, out=shop.folder / "report.html")


def test_no_run_is_refused(tmp_path: Path) -> None:
    with pytest.raises(RunFolderError, match=r"manifest\.json"):
        write_report(tmp_path, out=tmp_path / "report.html")


def test_an_unfinished_run_is_refused(shop: MadeUp) -> None:
    run = open_run(write_run(shop.folder / "run", make_labels(100)))
    run.manifest.model_copy(update={"finished": False, "counts": None}).save(run.folder)
    with pytest.raises(RunFolderError, match="not finished"):
        write_report(run.folder, out=shop.folder / "report.html")


def test_topics_of_another_run_are_refused(shop: MadeUp) -> None:
    run = write_run(shop.folder / "run", make_labels(100))
    other = make_labels(120)
    topics = write_topics(shop.folder / "topics", other, make_assignments(120), make_topics())
    with pytest.raises(ModelError, match="topics of 120 rows"):
        write_report(run, topics=topics, out=shop.folder / "report.html")
    assert not (shop.folder / "report.html").exists()


@pytest.mark.parametrize("name", ["assignments", "topics", "pain_points"])
@pytest.mark.parametrize("harm", ["missing", "damaged", "without columns"])
def test_a_damaged_topics_folder_is_refused_by_the_files_name(
    shop: MadeUp, name: str, harm: str
) -> None:
    labels = make_labels(100)
    run = write_run(shop.folder / "run", labels)
    topics = write_topics(shop.folder / "topics", labels, make_assignments(100), make_topics())
    path = topics / f"{name}.parquet"
    if harm == "missing":
        path.unlink()
    elif harm == "damaged":
        path.write_bytes(b"PAR1 and no more")
    else:
        pq.write_table(pq.read_table(path, columns=["topic"]), path)
    with pytest.raises(ModelError, match=rf"{name}\.parquet"):
        write_report(run, topics=topics, out=shop.folder / "report.html")


def test_a_format_is_a_page_or_markdown_and_figures_lie_in_a_folder(shop: MadeUp) -> None:
    run = write_run(shop.folder / "run", make_labels(100))
    made = write_report(run, out=shop.folder / "r.md", kind="markdown", now=NOW)
    assert made.path.read_text(encoding="utf-8").startswith("# ")
    assert made.figures == ()
    assert made.findings.made == NOW
    (shop.folder / "taken").write_text("a file", encoding="utf-8")
    pytest.importorskip("resvg_py", reason="resvg_py paints the PNG; extra 'figures'")
    with pytest.raises(UsageError) as caught:
        write_report(run, out=shop.folder / "r.md", kind="markdown", figures=shop.folder / "taken")
    assert str(caught.value) == (
        f"{shop.folder / 'taken'}: found a place that cannot be written (File exists); expected a "
        "name in a folder with room. Name another place with --figures."
    )


def test_an_address_is_refused_before_anything_is_read(shop: MadeUp) -> None:
    none, page = shop.folder / "no-such-run", shop.folder / "r.html"
    with pytest.raises(UsageError, match="a place on this machine"):
        write_report(none, out="s3://bucket/r.html")
    with pytest.raises(UsageError, match="a place on this machine"):
        write_report(none, out=page, figures="s3://bucket/f")
    assert list(shop.folder.iterdir()) == []
