"""Write the report of a run: read what was labelled and found, and put it on one page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Final

import pyarrow.compute as pc

from cxnlp.errors import RunFolderError, UsageError
from cxnlp.flows.model_figures import evaluation_of
from cxnlp.flows.topic_findings import topic_findings
from cxnlp.insights import certainty, ratings
from cxnlp.insights.comments import read_comments
from cxnlp.insights.movement import movement
from cxnlp.insights.ratings import RATINGS
from cxnlp.insights.standing import standing
from cxnlp.reporting import Findings, Origin, Rejections, render
from cxnlp.runs import open_run
from cxnlp.schema import PROBABILITY_COLUMNS
from cxnlp.whole import write_whole

if TYPE_CHECKING:
    from cxnlp.runs import Counts, Run

__all__ = ["ReportResult", "write_report"]

_COLUMNS: Final = (
    "row",
    "level",
    *PROBABILITY_COLUMNS,
    "level_low",
    "level_high",
    "status",
    "created_at",
    "customer",
    *RATINGS,
)
"""All that the figures need; texts are read only for the quotes that are shown."""
_EXAMPLES: Final = 5
"""Row numbers named per reason of rejection."""


@dataclass(frozen=True)
class ReportResult:
    """A report that was written.

    Attributes:
        path: the HTML file.
        findings: what stands in it.
    """

    path: Path
    findings: Findings


def write_report(
    run: str | Path,
    *,
    topics: str | Path | None = None,
    out: str | Path,
    now: datetime | None = None,
) -> ReportResult:
    """Write the report of a finished run as one HTML file, whole or not at all.

    Args:
        run: the run folder.
        topics: the topics folder of the same run; without it the report has no topics.
        out: the file to write.
        now: time of the report; comments dated later are left out of what moves. Now, if not given.

    Raises:
        RunFolderError: `run` is no run folder, or its run is not finished.
        ModelError: `topics` is no topics folder, or one of another run.
        UsageError: `out` is a folder, or cannot be written.
    """
    made = now or datetime.now(UTC)
    opened = open_run(run)
    counts = _finished(opened)
    labels = opened.labels(list(_COLUMNS))
    comments = read_comments(labels, today=made)
    found = None
    if topics is not None:
        found = topic_findings(Path(topics), opened, labels["row"], comments)
    findings = Findings(
        made=made,
        origin=_origin(opened),
        standing=standing(comments),
        movement=movement(comments),
        certainty=certainty(labels),
        rejections=_rejections(opened, counts),
        ratings=ratings(labels),
        topics=found,
    )
    path = Path(out)
    page = render(findings)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        write_whole(path, lambda file: _write(file, page))
    except OSError as error:
        raise UsageError(
            path,
            found=f"a place that cannot be written ({error.strerror or type(error).__name__})",
            expected="a file name in a folder with room",
            hint="Name another file with --out.",
        ) from error
    return ReportResult(path, findings)


def _write(path: Path, page: str) -> None:
    path.write_text(page, encoding="utf-8")


def _finished(run: Run) -> Counts:
    if run.manifest.counts is None or not run.manifest.finished:
        raise RunFolderError(
            run.folder,
            found="a run that is not finished",
            expected="a finished run",
            hint="Start the labelling job on this run folder again: it goes on where it stopped.",
        )
    return run.manifest.counts


def _rejections(run: Run, counts: Counts) -> Rejections:
    examples: dict[str, list[int]] = {reason: [] for reason in counts.reasons}
    for table in run.batches("rejected", ["row", "reason"]):
        for reason, found in examples.items():
            if len(found) < _EXAMPLES:
                rows = table.filter(pc.equal(table["reason"], reason))["row"]
                found.extend(rows.slice(0, _EXAMPLES - len(found)).to_pylist())
    return Rejections(
        read=counts.rows,
        reasons=counts.reasons,
        examples={reason: tuple(rows) for reason, rows in examples.items()},
        unreadable=counts.unreadable,
        already=counts.already,
    )


def _origin(run: Run) -> Origin:
    manifest = run.manifest
    model = manifest.model
    size = "" if manifest.source.size is None else f", {manifest.source.size:,} bytes"
    evaluation, evaluated_on = evaluation_of(model.name, model.digest)
    return Origin(
        source=PurePosixPath(manifest.source.uri).name or manifest.source.uri,
        facts=(
            ("source", f"{manifest.source.uri}{size}"),
            ("source digest", manifest.source.digest),
            ("model", f"{model.name} ({model.kind})"),
            ("model digest", model.digest),
            ("evidence threshold", f"{manifest.evidence_threshold:.3f}"),
            ("coverage of the levels' intervals", f"{manifest.coverage:.0%}"),
            ("settings digest", manifest.config_digest),
            ("versions", ", ".join(f"{name} {v}" for name, v in manifest.versions.items())),
            ("run folder", run.folder.name),
        ),
        coverage=manifest.coverage,
        evaluation=evaluation,
        evaluated_on=evaluated_on,
    )
