"""Compressed files, read as a stream; a file that is cut off is told from one that ends."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import zipfile
import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Protocol, cast

from cxnlp.errors import InputDataError

if TYPE_CHECKING:
    from cxnlp.sources.contents import Content

__all__ = ["BROKEN_STREAM", "Unpacked", "packing_of"]

BROKEN_STREAM: Final = (EOFError, gzip.BadGzipFile, zlib.error, lzma.LZMAError, zipfile.BadZipFile)
"""What the decompressors raise on a stream that is cut off or damaged (bz2: plain OSError)."""

_MAGIC: Final = (
    (b"\x1f\x8b", "gz"),
    (b"BZh", "bz2"),
    (b"\xfd7zXZ\x00", "xz"),
    (b"\x28\xb5\x2f\xfd", "zst"),
    (b"PK\x03\x04", "zip"),
)
_BLOCK: Final = 1 << 18


@dataclass(frozen=True)
class Unpacked:
    """The bytes inside a compressed content.

    Attributes:
        outer: the compressed content.
        packing: `gz`, `bz2`, `xz`, `zst` or `zip`.
    """

    outer: Content
    packing: str

    @property
    def name(self) -> str:
        """The name of the compressed file."""
        return self.outer.name

    @property
    def where(self) -> str:
        """The path of the compressed file."""
        return self.outer.where

    @property
    def size(self) -> int:
        """Bytes of the compressed file."""
        return self.outer.size

    def open(self) -> io.BufferedReader:
        """A reader of the bytes inside.

        Raises:
            InputDataError: a zip archive without exactly one file in it.
        """
        raw = self.outer.open()
        try:
            inner = self._inner(raw)
        except BaseException:
            raw.close()
            raise
        return _Owner(inner, raw)

    def _inner(self, raw: io.BufferedReader) -> io.RawIOBase:
        if self.packing == "gz":
            return _Stepwise(gzip.GzipFile(fileobj=raw))
        if self.packing == "bz2":
            return _Stepwise(bz2.BZ2File(raw))
        if self.packing == "xz":
            return _Stepwise(lzma.LZMAFile(raw))
        if self.packing == "zst":
            return _Zstandard(raw)
        return _only_member(self.outer, raw)


def packing_of(head: bytes, content: Content) -> str | None:
    """How the bytes are compressed, by their first bytes; None for a spreadsheet, too.

    >>> from cxnlp.sources.contents import SpooledContent
    >>> packed = gzip.compress(b"id,text")
    >>> content = SpooledContent("feedback.csv.gz", io.BytesIO(packed))
    >>> packing_of(packed[:4], content), Unpacked(content, "gz").open().read()
    ('gz', b'id,text')
    """
    packing = next((kind for magic, kind in _MAGIC if head.startswith(magic)), None)
    if packing == "zip" and _is_spreadsheet(content):
        return None
    return packing


def _is_spreadsheet(content: Content) -> bool:
    with content.open() as raw:
        try:
            names = zipfile.ZipFile(raw).namelist()
        except zipfile.BadZipFile:
            return False
    return "[Content_Types].xml" in names or "mimetype" in names


class _Owner(io.BufferedReader):
    """A reader that closes the file beneath the decompressor as well."""

    def __init__(self, inner: io.RawIOBase, beneath: io.BufferedReader) -> None:
        super().__init__(inner, _BLOCK)
        self._beneath = beneath

    def close(self) -> None:
        super().close()
        self._beneath.close()


def _only_member(content: Content, raw: io.BufferedReader) -> io.RawIOBase:
    archive = zipfile.ZipFile(raw)
    members = [
        member
        for member in archive.namelist()
        if not member.endswith("/") and not member.startswith("__MACOSX/")
    ]
    if len(members) != 1:
        raise InputDataError(
            content.where,
            found=f"an archive of {len(members)} files",
            expected="an archive of one file",
            hint="Unpack it and name the files, or a pattern.",
        )
    try:
        return _Stepwise(cast("_ReadsOnce", archive.open(members[0])))
    except (RuntimeError, NotImplementedError) as error:
        raise InputDataError(
            content.where,
            found="an archive that is locked or packed in an unknown way",
            expected="a plain zip archive",
            hint="Unpack it and name the file inside.",
        ) from error


class _ReadsOnce(Protocol):
    """A decompressor as a file."""

    def read1(self, size: int = -1, /) -> bytes: ...


class _Stepwise(io.RawIOBase):
    """A decompressor read step by step, so that what precedes a cut is not lost with it."""

    def __init__(self, inner: _ReadsOnce) -> None:
        super().__init__()
        self._inner = inner

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]  # the buffer type of typeshed is private
        data = self._inner.read1(len(buffer))
        buffer[: len(data)] = data
        return len(data)


class _Frame(Protocol):
    """A Zstandard frame being read."""

    @property
    def eof(self) -> bool: ...

    @property
    def unused_data(self) -> bytes: ...

    def decompress(self, data: bytes, /) -> bytes: ...


class _Zstandard(io.RawIOBase):
    """Frames of Zstandard; unlike the library's own reader it tells when the last is cut off."""

    def __init__(self, raw: io.BufferedReader) -> None:
        super().__init__()
        self._raw = raw
        self._frame: _Frame | None = None
        self._ready = b""
        self._left = b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]  # the buffer type of typeshed is private
        while not self._ready:
            if not self._fill():
                return 0
        count = min(len(buffer), len(self._ready))
        buffer[:count] = self._ready[:count]
        self._ready = self._ready[count:]
        return count

    def _fill(self) -> bool:
        import zstandard

        block = self._left or self._raw.read(1 << 15)
        self._left = b""
        frame = self._frame
        if not block:
            if frame is not None:
                raise EOFError("a frame that is cut off")
            return False
        if frame is None:
            frame = zstandard.ZstdDecompressor().decompressobj()
        try:
            self._ready = frame.decompress(block)
        except zstandard.ZstdError as error:
            raise EOFError(str(error)) from error
        if frame.eof:
            self._left = frame.unused_data
            frame = None
        self._frame = frame
        return True
