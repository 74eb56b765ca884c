"""Engines: where the work on parts is done. The same parts come out of each."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from cxnlp.engines.local import map_in_order

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

__all__ = ["choose_engine", "map_in_order"]


def choose_engine(name: str, workers: int) -> Callable[..., Iterator[Any]]:
    """The engine of that name: called with the work and the items, it gives results in order.

    Args:
        name: `local` or `ray`.
        workers: processes or actors, from 1 on.

    Raises:
        MissingDependencyError: it is not installed.

    >>> list(choose_engine("local", 1)(str.upper, ["a", "b"]))
    ['A', 'B']
    """
    if name == "ray":
        from cxnlp.engines.ray import map_on_ray

        return partial(map_on_ray, workers=workers)
    return partial(map_in_order, workers=workers)
