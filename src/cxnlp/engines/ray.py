"""The ray engine: the same work on Ray Data, on this machine or a cluster.

What goes through Ray Data are the numbers of the items; each actor, which keeps the work (and with
it the model) for all its life, takes the item itself from the shelf. So the driver reads no further
ahead than the actors need, and Ray can do an item again on another actor when a worker dies.
"""

from __future__ import annotations

import logging
import pickle
import queue
import threading
import time
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Final, TypeVar

import pyarrow as pa

from cxnlp.engines.ray_cluster import ray_cluster, ray_faults, stopped
from cxnlp.engines.ray_shelf import Feeder, Shelf, numbers_on
from cxnlp.errors import CxnlpError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

__all__ = ["map_on_ray"]

_In = TypeVar("_In")
_Out = TypeVar("_Out")

_AHEAD: Final = 3
"""Items on the shelf per worker."""

_DEATHS: Final = 3
"""Workers that may die one after the other as they load the model, before the job is given up."""

_TO_BEGIN: Final = (180.0, 900.0)
"""Seconds in which a worker must take the first item: on a cluster of ours, and on another, which
may first have to grow.
"""

_LOOK: Final = 3.0
"""Seconds that the shelf may take to say how it stands, before signals are heard again."""


def map_on_ray(
    work: Callable[[_In], _Out],
    items: Iterable[_In],
    *,
    workers: int = 1,
    asked: Callable[[], bool] | None = None,
) -> Iterator[_Out]:
    """Apply `work` to each item and give the results in the order of the items.

    The cluster that `RAY_ADDRESS` names is used ("auto": whichever runs on this machine); without
    it, one is started on this machine for as long as the work lasts.

    Args:
        work: pickles; should load what is heavy when first called.
        items: pickle; taken as results are asked for.
        workers: actors.
        asked: whether to stop; asked until a worker has begun, for then there is a part in hand.

    Raises:
        MissingDependencyError: ray is not installed.
        StoppedError: SIGTERM came while Ray was starting, or it was asked to stop before a worker
            had begun.
        CxnlpError: Ray failed, whatever it was that it raised, or no worker began. What `work` and
            `items` raise comes as it is.
    """
    with ray_cluster(workers) as own:
        import ray

        with ray_faults():
            shelf = ray.remote(num_cpus=0)(Shelf).remote(work)
        feeder = Feeder(shelf, items, _AHEAD * workers)
        reader = _Reader(shelf, workers)
        feeder.start()
        reader.start()
        waiting: dict[int, bytes] = {}
        following = 0
        try:
            for number, result in reader.results(_TO_BEGIN[0 if own else 1], asked or bool):
                waiting[number] = result
                while following in waiting:
                    yield _opened(waiting.pop(following))
                    feeder.done(following)
                    following += 1
            feeder.end()
        finally:
            feeder.leave()
            reader.leave()


def _has_begun(shelf: Any, patience: float, since: float) -> bool:  # noqa: ANN401
    """Whether a worker has taken an item; no longer asked for than the patience lasts."""
    import ray

    idle: float | None
    with ray_faults():
        try:
            idle = ray.get(shelf.idle.remote(), timeout=min(patience, _LOOK))
        except ray.exceptions.GetTimeoutError:  # its process has not started yet
            idle = time.monotonic() - since
    if idle is not None and idle > patience:
        raise CxnlpError(
            "the ray engine",
            found=f"no worker at work after {idle:.0f} seconds",
            expected="a CPU of the cluster for each worker",
            hint="Ask for fewer with --workers, or give the cluster more. Start the same command "
            "again: it goes on; with --engine local it does so without Ray.",
        )
    return idle is None


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
            return [ReadTask(lambda: numbers_on(shelf), metadata)]

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


class _Reader(threading.Thread):
    """Reads the results from Ray, which would wait for ever: whoever waits for this need not."""

    def __init__(self, shelf: Any, workers: int) -> None:  # noqa: ANN401
        super().__init__(daemon=True)
        self._shelf = shelf
        self._workers = workers
        self._came: queue.SimpleQueue[tuple[int, bytes] | BaseException | None]
        self._came = queue.SimpleQueue()

    def run(self) -> None:
        try:
            with ray_faults():
                for block in _dataset(self._shelf, self._workers).iter_batches(
                    batch_size=None, prefetch_batches=0, batch_format="pyarrow"
                ):
                    numbers, results = (block[name].to_pylist() for name in ("number", "result"))
                    for pair in zip(numbers, results, strict=True):
                        self._came.put(pair)
        except BaseException as fault:  # noqa: BLE001 - raised again where the results are asked for
            self._came.put(fault)
        else:
            self._came.put(None)

    def results(self, patience: float, asked: Callable[[], bool]) -> Iterator[tuple[int, bytes]]:
        """Numbers and results as they come."""
        begun = False
        since = time.monotonic()
        while True:
            try:
                found = self._came.get(timeout=1)
            except queue.Empty:
                if not begun:
                    begun = _has_begun(self._shelf, patience, since)
                if asked() and not begun:  # else there is a part in hand
                    raise stopped("no worker had begun") from None
                continue
            if found is None:
                return
            if isinstance(found, BaseException):
                raise found
            yield found

    def leave(self) -> None:
        """Stop, before Ray does: without the shelf there is nothing to read."""
        import ray

        with suppress(Exception):  # Ray may be gone
            ray.kill(self._shelf)
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


def _opened(result: bytes) -> Any:  # noqa: ANN401
    value = pickle.loads(result)  # noqa: S301 - our own actor's bytes
    if isinstance(value, (CxnlpError, OSError)):
        raise value
    return value
