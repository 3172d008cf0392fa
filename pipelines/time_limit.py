"""An end to work on one record that does not end by itself."""

from __future__ import annotations

import contextlib
import signal
import threading
from collections.abc import Iterator
from types import FrameType

__all__ = ["TookTooLong", "at_most"]


class TookTooLong(Exception):
    """The work on one record was stopped."""


@contextlib.contextmanager
def at_most(seconds: float) -> Iterator[None]:
    """Stop the block after so many seconds, even inside a pattern that backtracks for ever.

    Rests on an alarm signal, which Python gives to the main thread only: elsewhere nothing is stopped.

    Raises:
        TookTooLong: the time is over.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def stop(_signal: int, _frame: FrameType | None) -> None:
        raise TookTooLong(f"took longer than {seconds:g} s")

    before = signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
