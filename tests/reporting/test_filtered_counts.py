"""What a reader of the report may filter: it adds up, and it stays small."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pytest
from tests.reporting.conftest import make_labels, with_service

from cxnlp.reporting.close_up import packed

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from tests.reporting.conftest import MadeUp

    from cxnlp.flows.report import ReportResult
    from cxnlp.reporting.close_up import CloseUp


def close_up_of(made: ReportResult) -> CloseUp:
    found = made.findings.close_up
    assert found is not None
    return found


def levels_of(found: CloseUp, *, topic: int = 0) -> NDArray[np.int64]:
    """Comments by level, from the cells alone."""
    rest, of = np.divmod(found.cells, len(found.topics) + 1)
    level = rest % 6
    return np.bincount(level[of == topic], found.counts[of == topic], 6).astype(np.int64)


def test_cells_add_up_to_the_labelled_comments(service: ReportResult) -> None:
    found = close_up_of(service)
    assert levels_of(found).tolist() == service.findings.standing.shares.n.tolist()
    topics = service.findings.topics
    assert topics is not None
    by_number = dict(zip(topics.levels.topic.tolist(), topics.levels.counts.tolist(), strict=True))
    for at, (number, _) in enumerate(found.topics):
        assert levels_of(found, topic=at + 1).tolist() == by_number[number]


def test_each_facet_counts_every_comment_once(service: ReportResult) -> None:
    found = close_up_of(service)
    assert [facet.name for facet in found.facets] == ["period", "channel", "segment"]
    for facet in found.facets:
        assert facet.counts.sum() == service.findings.standing.labelled
        assert len(facet.values) == len(facet.counts)
    assert found.facets[0].values[-1] == "no date"


def test_rare_segments_are_put_together_and_that_is_told(shop: MadeUp) -> None:
    labels = with_service(make_labels(400))
    names = [f"s{at}" if at < 5 else "big" for at in range(400)]
    at = labels.column_names.index("segment")
    labels = labels.set_column(at, "segment", pa.array(names))
    found = close_up_of(shop.report(labels))
    (segment,) = [one for one in found.facets if one.name == "segment"]
    assert segment.values == ("big", "others")
    rare = labels["status"].to_pylist()[:5].count("labelled")
    told = f"{rare} segments with under 10 comments"
    assert any(told in words for words in found.left_out)


def test_quotes_are_redacted_of_every_level_and_know_their_parts(service: ReportResult) -> None:
    found = close_up_of(service)
    assert {quote.level for quote in found.quotes} == {1, 2, 3, 4, 5, 6}
    assert all(len(quote.parts) == len(found.facets) for quote in found.quotes)
    assert not any("mira@example.org" in quote.text for quote in found.quotes)
    assert len({quote.row for quote in found.quotes}) == len(found.quotes)
    assert len(found.quotes) <= 1500


def test_without_texts_dates_and_topics_there_is_still_a_count(shop: MadeUp) -> None:
    labels = make_labels(100, text=False, created_at=False, customer=False)
    found = close_up_of(shop.report(labels, with_topics=False))
    assert found.quotes == ()
    assert found.facets == ()
    assert found.topics == ()
    assert levels_of(found).sum() == found.counts.sum()
    assert found.effect == 1


def test_customers_who_write_often_make_intervals_wider(shop: MadeUp) -> None:
    labels = make_labels(300, hostile=False)
    level = [
        int(at // 30) % 6 + 1 if known else None
        for at, known in enumerate(labels["level"].to_pylist())
    ]
    at = labels.schema.get_field_index("level")
    labels = labels.set_column(at, labels.schema.field("level"), pa.array(level, pa.int8()))
    at = labels.column_names.index("customer")
    labels = labels.set_column(at, "customer", pa.array([f"k{row // 30}" for row in range(300)]))
    assert close_up_of(shop.report(labels, with_topics=False)).effect > 5


@pytest.mark.slow
def test_a_report_on_100_000_comments_stays_under_five_megabytes(shop: MadeUp) -> None:
    """Twelve months, channels, segments, 100 topics: the worst that a page has to hold."""
    rows, topics = 100_000, 100
    random = np.random.default_rng(7)
    labels = with_service(make_labels(rows, hostile=False))
    channel = labels.column_names.index("channel")
    labels = labels.set_column(
        channel, "channel", pa.array(random.choice([f"channel {at}" for at in range(12)], rows))
    )
    row = np.sort(np.concatenate([np.arange(rows), random.choice(rows, rows // 2, replace=False)]))
    touched = (random.zipf(1.3, len(row)) % topics).astype(np.int32)
    assignments = pa.table(
        {
            "row": row,
            "id": [f"c{at}" for at in row],
            "topic": touched,
            "strength": random.random(len(row)).astype(np.float32),
        }
    )
    names = pa.table(
        {
            "topic": pa.array(range(topics), pa.int32()),
            "name": [f"a topic with a name of usual length {at}" for at in range(topics)],
            "keywords": [["word"]] * topics,
            "size": [1] * topics,
            "mean_level": [3.0] * topics,
            "quotes": pa.array([[]] * topics, pa.list_(pa.string())),
        }
    )
    made = shop.report(labels, assignments=assignments, topics=names)
    found = close_up_of(made)
    size = made.path.stat().st_size
    print(f"{size:,} bytes, {len(found.cells):,} cells, {len(found.topics)} topics")  # noqa: T201 - for the decision page
    assert size < 5_000_000
    steps = np.column_stack([np.diff(found.cells, prepend=0), found.counts]).ravel()
    assert len(packed(steps)) <= 1_500_000
    assert levels_of(found).sum() == made.findings.standing.labelled
