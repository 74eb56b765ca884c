"""Files that carry their own digest, so that damage anywhere in them is found.

Parquet's checksums cover the pages only: a bit that flips in the footer renames a column or moves
the range that a query engine trusts. So the last thing that is written into a part is the SHA-256
of its name and of all its bytes but these 64.
"""

from __future__ import annotations

import hashlib
import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["BLANK_STAMP", "STAMP_KEY", "has_right_stamp", "stamp"]

STAMP_KEY: Final = "cxnlp.digest"
"""The key in a Parquet file's own metadata."""

_BLANK: Final = b"0" * 64
_STAMP: Final = re.compile(rb"cxnlp\.digest.{1,8}sha256:([0-9a-f]{64})", re.DOTALL)

BLANK_STAMP: Final = "sha256:" + _BLANK.decode()
"""What the file is written with."""


def stamp(path: Path, name: str) -> None:
    """Put the digest into a file that was written with a blank one.

    Args:
        path: the file.
        name: what the file is to be known as; another name is another digest.

    Raises:
        ValueError: there is no blank stamp in it.
    """
    content = path.read_bytes()
    found = _found(content)
    if found is None:
        raise ValueError(f"no stamp in {path}")
    with path.open("r+b") as file:
        file.seek(found.start(1))
        file.write(_digest(content, found, name).encode())


def has_right_stamp(path: Path, name: str) -> bool:
    """Whether all bytes of a file are as they were when it was stamped under that name.

    Raises:
        OSError: it cannot be read.

    >>> import tempfile
    >>> from pathlib import Path
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     file = Path(folder) / "part"
    ...     _ = file.write_text(f"some bytes; {STAMP_KEY}: {BLANK_STAMP}")
    ...     stamp(file, "part 1")
    ...     has_right_stamp(file, "part 1"), has_right_stamp(file, "part 2")
    (True, False)
    """
    content = path.read_bytes()
    found = _found(content)
    return found is not None and found[1].decode() == _digest(content, found, name)


def _found(content: bytes) -> re.Match[bytes] | None:
    """The stamp; it stands in the footer, so behind anything that looks like one."""
    at = content.rfind(STAMP_KEY.encode())
    return _STAMP.match(content, at) if at >= 0 else None


def _digest(content: bytes, found: re.Match[bytes], name: str) -> str:
    digest = hashlib.sha256(name.encode() + b"\0")
    digest.update(memoryview(content)[: found.start(1)])
    digest.update(memoryview(content)[found.end(1) :])
    return digest.hexdigest()
