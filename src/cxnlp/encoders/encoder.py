"""What an encoder is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    from numpy.typing import NDArray

__all__ = ["Encoder"]


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
