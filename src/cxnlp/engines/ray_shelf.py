"""The shelf of the ray engine: where items lie between the driver and the actors."""

from __future__ import annotations

import asyncio
import threading
import time
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from cxnlp.engines.ray_cluster import ray_faults

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

__all__ = ["Feeder", "Shelf", "numbers_on"]


class Shelf:
    """Items by their numbers; an actor of its own.

    It never blocks: who waits for the next item costs nothing meanwhile.
    """

    def __init__(self, work: object) -> None:
        self._work = work
        self._items: dict[int, list[Any]] = {}
        self._newest = -1
        self._end: int | None = None
        self._changed = asyncio.Event()
        self._lying_since: float | None = None
        self._begun = False

    def idle(self) -> float | None:
        """Seconds since the first item came, None once one was taken."""
        if self._begun:
            return None
        return 0.0 if self._lying_since is None else time.monotonic() - self._lying_since

    def work(self) -> object:
        """What is to be done with each item."""
        return self._work

    def put(self, number: int, item: list[Any]) -> None:
        """Lay an item there: in a list, for Ray follows a bare reference to the object store."""
        self._lying_since = self._lying_since or time.monotonic()
        self._items[number] = item
        self._newest = number
        self._changed.set()

    def take(self, number: int) -> list[Any]:
        """The item as it was put; it stays until it is dropped."""
        self._begun = True
        return self._items[number]

    def drop(self, number: int) -> None:
        """Remove an item whose result is there."""
        self._items.pop(number, None)

    def finish(self, end: int) -> None:
        """Say that no item of that number or above will come."""
        self._end = end
        self._changed.set()

    async def has(self, number: int) -> bool:
        """Wait until an item has come, or it is known that it never will."""
        # What is no longer there was done: a reader that begins anew may pass it by.
        while number > self._newest and (self._end is None or number < self._end):
            self._changed.clear()
            await self._changed.wait()
        return number <= self._newest


class Feeder(threading.Thread):
    """Takes items and puts them onto the shelf, no more than `most` ahead of the results."""

    def __init__(self, shelf: Any, items: Iterable[object], most: int) -> None:  # noqa: ANN401
        super().__init__(daemon=True)
        self._shelf = shelf
        self._items = items
        self._room = threading.Semaphore(most)
        self._left = False
        self._fault: BaseException | None = None

    def run(self) -> None:
        """Until the items end, one of them cannot be had, or nobody wants more."""
        import ray

        count = 0
        try:
            for item in self._items:
                self._room.acquire()
                if self._left:
                    return
                with ray_faults():
                    ray.get(self._shelf.put.remote(count, [ray.put(item)]))
                count += 1
        except BaseException as fault:  # noqa: BLE001 - raised again where the results are asked for
            self._fault = fault
        if not self._left:
            self._shelf.finish.remote(count)

    def done(self, number: int) -> None:
        """Make room for one more."""
        self._shelf.drop.remote(number)
        self._room.release()

    def end(self) -> None:
        """Raise what taking the items raised."""
        self.join()
        if self._fault is not None:
            raise self._fault

    def leave(self) -> None:
        """Stop, before Ray does."""
        self._left = True
        self._room.release()
        self.join(timeout=60)


def numbers_on(shelf: Any) -> Iterator[pa.Table]:  # noqa: ANN401
    """The numbers of the items as they come, a table of one row each."""
    import ray

    number = 0
    while ray.get(shelf.has.remote(number)):
        yield pa.table({"number": [number]})
        number += 1
