"""What a report finds in a run: set against the last period, corrected, and honest about gaps."""

from __future__ import annotations

import csv
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pytest
from tests.reporting.conftest import make_labels, with_service

from cxnlp.flows.report import write_report
from cxnlp.flows.sample import sample
from cxnlp.reporting.figures import figures_of
from cxnlp.reporting.omissions import omissions

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from tests.reporting.conftest import MadeUp

    from cxnlp.reporting import Findings


def changed(labels: pa.Table, name: str, values: Sequence[object]) -> pa.Table:
    at = labels.schema.get_field_index(name)
    field = labels.schema.field(name)
    return labels.set_column(at, field, pa.array(values, field.type))


def told(findings: Findings) -> str:
    return " ".join(f"{one.part}: {one.words} {one.hint}" for one in omissions(findings))


def test_the_last_period_is_set_against_the_one_before(shop: MadeUp) -> None:
    found = shop.report().findings
    last = found.last
    assert last is not None
    assert (last.name, last.before) == ("2026-06", "2026-05")
    n = {
        name: row.sum()
        for name, row in zip(found.movement.names, found.movement.counts, strict=True)
    }
    assert last.now.labelled == n["2026-06"]
    assert last.then.labelled == n["2026-05"]
    assert last.mean is not None
    assert last.now.mean is not None
    assert last.then.mean is not None
    assert np.isclose(last.mean.value, last.now.mean.value - last.then.mean.value)
    assert last.mean.low < last.mean.value < last.mean.high
    at = found.movement.names.index("2026-06")
    assert np.isclose(last.now.mean.low, found.movement.mean.low[at])


def test_an_empty_period_is_passed_over(shop: MadeUp) -> None:
    labels = make_labels(400)
    days = [None if day and day.month == 5 else day for day in labels["created_at"].to_pylist()]
    last = shop.report(changed(labels, "created_at", days)).findings.last
    assert last is not None
    assert last.name > "2026-05"
    assert not last.before.startswith("2026-05")


def test_a_handful_in_the_last_month_is_passed_over_and_that_is_told(shop: MadeUp) -> None:
    labels = make_labels(600)
    days = [
        day if day is None or day.month != 6 or at % 20 == 0 else day.replace(month=5)
        for at, day in enumerate(labels["created_at"].to_pylist())
    ]
    found = shop.report(changed(labels, "created_at", days)).findings
    assert found.last is not None
    assert found.movement.names[-1] == "2026-06"
    assert (found.last.name, found.last.before) == ("2026-05", "2026-04")
    assert "The periods after 2026-05 have too few comments" in told(found)


def test_one_period_has_none_before_it_and_the_page_says_so(shop: MadeUp) -> None:
    labels = make_labels(80)
    day = datetime(2026, 6, 2, 9, tzinfo=UTC)
    made = shop.report(changed(labels, "created_at", [day] * 80))
    assert made.findings.last is None
    assert "so no movement can be shown" in made.path.read_text(encoding="utf-8")


def test_a_judged_sample_corrects_the_shares_and_the_report_says_so(shop: MadeUp) -> None:
    made = shop.report()
    review = shop.folder / "review.csv"
    sample(shop.folder / "run", out=review, size=120, random_share=0.5)
    with review.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    for row in rows:
        row["corrected_level"] = "criminal"
    with review.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0])
        writer.writeheader()
        writer.writerows(rows)
    out = shop.folder / "corrected.html"
    corrected = write_report(
        shop.folder / "run", topics=shop.folder / "topics", out=out, review=review
    )
    assert made.findings.audit is None
    assert "No audit was given" in made.path.read_text(encoding="utf-8")
    assert corrected.findings.audit is not None
    assert corrected.findings.audit.shares.value[0] > 0.5
    page = out.read_text(encoding="utf-8")
    assert "below expected, corrected by an audit" in page
    assert "60 judged of" in page
    assert "No audit was given" not in page


def test_ratings_out_of_range_are_left_out_and_told(shop: MadeUp) -> None:
    labels = make_labels(300)
    nps = [None if one is None else one + 200 for one in labels["nps"].to_pylist()]
    text = told(shop.report(changed(labels, "nps", nps)).findings)
    assert "nps" in text.lower()


def test_without_dates_customers_or_ratings_each_gap_is_told(shop: MadeUp) -> None:
    labels = make_labels(120, created_at=False, customer=False, ratings=False)
    text = told(shop.report(labels, with_topics=False).findings)
    assert "with no date" in text
    assert "made without topics" in text
    assert "team" in text
    assert "csat" in text


def test_all_on_one_level_breaks_nothing(shop: MadeUp) -> None:
    labels = with_service(make_labels(300))
    level = [None if one is None else 4 for one in labels["level"].to_pylist()]
    made = shop.report(changed(labels, "level", level))
    page = made.path.read_text(encoding="utf-8")
    assert "All comments were placed on one level (desired)" in page
    assert made.findings.close_up is not None


def test_a_run_without_rows_with_a_level_makes_a_report(shop: MadeUp) -> None:
    labels = with_service(make_labels(40))
    for name, value in (("status", "no_evidence"), ("level", None), ("level_name", None)):
        labels = changed(labels, name, [value] * 40)
    made = shop.report(labels, with_topics=False)
    assert "No row could be placed on a level" in made.path.read_text(encoding="utf-8")
    assert made.findings.last is None
    assert figures_of(made.findings) == []


@pytest.mark.parametrize("kind", ["html", "markdown"])
def test_the_same_run_gives_the_same_file(shop: MadeUp, tmp_path: Path, kind: str) -> None:
    first = shop.report(with_service(make_labels(150)), kind=kind).path.read_bytes()
    again = write_report(
        shop.folder / "run",
        topics=shop.folder / "topics",
        out=tmp_path / "again",
        kind="html" if kind == "html" else "markdown",
        now=datetime(2026, 7, 1, tzinfo=UTC),
    )
    assert again.path.read_bytes() == first
