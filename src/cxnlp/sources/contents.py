"""The bytes of one file, from the disk or spooled from a stream, read as often as needed."""

from __future__ import annotations

import io
import shutil
import tempfile
import weakref
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING, Final, Protocol

from cxnlp.errors import InputDataError

if TYPE_CHECKING:
    import hashlib
    from pathlib import Path

__all__ = ["Content", "FileContent", "SpooledContent", "add_bytes"]

_BLOCK: Final = 1 << 20


class Content(Protocol):
    """Bytes with a name."""

    @property
    def name(self) -> str:
        """The base name that rows carry."""
        ...

    @property
    def where(self) -> str:
        """How errors call it."""
        ...

    @property
    def size(self) -> int:
        """Bytes."""
        ...

    def open(self) -> io.BufferedReader:
        """A fresh reader at the beginning."""
        ...


@dataclass(frozen=True)
class FileContent:
    """A file on the disk; it must stay as it was found until it has been read.

    Attributes:
        path: absolute.
        size: bytes when it was found.
        changed_ns: time of the last change when it was found.
    """

    path: Path
    size: int
    changed_ns: int

    @classmethod
    def of(cls, path: Path) -> FileContent:
        """Find the file at `path`."""
        try:
            status = path.stat()
        except OSError as error:
            raise _unreadable(path, error) from error
        return cls(path, status.st_size, status.st_mtime_ns)

    @property
    def name(self) -> str:
        """The base name."""
        return self.path.name

    @property
    def where(self) -> str:
        """The path."""
        return str(self.path)

    def open(self) -> io.BufferedReader:
        """A fresh reader.

        Raises:
            InputDataError: the file has gone, cannot be read, or has changed since it was found.
        """
        try:
            reader = self.path.open("rb")
            status = self.path.stat()
        except OSError as error:
            raise _unreadable(self.path, error) from error
        if (status.st_size, status.st_mtime_ns) != (self.size, self.changed_ns):
            reader.close()
            raise InputDataError(
                self.path,
                found="that the file changed while it was being read",
                expected="a file that stays as it is",
                hint="Copy the file aside and label the copy.",
            )
        return reader


class SpooledContent:
    """The bytes of a stream, kept in an anonymous temporary file on the disk.

    Args:
        name: what rows and errors call the stream.
        stream: read to its end.
    """

    def __init__(self, name: str, stream: IO[bytes]) -> None:
        self.name = name
        self.where = name
        self._file = tempfile.TemporaryFile()  # noqa: SIM115 - it lives as long as the source
        weakref.finalize(self, self._file.close)
        shutil.copyfileobj(stream, self._file, _BLOCK)
        self.size = self._file.tell()

    def open(self) -> io.BufferedReader:
        """A fresh reader with a position of its own."""
        return io.BufferedReader(_Window(self, self._file), _BLOCK)


class _Window(io.RawIOBase):
    """A reader with its own position on a shared file."""

    def __init__(self, owner: SpooledContent, file: IO[bytes]) -> None:
        super().__init__()
        self._owner = owner  # the file is closed with it
        self._shared = file
        self._position = 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._position

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        if whence == io.SEEK_END:
            offset += self._shared.seek(0, io.SEEK_END)
        elif whence == io.SEEK_CUR:
            offset += self._position
        self._position = offset
        return offset

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]  # the buffer type of typeshed is private
        self._shared.seek(self._position)
        data = self._shared.read(len(buffer))
        buffer[: len(data)] = data
        self._position += len(data)
        return len(data)


def add_bytes(digest: hashlib._Hash, content: Content) -> None:
    r"""Feed all bytes of `content` to a digest, its length first.

    >>> import hashlib
    >>> digest = hashlib.sha256()
    >>> add_bytes(digest, SpooledContent("stdin", io.BytesIO(b"id,text")))
    >>> digest.hexdigest()[:8] == hashlib.sha256(b"\7\0\0\0\0\0\0\0id,text").hexdigest()[:8]
    True
    """
    digest.update(content.size.to_bytes(8, "little"))
    with content.open() as reader:
        while block := reader.read(_BLOCK):
            digest.update(block)


def _unreadable(path: Path, error: OSError) -> InputDataError:
    return InputDataError(
        path,
        found=f"a file that cannot be read ({error.strerror or type(error).__name__})",
        expected="a readable file",
        hint="Check that it is there and its permissions.",
    )
