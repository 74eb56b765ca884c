"""The main job: label, find topics and pain points, write the report."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cxnlp.flows.label import label
from cxnlp.flows.progress import Progress, Silent
from cxnlp.flows.report import write_report
from cxnlp.flows.topics import find_topics

if TYPE_CHECKING:
    from cxnlp.runs import Counts

__all__ = ["RunResult", "run"]


@dataclass(frozen=True)
class RunResult:
    """Where the main job put what it made.

    Attributes:
        run: the run folder.
        topics: the topics folder.
        report: the HTML file.
        counts: what became of the rows.
    """

    run: Path
    topics: Path
    report: Path
    counts: Counts


def run(
    source: object,
    out: str | Path,
    *,
    seed: int = 0,
    progress: Progress | None = None,
    **label_options: Any,  # noqa: ANN401 - passed on as they are to `label`, which checks them
) -> RunResult:
    """Label `source`, find its topics and write the report, each step only where it is not done.

    Args:
        source: as for `cxnlp.label`.
        out: folder for `run/`, `topics/` and `report.html`.
        seed: seed of the topics.
        progress: told what happens.
        **label_options: the keyword arguments of `cxnlp.label`.

    Raises:
        CxnlpError: as `cxnlp.label`, `cxnlp.topics` and `cxnlp.report`.
    """
    tell = progress or Silent()
    folder = Path(out)
    labelled = label(source, folder / "run", progress=tell, **label_options)
    topics = folder / "topics"
    find_topics(folder / "run", out=topics, seed=seed, progress=tell)
    report = write_report(folder / "run", topics=topics, out=folder / "report.html")
    return RunResult(folder / "run", topics, report.path, labelled.counts)
