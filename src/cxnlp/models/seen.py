"""Which texts a model has learned from: eight bytes of each, to tell when it is tested on them.

The texts cannot be read back from their digests, but a text that somebody has at hand can be looked
up: that is what the file is for.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from cxnlp.errors import ModelError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from numpy.typing import NDArray

__all__ = ["SEEN", "SeenTexts", "digests"]

SEEN: Final = "seen.safetensors"
"""The file of a model folder that holds them; models of before it existed have none."""

_TENSOR: Final = "digests"


def digests(texts: Iterable[str]) -> NDArray[np.uint64]:
    """Eight bytes of the SHA-256 of each text's lower-case words. Shape (n,).

    >>> bool(digests(["Well done!"])[0] == digests(["well  done!"])[0])
    True
    """
    return np.array(
        [
            int.from_bytes(
                hashlib.sha256(
                    " ".join(text.lower().split()).encode(errors="surrogatepass")
                ).digest()[:8],
                "little",
            )
            for text in texts
        ],
        np.uint64,
    )


@dataclass(frozen=True)
class SeenTexts:
    """Digests of cleaned texts.

    Attributes:
        known: sorted, each one once. Shape (k,), uint64.
    """

    known: NDArray[np.uint64]

    @classmethod
    def of(cls, texts: Iterable[str]) -> SeenTexts:
        """The digests of cleaned texts."""
        return cls(np.unique(digests(texts)))

    @classmethod
    def read(cls, files: Mapping[str, bytes]) -> SeenTexts | None:
        """From the files of a model folder; None where it does not hold them.

        Raises:
            ModelError: the file holds something else.
        """
        if SEEN not in files:
            return None
        from safetensors import SafetensorError
        from safetensors.numpy import load

        try:
            return cls(np.asarray(load(files[SEEN])[_TENSOR], np.uint64))
        except (SafetensorError, KeyError, ValueError) as error:
            raise ModelError(
                SEEN,
                found=f"contents that cannot be read ({type(error).__name__})",
                expected="digests of texts",
                hint="Train the model again.",
            ) from error

    def files(self) -> dict[str, bytes]:
        """The file of the model folder, by its name."""
        from safetensors.numpy import save

        return {SEEN: save({_TENSOR: self.known})}

    def holds(self, texts: Sequence[str]) -> NDArray[np.bool_]:
        """Whether each cleaned text was seen. Shape (n,).

        >>> SeenTexts.of(["Well done!"]).holds(["well done!", "Badly done!"]).tolist()
        [True, False]
        """
        return np.isin(digests(texts), self.known)
