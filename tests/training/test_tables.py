"""Tables are read whole, whatever their form."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from cxnlp.errors import InputDataError
from cxnlp.training.tables import read_columns

if TYPE_CHECKING:
    from pathlib import Path


def test_all_forms_give_the_same_columns(tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text("a,b\nx,y\n")
    (tmp_path / "t.tsv").write_text("a\tb\nx\ty\n")
    (tmp_path / "t.jsonl").write_text('{"a": "x", "b": "y"}\n')
    pq.write_table(pa.table({"a": ["x"], "b": ["y"]}), tmp_path / "t.parquet")
    for path in sorted(tmp_path.iterdir()):
        assert read_columns(path, ["b", "a"]) == {"b": ["y"], "a": ["x"]}


def test_numbers_of_csv_stay_as_they_are_written(tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text("level\n01\n\nNA\n")
    assert read_columns(tmp_path / "t.csv", ["level"])["level"][0] == "01"


@pytest.mark.parametrize("name", ["t.csv", "t.parquet", "t.jsonl"])
def test_a_file_of_another_form_is_refused(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(b"\x00\xff\x00{{{\n\x00")
    with pytest.raises(InputDataError, match=name.replace(".", r"\.")):
        read_columns(tmp_path / name, ["text"])


def test_a_column_that_is_there_twice_is_refused(tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text("text,level,level\nlate,2,3\n")
    with pytest.raises(InputDataError, match="2 columns 'level'"):
        read_columns(tmp_path / "t.csv", ["text", "level"])


def test_bytes_of_another_encoding_are_named(tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_bytes("text,level\ncafé shut,2\n".encode("latin-1"))
    with pytest.raises(InputDataError, match=r"no UTF-8.*Save it as UTF-8"):
        read_columns(tmp_path / "t.csv", ["text", "level"])


def test_a_folder_that_datasets_has_saved_is_a_table(tmp_path: Path) -> None:
    from datasets import Dataset

    folder = tmp_path / "saved"
    Dataset.from_dict({"text": ["cold soup", "kind"], "level": [2, 4]}).save_to_disk(str(folder))
    assert read_columns(folder, ["text", "level"]) == {
        "text": ["cold soup", "kind"],
        "level": [2, 4],
    }


def test_of_several_splits_one_must_be_named(tmp_path: Path) -> None:
    from datasets import Dataset, DatasetDict

    folder = tmp_path / "saved"
    one = Dataset.from_dict({"text": ["kind"]})
    DatasetDict({"train": one, "test": one}).save_to_disk(str(folder))
    with pytest.raises(InputDataError, match=r"splits train, test.*saved/train"):
        read_columns(folder, ["text"])
    assert read_columns(folder / "train", ["text"]) == {"text": ["kind"]}


def test_a_folder_of_something_else_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputDataError, match="cannot be read"):
        read_columns(tmp_path, ["text"])
