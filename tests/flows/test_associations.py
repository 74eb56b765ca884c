"""Drivers and Kano drift are asked of a run folder or of any frame, with the same answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd
import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from cxnlp.errors import ConfigurationError, InputDataError, ModelError, RunFolderError
from cxnlp.flows.associations import drivers, kano
from cxnlp.flows.label import label
from cxnlp.insights.drivers import drivers as drivers_of_tables
from cxnlp.insights.kano import kano as kano_of_tables

if TYPE_CHECKING:
    from pathlib import Path

    from cxnlp.flows.label import LabelResult

PRAISED = "The girl at the till was lovely and so patient."
PLAIN = "It was fine."
SCOLDED = "The clerk was rude and shouted at me."


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> LabelResult:
    folder = tmp_path_factory.mktemp("associations")
    texts = [PRAISED, PLAIN, SCOLDED, PLAIN] * 60
    rows = pa.table(
        {
            "comment": texts,
            "customer_id": [f"c{number % 100}" for number in range(len(texts))],
            "csat": [5, 3, 1, 4] * 60,
            "date": [f"2025-{number // 20 + 1:02}-10" for number in range(len(texts))],
            "till": [5, 3, 1, 2] * 60,
        }
    )
    return label(rows, folder / "run", keep=["till"])


@pytest.fixture(scope="module")
def topics(run: LabelResult) -> Path:
    """Topics by hand: the praise, and the rest."""
    assert run.folder is not None
    folder = run.folder.with_name("topics")
    folder.mkdir()
    labels = run.labels
    number = [0 if text == PRAISED else 1 for text in labels["text"].to_pylist()]
    pq.write_table(
        pa.table({"row": labels["row"], "topic": number, "strength": [0.5] * len(number)}),
        folder / "assignments.parquet",
    )
    pq.write_table(
        pa.table({"topic": [0, 1], "name": ["till", "other"]}), folder / "topics.parquet"
    )
    return folder


def test_a_run_folder_gives_what_its_tables_give(run: LabelResult, topics: Path) -> None:
    assert run.folder is not None
    assignments = pq.read_table(topics / "assignments.parquet")
    names = pq.read_table(topics / "topics.parquet")
    assert drivers(run.folder, topics=topics) == drivers_of_tables(run.labels, assignments, names)
    found = kano(str(run.folder), topics=str(topics), outcome="csat", ratings=["till"])
    assert repr(found) == repr(  # NaN is no number, so == would differ
        kano_of_tables(run.labels, assignments, names, outcome="csat", ratings=["till"])
    )


def test_topics_become_drivers_and_items_only_where_they_are_named(
    run: LabelResult, topics: Path
) -> None:
    assert run.folder is not None
    alone = drivers(run.folder, outcomes=["level"]).outcomes[0]
    named = drivers(run.folder, topics=topics, outcomes=["level"]).outcomes[0]
    assert not any(one.key.startswith("topic:") for one in alone.drivers)
    assert {"topic:0", "topic:1"} <= {one.key for one in named.drivers}


@pytest.mark.parametrize("kind", ["pandas", "polars", "stream"])
def test_any_frame_that_speaks_arrow_gives_the_same(run: LabelResult, kind: str) -> None:
    labels = run.labels
    frames = {
        "pandas": lambda: pd.DataFrame(labels.to_pydict()),
        "polars": lambda: pl.DataFrame(labels.to_pydict()),
        "stream": labels.to_reader,
    }
    found = kano(frames[kind](), outcome="csat", ratings=["till"])
    assert repr(found.items) == repr(kano(labels, outcome="csat", ratings=["till"]).items)
    assert found.items


def test_a_frame_that_is_no_labels_is_refused_with_what_it_lacks() -> None:
    with pytest.raises(InputDataError, match="no column level, status"):
        kano(pa.table({"row": [0]}))


def test_topics_of_other_rows_are_refused(run: LabelResult, topics: Path) -> None:
    with pytest.raises(ModelError, match="not the rows of this run"):
        drivers(run.labels.slice(1), topics=topics)


def test_what_is_no_run_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(RunFolderError):
        drivers(tmp_path)


def test_settings_out_of_range_are_refused_by_name(run: LabelResult) -> None:
    with pytest.raises(ConfigurationError, match="drivers, confidence"):
        drivers(run.labels, confidence=0.0)
    with pytest.raises(ConfigurationError, match="kano, confidence"):
        kano(run.labels, confidence=1.0)


def test_what_kpi_answers_mean_is_read_from_a_file(run: LabelResult, tmp_path: Path) -> None:
    """Told that 1 is the best answer, the reward of a good till turns round."""
    said = tmp_path / "kpis.toml"
    said.write_text('[csat]\nscale = "1-5"\nbest = "low"\n', encoding="utf-8")
    reward = {
        settings: next(
            item.whole.reward
            for item in kano(
                run.labels, outcome="csat", ratings=["till"], kpi_settings=settings
            ).items
            if item.key == "till"
        )
        for settings in (None, said)
    }
    plain, turned = reward[None], reward[said]
    assert plain is not None
    assert turned is not None
    assert plain.value > 0 > turned.value
