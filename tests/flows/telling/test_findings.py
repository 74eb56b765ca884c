"""What a report finds: where the run is from, what was rejected, the last period that counts."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pyarrow as pa
import pytest
from tests.faults.conftest import label
from tests.reporting.conftest import NOW, make_labels, write_run

from cxnlp.errors import ConfigurationError
from cxnlp.flows.telling import findings as module
from cxnlp.flows.telling.findings import findings_of
from cxnlp.insights.comments import LabelledComments, read_comments
from cxnlp.runs import open_run

if TYPE_CHECKING:
    from pathlib import Path

    from cxnlp.reporting import Findings


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> Findings:
    return findings_of(write_run(tmp_path_factory.mktemp("shop") / "run", make_labels(90)), now=NOW)


def test_the_origin_tells_source_model_thresholds_and_digests_in_order(found: Findings) -> None:
    assert found.made == NOW
    assert found.origin.source == "feedback.csv", "for the headline its name is enough"
    assert found.origin.coverage == 0.9
    assert found.origin.evaluation == (), "of this model nothing is at hand"
    assert found.origin.facts == (
        ("source", "made-up/feedback.csv, 123,456 bytes"),
        ("source digest", "sha256:" + "1a" * 32),
        ("model", "levels-made-up (linear)"),
        ("model digest", "sha256:" + "2b" * 32),
        ("evidence threshold", "0.410"),
        ("coverage of the levels' intervals", "90%"),
        ("settings digest", "sha256:" + "3c" * 32),
        ("versions", "cxnlp 0.1.0"),
        ("run folder", "run"),
    )


def test_without_topics_or_a_review_nothing_is_told_of_either(found: Findings) -> None:
    assert found.topics is None
    assert found.audit is None
    assert found.left_out == ()


def test_five_rows_of_each_reason_are_named_over_all_parts(tmp_path: Path) -> None:
    texts = ["n/a", "Kind staff.", "12345", *["n/a"] * 6, "Late again."]
    label(texts, tmp_path / "run", part_size=3)
    rejections = module._rejections(open_run(tmp_path / "run"))
    assert (rejections.read, rejections.already) == (10, 0)
    assert rejections.reasons == {"empty": 7, "not_text": 1}
    assert rejections.examples == {"empty": (0, 3, 4, 5, 6), "not_text": (2,)}


def test_a_source_in_memory_has_neither_a_size_nor_a_name_of_a_file(tmp_path: Path) -> None:
    label(["Kind staff."], tmp_path / "run")
    run = open_run(tmp_path / "run")
    origin = module._origin(run)
    assert origin.source == run.manifest.source.uri
    assert dict(origin.facts)["source"] == run.manifest.source.uri
    assert origin.evaluated_on is not None, "the shipped model says what it is worth"


def in_months(*counts: int) -> LabelledComments:
    """So many comments in January 2026 and the months after it."""
    starts = [datetime(2026, month, 1, tzinfo=UTC) for month in range(1, len(counts) + 1)]
    when = [
        start + timedelta(hours=n * 6)
        for start, count in zip(starts, counts, strict=True)
        for n in range(count)
    ]
    n = len(when)
    created = pa.array(when, pa.timestamp("us", tz="UTC"))
    status = ["labelled"] * n
    columns = {"row": range(n), "level": [3] * n, "status": status, "created_at": created}
    return read_comments(pa.table(columns))


@pytest.mark.parametrize(
    ("counts", "last", "before"),
    [
        ((40, 40, 40), "2026-03", "2026-02"),
        ((40, 40, 40, 30), "2026-04", "2026-03"),
        ((40, 40, 40, 29), "2026-03", "2026-02"),  # a handful is no last month
        ((40, 40, 5, 40), "2026-04", "2026-02"),  # nor one to set it against
        ((40, 40, 0, 40), "2026-04", "2026-02"),
    ],
)
def test_the_last_month_with_comments_enough_is_set_against_the_one_before(
    counts: tuple[int, ...], last: str, before: str
) -> None:
    found = module._last_period(in_months(*counts))
    assert found is not None
    assert (found.kind, found.name, found.before) == ("month", last, before)
    wanted = {f"2026-{at + 1:02}": count for at, count in enumerate(counts)}
    assert (found.now.labelled, found.then.labelled) == (wanted[last], wanted[before])


def test_where_none_has_comments_enough_the_last_two_that_have_any_are_taken() -> None:
    found = module._last_period(in_months(9, 0, 8, 7))
    assert found is not None
    assert (found.kind, found.name, found.before) == ("month", "2026-04", "2026-03")
    assert (found.now.labelled, found.then.labelled) == (7, 8)


def test_without_two_periods_there_is_nothing_to_set_against_each_other() -> None:
    assert module._last_period(in_months()) is None
    day = datetime(2026, 3, 1, tzinfo=UTC)
    same = pa.array([day] * 60, pa.timestamp("us", tz="UTC"))
    columns = {"row": range(60), "level": [3] * 60, "status": ["labelled"] * 60}
    assert module._last_period(read_comments(pa.table({**columns, "created_at": same}))) is None


def test_that_a_large_run_was_thinned_is_said_with_both_numbers() -> None:
    assert module._thinned_words(100_000, 100_000) == ()
    (told,) = module._thinned_words(250_000, 99_998)
    assert "fitted to 99,998 of 250,000 comments" in told


def test_settings_that_cannot_be_read_are_refused_before_the_run_is(tmp_path: Path) -> None:
    (tmp_path / "kpis.toml").write_text('[csat]\nscael = "1-5"\n', encoding="utf-8")
    with pytest.raises(ConfigurationError, match="scael"):
        findings_of(tmp_path / "no-such-run", kpi_settings=tmp_path / "kpis.toml")
