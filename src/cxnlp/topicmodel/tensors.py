"""Arrays as the bytes of one safetensors file: the same arrays, the same bytes."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["tensor_bytes"]


def tensor_bytes(arrays: Mapping[str, Any], told: Mapping[str, str]) -> bytes:
    """The content of a safetensors file, what is told of the arrays in the order of its names.

    Args:
        arrays: contiguous NumPy arrays by name.
        told: the metadata of the header.

    >>> import numpy as np
    >>> content = tensor_bytes({"one": np.ones(2)}, {"b": "2", "a": "1"})
    >>> content[8:44]
    b'{"__metadata__":{"a":"1","b":"2"},"o'
    """
    from safetensors.numpy import save

    content = bytes(save(dict(arrays), metadata=dict(told)))
    start, size = 8, int.from_bytes(content[:8], "little")
    header = json.loads(content[start : start + size])
    # safetensors writes them in the order of a hash table, another one each time.
    header["__metadata__"] = dict(sorted(header["__metadata__"].items()))
    ordered = json.dumps(header, ensure_ascii=False, separators=(",", ":")).encode()
    return content[:start] + ordered.ljust(size) + content[start + size :]
