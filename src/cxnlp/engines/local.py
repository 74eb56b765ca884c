"""The local engine: this process, or worker processes of this machine."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections import deque
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from typing import TYPE_CHECKING, Final, Generic, TypeVar

from cxnlp.errors import CxnlpError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

__all__ = ["map_in_order"]

_In = TypeVar("_In")
_Out = TypeVar("_Out")

_AHEAD: Final = 2
"""Items in flight per worker: one at work, one waiting, so that memory stays bounded."""

_DEATHS: Final = 3
"""Worker deaths in a row, without one result between them, after which the job gives up."""


def map_in_order(
    work: Callable[[_In], _Out], items: Iterable[_In], *, workers: int = 1
) -> Iterator[_Out]:
    """Apply `work` to each item and give the results in the order of the items.

    With more than one worker, `work`, items and results travel between processes, so they must
    pickle; `work` is sent with each item and should load what is heavy when first called. A worker
    that dies (the kernel kills it for its memory, say) is replaced, and what it had is done again.

    Raises:
        CxnlpError: workers died again and again.

    >>> list(map_in_order(str.upper, ["a", "b"]))
    ['A', 'B']
    """
    if workers == 1:
        for item in items:
            yield work(item)
        return
    pool = _Pool(work, workers)
    try:
        for item in items:
            pool.submit(item)
            if pool.waiting >= _AHEAD * workers:
                yield pool.next()
        while pool.waiting:
            yield pool.next()
    finally:
        pool.close()


class _Pool(Generic[_In, _Out]):
    """Worker processes and the items that they have in hand."""

    def __init__(self, work: Callable[[_In], _Out], workers: int) -> None:
        self._work = work
        self._workers = workers
        self._in_hand: deque[tuple[_In, Future[_Out]]] = deque()
        self._deaths = 0
        self._pool = self._start()

    @property
    def waiting(self) -> int:
        return len(self._in_hand)

    def submit(self, item: _In) -> None:
        try:
            self._in_hand.append((item, self._pool.submit(self._work, item)))
        except BrokenProcessPool:
            self._in_hand.append((item, Future()))
            self._again()

    def next(self) -> _Out:
        while True:
            try:
                result = self._in_hand[0][1].result()
            except BrokenProcessPool:
                self._again()
            else:
                self._in_hand.popleft()
                self._deaths = 0
                return result

    def close(self) -> None:
        self._pool.shutdown(wait=True, cancel_futures=True)

    def _start(self) -> ProcessPoolExecutor:
        # Forking a process that runs threads (Arrow's, tokenizers') can hang: start fresh ones.
        context = multiprocessing.get_context("spawn")
        return ProcessPoolExecutor(self._workers, mp_context=context, initializer=_settle)

    def _again(self) -> None:
        """Replace the workers after a death, and give them what was in hand."""
        self._deaths += 1
        self._pool.shutdown(wait=True, cancel_futures=True)
        if self._deaths == _DEATHS:
            raise CxnlpError(
                "worker processes",
                found=f"that they died {_DEATHS} times without a result",
                expected="workers that live",
                hint="Most often the machine's memory is full: give it more, or use fewer "
                "--workers. Start the same command again: it goes on.",
            )
        self._pool = self._start()
        items = [item for item, _ in self._in_hand]
        self._in_hand.clear()
        for item in items:
            self._in_hand.append((item, self._pool.submit(self._work, item)))


def _settle() -> None:
    """Let a worker live as long as its parent, which alone hears Ctrl-C.

    SIGTERM still ends it, because that is how a pool ends its workers when one of them has died.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=_end_with, args=(parent.sentinel,), daemon=True).start()


def _end_with(sentinel: int) -> None:
    from multiprocessing.connection import wait

    wait([sentinel])
    os._exit(1)
