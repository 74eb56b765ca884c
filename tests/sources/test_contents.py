"""The bytes of a file or a stream may be read as often as needed, and stay what they were."""

from __future__ import annotations

import hashlib
import io
from typing import TYPE_CHECKING, cast

import pytest
from tests.sources.conftest import content_of

from cxnlp.errors import InputDataError
from cxnlp.sources.contents import FileContent, SpooledContent, add_bytes

if TYPE_CHECKING:
    from pathlib import Path


def test_a_file_is_called_by_its_name_and_its_path(tmp_path: Path) -> None:
    path = tmp_path / "feedback.csv"
    path.write_bytes(b"id,text\n")
    content = FileContent.of(path)
    assert (content.name, content.where, content.size) == ("feedback.csv", str(path), 8)
    for _ in range(2):
        with content.open() as reader:
            assert reader.read() == b"id,text\n"


def test_a_file_that_changed_or_went_is_told(tmp_path: Path) -> None:
    path = tmp_path / "feedback.csv"
    path.write_bytes(b"id,text\n")
    content = FileContent.of(path)
    path.write_bytes(b"id,text\n1\n")
    with pytest.raises(InputDataError, match="changed while it was being read"):
        content.open()
    path.write_bytes(b"id,taxt\n")
    older = FileContent(path, 8, content.changed_ns - 1)
    with pytest.raises(InputDataError, match="changed"):
        older.open()
    path.unlink()
    with pytest.raises(InputDataError, match=r"cannot be read \(No such file or directory\)"):
        content.open()
    with pytest.raises(InputDataError, match="cannot be read"):
        FileContent.of(path)


def test_a_stream_is_read_from_any_place_by_any_reader() -> None:
    content = SpooledContent("stdin", io.BytesIO(b"0123456789"))
    one, two = content.open(), content.open()
    assert (one.seek(-3, io.SEEK_END), one.read(2), one.tell()) == (7, b"78", 9)
    assert two.read(2) == b"01"
    raw = cast("io.RawIOBase", one.raw)
    assert raw.seek(4) == 4
    assert raw.seek(2, io.SEEK_CUR) == 6
    assert raw.read(1) == b"6"


def test_a_stream_is_called_by_the_name_that_it_was_given() -> None:
    content = content_of(b"", "stdin")
    assert (content.name, content.where, content.size) == ("stdin", "stdin", 0)
    assert content.open().read() == b""


def test_a_digest_takes_the_length_before_the_bytes() -> None:
    """So that a byte that moves from one file to the next changes the digest of both."""
    digest = hashlib.sha256()
    add_bytes(digest, content_of(b"abc"))
    assert digest.digest() == hashlib.sha256(b"\x03\0\0\0\0\0\0\0abc").digest()
