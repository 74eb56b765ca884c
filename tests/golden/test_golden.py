"""What an earlier version wrote stays readable and gives the same answers.

Each numbered folder below `tests/golden` is a generation: small examples of what a version wrote,
made once by `scripts/make_golden.py`, which says what each generation is for. A test that fails
here means that a released artefact would no longer be read: give the format a new number and a way
to read the old one, and never make a folder anew.
"""

from __future__ import annotations

import csv
import gzip
import json
import shutil
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pyarrow.parquet as pq
import pytest

import cxnlp
from cxnlp.encoders import open_encoder
from cxnlp.errors import ModelError
from cxnlp.flows.telling.findings import findings_of
from cxnlp.flows.topic_job.folder import ASSIGNMENTS_SCHEMA, TOPICS_SCHEMA
from cxnlp.flows.topic_job.weighed import WEIGHED, read_weighed, write_weighed
from cxnlp.flows.traits import traits_of_reference
from cxnlp.insights.drift import drift
from cxnlp.levels import LEVEL_NAMES
from cxnlp.models.kinds import KINDS
from cxnlp.models.normalisation import VOCABULARY
from cxnlp.models.reference import REFERENCE, Reference
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
from cxnlp.topicmodel import MAPPING, read_mapping, read_model, read_vectors

if TYPE_CHECKING:
    import pyarrow as pa

HOME: Final = Path(__file__).parent
GENERATIONS: Final = sorted(path for path in HOME.iterdir() if (path / "answers.json").is_file())
MODELS: Final = [path for golden in GENERATIONS for path in sorted(golden.glob("golden-*"))]
NORMALISED: Final = [path for path in MODELS if (path / VOCABULARY).is_file()]
LARGEST: Final = 350_000
"""Bytes of all golden folders of one generation."""
EVERY_FILE: Final = {
    "manifest.json, config.toml, calibration.json, evaluation.json, CARD.md",
    "seen.safetensors, reference.json, vocabulary.json, tokenizer.json",
    "weights.safetensors, tokens.safetensors, network.onnx, aspects.json, aspects.safetensors",
    "assignments.parquet, topics.parquet, pain_points.parquet, pain_points.csv",
    "delight_points.parquet, delight_points.csv, level_by_topic.parquet, level_by_topic.csv",
    "topics.json, centroids.safetensors, mapping.safetensors.gz, vectors.safetensors",
    "part-000000.parquet, answers.json",
}
"""The names of all files of the contract, and of the answers."""

POINT: Final = ("rank", "topic", "name", "n", "share", "severity", "score", "rows", "customers")
POINTS_OF: Final = {
    "pain_points": POINT,
    "delight_points": POINT,
    "level_by_topic": ("topic", "name", "n", *LEVEL_NAMES, "mean_level", "below", "above"),
}
"""What is counted, without intervals, trends and quotes."""
TEACHER: Final = "sentence:ef3d6526dd98a4bd340525f547f0d291ecadd24ba9087292180a9c12ca9d8895"
TOLD: Final = (-0.020305, 0.103717, -0.028240, 0.006290)
"""An encoder whose vectors were kept, and the beginning of one of them."""

generation = pytest.mark.parametrize("golden", GENERATIONS, ids=lambda path: path.name)
each_model = pytest.mark.parametrize("folder", MODELS, ids=lambda path: f"{path.parts[-2:]}")
normalised = pytest.mark.parametrize("folder", NORMALISED, ids=lambda path: f"{path.parts[-2:]}")


def answers_of(golden: Path) -> dict[str, Any]:
    kept: dict[str, Any] = json.loads((golden / "answers.json").read_text(encoding="utf-8"))
    return kept


def unpacked(topics: Path, tmp_path: Path) -> Path:
    """The topics folder as it was written: a mapping is kept packed."""
    packed = topics / "model" / f"{MAPPING}.gz"
    if not packed.is_file():
        return topics
    whole = shutil.copytree(topics, tmp_path / "as-written")
    (whole / "model" / MAPPING).write_bytes(gzip.decompress(packed.read_bytes()))
    return whole


