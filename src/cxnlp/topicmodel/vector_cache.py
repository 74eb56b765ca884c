"""A folder of vectors by content, which any later job on any run reads and adds to."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

import numpy as np

from cxnlp.errors import UsageError
from cxnlp.topicmodel.vectors import digest_of, open_kept, read_kept, write_kept
from cxnlp.whole import write_whole

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from cxnlp.encoders import Encoder
    from cxnlp.topicmodel.vectors import KeptVectors

__all__ = ["KeptEncoder", "VectorCache"]

_TOGETHER: Final = 2_000
"""Vectors of a file: a job that is stopped loses no more of its reading (half a minute)."""


class VectorCache:
    """Vectors of one encoder, in files that are never changed; texts are not kept.

    Memory holds a digest for each vector, not the vectors. What is damaged is passed over: vectors
    can always be made again. Several jobs may use one folder at once.

    Args:
        folder: made where it is missing; encoders lie beside each other.
        encoder: whose vectors these are.

    Raises:
        UsageError: the folder cannot be made.

    >>> import tempfile
    >>> from pathlib import Path
    >>> from types import SimpleNamespace
    >>> encoder = SimpleNamespace(identity="static:0", dimension=2)
    >>> with tempfile.TemporaryDirectory() as place:
    ...     cache = VectorCache(Path(place), encoder)
    ...     cache.add(["Late again."], np.ones((1, 2), np.float32))
    ...     cache.flush()
    ...     len(VectorCache(Path(place), encoder))
    1
    """

    def __init__(self, folder: Path, encoder: Encoder) -> None:
        self._encoder = encoder
        self._folder = folder / hashlib.sha256(encoder.identity.encode()).hexdigest()[:16]
        self._place: dict[bytes, tuple[Path, int]] = {}
        self._waiting: dict[bytes, NDArray[np.float32]] = {}
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise UsageError(
                folder,
                found=f"a place that is no folder ({error.strerror or type(error).__name__})",
                expected="a folder for vectors, or a free place for one",
                hint="Choose another --cache.",
            ) from error
        for file in sorted(self._folder.glob("[!_]*.safetensors")):
            for row, key in enumerate(read_kept(file, encoder)):
                self._place[key] = file, row

    def __len__(self) -> int:
        return len(self._place) + len(self._waiting)

    def fill(self, texts: Sequence[str], out: NDArray[np.float32], wanted: list[int]) -> list[int]:
        """Put vectors at hand into `out`.

        Args:
            texts: length n.
            out: shape (n, d).
            wanted: places in both.

        Returns:
            The places for which there was none.
        """
        lacking: list[int] = []
        of_file: dict[Path, list[tuple[int, int]]] = {}
        for at in wanted:
            key = digest_of(texts[at])
            if key in self._waiting:
                out[at] = self._waiting[key]
            elif key in self._place:
                file, row = self._place[key]
                of_file.setdefault(file, []).append((at, row))
            else:
                lacking.append(at)
        for file, pairs in of_file.items():
            places, rows = zip(*pairs, strict=True)
            found = open_kept(file, list(rows))
            if found is None:  # deleted or overwritten while the job runs
                lacking += places
            else:
                out[list(places)] = found
        return sorted(lacking)

    def add(self, texts: Sequence[str], vectors: NDArray[np.float32]) -> None:
        """Take up vectors of texts."""
        for text, vector in zip(texts, vectors, strict=True):
            self._waiting[digest_of(text)] = vector
            if len(self._waiting) >= _TOGETHER:
                self.flush()

    def flush(self) -> None:
        """Write what waits; where the disk refuses it, a later job makes the vectors anew."""
        if not self._waiting:
            return
        keys = list(self._waiting)
        name = hashlib.sha256(b"".join(sorted(keys))).hexdigest()[:32]
        file = self._folder / f"{name}.safetensors"
        rows = np.stack(list(self._waiting.values()))
        try:
            write_whole(file, lambda aside: write_kept(aside, self._encoder, keys, rows))
        except OSError:
            return
        self._place |= {key: (file, row) for row, key in enumerate(keys)}
        self._waiting.clear()


@dataclass(frozen=True)
class KeptEncoder:
    """An encoder that is asked only for what is not at hand; the vectors are the same.

    Attributes:
        encoder: the encoder.
        kept: vectors of topics folders.
        cache: vectors of all earlier jobs; what is made new goes there too.

    >>> from types import SimpleNamespace
    >>> from cxnlp.topicmodel.vectors import KeptVectors
    >>> encoder = SimpleNamespace(dimension=2, encode=lambda texts: np.zeros((len(texts), 2)))
    >>> kept = KeptVectors({digest_of("Late again."): np.ones(2, np.float32)})
    >>> KeptEncoder(encoder, kept).encode(["Late again.", "Early."]).tolist()
    [[1.0, 1.0], [0.0, 0.0]]
    """

    encoder: Encoder
    kept: KeptVectors = field(repr=False)
    cache: VectorCache | None = field(default=None, repr=False)

    @property
    def name(self) -> str:
        """That of the encoder."""
        return self.encoder.name

    @property
    def identity(self) -> str:
        """That of the encoder."""
        return self.encoder.identity

    @property
    def dimension(self) -> int:
        """That of the encoder."""
        return self.encoder.dimension

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Vectors of the texts, shape (n, dimension): see `cxnlp.encoders.Encoder`."""
        out = np.zeros((len(texts), self.dimension), np.float32)
        new = []
        for place, text in enumerate(texts):
            vector = self.kept.get(text)
            if vector is None:
                new.append(place)
            else:
                out[place] = vector
        if new and self.cache is not None:
            new = self.cache.fill(texts, out, new)
        if new:
            asked = [texts[place] for place in new]
            out[new] = self.encoder.encode(asked)
            if self.cache is not None:
                self.cache.add(asked, out[new])
        return out

    def flush(self) -> None:
        """Write what the cache still holds in memory."""
        if self.cache is not None:
            self.cache.flush()
