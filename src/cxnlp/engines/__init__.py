"""Engines: where the work on parts is done. The same parts come out of each."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

from cxnlp.engines.local import map_in_order

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

__all__ = ["Engine", "choose_engine", "map_in_order"]


class Engine(Protocol):
    """Does work on items and gives the results in their order."""

    def __call__(
        self,
        work: Callable[..., Any],
        items: Iterable[Any],
        asked: Callable[[], bool] | None = None,
    ) -> Iterator[Any]:
        """The results, as they are asked for.

        Raises:
            StoppedError: it was asked to stop while an engine waited for a result that may be long
                in coming; the local one waits for what its workers have in hand.
        """
        ...


def choose_engine(name: str, workers: int) -> Engine:
    """The engine of that name: called with the work and the items, it gives results in order.

    Args:
        name: `local` or `ray`.
        workers: processes or actors, from 1 on.

    Raises:
        MissingDependencyError: it is not installed.

    >>> list(choose_engine("local", 1)(str.upper, ["a", "b"]))
    ['A', 'B']
    """

    def engine(
        work: Callable[..., Any],
        items: Iterable[Any],
        asked: Callable[[], bool] | None = None,
    ) -> Iterator[Any]:
        if name != "ray":
            return map_in_order(work, items, workers=workers)
        from cxnlp.engines.ray import map_on_ray

        return map_on_ray(work, items, workers=workers, asked=asked)

    return engine
