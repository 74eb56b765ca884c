"""The ray engine: the same work on Ray Data, on this machine or a cluster. The only door to Ray.

What goes through Ray Data are the numbers of the items; each actor, which keeps the work (and with
it the model) for all its life, takes the item itself from the shelf. So the driver reads no further
ahead than the actors need, and Ray can do an item again on another actor when a worker dies.
"""

from __future__ import annotations

import asyncio
import logging
import os
import pickle
import signal
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final, TypeVar

import pyarrow as pa

from cxnlp.errors import CxnlpError, MissingDependencyError, StoppedError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

__all__ = ["map_on_ray", "ray_faults"]

_In = TypeVar("_In")
_Out = TypeVar("_Out")

_AHEAD: Final = 3
"""Items on the shelf per worker."""

_DEATHS: Final = 3
"""Workers that may die one after the other as they load the model, before the job is given up."""

_SETTINGS: Final = {"worker_niceness": 0}
"""Of a cluster that is started here. Ray's own 15 would let a job starve beside anything else that
the machine does: its workers took 17 times as long for a part on cores that others used as well.
"""


def map_on_ray(
    work: Callable[[_In], _Out], items: Iterable[_In], *, workers: int = 1
) -> Iterator[_Out]:
    """Apply `work` to each item and give the results in the order of the items.

    The cluster that `RAY_ADDRESS` names is used ("auto": whichever runs on this machine); without
    it, one is started on this machine for as long as the work lasts.

    Args:
        work: pickles; should load what is heavy when first called.
        items: pickle; taken as results are asked for.
        workers: actors.

    Raises:
        MissingDependencyError: ray is not installed.
        StoppedError: SIGTERM came while Ray was starting.
        CxnlpError: Ray failed, whatever it was that it raised. What `work` and `items` raise comes
            as it is.
    """
    try:
        import ray
    except ImportError as error:
        raise MissingDependencyError.of("ray", "ray") from error
    ours = not ray.is_initialized()
    with ray_faults():
        if ours:
            _start(workers)
        shelf = ray.remote(num_cpus=0)(_Shelf).remote(work)
    feeder = _Feeder(shelf, items, _AHEAD * workers)
    feeder.start()
    waiting: dict[int, bytes] = {}
    following = 0
    try:
        for number, result in _results(shelf, workers):
            waiting[number] = result
            while following in waiting:
                yield _opened(waiting.pop(following))
                feeder.done(following)
                following += 1
        feeder.end()
    finally:
        feeder.leave()
        if ours:
            ray.shutdown()


@contextmanager
def ray_faults() -> Iterator[None]:
    """Turn whatever Ray raises in the block into an error that tells what to do.

    Ray's own words may hold a comment (the arguments of a call that failed): its kind is told.

    Raises:
        CxnlpError: for everything but errors of that kind, and Ctrl-C.

    >>> with ray_faults():
    ...     raise RuntimeError("the cluster is gone")
    Traceback (most recent call last):
    ...
    cxnlp.errors.CxnlpError: the ray engine: found a failure of Ray (RuntimeError); ...
    """
    try:
        yield
    except CxnlpError:
        raise
    # Ray, too, ends what it cannot mend with SystemExit.
    except (Exception, SystemExit) as error:
        raise CxnlpError(
            "the ray engine",
            found=f"a failure of Ray ({type(error).__name__})",
            expected="a cluster that lives until the job ends",
            hint="Ray's logs (/tmp/ray/session_latest/logs on this machine) say more. Start the "
            "same command again: it goes on; with --engine local it does so without Ray.",
        ) from error


def _results(shelf: Any, workers: int) -> Iterator[tuple[int, bytes]]:  # noqa: ANN401
    """Numbers and results as they come."""
    with ray_faults():
        for block in _dataset(shelf, workers).iter_batches(
            batch_size=None, prefetch_batches=0, batch_format="pyarrow"
        ):
            numbers, results = (block[name].to_pylist() for name in ("number", "result"))
            yield from zip(numbers, results, strict=True)


def _start(workers: int) -> None:
    import ray

    # Ray would otherwise report its use to its makers.
    os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")
    quiet: dict[str, Any] = {"log_to_driver": False, "logging_level": logging.ERROR}
    heard = signal.getsignal(signal.SIGTERM)
    try:
        if os.environ.get("RAY_ADDRESS"):
            ray.init(**quiet)
        else:
            # Left to itself, Ray would join whatever it finds here: the cluster of another job,
            # which ends with that job, or one that is ending just now, on which nothing ever runs.
            own = {"num_cpus": workers, "include_dashboard": False, "_system_config": _SETTINGS}
            ray.init(address="local", **own, **quiet)
    except SystemExit as error:
        # Its handler, which stands from here on, ends the process without a word.
        raise StoppedError(
            "the ray engine",
            found="a request to stop while Ray was starting",
            expected="time to finish",
            hint="Start the same command again.",
        ) from error
    # Ray puts a handler of its own in place, which would end the job in the middle of a part.
    if threading.current_thread() is threading.main_thread():
        signal.signal(signal.SIGTERM, heard)