def test_the_generations_together_hold_every_file_of_every_format() -> None:
    found = {path.name for golden in GENERATIONS for path in golden.rglob("*.*") if path.is_file()}
    assert found == {name for line in EVERY_FILE for name in line.split(", ")}


def test_the_contract_names_every_file() -> None:
    contract = (HOME.parents[1] / "docs" / "contracts.md").read_text(encoding="utf-8")
    written = {name for line in EVERY_FILE for name in line.split(", ")} - {"answers.json"}
    assert {"vocabulary.json", "seen.safetensors"} < written
    for name in written:
        # A table stands there once for its Parquet file and its CSV.
        named = name.removesuffix(".gz") if ".csv" not in name else Path(name).stem
        assert named in contract, f"docs/contracts.md does not name {name}"


def test_the_generations_together_hold_a_model_of_every_kind_and_the_newest_are_normalised() -> (
    None
):
    assert {cxnlp.load(folder).kind for folder in MODELS} == set(KINDS)
    assert {path.name for path in NORMALISED} == {"golden-linear", "golden-transformer"}


@generation
def test_a_generation_is_small_and_holds_models_a_run_and_topics(golden: Path) -> None:
    files = [path for path in golden.rglob("*") if path.is_file()]
    assert sum(path.stat().st_size for path in files) < LARGEST
    names = {path.name for path in golden.iterdir()}
    assert {"answers.json", "run", "topics", "golden-cascade"} <= names
    assert set(answers_of(golden)["models"]) == {one for one in names if one.startswith("golden-")}


@generation
def test_no_folder_of_a_person_stands_in_what_is_kept(golden: Path) -> None:
    for path in golden.rglob("*.*"):
        assert b"/site-packages/" not in path.read_bytes(), path
        assert b"/src/cxnlp/" not in path.read_bytes(), path


@each_model
def test_a_model_gives_the_answers_that_it_gave(folder: Path) -> None:
    kept = answers_of(folder.parent)
    answers = kept["models"][folder.name]
    model = cxnlp.load(folder)
    assert model.name == folder.name == f"golden-{model.kind}"
    found = model.predict_cleaned(kept["cleaned"])
    np.testing.assert_allclose(found.probabilities, answers["probabilities"], atol=2e-6)
    np.testing.assert_allclose(found.evidence, answers["evidence"], atol=2e-6)
    assert found.levels.tolist() == answers["levels"]
    assert found.intervals.tolist() == answers["intervals"]
    told = {name: values.astype(int).tolist() for name, values in found.aspects.items()}
    assert told == answers["aspects"]


@normalised
def test_a_normalised_model_cannot_tell_names_and_slips_apart(folder: Path) -> None:
    kept = answers_of(folder.parent)
    one, other = (
        cxnlp.load(folder).predict_cleaned(side) for side in zip(*kept["alike"], strict=True)
    )
    assert len(one.levels) == 3
    assert one.probabilities.tobytes() == other.probabilities.tobytes()
    assert one.evidence.tobytes() == other.evidence.tobytes()


def test_a_model_that_passes_over_quiet_sentences_still_does() -> None:
    model = cxnlp.load(HOME / "2" / "golden-linear")
    assert model.manifest.scorer["quiet"] == -1.0
    said = ["What time do you open? They lied and kept my money.", "They lied and kept my money."]
    one, other = model.predict_cleaned(said).probabilities
    assert one.tobytes() == other.tobytes()


