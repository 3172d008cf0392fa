"""A worker process: does a task on one record after another, as ``pipelines.workers`` sends them.

Ends when its parent does: the connection closes, or the record that it hangs on runs out of time.
"""

from __future__ import annotations

import faulthandler
import gc
import sys
from collections.abc import Callable
from multiprocessing.connection import Connection
from typing import Any

from pipelines.time_limit import TookTooLong, at_most

__all__ = ["attempt", "main"]

_GRACE_S = 5.0


def attempt(task: Callable[[Any], Any], item: Any, limit_s: float) -> tuple[Any, str]:
    """What the task makes of an item, and why it could not: one of the two is empty."""
    try:
        with at_most(limit_s):
            return task(item), ""
    except TookTooLong as e:
        return None, str(e)
    except Exception as e:  # noqa: BLE001 - one record that trips a finder must not keep others from being read
        return None, f"{type(e).__name__}: {' '.join(str(e).split())}"[:200]


def main() -> None:
    """Answer the parent on the connection whose descriptor is the last argument."""
    parent: Connection[Any, Any] = Connection(int(sys.argv[-1]))
    faulthandler.enable()
    try:
        sys.path[:] = parent.recv()
        task, limit_s = parent.recv()
        task.warm()
        # What is loaded now stays: the collector need not look through it again and again.
        gc.collect()
        gc.freeze()
        parent.send("ready")
        while True:
            for item in parent.recv():
                # For what no signal reaches: a library that hangs outside Python. It ends the process.
                faulthandler.dump_traceback_later(limit_s + _GRACE_S, exit=True)
                answer = attempt(task, item, limit_s)
                faulthandler.cancel_dump_traceback_later()
                parent.send(answer)
    except (EOFError, ConnectionError):
        return  # the parent has gone or needs no more
