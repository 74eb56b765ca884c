"""A report says how good its topics are, and which of them may not be there another time."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from tests.reporting.conftest import make_labels, make_topics

from cxnlp.flows.telling.findings import findings_of
from cxnlp.insights.points import LATER_COLUMNS
from cxnlp.reporting import render, render_markdown
from cxnlp.reporting.soundness import topic_notes
from cxnlp.topicmodel import Topic, TopicModel, fit_rule, write_model

if TYPE_CHECKING:
    from pathlib import Path

    from tests.reporting.conftest import MadeUp


def told() -> pa.Table:
    """The shop's topics: the first is unstable, the second has a past."""
    topics = make_topics()
    n = len(topics)
    columns = {
        "stable": pa.array([False] + [True] * (n - 1)),
        "theme_name": pa.array(["<b>waiting & paying"] * n),
        "lineage": pa.array([["new"], ["new", "continued", "merged with 9"]] + [[]] * (n - 2)),
    }
    for name, values in columns.items():
        topics = topics.append_column(name, values)
    return topics


def hurts(page: str) -> str:
    """The section of the pain points."""
    _, _, found = page.rpartition("What hurts most, and is growing")
    return found.partition("What delights")[0]


def write_quality(folder: Path) -> None:
    """A topic model that holds figures of quality, as `cxnlp topics` leaves it."""
    vectors = np.array([[1, 0], [0.8, 0.6], [-1, 0], [-0.8, 0.6]], np.float32)
    rule = fit_rule(vectors, np.array([0, 0, 1, 1], np.int32))
    write_model(
        TopicModel(
            "static:0",
            "static",
            np.zeros(2, np.float32),
            rule,
            (Topic(0, "a"), Topic(1, "b")),
            facts={"quality": {"coherence": 0.38, "diversity": 0.84, "coverage": 0.931}},
        ),
        folder,
    )


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, str]:
    """The report as HTML and as Markdown."""
    from tests.reporting.conftest import MadeUp

    shop = MadeUp(tmp_path_factory.mktemp("sound"))
    shop.report(topics=told())
    write_quality(shop.folder / "topics" / "model")
    findings = findings_of(shop.folder / "run", topics=shop.folder / "topics")
    return render(findings), render_markdown(findings)


def test_an_unstable_topic_is_marked_by_a_word_wherever_it_is_ranked(
    pages: tuple[str, str],
) -> None:
    page, text = pages
    name = make_topics()["name"][0].as_py()
    heads = re.findall(r"<h3>.*?</h3>", page, re.DOTALL)
    marked = [head for head in heads if ">unstable</span>" in head]
    assert marked
    assert all(name in head for head in marked)
    lines = [line for line in text.splitlines() if "(unstable)" in line]
    assert len(lines) == len(marked)
    assert all(line.startswith("### ") for line in lines)


def test_quality_stands_where_the_pain_points_do(pages: tuple[str, str]) -> None:
    n = len(make_topics())
    for page in pages:
        section = hurts(page)
        assert "coherence of their keywords 0.38 (NPMI" in section
        assert "diversity of their keywords 84%" in section
        assert "coverage 93%" in section
        assert f"{n - 1} of {n} come back in most other seeds and samples" in section


def test_theme_lineage_and_customers_stand_with_a_point_and_stay_text(
    pages: tuple[str, str],
) -> None:
    page, text = pages
    assert "<dt>theme</dt><dd><bdi>&lt;b&gt;waiting &amp; paying</bdi></dd>" in page
    assert "<dt>against the run before</dt><dd>continued, merged with 9</dd>" in page
    assert "customers behind it" in page
    assert r"Theme: \<b\>waiting & paying." in text
    assert "Against the run before: continued, merged with 9." in text
    assert "Customers behind it: " in text


def test_what_an_earlier_version_did_not_write_is_passed_over(shop: MadeUp) -> None:
    shop.report()
    path = shop.folder / "topics" / "pain_points.parquet"
    pq.write_table(pq.read_table(path).drop_columns(list(LATER_COLUMNS)), path)
    findings = findings_of(shop.folder / "run", topics=shop.folder / "topics")
    assert findings.topics is not None
    assert findings.topics.quality is None
    assert findings.topics.pains["stable"].null_count == findings.topics.pains.num_rows
    for page in (render(findings), render_markdown(findings)):
        assert "unstable" not in page
        assert "How good these topics are" not in page
        assert "theme</dt>" not in hurts(page)
        assert "Theme: " not in hurts(page)


def test_of_topics_that_an_earlier_version_found_nothing_is_noted(shop: MadeUp) -> None:
    topics = shop.report(make_labels(80)).findings.topics
    assert topics is not None
    assert topic_notes(replace(topics, table=None)) == {}
