"""SIGTERM is a request to stop, heard where a process can hear it."""

from __future__ import annotations

import signal
import threading

from cxnlp.cli.stopping import hear_sigterm


def test_sigterm_is_heard_once_and_what_stood_before_stands_again() -> None:
    before = signal.getsignal(signal.SIGTERM)
    with hear_sigterm() as asked:
        assert not asked()
        signal.raise_signal(signal.SIGTERM)
        assert asked()
        assert signal.getsignal(signal.SIGTERM) is signal.SIG_DFL, "a second one ends the process"
    assert signal.getsignal(signal.SIGTERM) is before


def test_a_job_in_another_thread_runs_and_hears_nothing() -> None:
    """Only the main thread of a process may say what a signal does."""
    before = signal.getsignal(signal.SIGTERM)
    told: list[bool] = []

    def job() -> None:
        with hear_sigterm() as asked:
            told.append(asked())

    thread = threading.Thread(target=job)
    thread.start()
    thread.join()
    assert told == [False]
    assert signal.getsignal(signal.SIGTERM) is before
