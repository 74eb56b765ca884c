"""A sample of different texts that does not depend on their order."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["TextSample"]


class TextSample:
    """Keeps up to `most` different texts, those whose seeded digests are the smallest.

    Memory holds at most twice as many. The same texts in another order give the same sample, and a
    text that is added later changes it by that text at most.

    >>> sample = TextSample(most=2, seed=0)
    >>> sample.add(["one", "two", "three", "two"])
    >>> len(sample.texts()), sample.seen
    (2, 4)
    """

    def __init__(self, *, most: int, seed: int) -> None:
        self.most = most
        self.seen = 0
        self._salt = seed.to_bytes(16, "little", signed=True)
        self._kept: dict[bytes, str] = {}
        self._bound = b"\xff" * 9

    def add(self, texts: Iterable[str]) -> None:
        """Offer texts."""
        for text in texts:
            self.seen += 1
            digest = hashlib.blake2b(text.encode(), digest_size=8, salt=self._salt).digest()
            if digest < self._bound:
                self._kept[digest] = text
                if len(self._kept) >= 2 * self.most:
                    self._shrink()

    def texts(self) -> list[str]:
        """The sample, in the order of its digests."""
        self._shrink()
        return [self._kept[digest] for digest in sorted(self._kept)]

    def _shrink(self) -> None:
        if len(self._kept) > self.most:
            digests = sorted(self._kept)[: self.most]
            self._kept = {digest: self._kept[digest] for digest in digests}
            self._bound = digests[-1]
