"""A stretch of work during which no garbage is looked for."""

from __future__ import annotations

import contextlib
import gc
from collections.abc import Iterator

__all__ = ["uncollected"]


@contextlib.contextmanager
def uncollected() -> Iterator[None]:
    """No cycles are looked for: where all that is made is kept, looking costs a tenth to a fifth of the work.

    Whoever had switched the search off before finds it off afterwards.
    """
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()
