"""The report as Markdown: the same questions, and hostile texts stay text."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from tests.reporting.conftest import make_labels, with_service

from cxnlp.reporting import render_markdown
from cxnlp.reporting.markdown import plain

if TYPE_CHECKING:
    from tests.reporting.conftest import MadeUp

    from cxnlp.flows.report import ReportResult


@pytest.fixture(scope="module")
def page(service: ReportResult) -> str:
    return render_markdown(service.findings)


def test_the_questions_stand_in_the_order_of_the_page(page: str) -> None:
    assert re.findall(r"^## (.*)$", page, re.MULTILINE) == [
        "In short",
        "Where do we stand",
        "What hurts most, and is growing",
        "What delights",
        "What to do first",
        "What moves the level and the KPIs",
        "Who needs what",
        "What changes its nature",
        "How far to trust this",
        "What was left out, and why",
    ]


def test_every_table_has_as_many_cells_in_each_row_as_in_its_head(page: str) -> None:
    tables = [part for part in page.split("\n\n") if part.startswith("|")]
    assert len(tables) > 6
    for table in tables:
        cells = {len(re.findall(r"(?<!\\)\|", line)) for line in table.splitlines()}
        assert len(cells) == 1, table.splitlines()[0]


def test_hostile_comments_and_names_stay_text(page: str) -> None:
    assert r"\<script\>alert('x')\</script\>\<img src=x onerror=alert(1)\> the queue" in page
    assert "\u202e" not in page
    assert re.search(r"(?<!\\)<[a-z/!]", page) is None


def test_markup_that_a_customer_wrote_is_none() -> None:
    assert plain("[me](http://x) ![p](q) `a|b`") == r"\[me\](http://x) !\[p\](q) \`a\|b\`"
    assert plain("# big\n- list") == r"\# big - list"
    assert plain("1. first") == r"1\. first"
    assert plain("&lt;b&gt; A & B") == r"\&lt;b\&gt; A & B"


def test_a_markdown_report_is_written_like_a_page(shop: MadeUp) -> None:
    out = shop.folder / "report.md"
    made = shop.report(with_service(make_labels(200)), kind="markdown", out=out)
    assert made.path == out
    assert out.read_text(encoding="utf-8").startswith("# How customers experience the service\n")


def test_an_empty_run_makes_a_short_honest_document(shop: MadeUp) -> None:
    labels = make_labels(60, created_at=False, customer=False, ratings=False)
    found = shop.report(labels, with_topics=False).findings
    page = render_markdown(found)
    assert "No labelled comment has a date that can be used" in page
    assert "The source names no teams" in page