@each_model
def test_a_model_still_tells_what_it_has_learned_from(folder: Path) -> None:
    kept = answers_of(folder.parent)
    model = cxnlp.load(folder)
    assert model.learned_from(kept.get("learned", [])).all()
    assert not model.learned_from(["Nobody has ever written this."]).any()
    known = Reference.from_files(model.contents.files)
    if not (folder / REFERENCE).is_file():
        assert known is None
        return
    assert known is not None
    traits = traits_of_reference(known)
    assert known.encoder == kept["base"]
    assert known.comments == len(traits.lengths) == 50
    assert traits.languages is not None
    assert set(traits.languages.tolist()) <= {"en", "und"}
    assert traits.levels is not None
    assert set(traits.levels.tolist()) <= set(range(7))
    assert traits.vectors is not None
    assert len(traits.vectors) == 5
    assert not drift(traits, traits, seed=1).alarm


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
def test_topics_are_read_and_the_rule_of_assignment_stands(golden: Path, tmp_path: Path) -> None:
    from safetensors.numpy import load_file

    topics = unpacked(golden / "topics", tmp_path)
    for name, schema in (
        ("assignments", ASSIGNMENTS_SCHEMA),
        ("topics", TOPICS_SCHEMA),
        *WEIGHED.items(),
    ):
        if golden.name != "1" or name not in ("delight_points", "level_by_topic"):
            _still_there(pq.read_schema(topics / f"{name}.parquet"), schema)
    model = read_model(topics / "model")
    assert {topic.number for topic in model.topics} == set(
        pq.read_table(topics / "topics.parquet")["topic"].to_pylist()
    )
    kept = answers_of(golden)
    if (golden / "vectors.safetensors").is_file():
        vectors = load_file(golden / "vectors.safetensors")["vectors"]
    else:
        base = open_encoder("static").encoder
        assert base.identity == kept["base"], "topics of mapped vectors hang on the static encoder"
        vectors = read_mapping(topics / "model", base).encode(kept["cleaned"])
    given, strength = model.assign(vectors)
    assert given.tolist() == kept["topics"]["assigned"]
    np.testing.assert_allclose(strength, kept["topics"]["strength"], atol=2e-6)


@generation
def test_what_topics_weigh_is_counted_as_it_was(golden: Path, tmp_path: Path) -> None:
    """Weighed anew, point for point; how wide an interval is may change from version to version."""
    topics = golden / "topics"
    kept, lacking = read_weighed(topics)
    assert lacking == (["delight_points", "level_by_topic"] if golden.name == "1" else [])
    write_weighed(
        tmp_path,
        open_run(golden / "run").labels(),
        pq.read_table(topics / "assignments.parquet"),
        pq.read_table(topics / "topics.parquet"),
        today=datetime(2026, 1, 1, tzinfo=UTC),
    )
    anew, _ = read_weighed(tmp_path)
    for name in WEIGHED:
        if name in lacking:
            continue
        assert kept[name].num_rows > 0
        columns = [one for one in POINTS_OF[name] if one in kept[name].column_names]
        assert kept[name].select(columns).equals(anew[name].select(columns)), name
        with (topics / f"{name}.csv").open(encoding="utf-8-sig", newline="") as file:
            sheet = list(csv.DictReader(file))
        assert [int(row["topic"]) for row in sheet] == kept[name]["topic"].to_pylist()
        assert [int(row["n"]) for row in sheet] == kept[name]["n"].to_pylist()


@generation
def test_topics_that_were_kept_serve_as_a_registry(golden: Path, tmp_path: Path) -> None:
    """The same comments again: their topics keep numbers and names of the earlier version."""
    topics = unpacked(golden / "topics", tmp_path)
    found = cxnlp.topics(golden / "run", out=tmp_path / "topics", registry=topics)
    earlier = pq.read_table(topics / "topics.parquet")
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


def test_vectors_that_were_kept_are_taken_for_the_texts_that_they_were_made_of() -> None:
    teacher = SimpleNamespace(identity=TEACHER, dimension=384)
    kept = read_vectors([HOME / "2" / "topics"], teacher)
    assert len(kept) == 19
    found = kept.get("It was ok at the shop.")
    assert found is not None
    np.testing.assert_allclose(np.linalg.norm(found), 1, atol=1e-6)
    np.testing.assert_allclose(found[:4], TOLD, atol=2e-6)


@generation
def test_a_report_can_be_made_of_what_was_kept(golden: Path) -> None:
    found = findings_of(golden / "run", topics=golden / "topics")
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
