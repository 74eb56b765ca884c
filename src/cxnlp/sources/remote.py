"""Files in stores: `s3://`, `gs://` and whatever else fsspec knows.

A remote file is copied once to an anonymous file on the disk: memory does not grow with it, and
all that reads it later reads the same bytes.
"""

from __future__ import annotations

import fnmatch
from typing import TYPE_CHECKING, Any, Final

from cxnlp.errors import InputDataError, MissingDependencyError, UsageError
from cxnlp.sources.addresses import scheme_of, without_credentials
from cxnlp.sources.contents import SpooledContent
from cxnlp.sources.places import READABLE

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["fetch_files", "send_file"]

_ARROW: Final = {"s3", "gs"}
"""Stores that Arrow reaches by itself, so that no further library is needed."""


def fetch_files(address: str) -> tuple[SpooledContent, ...]:
    """Copy the files that an address, a pattern or a folder in a store stands for, sorted by path.

    Raises:
        InputDataError: there are none, or they cannot be read.
        MissingDependencyError: fsspec, or its library for that store, is not installed.

    >>> import tempfile
    >>> from pathlib import Path
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     _ = (Path(folder) / "a.csv").write_text("id,text")
    ...     [content.open().read() for content in fetch_files(f"file://{folder}/*.csv")]
    [b'id,text']
    """
    where = without_credentials(address)
    store, path = _store(address)
    try:
        names = sorted(_matching(store, path))
        contents = []
        for name in names:
            with store.open(name, "rb") as stream:
                contents.append(SpooledContent(name.rpartition("/")[2], stream))
    except OSError as error:
        raise InputDataError(
            where,
            found=f"a store that did not answer ({type(error).__name__})",
            expected="files that can be read",
            hint="Check the address, and the credentials that the store's own tools would use.",
        ) from None
    if not contents:
        raise InputDataError(
            where,
            found="no such file",
            expected="a file, a pattern or a folder with files ending in "
            + ", ".join(sorted(READABLE)),
            hint="List the store with its own tools, and check the address.",
        )
    return tuple(contents)


def send_file(path: Path, address: str) -> None:
    """Copy a file into a store; it appears there whole.

    Raises:
        UsageError: the store cannot be written.
        MissingDependencyError: as `fetch_files`.

    >>> import tempfile
    >>> from pathlib import Path
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     _ = (Path(folder) / "a.csv").write_text("id,text")
    ...     send_file(Path(folder) / "a.csv", f"file://{folder}/b.csv")
    ...     (Path(folder) / "b.csv").read_text()
    'id,text'
    """
    import shutil

    store, name = _store(address)
    try:
        with path.open("rb") as source, store.open(name, "wb") as sink:
            shutil.copyfileobj(source, sink, 1 << 20)
    except OSError as error:
        raise UsageError(
            without_credentials(address),
            found=f"a store that cannot be written ({type(error).__name__})",
            expected="room and permission to write",
            hint="Check the address, and the credentials that the store's own tools would use.",
        ) from None


def _matching(store: Any, path: str) -> list[str]:  # noqa: ANN401 - fsspec has no types
    if any(sign in path for sign in "*?["):
        folder = path[: min(path.find(sign) for sign in "*?[" if sign in path)].rpartition("/")[0]
        found = store.find(folder)
        return [name for name in found if fnmatch.fnmatchcase(name, path)]
    if store.isdir(path):
        return [
            name
            for name in store.find(path, maxdepth=1)
            if name.lower().endswith(tuple(READABLE)) and name.rpartition("/")[2][0] not in "._"
        ]
    return [path] if store.exists(path) else []


def _store(address: str) -> tuple[Any, str]:
    """The store of an address as an fsspec file system, and the path in it."""
    try:
        import fsspec
        from fsspec.implementations.arrow import ArrowFSWrapper
    except ImportError as error:
        raise MissingDependencyError.of("fsspec", "stores") from error
    scheme = scheme_of(address) or ""
    try:
        if scheme in _ARROW:
            import pyarrow as pa
            from pyarrow.fs import FileSystem

            bare, sign, parameters = address.partition("?")
            pattern = any(mark in bare for mark in "*[")
            head = bare if not pattern else bare[: min(bare.find(m) for m in "*[" if m in bare)]
            try:
                system, _ = FileSystem.from_uri(head.rpartition("/")[0] + sign + parameters)
            except pa.ArrowException as error:
                raise ValueError(scheme) from error
            return ArrowFSWrapper(system), without_credentials(bare).partition("://")[2]
        system, path = fsspec.core.url_to_fs(address)
    except ImportError as error:
        raise MissingDependencyError.of(f"fsspec's library for {scheme}://", "stores") from error
    except ValueError:
        raise InputDataError(
            without_credentials(address),
            found=f"the address of no known store ({scheme}://)",
            expected="s3://, gs:// or another store that fsspec knows",
            hint="Copy the file to this machine and name its path.",
        ) from None
    return system, path
