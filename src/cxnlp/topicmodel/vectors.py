"""Vectors kept by content, so that what was encoded once is not encoded again."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Final

import numpy as np

from cxnlp.topicmodel.tensors import tensor_bytes

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from cxnlp.encoders import Encoder

__all__ = [
    "KeptVectors",
    "digest_of",
    "keep_vectors",
    "open_kept",
    "read_kept",
    "read_vectors",
    "write_kept",
]

_NAME: Final = "vectors.safetensors"
_KEY: Final = 16
"""Bytes of a text's digest: two texts of one digest are not to be expected."""


class KeptVectors:
    """Vectors of one encoder by the digest of their texts; the texts themselves are not kept.

    >>> KeptVectors({}).get("late") is None
    True
    """

    def __init__(self, vectors: dict[bytes, NDArray[np.float32]]) -> None:
        self._vectors = vectors

    def __len__(self) -> int:
        return len(self._vectors)

    def get(self, text: str) -> NDArray[np.float32] | None:
        """The vector of a text, or None."""
        return self._vectors.get(digest_of(text))


def keep_vectors(
    folder: Path, encoder: Encoder, vectors: Mapping[str, NDArray[np.float32]]
) -> None:
    """Write vectors into a topics folder, to be read by later jobs.

    Args:
        folder: the topics folder.
        encoder: whose vectors these are.
        vectors: by their texts.

    >>> import tempfile
    >>> from pathlib import Path
    >>> from types import SimpleNamespace
    >>> encoder = SimpleNamespace(identity="static:0", dimension=2)
    >>> with tempfile.TemporaryDirectory() as place:
    ...     keep_vectors(Path(place), encoder, {"Late again.": np.ones(2, np.float32)})
    ...     kept = read_vectors([Path(place)], encoder)
    >>> kept.get("Late again.").tolist(), kept.get("Early again.")
    ([1.0, 1.0], None)
    """
    rows = np.zeros((len(vectors), encoder.dimension), np.float32)
    for place, vector in enumerate(vectors.values()):
        rows[place] = vector
    write_kept(folder / _NAME, encoder, [digest_of(text) for text in vectors], rows)


def write_kept(
    path: Path, encoder: Encoder, keys: Sequence[bytes], rows: NDArray[np.float32]
) -> None:
    """Write one file of vectors by the digests of their texts.

    >>> import tempfile
    >>> from pathlib import Path
    >>> from types import SimpleNamespace
    >>> encoder = SimpleNamespace(identity="static:0", dimension=2)
    >>> with tempfile.TemporaryDirectory() as place:
    ...     file = Path(place) / "kept.safetensors"
    ...     write_kept(file, encoder, [digest_of("Late again.")], np.ones((1, 2), np.float32))
    ...     open_kept(file, [0]).tolist()
    [[1.0, 1.0]]
    """
    found = np.frombuffer(b"".join(keys), np.uint8).reshape(len(keys), _KEY).copy()
    told = {"encoder": encoder.identity, "sha256": _sum(found, rows)}
    path.write_bytes(tensor_bytes({"keys": found, "vectors": rows}, told))


def read_vectors(folders: Iterable[Path], encoder: Encoder) -> KeptVectors:
    """Read what was kept in topics folders; what is damaged or of another encoder is passed over.

    Nothing is lost by that: these vectors can always be made again.

    Args:
        folders: topics folders; a later one goes before an earlier one.
        encoder: whose vectors are wanted.

    >>> from pathlib import Path
    >>> from types import SimpleNamespace
    >>> encoder = SimpleNamespace(identity="static:0", dimension=2)
    >>> read_vectors([Path("no-such-folder")], encoder).get("Late again.") is None
    True
    """
    found: dict[bytes, NDArray[np.float32]] = {}
    for folder in folders:
        found.update(read_kept(folder / _NAME, encoder))
    return KeptVectors(found)


def read_kept(path: Path, encoder: Encoder) -> dict[bytes, NDArray[np.float32]]:
    """The vectors of one file, in its order; none where it is missing, damaged or another's.

    >>> from pathlib import Path
    >>> read_kept(Path("no-such-file"), encoder=None)
    {}
    """
    from safetensors import SafetensorError, safe_open

    if not path.is_file():
        return {}
    try:
        with safe_open(path, framework="np") as opened:
            told = opened.metadata() or {}
            if told.get("encoder") != encoder.identity:
                return {}
            keys, vectors = opened.get_tensor("keys"), opened.get_tensor("vectors")
    except (OSError, SafetensorError):
        return {}
    if told.get("sha256") != _sum(keys, vectors) or vectors.shape[1:] != (encoder.dimension,):
        return {}
    return {key.tobytes(): vector for key, vector in zip(keys, vectors, strict=True)}


def open_kept(path: Path, rows: Sequence[int]) -> NDArray[np.float32] | None:
    """Some vectors of a file that `read_kept` has looked at; None where it is gone.

    >>> from pathlib import Path
    >>> open_kept(Path("no-such-file"), [0]) is None
    True
    """
    from safetensors import SafetensorError, safe_open

    try:
        with safe_open(path, framework="np") as opened:
            held = opened.get_slice("vectors")
            return np.stack([held[row] for row in rows])
    except (OSError, SafetensorError):
        return None


def digest_of(text: str) -> bytes:
    """What a text's vector is kept under.

    >>> digest_of("Late again.").hex()[:8], len(digest_of(""))
    ('a5c1a8f5', 16)
    """
    return hashlib.blake2b(text.encode(), digest_size=_KEY).digest()


def _sum(keys: NDArray[np.uint8], vectors: NDArray[np.float32]) -> str:
    found = hashlib.sha256(keys.tobytes())
    found.update(vectors.tobytes())
    return found.hexdigest()
