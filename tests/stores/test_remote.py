"""Files in stores, read and written: a real S3 server, and what fsspec knows."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pyarrow.parquet as pq
import pytest
from pyarrow.fs import FileSystem
from tests.faults.conftest import label

from cxnlp.cli import main
from cxnlp.errors import InputDataError
from cxnlp.flows.export import export

if TYPE_CHECKING:
    from pathlib import Path

CSV = b"id,comment\n1,Lovely staff.\n2,Never came.\n"


@pytest.fixture
def bucket(s3: str, monkeypatch: pytest.MonkeyPatch) -> str:
    """An S3 bucket with three files, and the parameters that reach it."""
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "nobody")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "open-sesame")
    system, _ = FileSystem.from_uri(f"s3://feedback?{s3}")
    for name, content in {
        "in/b.csv": CSV.replace(b"1,", b"3,").replace(b"2,", b"4,"),
        "in/a.csv": CSV,
        "in/notes.pdf": b"%PDF",
    }.items():
        with system.open_output_stream(f"feedback/{name}") as stream:
            stream.write(content)
    return s3


@pytest.mark.parametrize("path", ["in/*.csv", "in", "in/"])
def test_a_folder_and_a_pattern_are_read_in_the_order_of_their_paths(
    bucket: str, tmp_path: Path, path: str
) -> None:
    result = label(f"s3://feedback/{path}?{bucket}", tmp_path / "run")
    assert result.labels["id"].to_pylist() == ["1", "2", "3", "4"]
    assert result.manifest.source.uri == f"s3://feedback/{path}"


def test_a_file_is_read_and_labels_are_written_back(bucket: str, tmp_path: Path) -> None:
    label(f"s3://feedback/in/a.csv?{bucket}", tmp_path / "run")
    to = f"s3://feedback/out/labels.parquet?{bucket}"
    assert export(tmp_path / "run", to).rows == 2
    system, _ = FileSystem.from_uri(f"s3://feedback?{bucket}")
    with system.open_input_file("feedback/out/labels.parquet") as file:
        assert pq.read_table(file)["id"].to_pylist() == ["1", "2"]


def test_no_credentials_are_told(
    bucket: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    address = f"s3://nobody:open-sesame@feedback/in/a.csv?{bucket}"
    assert main(["label", address, "--out", str(tmp_path / "run")]) == 0
    missing = address.replace("a.csv", "none.csv")
    assert main(["label", missing, "--out", str(tmp_path / "other")]) == 4
    out, err = capsys.readouterr()
    manifest = (tmp_path / "run" / "manifest.json").read_text()
    assert "open-sesame" not in out + err + manifest
    assert json.loads(manifest)["source"]["uri"] == "s3://feedback/in/a.csv"
    assert "no such file" in err


def test_other_stores_are_reached_through_fsspec(tmp_path: Path) -> None:
    fsspec = pytest.importorskip("fsspec", reason="fsspec is not installed (extra 'stores')")
    fsspec.filesystem("memory").pipe("/box/a.csv", CSV)
    assert label("memory://box/a.csv", tmp_path / "run").counts.rows == 2


def test_an_unknown_store_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputDataError, match="no known store"):
        label("nosuch://box/a.csv", tmp_path / "run")
