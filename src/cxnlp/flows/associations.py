"""What goes with better and worse levels, asked of a run or a frame: drivers, and Kano drift."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal

import pyarrow as pa

from cxnlp.errors import InputDataError
from cxnlp.flows.topic_job.findings import read_topics
from cxnlp.insights.drivers import drivers as find_drivers
from cxnlp.insights.kano import kano as find_kano
from cxnlp.insights.kpis import KpiSettings
from cxnlp.runs import open_finished

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from cxnlp.insights.drivers import DriverFindings
    from cxnlp.insights.kano import Kano
    from cxnlp.insights.periods import Period
    from cxnlp.sources.frames import SpeaksArrow

__all__ = ["drivers", "kano"]

_NEEDED: Final = ("row", "level", "status")


def drivers(
    run: str | Path | SpeaksArrow,
    *,
    topics: str | Path | None = None,
    outcomes: Sequence[str] | None = None,
    controls: Sequence[str] = ("period", "channel", "segment"),
    adjust: Literal["before", "all"] = "before",
    confidence: float = 0.95,
    kpi_settings: str | Path | KpiSettings | None = None,
    now: datetime | None = None,
) -> DriverFindings:
    """Find which topics, dimensions, touchpoints and stages go with better or worse outcomes.

    Each is adjusted for the others and for `controls`, clustered by customer; all of it is
    association, no cause (docs/explanation/drivers.md). A driver needs 20 customers with and
    without it; the false discovery rate is held at 5 %. `cxnlp.insights.drivers` lets you say both.

    Args:
        run: a run folder, or a frame with the columns `row`, `level`, `status` of its labels, and
            what else is to count: `created_at`, `customer`, KPIs, dimensions, controls.
        topics: the topics folder of the same rows; without it topics are no drivers.
        outcomes: columns of numbers or of yes and no; the level and every KPI that the run has, if
            not given.
        controls: `period` or columns of words, held fixed besides the drivers.
        adjust: `before`: for the own block of drivers and those before it; `all`: for every other.
        confidence: level of the intervals, above 0, below 1.
        kpi_settings: what the answers in KPI columns mean, or a TOML file that says it.
        now: later dates count as unknown.

    Raises:
        ConfigurationError: a setting is out of range, or `kpi_settings` cannot be read.
        RunFolderError: `run` is no run folder.
        InputDataError: the frame lacks a column that is needed.
        ModelError: `topics` is no topics folder, or one of other rows.

    >>> import pyarrow as pa
    >>> level, phone = [1, 2, 2, 3, 4, 4, 5, 3] * 10, [True] * 4 + [False] * 4
    >>> labels = pa.table({"row": range(80), "level": level, "status": ["labelled"] * 80,
    ...                    "touch_phone": phone * 10})
    >>> (driver,) = drivers(labels).outcomes[0].drivers
    >>> driver.title, driver.flagged, str(driver.simple)
    ('phone', True, '-2.000 [-2.387, -1.563]')
    """
    return find_drivers(
        *_tables(run, topics),
        outcomes=outcomes,
        controls=controls,
        adjust=adjust,
        confidence=confidence,
        settings=_said(kpi_settings),
        today=now,
    )


def kano(
    run: str | Path | SpeaksArrow,
    *,
    topics: str | Path | None = None,
    outcome: str = "level",
    ratings: Sequence[str] = (),
    controls: Sequence[str] = ("channel", "segment"),
    period: Period | Literal["auto"] = "auto",
    matters: float | None = None,
    confidence: float = 0.95,
    kpi_settings: str | Path | KpiSettings | None = None,
    now: datetime | None = None,
) -> Kano:
    """Class what surprises and what is taken for granted, and test whether that has changed.

    Each dimension, topic and sub-rating gets a reward for done well and a penalty for done badly
    (Brandt 1987), over all periods and in each (docs/explanation/drivers.md). A side needs 20
    customers; any item is flagged as changed, where none has, with a probability of at most 5 %.
    `cxnlp.insights.kano` lets you say both.

    Args:
        run: a run folder, or a frame with the columns `row`, `level`, `status` of its labels, and
            what else is to count: `created_at`, `customer`, the outcome, dimensions, ratings.
        topics: the topics folder of the same rows; without it topics are no items.
        outcome: `level`, a KPI, or any column of numbers or of yes and no.
        ratings: columns of sub-ratings that customers gave, kept while labelling.
        controls: columns of words that are held fixed.
        period: kind of the periods; `auto` takes the finest that the comments are enough for.
        matters: smallest effect that matters, in units of the outcome; a twentieth of its range if
            not given (a quarter of a level).
        confidence: level of the intervals, above 0, below 1.
        kpi_settings: what the answers in KPI columns mean, or a TOML file that says it.
        now: later dates count as unknown.

    Returns:
        One item for each aspect, none where the outcome cannot be used: `left_out` says why.

    Raises:
        ConfigurationError: a setting is out of range, or `kpi_settings` cannot be read.
        RunFolderError: `run` is no run folder.
        InputDataError: the frame lacks a column that is needed, or a sub-rating is no scale.
        ModelError: `topics` is no topics folder, or one of other rows.

    >>> import pyarrow as pa
    >>> level, empathy = [4, 4, 2, 5, 1, 4] * 60, [0, 1, -1, 1, -1, 0] * 60
    >>> labels = pa.table({"row": range(360), "level": level, "empathy": empathy,
    ...                    "status": ["labelled"] * 360})
    >>> (item,) = kano(labels).items
    >>> item.name, str(item.whole.kind), f"{item.whole.penalty.value:.2f}"
    ('empathy', 'basic', '-2.50')
    """
    return find_kano(
        *_tables(run, topics),
        outcome=outcome,
        ratings=ratings,
        controls=controls,
        period=period,
        matters=matters,
        confidence=confidence,
        settings=_said(kpi_settings),
        today=now,
    )


def _tables(
    run: str | Path | SpeaksArrow, topics: str | Path | None
) -> tuple[pa.Table, pa.Table | None, pa.Table | None]:
    """Labels, assignments and topics."""
    labels = open_finished(run).labels() if isinstance(run, str | Path) else _read(run)
    if topics is None:
        return labels, None, None
    of = str(run) if isinstance(run, str | Path) else "the frame"
    return labels, *read_topics(Path(topics), labels["row"], of=of)


def _read(frame: SpeaksArrow) -> pa.Table:
    table = pa.RecordBatchReader.from_stream(frame).read_all()
    lacking = [name for name in _NEEDED if name not in table.column_names]
    if lacking:
        raise InputDataError(
            "frame of labels",
            found="no column " + ", ".join(lacking),
            expected="the columns " + ", ".join(_NEEDED),
            hint="Take the labels that cxnlp.label gave, or name the run folder.",
        )
    # Polars hands out string views, which most functions on strings do not take yet.
    plain = [
        field.with_type(pa.large_string()) if pa.types.is_string_view(field.type) else field
        for field in table.schema
    ]
    return table.cast(pa.schema(plain))


def _said(settings: str | Path | KpiSettings | None) -> KpiSettings | None:
    return KpiSettings.read(settings) if isinstance(settings, str | Path) else settings
