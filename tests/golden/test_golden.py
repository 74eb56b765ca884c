"""What an earlier version wrote stays readable and gives the same answers.

Each folder below `tests/golden` holds one small example of every format, made once by
`scripts/make_golden.py`. A test that fails here means that a released artefact would no longer be
read: give the format a new number and a way to read the old one, and never make a folder anew.
"""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np
import pyarrow.parquet as pq
import pytest

import cxnlp
from cxnlp.errors import ModelError
from cxnlp.flows.findings import find
from cxnlp.flows.topic_folder import ASSIGNMENTS_SCHEMA, TOPICS_SCHEMA
from cxnlp.insights import POINTS_SCHEMA
from cxnlp.runs import open_run
from cxnlp.schema import (
    ASPECT_FIELDS,
    LEDGER_SCHEMA,
    METADATA_TYPES,
    REJECTED_SCHEMA,
    RejectionReason,
    Status,
    labels_schema,
)
from cxnlp.topicmodel import read_model

if TYPE_CHECKING:
    import pyarrow as pa

HOME: Final = Path(__file__).parent
GENERATIONS: Final = sorted(path for path in HOME.iterdir() if (path / "answers.json").is_file())
KINDS: Final = ("cascade", "linear", "static", "transformer")
LARGEST: Final = 300_000
"""Bytes of all golden folders of one generation."""

generation = pytest.mark.parametrize("golden", GENERATIONS, ids=lambda path: path.name)


def test_there_is_a_golden_folder() -> None:
    assert GENERATIONS


@generation
def test_golden_folders_are_small_and_hold_every_format(golden: Path) -> None:
    files = [path for path in golden.rglob("*") if path.is_file()]
    assert sum(path.stat().st_size for path in files) < LARGEST
    assert {path.name for path in golden.iterdir()} == {
        "answers.json",
        "run",
        "topics",
        "vectors.safetensors",
        *(f"golden-{kind}" for kind in KINDS),
    }


@generation
def test_no_folder_of_a_person_stands_in_what_is_kept(golden: Path) -> None:
    for path in golden.rglob("*.*"):
        assert b"/site-packages/" not in path.read_bytes(), path
        assert b"/src/cxnlp/" not in path.read_bytes(), path


@generation
@pytest.mark.parametrize("kind", KINDS)
def test_a_model_gives_the_answers_that_it_gave(golden: Path, kind: str) -> None:
    kept = json.loads((golden / "answers.json").read_text(encoding="utf-8"))
    answers = kept["models"][f"golden-{kind}"]
    model = cxnlp.load(golden / f"golden-{kind}")
    assert model.kind == kind
    found = model.predict_cleaned(kept["cleaned"])
    np.testing.assert_allclose(found.probabilities, answers["probabilities"], atol=2e-6)
    np.testing.assert_allclose(found.evidence, answers["evidence"], atol=2e-6)
    assert found.levels.tolist() == answers["levels"]
    assert found.intervals.tolist() == answers["intervals"]
    told = {name: values.astype(int).tolist() for name, values in found.aspects.items()}
    assert told == answers["aspects"]


@generation
def test_a_model_with_one_wrong_byte_is_refused_by_the_name_of_the_file(
    golden: Path, tmp_path: Path
) -> None:
    folder = shutil.copytree(golden / "golden-linear", tmp_path / "golden-linear")
    weights = folder / "weights.safetensors"
    content = bytearray(weights.read_bytes())
    content[-1] ^= 1
    weights.write_bytes(content)
    with pytest.raises(ModelError, match=r"weights\.safetensors"):
        cxnlp.load(folder)


@generation
def test_every_column_of_a_run_still_has_its_name_its_type_and_its_meaning(golden: Path) -> None:
    run = open_run(golden / "run")
    labels, rejected = run.labels(), run.rejected()
    today = labels_schema(METADATA_TYPES, aspects=True)
    _still_there(labels.schema, today, but={"shelf"})
    _still_there(rejected.schema, REJECTED_SCHEMA)
    _still_there(run.part("ledger", 0).schema, LEDGER_SCHEMA)
    assert {field.name for field in ASPECT_FIELDS} <= set(labels.column_names)
    assert set(labels["status"].to_pylist()) == {status.value for status in Status}
    assert set(rejected["reason"].to_pylist()) <= {reason.value for reason in RejectionReason}
    counts = run.manifest.counts
    assert counts is not None
    assert counts.rows == labels.num_rows + rejected.num_rows
    assert run.manifest.finished


@generation
def test_the_comments_of_a_run_are_known_to_a_job_that_builds_on_it(
    golden: Path, tmp_path: Path
) -> None:
    run = open_run(golden / "run")
    later = cxnlp.label(
        HOME / "comments.csv",
        tmp_path / "later",
        model=golden / "golden-cascade",
        keep=["shelf"],
        since=golden / "run",
    )
    assert later.counts.already == run.labels().num_rows
    assert later.counts.labels == 0


@generation
def test_topics_are_read_and_the_rule_of_assignment_stands(golden: Path) -> None:
    from safetensors.numpy import load_file

    topics = golden / "topics"
    for name, schema in (
        ("assignments", ASSIGNMENTS_SCHEMA),
        ("topics", TOPICS_SCHEMA),
        ("pain_points", POINTS_SCHEMA),
    ):
        _still_there(pq.read_schema(topics / f"{name}.parquet"), schema)
    model = read_model(topics / "model")
    assert {topic.number for topic in model.topics} == set(
        pq.read_table(topics / "topics.parquet")["topic"].to_pylist()
    )
    kept = json.loads((golden / "answers.json").read_text(encoding="utf-8"))["topics"]
    given, strength = model.assign(load_file(golden / "vectors.safetensors")["vectors"])
    assert given.tolist() == kept["assigned"]
    np.testing.assert_allclose(strength, kept["strength"], atol=2e-6)


@generation
def test_topics_that_were_kept_serve_as_a_registry(golden: Path, tmp_path: Path) -> None:
    """The same comments again: their topics keep numbers and names of the earlier version."""
    found = cxnlp.topics(golden / "run", out=tmp_path / "topics", registry=golden / "topics")
    earlier = pq.read_table(golden / "topics" / "topics.parquet")
    names = dict(zip(earlier["topic"].to_pylist(), earlier["name"].to_pylist(), strict=True))
    carried = [
        (number, name)
        for number, name in zip(
            found.topics["topic"].to_pylist(), found.topics["name"].to_pylist(), strict=True
        )
        if number in names
    ]
    assert len(carried) >= len(names) - 1
    assert all(names[number] == name for number, name in carried)


@generation
def test_a_report_can_be_made_of_what_was_kept(golden: Path) -> None:
    found = find(golden / "run", topics=golden / "topics")
    labels = open_run(golden / "run").labels()
    assert found.standing.labelled == labels["status"].to_pylist().count("labelled")
    assert found.topics is not None


def _still_there(
    kept: pa.Schema, today: pa.Schema, but: frozenset[str] | set[str] = frozenset()
) -> None:
    for field in kept:
        if field.name not in but:
            assert field.name in today.names, f"the column {field.name} is gone"
            assert today.field(field.name).type == field.type, f"{field.name} has another type"
