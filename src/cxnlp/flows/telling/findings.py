"""All that a report tells about a run, as one frozen value: read, counted and set side by side."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Final

import numpy as np
import pyarrow.compute as pc

from cxnlp.flows.judging.model_figures import evaluation_of
from cxnlp.flows.prevalence import corrected_shares_of
from cxnlp.flows.telling.close_up import close_up
from cxnlp.flows.telling.thinning import some_comments, thinned
from cxnlp.flows.topic_job.findings import topic_findings
from cxnlp.flows.topic_job.notices import kept_notices
from cxnlp.insights import certainty, ratings
from cxnlp.insights.comments import read_comments
from cxnlp.insights.drivers import find_drivers
from cxnlp.insights.kano import find_kano
from cxnlp.insights.kpis import KpiSettings, kpis
from cxnlp.insights.labelled import labelled_rows
from cxnlp.insights.movement import movement
from cxnlp.insights.people import people_views, with_group_quotes
from cxnlp.insights.periods import periods_of
from cxnlp.insights.standing import standing
from cxnlp.reporting import Findings, LastPeriod, Origin, Rejections
from cxnlp.runs import open_finished
from cxnlp.schema import ASPECT_FIELDS, METADATA_TYPES, PROBABILITY_COLUMNS

if TYPE_CHECKING:
    import pyarrow as pa

    from cxnlp.insights.comments import LabelledComments
    from cxnlp.insights.people import PeopleViews
    from cxnlp.runs import Run

__all__ = ["findings_of"]

_COLUMNS: Final = (
    "row",
    "level",
    *PROBABILITY_COLUMNS,
    "level_low",
    "level_high",
    "status",
    *METADATA_TYPES,
    *(field.name for field in ASPECT_FIELDS),
)
"""All that the figures need; texts are read only for the quotes that are shown."""
_ENOUGH: Final = 30
"""Comments from which on a period is set against another, where two have as many: a handful that
was dated wrongly is no last month."""
_EXAMPLES: Final = 5
"""Row numbers named per reason of rejection."""


def findings_of(
    run: str | Path,
    *,
    topics: str | Path | None = None,
    review: str | Path | None = None,
    kpi_settings: str | Path | KpiSettings | None = None,
    now: datetime | None = None,
) -> Findings:
    """Find what a report on a finished run tells.

    Args:
        run: the run folder.
        topics: the topics folder of the same run; without it nothing is told of topics.
        review: a judged review file of `cxnlp sample` on this run; its random part corrects the
            shares of the levels.
        kpi_settings: what the answers in KPI columns mean, or a TOML file that says it; what is
            not said is recognised where that is safe.
        now: time of the report; comments dated later are left out of what moves. Now, if not given.

    Raises:
        ConfigurationError: `kpi_settings` cannot be read, or has an unknown key.
        RunFolderError: `run` is no run folder, or its run is not finished.
        ModelError: `topics` is no topics folder, or one of another run.
        InputDataError: `review` cannot be read, is of another run, or too little of it is judged.

    >>> import tempfile
    >>> from pathlib import Path
    >>> import cxnlp
    >>> with tempfile.TemporaryDirectory() as place:
    ...     made = cxnlp.label(["Late again.", "n/a"], Path(place) / "run", model="levels-fast")
    ...     found = findings_of(made.folder)
    >>> found.standing.labelled, found.rejections.reasons
    (1, {'empty': 1})
    """
    made = now or datetime.now(UTC)
    said = KpiSettings.read(kpi_settings) if isinstance(kpi_settings, str | Path) else kpi_settings
    opened = open_finished(run)
    labels = opened.labels(list(_COLUMNS))
    comments = read_comments(labels, today=made)
    found, incidence = None, None
    if topics is not None:
        found, incidence = topic_findings(Path(topics), opened, labels["row"], comments)
    chosen = labelled_rows(labels)
    fitted = thinned(chosen, comments, incidence)
    return Findings(
        made=made,
        origin=_origin(opened),
        standing=standing(comments),
        movement=movement(comments),
        certainty=certainty(labels),
        rejections=_rejections(opened),
        ratings=ratings(labels),
        topics=found,
        last=_last_period(comments),
        audit=None if review is None else corrected_shares_of(run, review),
        kpis=kpis(labels, said, today=made),
        drivers=find_drivers(*fitted, settings=said),
        people=_people(labels, opened, made),
        kano=find_kano(*fitted, settings=said),
        close_up=close_up(chosen, comments, incidence, opened),
        left_out=(
            *_thinned_words(len(comments), len(fitted[1])),
            *(() if topics is None else kept_notices(Path(topics))),
        ),
    )


def _thinned_words(comments: int, fitted: int) -> tuple[str, ...]:
    if fitted == comments:
        return ()
    words = (
        f"What moves the level and what changes its nature are fitted to {fitted:,} of "
        f"{comments:,} comments, those of customers drawn at random, so that the report keeps "
        "nobody waiting. Everything else counts all comments."
    )
    return (words,)


def _people(labels: pa.Table, run: Run, today: datetime) -> PeopleViews:
    """Views of people, with quotes of what is weak or strong in a group."""
    views = people_views(labels, today=today)
    quoted = {
        column: with_group_quotes(one, run.batches(columns=["row", "text"]))
        for column, one in views.groups.items()
    }
    return replace(views, groups=quoted)


def _last_period(comments: LabelledComments) -> LastPeriod | None:
    periods = periods_of(comments.when)
    counts = np.bincount(periods.index[periods.index >= 0], minlength=1)
    enough = np.flatnonzero(counts >= _ENOUGH)
    held = enough if len(enough) > 1 else np.flatnonzero(counts)
    if len(periods) < 2 or len(held) < 2:  # noqa: PLR2004 - one period has none before it
        return None
    last, before = int(held[-1]), int(held[-2])
    return LastPeriod(
        kind=periods.kind,
        name=periods.names[last],
        before=periods.names[before],
        now=standing(some_comments(comments, periods.index == last)),
        then=standing(some_comments(comments, periods.index == before)),
    )


def _rejections(run: Run) -> Rejections:
    counts = run.counts
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
