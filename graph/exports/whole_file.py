"""A file written whole or not at all."""

from __future__ import annotations

import contextlib
import io
import os
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from miner.errors import GraphError

__all__ = ["check_place", "whole_binary", "whole_file"]


def check_place(path: Path) -> None:
    """Make sure that a file may be put there, before any work is done for it.

    Raises:
        GraphError: it is a folder, or the folder that it should stand in is not there.
    """
    if path.is_dir():
        raise GraphError(f"{path} is a folder; name a file in it")
    if not path.parent.is_dir():
        raise GraphError(f"{path.parent} is not a folder; make it first or choose another place for -o")


@contextlib.contextmanager
def whole_file(path: Path) -> Iterator[IO[str]]:
    """A UTF-8 text file to write to, with line ends as given; it takes its name when all is written.

    What a link leads to is written, not the link; a device or a pipe (``/dev/stdout``) is written straight.
    """
    with whole_binary(path) as binary:
        stream = io.TextIOWrapper(binary, encoding="utf-8", newline="")
        yield stream
        stream.flush()
        stream.detach()


@contextlib.contextmanager
def whole_binary(path: Path) -> Iterator[IO[bytes]]:
    """A file of bytes to write to, as ``whole_file`` writes one of text."""
    if path.exists() and not path.is_file():
        with path.open("wb") as stream:
            yield stream
        return
    target = path.resolve() if path.is_symlink() else path
    part = target.with_name(f".{target.name}.part")
    try:
        with part.open("wb") as stream:
            yield stream
            stream.flush()
            os.fsync(stream.fileno())
        part.replace(target)
    except OSError as error:
        if error.filename == str(part):  # the reader knows the file by the name that was asked for
            error.filename = str(path)
        raise
    finally:
        part.unlink(missing_ok=True)
