"""A mapping as one file beside the topics that it was fitted for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np

from cxnlp.errors import ModelError
from cxnlp.topicmodel.folder import read_file
from cxnlp.topicmodel.grams import PLACES, Grams
from cxnlp.topicmodel.mapping import Anchors, MappedEncoder
from cxnlp.topicmodel.tensors import tensor_bytes

if TYPE_CHECKING:
    from pathlib import Path

    from cxnlp.encoders import Encoder

__all__ = ["MAPPING", "mapping_bytes", "read_mapping"]

MAPPING: Final = "mapping.safetensors"
_SPARSE: Final = ("words", "characters")
_AGAIN: Final = "Find the topics again with `cxnlp topics RUN --out TOPICS --encoder mapped`."


def mapping_bytes(encoder: MappedEncoder) -> bytes:
    """The content of the file: arrays, and the identities in its header."""
    arrays: dict[str, Any] = {
        "centre": encoder.centre,
        "gram_words": encoder.grams.words,
        "gram_characters": encoder.grams.characters,
        "static": encoder.anchors.static,
        "weights": encoder.weights,
    }
    for name in _SPARSE:
        held = getattr(encoder.anchors, name)
        for part in ("indptr", "indices", "data"):
            arrays[f"{name}_{part}"] = getattr(held, part)
    told = {"identity": encoder.identity, "base": encoder.base.identity}
    in_rows = {name: np.ascontiguousarray(array) for name, array in arrays.items()}
    return tensor_bytes(in_rows, told)


def read_mapping(folder: Path, base: Encoder) -> MappedEncoder:
    """Read a mapping from a topic model's folder.

    Args:
        folder: the model's folder.
        base: the static encoder.

    Raises:
        ModelError: the file is missing or damaged, or was made upon another static encoder.
    """
    import json

    from safetensors import SafetensorError
    from safetensors.numpy import load

    content = read_file(folder, MAPPING)
    try:
        size = int.from_bytes(content[:8], "little")
        told = json.loads(content[8 : 8 + size])["__metadata__"]
        arrays = load(content)
        anchors = Anchors(arrays["static"], *(_sparse(arrays, name) for name in _SPARSE))
        grams = Grams(*(arrays[f"gram_{name}"] for name in _SPARSE))
        encoder = MappedEncoder(
            told["identity"], base, arrays["centre"], grams, anchors, arrays["weights"]
        )
        made_upon = told["base"]
    except (SafetensorError, ValueError, KeyError, TypeError) as error:
        raise ModelError(
            folder / MAPPING,
            found=f"something unreadable ({type(error).__name__})",
            expected="a mapping",
            hint=_AGAIN,
        ) from error
    if made_upon != base.identity:
        raise ModelError(
            folder / MAPPING,
            found=f"a mapping upon another static encoder ({made_upon[:20]}…)",
            expected=f"one upon {base.name} ({base.identity[:20]}…)",
            hint=f"The shipped encoder has changed since. {_AGAIN}",
        )
    return encoder


def _sparse(arrays: dict[str, Any], name: str) -> Any:  # noqa: ANN401 - scipy ships no types
    from scipy.sparse import csr_matrix

    indptr, indices, data = (arrays[f"{name}_{part}"] for part in ("indptr", "indices", "data"))
    return csr_matrix((data, indices, indptr), shape=(len(indptr) - 1, PLACES))
