"""The cluster that a job on Ray works on: the one that is named, or one of the job's own."""

from __future__ import annotations

import logging
import os
import signal
import socket
import threading
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlsplit

from cxnlp.errors import CxnlpError, MissingDependencyError, StoppedError

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["ray_cluster", "ray_faults", "stopped"]

_TO_ANSWER: Final = (90.0, 180.0)
"""Seconds in which a cluster must have done a task that does nothing, at its first start and at a
second one. Measured: 3 on idle cores, 15 on cores that others keep busy.
"""

_TO_REACH: Final = 10.0
"""Seconds in which the address of a named cluster must take a connection."""
_TRIES: Final = "4"
"""Attempts of 41 seconds each to begin with a cluster that takes connections and says nothing: with
Ray's own 20 it would be a quarter of an hour.
"""

_SETTINGS: Final = {"worker_niceness": 0}
"""Of a cluster that is started here. Ray's own 15 would let a job starve beside anything else that
the machine does: its workers took 17 times as long for a part on cores that others used as well.
"""


@contextmanager
def ray_cluster(workers: int) -> Iterator[bool]:
    """A cluster that answers, until the block ends; gives whether it is the job's own.

    The one that this process has joined already is used, else the one that `RAY_ADDRESS` names
    ("auto": whichever runs on this machine), else one is started on this machine, and once more
    where it does not answer.

    Args:
        workers: CPUs of a cluster of our own.

    Raises:
        MissingDependencyError: ray is not installed.
        StoppedError: SIGTERM came while Ray was starting.
        CxnlpError: Ray failed, or did not answer.
    """
    os.environ.setdefault("RAY_NUM_REDIS_GET_RETRIES", _TRIES)  # read when Ray is imported
    try:
        import ray
    except ImportError as error:
        raise MissingDependencyError.of("ray", "ray") from error
    if ray.is_initialized():
        yield False
        return
    with ray_faults():
        for seconds in _TO_ANSWER:
            _start(workers)
            try:
                ray.get(ray.remote(num_cpus=0)(_answer).remote(), timeout=seconds)
                break
            except ray.exceptions.GetTimeoutError:
                ray.shutdown()
                if seconds == _TO_ANSWER[-1]:
                    raise
    try:
        yield not os.environ.get("RAY_ADDRESS")
    finally:
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


def stopped(when: str) -> StoppedError:
    """What to raise when somebody asked to stop.

    Args:
        when: what the job was at, a clause.

    >>> print(stopped("Ray was starting"))
    the ray engine: found a request to stop while Ray was starting; expected time to finish. ...
    """
    return StoppedError(
        "the ray engine",
        found=f"a request to stop while {when}",
        expected="time to finish",
        hint="Start the same command again: it goes on at the next part.",
    )


def _answer() -> bool:
    return True


def _start(workers: int) -> None:
    import ray

    # Ray would otherwise report its use to its makers.
    os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")
    quiet: dict[str, Any] = {"log_to_driver": False, "logging_level": logging.ERROR}
    heard = signal.getsignal(signal.SIGTERM)
    try:
        if address := os.environ.get("RAY_ADDRESS"):
            _reach(address)
            ray.init(**quiet)
        else:
            # Left to itself, Ray would join whatever it finds here: the cluster of another job,
            # which ends with that job, or one that is ending just now, on which nothing ever runs.
            own = {"num_cpus": workers, "include_dashboard": False, "_system_config": _SETTINGS}
            ray.init(address="local", **own, **quiet)
    except SystemExit as error:
        # Its handler, which stands from here on, ends the process without a word.
        raise stopped("Ray was starting") from error
    # Ray puts a handler of its own in place, which would end the job in the middle of a part.
    if threading.current_thread() is threading.main_thread():
        signal.signal(signal.SIGTERM, heard)


def _reach(address: str) -> None:
    """Refuse a cluster that nobody answers for, which Ray would try to reach for many minutes.

    Raises:
        CxnlpError: `HOST:PORT` or `ray://HOST:PORT` takes no connection.
    """
    with suppress(ValueError):  # a port that is no number: Ray has its own words for it
        place = urlsplit(address if "://" in address else f"ray://{address}")
        if place.hostname is None or place.port is None:
            return  # "auto" and the like
        try:
            socket.create_connection((place.hostname, place.port), timeout=_TO_REACH).close()
        except OSError as error:
            raise CxnlpError(
                "RAY_ADDRESS",
                found=f"no answer from {place.hostname}:{place.port} "
                f"({error.strerror or type(error).__name__})",
                expected="a cluster that runs",
                hint="Start the cluster or correct the address, and start the same command again; "
                "without RAY_ADDRESS, this machine is used.",
            ) from error
