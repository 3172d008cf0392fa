"""A real R for the tests, and what docs/export.md tells its users to run in it."""

from __future__ import annotations

import functools
import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

PAGE = Path(__file__).parents[1] / "docs" / "export.md"


@functools.cache
def installed() -> bool:
    """Whether R and metafor are here."""
    rscript = shutil.which("Rscript")
    asked = [rscript or "", "-e", "quit(status = !requireNamespace('metafor', quietly = TRUE))"]
    return rscript is not None and subprocess.run(asked, capture_output=True, check=False).returncode == 0


needs_r = pytest.mark.skipif(
    not installed() and os.environ.get("CI") != "true",
    reason="needs R with metafor: apt install r-cran-metafor",
)


def in_r(*arguments: str, folder: Path) -> str:
    """What Rscript prints; it must neither fail nor warn."""
    done = subprocess.run(["Rscript", *arguments], cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "Warning" not in done.stderr, done.stderr
    return done.stdout


def r_blocks() -> list[str]:
    """The page's pieces of R, in order."""
    blocks: list[str] = re.findall(r"^```r\n(.*?)^```$", PAGE.read_text("utf-8"), re.M | re.S)
    return blocks
