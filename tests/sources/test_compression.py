"""Compressed files are known by their first bytes, and a cut is told from an end."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import zipfile
from typing import TYPE_CHECKING

import pytest
import zstandard
from tests.sources.conftest import content_of, rows_of

from cxnlp.errors import InputDataError
from cxnlp.sources import open_source
from cxnlp.sources.compression import BROKEN_STREAM, Unpacked, packing_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

_CSV = b"id,text\n1,kind\n2,slow\n3,fine\n"
_ROWS = [{"id": "1", "text": "kind"}, {"id": "2", "text": "slow"}, {"id": "3", "text": "fine"}]


def _zipped(content: bytes, *names: str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in names:
            archive.writestr(name, content)
    return buffer.getvalue()


_PACKED: dict[str, Callable[[bytes], bytes]] = {
    "gz": gzip.compress,
    "bz2": bz2.compress,
    "xz": lzma.compress,
    "zst": zstandard.compress,
    "zip": lambda content: _zipped(content, "feedback.csv"),
}


@pytest.mark.parametrize("packing", _PACKED)
def test_compressed_files_are_read_as_they_are(tmp_path: Path, packing: str) -> None:
    path = tmp_path / "data.bin"
    path.write_bytes(_PACKED[packing](_CSV))
    assert rows_of(open_source(path)) == _ROWS


@pytest.mark.parametrize("packing", _PACKED)
def test_a_compressed_file_that_is_cut_off_is_refused_at_once(tmp_path: Path, packing: str) -> None:
    path = tmp_path / f"feedback.csv.{packing}"
    long = b"id,text\n" + b"".join(b"%d,%d\n" % (n, n * 7919 % 10007) for n in range(40_000))
    path.write_bytes(_PACKED[packing](long)[:-500])
    with pytest.raises(InputDataError, match=r"cut off|damaged"):
        open_source(path)


def test_a_truncated_gzip_says_how_far_it_goes(tmp_path: Path) -> None:
    path = tmp_path / "feedback.csv.gz"
    long = b"id,text\n" + b"".join(b"%d,%d\n" % (n, n * 7919 % 10007) for n in range(40_000))
    path.write_bytes(gzip.compress(long)[:-5000])
    with pytest.raises(InputDataError, match=r"after line [1-9]\d{4}"):
        open_source(path)


def test_frames_joined_in_one_zstandard_file_are_read_on(tmp_path: Path) -> None:
    path = tmp_path / "feedback.csv.zst"
    path.write_bytes(zstandard.compress(_CSV[:13]) + zstandard.compress(_CSV[13:]))
    assert rows_of(open_source(path)) == _ROWS


def test_an_archive_of_two_files_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "feedback.zip"
    path.write_bytes(_zipped(_CSV, "a.csv", "b.csv"))
    with pytest.raises(InputDataError, match="2 files"):
        open_source(path)


@pytest.mark.parametrize("packing", _PACKED)
def test_a_packing_is_known_by_its_first_bytes_and_undone(packing: str) -> None:
    outer = content_of(_PACKED[packing](_CSV), "feedback.bin")
    assert packing_of(outer.open().read(8), outer) == packing
    inner = Unpacked(outer, packing)
    assert (inner.name, inner.where, inner.size) == ("feedback.bin", "feedback.bin", outer.size)
    with inner.open() as reader:
        assert (reader.read(2), reader.read()) == (_CSV[:2], _CSV[2:])


@pytest.mark.parametrize("head", [b"", b"id,text\n", b"\x1f", b"BZ", b"PK\x05\x06"])
def test_other_bytes_are_not_packed(head: bytes) -> None:
    assert packing_of(head, content_of(head)) is None


@pytest.mark.parametrize("name", ["[Content_Types].xml", "mimetype"])
def test_a_workbook_is_an_archive_that_is_not_taken_apart(name: str) -> None:
    book = content_of(_zipped(b"x", name, "sheet.xml"))
    assert packing_of(book.open().read(8), book) is None


def test_what_begins_like_an_archive_is_one_until_it_is_opened() -> None:
    broken = content_of(b"PK\x03\x04 and so on")
    assert packing_of(broken.open().read(8), broken) == "zip"
    with pytest.raises(BROKEN_STREAM):
        Unpacked(broken, "zip").open()


def test_folders_and_what_a_mac_adds_are_no_files_of_an_archive() -> None:
    archive = _zipped(_CSV, "in/", "in/feedback.csv", "__MACOSX/in/._feedback.csv")
    assert Unpacked(content_of(archive), "zip").open().read() == _CSV


def test_an_archive_of_folders_only_has_no_file() -> None:
    with pytest.raises(InputDataError, match="an archive of 0 files; expected an archive of one"):
        Unpacked(content_of(_zipped(b"", "in/")), "zip").open()


@pytest.mark.parametrize(
    ("place", "value"), [(6, b"\x01\x00"), (8, b"\x63\x00")], ids=["locked", "packing 99"]
)
def test_an_archive_that_cannot_be_opened_is_refused(place: int, value: bytes) -> None:
    """Bit 0 of the flags, or the method, as its local and its central header tell them."""
    archive = bytearray(_zipped(_CSV, "feedback.csv"))
    central = archive.index(b"PK\x01\x02")
    archive[place : place + 2] = value
    archive[central + place + 2 : central + place + 4] = value
    with pytest.raises(InputDataError, match="locked or packed in an unknown way"):
        Unpacked(content_of(bytes(archive)), "zip").open()


def test_an_empty_frame_of_zstandard_does_not_end_the_file() -> None:
    packed = zstandard.compress(b"") + zstandard.compress(b"one ") + zstandard.compress(b"two")
    assert Unpacked(content_of(packed), "zst").open().read() == b"one two"


def test_the_file_beneath_is_closed_with_the_reader(tmp_path: Path) -> None:
    path = tmp_path / "feedback.gz"
    path.write_bytes(gzip.compress(_CSV))
    opened = []

    class Watched:
        name = where = "feedback.gz"
        size = path.stat().st_size

        def open(self) -> io.BufferedReader:
            opened.append(path.open("rb"))
            return opened[-1]

    with Unpacked(Watched(), "gz").open() as reader:
        assert reader.read(2) == b"id"
        assert not opened[0].closed
    with pytest.raises(zipfile.BadZipFile):
        Unpacked(Watched(), "zip").open()
    assert [file.closed for file in opened] == [True, True]
