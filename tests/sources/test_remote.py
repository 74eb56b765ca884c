"""Files in a store are copied once; here the store is a folder, reached through fsspec."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from cxnlp.errors import InputDataError, UsageError
from cxnlp.sources.remote import fetch_files, send_file

if TYPE_CHECKING:
    from pathlib import Path

pytest.importorskip("fsspec", reason="fsspec is not installed (extra 'stores')")


@pytest.fixture
def store(tmp_path: Path) -> str:
    folder = tmp_path / "in"
    (folder / "deep").mkdir(parents=True)
    names = ("b.csv", "A.CSV.GZ", "_part.csv", ".hidden.csv", "notes.docx", "deep/c.csv")
    for name in names:
        (folder / name).write_text(name)
    return f"file://{folder}"


@pytest.mark.parametrize(
    ("path", "names"),
    [
        ("/b.csv", ["b.csv"]),
        ("/notes.docx", ["notes.docx"]),
        ("", ["A.CSV.GZ", "b.csv"]),
        ("/", ["A.CSV.GZ", "b.csv"]),
        ("/*.csv", [".hidden.csv", "_part.csv", "b.csv", "c.csv"]),
        ("/[ab].csv", ["b.csv"]),
        ("/?.csv", ["b.csv"]),
        ("/deep/c.*", ["c.csv"]),
    ],
)
def test_an_address_stands_for_a_file_a_folder_or_a_pattern(
    store: str, path: str, names: list[str]
) -> None:
    contents = fetch_files(store + path)
    assert [content.name for content in contents] == names
    for content in contents:
        assert content.open().read().decode().rpartition("/")[2] == content.name


@pytest.mark.parametrize("path", ["/c.csv", "/x*.csv", "/no/such"])
def test_where_nothing_is_the_address_is_told_and_what_can_be_read(store: str, path: str) -> None:
    with pytest.raises(InputDataError, match="no such file") as caught:
        fetch_files(store + path)
    assert caught.value.where == store + path
    assert ".bz2, .csv, .gz, .json" in caught.value.expected


def test_a_file_is_sent_whole(store: str, tmp_path: Path) -> None:
    source = tmp_path / "labels.csv"
    source.write_bytes(b"id,level\n1,3\n")
    send_file(source, f"{store}/labels.csv")
    assert fetch_files(f"{store}/labels.csv")[0].open().read() == b"id,level\n1,3\n"


def test_a_store_that_cannot_be_written_is_told_by_its_address(store: str, tmp_path: Path) -> None:
    source = tmp_path / "labels.csv"
    source.write_bytes(b"")
    with pytest.raises(UsageError, match=r"a store that cannot be written \(NotADirectoryError\)"):
        send_file(source, f"{store}/b.csv/labels.csv")


def test_the_address_of_no_store_is_refused_without_its_password() -> None:
    with pytest.raises(InputDataError, match=r"no known store \(nosuch://\)") as caught:
        fetch_files("nosuch://jo:sesame@box/a.csv")
    assert caught.value.where == "nosuch://box/a.csv"
