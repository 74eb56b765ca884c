"""Work side by side on all cores, with the same numbers on any machine.

A matrix product that a library spreads over threads has other last bits with another number of
them, and its threads wait for each other beside other jobs. So each product runs on one thread,
and whole pieces of work, always cut alike, run side by side.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import TYPE_CHECKING, TypeVar

from cxnlp.encoders.onnx import available_cores
from cxnlp.errors import MissingDependencyError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

__all__ = ["one_thread", "side_by_side"]

_Piece = TypeVar("_Piece")
_Found = TypeVar("_Found")


@contextmanager
def one_thread() -> Iterator[None]:
    """Keep the matrix library to one thread while the block runs.

    Raises:
        MissingDependencyError: threadpoolctl is not installed.

    >>> with one_thread():
    ...     "here a product has the same last bits on any machine"
    'here a product has the same last bits on any machine'
    """
    try:
        from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]  # has no types
    except ImportError as error:
        raise MissingDependencyError.of("threadpoolctl", "topics") from error

    with threadpool_limits(limits=1):
        yield


def side_by_side(work: Callable[[_Piece], _Found], pieces: Iterable[_Piece]) -> list[_Found]:
    """What `work` finds for each piece, in their order; pieces must not depend on each other.

    >>> side_by_side(lambda number: number + 1, [1, 2, 3])
    [2, 3, 4]
    """
    with one_thread(), ThreadPoolExecutor(available_cores()) as pool:
        return list(pool.map(work, pieces))
