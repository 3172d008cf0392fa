"""One worker process as its parent sees it: started, sent records, and told of its end."""

from __future__ import annotations

import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from multiprocessing.connection import Pipe
from pathlib import Path
from typing import Any

from miner.errors import WorkerError

__all__ = ["WorkerProcess"]

_START = "import sys; sys.path.insert(0, sys.argv[1]); from pipelines.worker import main; main()"


class WorkerProcess:
    """A process that runs ``pipelines.worker``; used by one thread at a time.

    ``epitaph`` is empty while it lives, and then says why it ended.
    """

    def __init__(self, task: object, limit_s: float) -> None:
        self._task, self._limit_s = task, limit_s
        self._said = tempfile.TemporaryFile()  # noqa: SIM115 - open as long as the process is; see release
        self._link, theirs = Pipe()
        self._ready = False
        self.epitaph = ""
        self.timed_out = False
        home = str(Path(__file__).parent.parent)
        # A session of its own keeps Ctrl-C for this process, which then ends the worker.
        self._process = subprocess.Popen(  # noqa: S603 - our own interpreter and code
            [sys.executable, "-I", "-c", _START, home, str(theirs.fileno())],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=self._said,
            pass_fds=(theirs.fileno(),),
            start_new_session=True,
        )
        theirs.close()

    def begin(self) -> None:
        """Send the task, the first time, and wait until the worker has loaded what it needs.

        Raises:
            WorkerError: it ended instead.
        """
        if self._ready:
            return
        try:
            self._link.send([str(Path(p).resolve()) for p in sys.path])
            self._link.send((self._task, self._limit_s))
            self._link.recv()
        except (EOFError, OSError) as e:
            self._bury()
            raise WorkerError(
                f"a worker process could not begin: it {self.epitaph}; run with --workers 0 to do without"
            ) from e
        self._ready = True

    def answers(self, items: Sequence[object]) -> Iterator[tuple[Any, str]]:
        """Value or error of each item; fewer than items if the worker dies."""
        try:
            self._link.send(items)
            for _ in items:
                yield self._link.recv()
        except (EOFError, OSError):
            self._bury()

    def kill(self) -> None:
        """End it whatever it does; a thread that waits for it goes on."""
        self._process.kill()
        self._process.wait()

    def release(self) -> None:
        """Close what is open."""
        self.kill()
        self._link.close()
        self._said.close()

    def _bury(self) -> None:
        code = self._process.wait()
        self._said.seek(0)
        words = self._said.read(1 << 16).decode("utf-8", "replace")
        self.timed_out = "Timeout (" in words
        if self.timed_out:
            self.epitaph = f"took longer than {self._limit_s:g} s"
            return
        how = signal.Signals(-code).name if code < 0 else f"exit {code}"
        last = [line.strip() for line in words.splitlines() if line.strip()][-1:]
        self.epitaph = ": ".join([f"killed its worker process ({how})", *(x[:120] for x in last)])
