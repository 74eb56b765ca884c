"""Figures for slides: each stands alone, and is painted too."""

from __future__ import annotations

import builtins
import xml.etree.ElementTree as ET
from typing import TYPE_CHECKING

import pytest
from tests.reporting.conftest import make_labels

from cxnlp.errors import MissingDependencyError, UsageError
from cxnlp.metrics import Estimate
from cxnlp.reporting.figures import Figure, Row, Rows, figures_of, span
from cxnlp.reporting.slides import drawn_alone, write_figures

if TYPE_CHECKING:
    from pathlib import Path

    from tests.reporting.conftest import MadeUp

    from cxnlp.flows.report import ReportResult

SVG = "{http://www.w3.org/2000/svg}"


def test_the_figures_follow_the_questions_and_have_names_of_their_own(
    service: ReportResult,
) -> None:
    names = [figure.name for figure in figures_of(service.findings)]
    assert names[:6] == [
        "levels",
        "mean-level",
        "levels-over-time",
        "pain-points",
        "priorities",
        "delights",
    ]
    assert {"moves-level", "level-by-team", "nature"} <= set(names)
    assert len(names) == len(set(names))


def test_each_figure_is_an_svg_that_needs_nothing_else(service: ReportResult) -> None:
    for figure in figures_of(service.findings):
        drawn = str(drawn_alone(figure, source="feedback.csv"))
        root = ET.fromstring(drawn)  # noqa: S314 - our own drawing
        assert root.tag == SVG + "svg"
        assert root.get("viewBox") == "0 0 1280 720"
        assert "href" not in drawn
        texts = ["".join(one.itertext()) for one in root.iter(SVG + "text")]
        assert figure.title in texts
        assert "feedback.csv" in texts


def test_hostile_and_very_long_names_stay_text_within_the_drawing() -> None:
    name = "</text><script>alert(1)</script>" + "w" * 500
    row = Row(name, Estimate(0.5, 0.4, 0.6, 9), "0.5")
    drawn = str(drawn_alone(Figure("x", name, name, Rows((row,), 0.0, 1.0)), source=name))
    root = ET.fromstring(drawn)  # noqa: S314 - our own drawing
    assert not list(root.iter(SVG + "script"))
    assert max(len(one.text or "") for one in root.iter(SVG + "text")) <= 130


def test_figures_are_written_as_svg_and_png(service: ReportResult, tmp_path: Path) -> None:
    pytest.importorskip("resvg_py", reason="resvg_py paints the PNG; extra 'figures'")
    written = write_figures(service.findings, tmp_path / "a" / "figures")
    assert len(written) == 2 * len(figures_of(service.findings))
    for path in written:
        head = path.read_bytes()[:24]
        if path.suffix == ".png":
            assert head[:8] == b"\x89PNG\r\n\x1a\n"
            assert int.from_bytes(head[16:20], "big") == 2560
            assert int.from_bytes(head[20:24], "big") == 1440
        else:
            assert head.startswith(b"<svg")
    assert not [path for path in (tmp_path / "a" / "figures").iterdir() if path.name[0] == "_"]


def test_a_missing_painter_is_said_before_anything_is_written(
    service: ReportResult, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = builtins.__import__

    def without(name: str, *rest: object) -> object:
        if name == "resvg_py":
            raise ImportError(name)
        return real(name, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(MissingDependencyError, match=r"cxnlp\[figures\]"):
        write_figures(service.findings, tmp_path / "figures")
    assert not (tmp_path / "figures").exists()


def test_a_file_in_place_of_the_folder_is_refused(shop: MadeUp) -> None:
    pytest.importorskip("resvg_py", reason="resvg_py paints the PNG; extra 'figures'")
    (shop.folder / "figures").write_text("mine", encoding="utf-8")
    with pytest.raises(UsageError, match="--figures"):
        shop.report(make_labels(60), figures=shop.folder / "figures")


def test_a_scale_holds_the_figures_and_is_not_stretched_by_one_wild_interval() -> None:
    calm = Estimate(0.5, 0.4, 0.6, 90)
    wild = Estimate(0.6, -50, 50, 2)
    low, high = span([calm, wild], around=0.0)
    assert low <= 0
    assert 0.6 < high < 2
    assert span([]) == (0.0, 1.0)
    assert span([Estimate(0, 0, 0, 1)], around=0.0)[0] < span([Estimate(0, 0, 0, 1)])[1]
