"""What an encoder is."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Protocol

from cxnlp.errors import ModelError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    import numpy as np
    from numpy.typing import NDArray

__all__ = ["Encoder", "file_digest"]


class Encoder(Protocol):
    """Texts in, unit vectors out.

    A text's vector depends on that text only, bit for bit: not on its neighbours or the batch.
    """

    @property
    def name(self) -> str:
        """How `open_encoder` finds it again."""
        ...

    @property
    def identity(self) -> str:
        """Digest of everything that shapes the vectors: equal identity, equal vectors."""
        ...

    @property
    def dimension(self) -> int:
        """Length of the vectors."""
        ...

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Vectors of the texts.

        Returns:
            Shape (n, dimension), rows of length 1; a text without any known token is all zeros.
        """
        ...


def file_digest(path: Path) -> str:
    """SHA-256 of a file in hexadecimal.

    Raises:
        ModelError: the file cannot be read.
    """
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise ModelError(
            path,
            found=f"a file that cannot be read ({error.strerror or type(error).__name__})",
            expected="a file of an encoder",
            hint="Check the path, or fetch the encoder again.",
        ) from error
