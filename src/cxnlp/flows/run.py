"""The main job: label, find topics and pain points, write the report."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cxnlp.flows.label import label
from cxnlp.flows.progress import Progress, Silent
from cxnlp.flows.report import write_report
from cxnlp.flows.topic_job.options import check_options, require_topics
from cxnlp.flows.topics import find_topics
from cxnlp.runs import place_for

if TYPE_CHECKING:
    from collections.abc import Mapping

    from cxnlp.runs import Counts

__all__ = ["RunResult", "run"]


@dataclass(frozen=True)
class RunResult:
    """Where the main job put what it made.

    Attributes:
        run: the run folder.
        topics: the topics folder; None where the texts were left out of the run.
        report: the HTML file.
        counts: what became of the rows.
        notices: what a person should know about the topics.
    """

    run: Path
    topics: Path | None
    report: Path
    counts: Counts
    notices: tuple[str, ...] = ()


def run(
    source: object,
    out: str | Path,
    *,
    seed: int = 0,
    topic_options: Mapping[str, Any] | None = None,
    fresh: bool = False,
    progress: Progress | None = None,
    **label_options: Any,  # noqa: ANN401 - passed on as they are to `label`, which checks them
) -> RunResult:
    """Label `source`, find its topics and write the report, each step only where it is not done.

    A run without texts gets no topics, and a report without them.

    Args:
        source: as for `cxnlp.label`.
        out: folder for `run/`, `topics/` and `report.html`.
        seed: seed of the topics.
        topic_options: the keyword arguments of `cxnlp.topics`: granularity, encoder, registry,
            unassigned, namer.
        fresh: put a run and topics that stand at `out` aside and begin anew.
        progress: told what happens.
        **label_options: the keyword arguments of `cxnlp.label`.

    Raises:
        CxnlpError: as `cxnlp.label`, `cxnlp.topics` and `cxnlp.report`.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as place:
    ...     done = run(["Late again."], Path(place) / "out", model="levels-fast", text=False)
    ...     done.report.name, done.counts.labels, done.notices
    ('report.html', 1, ('No topics: the texts were left out of the run.',))
    """
    tell = progress or Silent()
    place_for(out)  # refuses what is no folder, before anything is made
    folder = Path(out)
    chosen = {"seed": seed, **(topic_options or {}), "fresh": fresh}
    check_options(chosen)
    if label_options.get("text", True):
        require_topics()
    labelled = label(source, folder / "run", fresh=fresh, progress=tell, **label_options)
    topics: Path | None = folder / "topics"
    if label_options.get("text", True):
        found = find_topics(folder / "run", out=folder / "topics", progress=tell, **chosen)
        notices = found.notices
    else:
        notices = ("No topics: the texts were left out of the run.",)
        topics = None
    report = write_report(folder / "run", topics=topics, out=folder / "report.html")
    return RunResult(folder / "run", topics, report.path, labelled.counts, notices)
