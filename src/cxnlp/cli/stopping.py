"""SIGTERM while parts are made: the part in hand is finished, then the job ends."""

from __future__ import annotations

import signal
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

__all__ = ["hear_sigterm"]


@contextmanager
def hear_sigterm() -> Iterator[Callable[[], bool]]:
    """Give a callable that tells whether SIGTERM came since the block began.

    A second SIGTERM ends the process at once. Outside of the main thread nothing is heard.

    >>> with hear_sigterm() as asked:
    ...     asked()
    False
    """
    heard = threading.Event()

    def hear(number: int, _frame: object) -> None:
        heard.set()
        signal.signal(number, signal.SIG_DFL)

    if threading.current_thread() is not threading.main_thread():
        yield heard.is_set
        return
    before = signal.signal(signal.SIGTERM, hear)
    try:
        yield heard.is_set
    finally:
        signal.signal(signal.SIGTERM, before)
