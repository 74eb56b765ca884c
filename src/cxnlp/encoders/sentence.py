"""Sentence transformers: the encoder that reads a text as a whole. Needs the extra `topics`.

torch is loaded by `sentence_transformers`, when an encoder of this kind is opened and not before.
"""

from __future__ import annotations

import contextlib
import hashlib
import io
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from cxnlp.errors import MissingDependencyError, ModelError
from cxnlp.whole import file_digest

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from numpy.typing import NDArray

__all__ = ["SentenceEncoder", "load_sentence_encoder"]

_SHAPING: Final = ("*.safetensors", "*.json", "*.txt", "*.model")
"""Files of a sentence transformer that shape its vectors."""


@dataclass(frozen=True)
class SentenceEncoder:
    """A sentence transformer on the CPU.

    Texts pass one by one and on one thread: a batch or another number of threads would change the
    last bits of their vectors. Batches of 32 take 0.6 of the time, and threads that wait for a busy
    core take many times more (measured: docs/decisions/2026-11-21-encoders.md).

    Attributes:
        name: how `open_encoder` finds it again.
        identity: digest of the model's files.
        dimension: length of the vectors.
        model: the `sentence_transformers.SentenceTransformer`.
    """

    name: str
    identity: str
    dimension: int
    model: Any = field(repr=False)

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Vectors of the texts, shape (n, dimension): see `cxnlp.encoders.Encoder`."""
        from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]  # has no types

        out = np.zeros((len(texts), self.dimension), np.float32)
        with threadpool_limits(limits=1):
            for place, text in enumerate(texts):
                found = self.model.encode([text], show_progress_bar=False)
                vector = np.asarray(found[0], np.float32)
                norm = np.sqrt((vector * vector).sum())
                out[place] = vector / max(norm, np.float32(1e-12))
        return out


def load_sentence_encoder(name: str, folder: Path) -> SentenceEncoder:
    """Load a sentence transformer from its folder.

    A plain transformer does too: the vectors of a text's tokens are averaged then. Code that lies
    in the folder is never run.

    Args:
        name: how `open_encoder` finds it again.
        folder: weights in safetensors, tokenizer and, for a sentence transformer, its modules.

    Raises:
        MissingDependencyError: sentence-transformers is not installed.
        ModelError: the folder holds neither.
    """
    identity = _identity(folder)
    try:
        from sentence_transformers import SentenceTransformer
    except ImportError as error:
        raise MissingDependencyError.of("sentence-transformers", "topics") from error
    try:
        # Its loading bar would stand among our own words.
        with contextlib.redirect_stderr(io.StringIO()):
            model = SentenceTransformer(str(folder), device="cpu", local_files_only=True)
            model.eval()
            (tried,) = model.encode(["a"], show_progress_bar=False)
    except Exception as error:
        raise ModelError(
            folder,
            found=f"a folder that cannot be loaded ({type(error).__name__})",
            expected="a sentence transformer, or a transformer with its tokenizer",
            hint="Name a folder or a Hugging Face id of one, or use --encoder static.",
        ) from error
    return SentenceEncoder(name, identity, len(tried), model)


def _identity(folder: Path) -> str:
    files = sorted(
        {file for pattern in _SHAPING for file in folder.rglob(pattern) if file.is_file()}
    )
    if not any(file.suffix == ".safetensors" for file in files):
        raise ModelError(
            folder,
            found="no *.safetensors",
            expected="a sentence transformer with weights in safetensors",
            hint="Name a folder or a Hugging Face id of a sentence transformer.",
        )
    digest = hashlib.sha256()
    for file in files:
        digest.update(f"{file.relative_to(folder).as_posix()}\0{file_digest(file)}\0".encode())
    return "sentence:" + digest.hexdigest()
