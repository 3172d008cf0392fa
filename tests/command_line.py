"""The command line, run as a process of its own."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

__all__ = ["complains", "run"]


def run(*args: str, stdin: str | None = None, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
    """A command with these arguments, ended whatever its exit status."""
    return subprocess.run(
        [sys.executable, "-m", "pipelines", *args],
        capture_output=True,
        text=True,
        input=stdin,
        cwd=cwd,
        check=False,
        timeout=120,
    )


def complains(done: subprocess.CompletedProcess[str], *words: str, code: int) -> None:
    """One line on stderr that holds the words, nothing on stdout, no traceback."""
    assert done.returncode == code, done.stderr
    assert done.stdout == ""
    assert "Traceback" not in done.stderr
    lines = [line for line in done.stderr.splitlines() if line.startswith("mbc-miner: ")]
    assert len(lines) == 1, done.stderr
    for word in words:
        assert word in lines[0]
