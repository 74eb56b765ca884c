"""Texts to token numbers, the same way in training and in use.

A text that is longer than the network reads keeps its beginning and its end: verdicts stand at
both (five eighths of the room go to the beginning; C. Sun et al. 2019 found head and tail best).
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from cxnlp.errors import ModelError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

__all__ = ["TextTokens"]

_HEAD: Final = 5 / 8
"""Share of the room that a long text's beginning gets."""


@dataclass(frozen=True)
class TextTokens:
    """A tokenizer of the library `tokenizers`, with its marks and the length it cuts to.

    Attributes:
        tokenizer: the `tokenizers.Tokenizer`, which neither cuts nor pads.
        before: numbers of the marks before a text.
        after: numbers of the marks after it.
        length: tokens that a text may have, marks included.
    """

    tokenizer: Any = field(repr=False)
    before: tuple[int, ...]
    after: tuple[int, ...]
    length: int

    @classmethod
    def read(cls, content: str | bytes, *, length: int) -> TextTokens:
        """Read a tokenizer from the contents of `tokenizer.json`.

        Raises:
            ModelError: it is none, or its marks leave no room for a text.
        """
        import tokenizers

        text = content.decode("utf-8", "replace") if isinstance(content, bytes) else content
        try:
            values = {**json.loads(text), "truncation": None, "padding": None}
            tokenizer = tokenizers.Tokenizer.from_str(json.dumps(values, ensure_ascii=False))
        except Exception as error:
            raise ModelError(
                "tokenizer.json",
                found=f"contents that cannot be read ({type(error).__name__})",
                expected="a tokenizer of the library `tokenizers`",
                hint="Fetch or train the model again.",
            ) from error
        before, after = _marks(tokenizer)
        if length <= len(before) + len(after):
            raise ModelError(
                "tokenizer.json",
                found=f"{len(before) + len(after)} marks in a length of {length}",
                expected="room for a text",
                hint="Choose a greater length.",
            )
        return cls(tokenizer, before, after, length)

    def content(self) -> bytes:
        """The contents of `tokenizer.json`."""
        return bytes(self.tokenizer.to_str().encode())

    def numbers(self, texts: Sequence[str]) -> list[NDArray[np.int64]]:
        """The token numbers of each text, marks included. n arrays of at most `length`."""
        found = self.tokenizer.encode_batch_fast(list(texts), add_special_tokens=False)
        return [self._cut(one.ids) for one in found]

    def _cut(self, numbers: list[int]) -> NDArray[np.int64]:
        room = self.length - len(self.before) - len(self.after)
        if len(numbers) > room:
            head = int(room * _HEAD)
            numbers = numbers[:head] + numbers[len(numbers) - (room - head) :]
        return np.array([*self.before, *numbers, *self.after], np.int64)


def _marks(tokenizer: Any) -> tuple[tuple[int, ...], tuple[int, ...]]:  # noqa: ANN401 - untyped
    bare = tokenizer.encode("a", add_special_tokens=False).ids
    marked = tokenizer.encode("a", add_special_tokens=True).ids
    for place in range(len(marked) - len(bare) + 1):
        if marked[place : place + len(bare)] == bare:
            return tuple(marked[:place]), tuple(marked[place + len(bare) :])
    return (), ()
