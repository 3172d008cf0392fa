"""Work done in a copy of this process, on another core, while the process itself goes on.

The copy finds in its memory what it works on, so that nothing is sent but the result. To copy a process is
safe only while none of its threads can hold what the copy will wait for. Native libraries that the work does
not call may have threads; a second thread of Python's may not be there, and the system must be known to allow
it. Where this is not so, or there is only one core, the work is done here when its result is asked for.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import signal
import sys
import threading
import warnings
from collections.abc import Callable, Iterator
from multiprocessing.connection import Connection, Pipe
from multiprocessing.process import BaseProcess
from typing import Any, TypeVar

from pipelines.workers import cores

__all__ = ["beside"]

T = TypeVar("T")

_PATIENCE_S = 300.0  # with a copy that is not done when its result is asked for


@contextlib.contextmanager
def beside(work: Callable[[], T]) -> Iterator[Callable[[], T]]:
    """Begin work that changes nothing outside of itself; gives what waits for it and returns its result.

    What becomes of the copy costs time and no more: if it dies or hangs, the work is done again here, and its
    error, where it has one, is raised here. The copy ends with the block, and with this process, however that
    ends.
    """
    ours, theirs = Pipe()
    copy = multiprocessing.get_context("fork").Process(target=_answer, args=(ours, theirs, work), daemon=True)
    with contextlib.closing(ours):
        with contextlib.closing(theirs):
            begun = _may_copy() and _begin(copy)
        try:
            yield (lambda: _result(ours, work)) if begun else work
        finally:
            if begun:
                copy.kill()
                copy.join()
            copy.close()


def _may_copy() -> bool:
    """Whether it is safe and of use."""
    alone = threading.active_count() == 1 and not multiprocessing.current_process().daemon
    return sys.platform == "linux" and alone and cores() > 1


def _begin(copy: BaseProcess) -> bool:
    """Start it; whether the system had room for it."""
    # The copy keeps Ctrl-C blocked: it is for this process, which then ends the copy.
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        with warnings.catch_warnings():
            # From 3.12 on Python warns of any other thread, those of native libraries too.
            warnings.simplefilter("ignore", DeprecationWarning)
            copy.start()
    except OSError:
        return False
    else:
        return True
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _answer(parents: Connection[Any, Any], own: Connection[Any, Any], work: Callable[[], object]) -> None:
    """Do the work in the copy; an error ends it without a word, for its parent will meet the same one."""
    parents.close()
    threading.Thread(target=_end_with_parent, args=(own,), daemon=True).start()
    try:
        own.send(work())
    except Exception:  # noqa: BLE001 - told above
        sys.exit(1)


def _end_with_parent(link: Connection[Any, Any]) -> None:
    """Nothing is sent this way but its end; a copy that outlived it would keep the locks of its parent."""
    with contextlib.suppress(EOFError, OSError):
        link.recv()
    os._exit(1)


def _result(link: Connection[Any, Any], work: Callable[[], T]) -> T:
    with contextlib.suppress(EOFError, OSError):
        if link.poll(_PATIENCE_S):
            result: T = link.recv()
            return result
    return work()
