"""The static encoder: a vector per token, weighted and averaged; no transformer is run.

After Model2Vec (S. Tulkens & T. van Dongen 2024): token vectors are made once, by a sentence
transformer, and a text is the weighted mean of its tokens' vectors. `scripts/distill_static.py`
makes the folder that ships as `models/encoder-static`.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from cxnlp.errors import ModelError
from cxnlp.whole import check_digest, file_digest, whole_folder

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

__all__ = ["DESCRIPTION", "FORMAT", "StaticEncoder", "load_static", "write_static"]

DESCRIPTION: Final = "encoder.json"
"""The file that names an encoder folder's format and the digests of its files."""

FORMAT: Final = 1
"""The number of this layout of an encoder folder."""
_WEIGHTS: Final = "vectors.safetensors"
_TOKENIZER: Final = "tokenizer.json"
_BATCH: Final = 4096
"""Texts that are tokenised at a time: bounds memory, changes nothing else."""
_AGAIN: Final = "Fetch the encoder again, or make it with scripts/distill_static.py."


@dataclass(frozen=True)
class StaticEncoder:
    """A table of token vectors with its tokenizer.

    Attributes:
        name: how `open_encoder` finds it again.
        identity: digest of the folder's files.
        vectors: token vectors, already weighted; unknown tokens are zero. Shape (v, d), float32.
        centre: taken from the mean of a text's token vectors. Shape (d,), float32.
        tokenizer: the `tokenizers.Tokenizer` with v tokens.
    """

    name: str
    identity: str
    vectors: NDArray[np.float32] = field(repr=False)
    centre: NDArray[np.float32] = field(repr=False)
    tokenizer: Any = field(repr=False)

    @property
    def dimension(self) -> int:
        """Length of the vectors."""
        return int(self.vectors.shape[1])

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Vectors of the texts, shape (n, dimension): see `cxnlp.encoders.Encoder`."""
        out = np.zeros((len(texts), self.dimension), np.float32)
        for start, counts in self._counts(texts):
            rows = slice(start, start + counts.shape[0])
            out[rows] = self._unit(counts)
        return out

    def _counts(self, texts: Sequence[str]) -> Iterator[tuple[int, Any]]:
        from scipy.sparse import csr_array

        size = len(self.vectors)
        for start in range(0, len(texts), _BATCH):
            batch = list(texts[start : start + _BATCH])
            tokens = [found.ids for found in self.tokenizer.encode_batch_fast(batch)]
            ends = np.zeros(len(batch) + 1, np.int64)
            np.cumsum([len(ids) for ids in tokens], out=ends[1:])
            flat = np.fromiter((one for ids in tokens for one in ids), np.int32, int(ends[-1]))
            ones = np.ones(len(flat), np.float32)
            yield start, csr_array((ones, flat, ends), shape=(len(batch), size))

    def _unit(self, counts: Any) -> NDArray[np.float32]:  # noqa: ANN401 - scipy ships no types
        # A sparse row times a table adds vector after vector in the order of the tokens: unlike
        # a product of two dense matrices, its last bits do not depend on the other rows.
        sums = (counts @ self.vectors).astype(np.float32)
        lengths = np.diff(counts.indptr).astype(np.float32)[:, None]
        known = (sums != 0).any(axis=1)
        means = sums / np.maximum(lengths, 1) - self.centre
        means[~known] = 0
        norms = np.sqrt((means * means).sum(axis=1, keepdims=True))
        unit: NDArray[np.float32] = means / np.maximum(norms, np.float32(1e-12))
        return unit


def load_static(folder: Path) -> StaticEncoder:
    """Read a static encoder: format first, then the digest of each file.

    Args:
        folder: as `write_static` makes it.

    Raises:
        ModelError: a file is missing, damaged, of another format, or does not fit the others; it is
            named.

    >>> from cxnlp.models import find_model
    >>> encoder = load_static(find_model("levels-fast").with_name("encoder-static"))
    >>> encoder.encode(["Late again.", ""]).shape, encoder.dimension
    ((2, 256), 256)
    """
    import tokenizers
    from safetensors import SafetensorError
    from safetensors.numpy import load_file

    described = _description(folder / DESCRIPTION)
    for name, digest in described["files"].items():
        check_digest(folder / name, file_digest(folder / name), str(digest), again=_AGAIN)
    try:
        arrays = load_file(folder / _WEIGHTS)
        vectors = arrays["vectors"].astype(np.float32) * arrays["scales"]
        centre = arrays["centre"].astype(np.float32)
        tokenizer = tokenizers.Tokenizer.from_file(str(folder / _TOKENIZER))
    except (OSError, SafetensorError, KeyError, ValueError) as error:
        raise ModelError(
            folder / _WEIGHTS,
            found=f"something unreadable ({type(error).__name__})",
            expected="the arrays vectors, scales and centre",
            hint=_AGAIN,
        ) from error
    if len(vectors) != tokenizer.get_vocab_size():
        raise ModelError(
            folder / _WEIGHTS,
            found=f"{len(vectors)} vectors",
            expected=f"one for each of the tokenizer's {tokenizer.get_vocab_size()} tokens",
            hint=_AGAIN,
        )
    return StaticEncoder(folder.name, _identity(described["files"]), vectors, centre, tokenizer)


def write_static(
    folder: Path,
    *,
    vectors: NDArray[np.float32],
    centre: NDArray[np.float32],
    tokenizer: str,
    facts: Mapping[str, object],
    card: str,
) -> None:
    """Write a static encoder, whole or not at all; vectors are rounded to 8 bits.

    Args:
        folder: where it shall stand; one that stands there is replaced.
        vectors: weighted token vectors. Shape (v, d).
        centre: see `StaticEncoder`. Shape (d,).
        tokenizer: a tokenizer in the JSON of `tokenizers`, with v tokens.
        facts: what else `encoder.json` shall say, such as the source and its digest.
        card: the model card, Markdown.

    >>> import tempfile, tokenizers
    >>> from pathlib import Path
    >>> words = tokenizers.Tokenizer(tokenizers.models.WordLevel({"late": 0, "kind": 1}, "late"))
    >>> with tempfile.TemporaryDirectory() as place:
    ...     folder = Path(place) / "tiny"
    ...     centre = np.zeros(2, np.float32)
    ...     write_static(folder, vectors=np.eye(2, dtype=np.float32), centre=centre,
    ...                  tokenizer=words.to_str(), facts={}, card="")
    ...     load_static(folder).encode(["kind"]).tolist()
    [[0.0, 1.0]]
    """
    from safetensors.numpy import save

    scales = np.maximum(np.abs(vectors).max(axis=1, keepdims=True), 1e-12) / 127
    rounded = np.round(vectors / scales).astype(np.int8)
    with whole_folder(folder, replace=True) as aside:
        arrays = {
            "vectors": rounded,
            "scales": scales.astype(np.float32),
            "centre": centre.astype(np.float32),
        }
        (aside / _WEIGHTS).write_bytes(save(arrays))
        (aside / _TOKENIZER).write_text(tokenizer, encoding="utf-8")
        (aside / "CARD.md").write_text(card, encoding="utf-8")
        files = {name: file_digest(aside / name) for name in (_TOKENIZER, _WEIGHTS)}
        described = {"format": FORMAT, "kind": "static encoder", **facts, "files": files}
        text = json.dumps(described, indent=1, ensure_ascii=False) + "\n"
        (aside / DESCRIPTION).write_text(text, encoding="utf-8")


def _identity(files: Mapping[str, str]) -> str:
    joined = "".join(f"{name}\0{files[name]}\0" for name in sorted(files))
    return "static:" + hashlib.sha256(joined.encode()).hexdigest()


def _description(path: Path) -> dict[str, Any]:
    try:
        found = json.loads(path.read_bytes())
        files = found["files"]
        kind, number = found["kind"], found["format"]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ModelError(
            path,
            found=f"no readable description ({type(error).__name__})",
            expected="the description of a static encoder",
            hint=_AGAIN,
        ) from error
    if (number, kind) != (FORMAT, "static encoder") or set(files) != {_WEIGHTS, _TOKENIZER}:
        raise ModelError(
            path,
            found=f"format {number!r} of kind {kind!r}",
            expected=f"format {FORMAT} of kind 'static encoder'",
            hint=_AGAIN,
        )
    return dict(found)
