"""The filter of a report gives up topics before it makes the page too large, and says so."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.reporting.conftest import TOPICS, make_assignments, make_labels, make_topics, write_run

from cxnlp.flows.telling import close_up
from cxnlp.insights.comments import read_comments
from cxnlp.insights.incidence import read_incidence
from cxnlp.insights.labelled import labelled_rows
from cxnlp.runs import open_run

if TYPE_CHECKING:
    from pathlib import Path

    import pytest


def test_topics_that_would_fill_the_page_are_no_filter_and_all_else_is_counted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    labels = make_labels(150)
    run = open_run(write_run(tmp_path / "run", labels))
    comments = read_comments(labels)
    incidence = read_incidence(comments, make_assignments(150), make_topics())
    chosen = labelled_rows(labels)
    whole = close_up.close_up(chosen, comments, incidence, run)
    assert len(whole.topics) == len(TOPICS)
    monkeypatch.setattr(close_up, "BUDGET", 1)
    small = close_up.close_up(chosen, comments, incidence, run)
    assert small.topics == ()
    assert small.counts.sum() == len(comments)
    told = f"The filter knows the 0 most frequent of {len(TOPICS)} topics"
    assert any(words.startswith(told) for words in set(small.left_out) - set(whole.left_out))
