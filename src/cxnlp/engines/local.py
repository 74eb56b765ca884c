"""The local engine: this process, or worker processes of this machine."""

from __future__ import annotations

import multiprocessing
from collections import deque
from concurrent.futures import Future, ProcessPoolExecutor
from typing import TYPE_CHECKING, Final, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

__all__ = ["map_in_order"]

_In = TypeVar("_In")
_Out = TypeVar("_Out")

_AHEAD: Final = 2
"""Items in flight per worker: one at work, one waiting, so that memory stays bounded."""


def map_in_order(
    work: Callable[[_In], _Out], items: Iterable[_In], *, workers: int = 1
) -> Iterator[_Out]:
    """Apply `work` to each item and give the results in the order of the items.

    With more than one worker, `work`, items and results travel between processes, so they must
    pickle; `work` is sent with each item and should load what is heavy when first called.

    >>> list(map_in_order(str.upper, ["a", "b"]))
    ['A', 'B']
    """
    if workers == 1:
        for item in items:
            yield work(item)
        return
    # Forking a process that runs threads (Arrow's, tokenizers') can hang: start fresh ones.
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(workers, mp_context=context) as pool:
        waiting: deque[Future[_Out]] = deque()
        try:
            for item in items:
                waiting.append(pool.submit(work, item))
                if len(waiting) >= _AHEAD * workers:
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()
        finally:
            for future in waiting:
                future.cancel()
