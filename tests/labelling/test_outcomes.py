"""A chunk is labelled by the model that the job began with, and nothing in it names a person."""

from __future__ import annotations

import pickle

import pyarrow as pa
import pytest

from cxnlp.errors import ModelError
from cxnlp.labelling import Labeller, LabelSettings, Task
from cxnlp.labelling.answers import load_once
from cxnlp.models import load, shipped_models
from cxnlp.sources import Chunk, choose_columns

FOLDER = str(shipped_models()["levels-fast"])
TABLE = pa.table(
    {
        "text": ["Write to jo@example.org, they lied.", "Fine.", "The staff were kind."],
        "customer": ["Jo Roe, jo@example.org", "c2", "c2"],
        "csat": [1.0, 3.0, None],
        "shop": ["north", "tel. 020 7946 0018", "south"],
        "visits": [3, 4, None],
    }
)
CHUNK = Chunk(0, TABLE, {}, pa.array(["made_up.csv"] * 3).dictionary_encode())


@pytest.fixture(scope="module")
def digest() -> str:
    return load(FOLDER).digest


def labeller(digest: str, *, redact: bool) -> Labeller:
    columns = choose_columns(TABLE.column_names, keep=["shop", "visits"])
    keep = tuple(pa.field(name, TABLE.schema.field(name).type) for name in columns.keep)
    return Labeller(FOLDER, digest, columns, keep, LabelSettings(redact=redact))


def test_words_are_masked_and_numbers_stay_numbers(digest: str) -> None:
    chunk = Task(CHUNK)
    labels = labeller(digest, redact=True)(chunk).part.labels
    assert labels["csat"].to_pylist() == [1.0, 3.0, None]
    assert labels["visits"].to_pylist() == [3, 4, None]
    assert labels["shop"].to_pylist()[::2] == ["north", "south"]
    written = str(labels.to_pydict())
    assert "jo@example.org" not in written
    assert "7946" not in written
    person, *same = labels["customer"].to_pylist()
    assert person.startswith("customer-")
    assert same == ["c2", "c2"]


def test_without_redaction_words_stay_as_they_are(digest: str) -> None:
    labels = labeller(digest, redact=False)(Task(CHUNK)).part.labels
    assert labels["shop"].to_pylist() == TABLE["shop"].to_pylist()


def test_a_labeller_that_travelled_to_another_process_answers_the_same(digest: str) -> None:
    chunk = Task(CHUNK)
    here = labeller(digest, redact=True)
    there = pickle.loads(pickle.dumps(here))  # noqa: S301 - our own
    assert there(chunk).part.labels.equals(here(chunk).part.labels)


def test_a_model_is_loaded_once_in_a_process_and_refused_where_it_changed(digest: str) -> None:
    assert load_once(FOLDER, digest) is load_once(FOLDER, digest)
    with pytest.raises(ModelError, match=r"changed while the job was running.*--fresh"):
        load_once(FOLDER, "sha256:another")
