"""Write the report of a run: one offline page, or Markdown, and its figures for slides."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal

from cxnlp.errors import UsageError
from cxnlp.flows.telling.findings import findings_of
from cxnlp.reporting import Findings, render, render_markdown, write_figures
from cxnlp.runs import refuse_address
from cxnlp.whole import write_whole

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from cxnlp.insights.kpis import KpiSettings

__all__ = ["Format", "ReportResult", "write_report"]

Format = Literal["html", "markdown"]


@dataclass(frozen=True)
class ReportResult:
    """A report that was written.

    Attributes:
        path: the HTML or Markdown file.
        findings: what stands in it.
        figures: files of the figures, where they were asked for.
    """

    path: Path
    findings: Findings
    figures: tuple[Path, ...] = ()


def write_report(
    run: str | Path,
    *,
    topics: str | Path | None = None,
    out: str | Path,
    kind: Format = "html",
    figures: str | Path | None = None,
    review: str | Path | None = None,
    kpi_settings: str | Path | KpiSettings | None = None,
    now: datetime | None = None,
) -> ReportResult:
    """Write the report of a finished run as one file, whole or not at all.

    Args:
        run: the run folder.
        topics: the topics folder of the same run; without it the report has no topics.
        out: the file to write.
        kind: `html`, one page that opens offline, or `markdown`.
        figures: a folder for each figure as SVG and PNG, 1280 by 720 pixels (PNG twice as fine).
        review: a judged review file of `cxnlp sample` on this run; its random part corrects the
            shares of the levels.
        kpi_settings: what the answers in KPI columns mean, or a TOML file that says it.
        now: time of the report; comments dated later are left out of what moves. Now, if not given.

    Raises:
        ConfigurationError: `kpi_settings` cannot be read, or has an unknown key.
        RunFolderError: `run` is no run folder, or its run is not finished.
        ModelError: `topics` is no topics folder, or one of another run.
        InputDataError: `review` cannot be read, is of another run, or too little of it is judged.
        UsageError: `out` is a folder, `figures` is a file, one of them is an address (`s3://…`), or
            cannot be written.
        MissingDependencyError: figures are asked for, and resvg_py is not installed.

    >>> import tempfile
    >>> from cxnlp.flows.label import label
    >>> with tempfile.TemporaryDirectory() as place:
    ...     run = label(["Late again.", "Lovely people."], Path(place) / "run", model="levels-fast")
    ...     done = write_report(run.folder, out=Path(place) / "report.md", kind="markdown")
    ...     done.path.read_text().startswith("# ")
    True
    """
    for place in (out, figures):
        if place is not None:
            refuse_address(place)
    findings = findings_of(run, topics=topics, review=review, kpi_settings=kpi_settings, now=now)
    path = Path(out)
    page = _RENDER[kind](findings)
    _write(path, "--out", lambda: _write_page(path, page))
    if figures is None:
        return ReportResult(path, findings)
    drawn: list[Path] = []
    folder = Path(figures)
    _write(folder, "--figures", lambda: drawn.extend(write_figures(findings, folder)))
    return ReportResult(path, findings, tuple(drawn))


_RENDER: Final[dict[str, Callable[[Findings], str]]] = {
    "html": render,
    "markdown": render_markdown,
}


def _write(path: Path, option: str, write: Callable[[], None]) -> None:
    try:
        write()
    except OSError as error:
        raise UsageError(
            path,
            found=f"a place that cannot be written ({error.strerror or type(error).__name__})",
            expected="a name in a folder with room",
            hint=f"Name another place with {option}.",
        ) from error


def _write_page(path: Path, page: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    write_whole(path, lambda file: _put(file, page))


def _put(path: Path, page: str) -> None:
    path.write_text(page, encoding="utf-8")