def _dataset(shelf: Any, workers: int) -> Any:  # noqa: ANN401 - Ray has no types
    import ray
    from ray.data import ActorPoolStrategy, Datasource, ReadTask
    from ray.data.block import BlockMetadata

    class Numbers(Datasource):  # type: ignore[misc]
        """The numbers of the items, as they come onto the shelf."""

        def get_read_tasks(
            self,
            parallelism: int,
            per_task_row_limit: int | None = None,
            data_context: object = None,
        ) -> list[ReadTask]:
            del parallelism, per_task_row_limit, data_context
            unknown = {"num_rows": None, "size_bytes": None}
            metadata = BlockMetadata(**unknown, input_files=None, exec_stats=None)
            return [ReadTask(lambda: _numbers(shelf), metadata)]

        def estimate_inmemory_data_size(self) -> None:
            return None

    context = ray.data.DataContext.get_current().copy()
    # A block for each number: gathered up to the usual 128 MB, none would ever reach an actor.
    context.target_max_block_size = context.target_min_block_size = 1
    context.enable_progress_bars = False
    context.max_consecutive_actor_init_deaths = _DEATHS
    logging.getLogger("ray.data").setLevel(logging.ERROR)
    with ray.data.DataContext.current(context):
        numbers = ray.data.read_datasource(Numbers(), num_cpus=0, override_num_blocks=1)
        return numbers.map_batches(
            _Actor,
            fn_constructor_args=(shelf,),
            batch_size=1,
            batch_format="pyarrow",
            compute=ActorPoolStrategy(size=workers),
            num_cpus=1,
        )


class _Shelf:
    """Where items lie between the driver and the actors; an actor of its own.

    It never blocks: who waits for the next item costs nothing meanwhile.
    """

    def __init__(self, work: object) -> None:
        self._work = work
        self._items: dict[int, list[Any]] = {}
        self._newest = -1
        self._end: int | None = None
        self._changed = asyncio.Event()

    def work(self) -> object:
        return self._work

    def put(self, number: int, item: list[Any]) -> None:
        self._items[number] = item
        self._newest = number
        self._changed.set()

    def take(self, number: int) -> list[Any]:
        return self._items[number]

    def drop(self, number: int) -> None:
        self._items.pop(number, None)

    def finish(self, end: int) -> None:
        self._end = end
        self._changed.set()

    async def has(self, number: int) -> bool:
        """Wait until an item has come, or it is known that it never will."""
        # What is no longer there was done: a reader that begins anew may pass it by.
        while number > self._newest and (self._end is None or number < self._end):
            self._changed.clear()
            await self._changed.wait()
        return number <= self._newest


class _Feeder(threading.Thread):
    """Takes items and puts them onto the shelf, no more than `most` ahead of the results."""

    def __init__(self, shelf: Any, items: Iterable[object], most: int) -> None:  # noqa: ANN401
        super().__init__(daemon=True)
        self._shelf = shelf
        self._items = items
        self._room = threading.Semaphore(most)
        self._left = False
        self._fault: BaseException | None = None

    def run(self) -> None:
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


class _Actor:
    """Keeps the work and does it on one item after the other."""

    def __init__(self, shelf: Any) -> None:  # noqa: ANN401
        import ray

        self._shelf = shelf
        self._work: Callable[[object], object] = ray.get(shelf.work.remote())

    def __call__(self, numbers: pa.Table) -> pa.Table:
        results = [self._result(number) for number in numbers["number"].to_pylist()]
        return numbers.append_column("result", pa.array(results, pa.large_binary()))

    def _result(self, number: int) -> bytes:
        import ray

        item = ray.get(ray.get(self._shelf.take.remote(number))[0])
        try:
            result = self._work(item)
        except (CxnlpError, OSError) as error:
            return pickle.dumps(error)
        return pickle.dumps(result, protocol=5)


def _numbers(shelf: Any) -> Iterator[pa.Table]:  # noqa: ANN401
    import ray

    number = 0
    while ray.get(shelf.has.remote(number)):
        yield pa.table({"number": [number]})
        number += 1


def _opened(result: bytes) -> Any:  # noqa: ANN401
    value = pickle.loads(result)  # noqa: S301 - our own actor's bytes
    if isinstance(value, (CxnlpError, OSError)):
        raise value
    return value
