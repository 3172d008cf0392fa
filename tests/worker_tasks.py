"""Tasks for worker processes that go wrong in known ways; light, since every worker imports them."""

from __future__ import annotations

import ctypes
import os
import re
import signal
from dataclasses import dataclass
from pathlib import Path

HANGS = re.compile(r"(a+)+$")


@dataclass(frozen=True)
class Mishaps:
    """Gives the text back in capitals, or does what it says."""

    folder: Path | None = None

    def warm(self) -> None:
        if self.folder is not None and not self.folder.exists():
            raise OSError(f"{self.folder} is not there")

    def __call__(self, item: str) -> str:
        match item.split():
            case ["raise", word]:
                raise ValueError(f"no such {word}")
            case ["backtrack"]:
                HANGS.match("a" * 64 + "b")
            case ["hang"]:
                ctypes.PyDLL(None).sleep(600)  # holds the interpreter lock: no signal handler runs
            case ["die"]:
                os.kill(os.getpid(), signal.SIGKILL)
            case ["crash"]:
                ctypes.string_at(0)
            case ["die", "once"]:
                self._once("died", lambda: os.kill(os.getpid(), signal.SIGKILL))
            case ["pid"]:
                return str(os.getpid())
            case _:
                pass
        return item.upper()

    def _once(self, what: str, act: object) -> None:
        assert self.folder is not None
        mark = self.folder / what
        if not mark.exists():
            mark.touch()
            assert callable(act)
            act()


@dataclass(frozen=True)
class Deadly:
    """Reads as a refresh does, but for a record whose title says that it kills."""

    corpus: Path

    def warm(self) -> None:
        pass

    def __call__(self, item: tuple[str, bytes]) -> tuple[str, bytes]:
        from pipelines.gists import GistReading

        if b"<ArticleTitle>die<" in item[1]:
            os.kill(os.getpid(), signal.SIGKILL)
        return GistReading(self.corpus)(item)


@dataclass(frozen=True)
class Fatal:
    """Reads nothing, and dies of one record."""

    corpus: Path

    def warm(self) -> None:
        pass

    def __call__(self, item: tuple[str, object]) -> str:
        if item[0].endswith("04"):
            os.kill(os.getpid(), signal.SIGKILL)
        return "{}"
