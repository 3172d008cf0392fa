"""Options that several commands share, and how results are printed."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Annotated, Any

import typer

__all__ = ["AsJson", "Data", "print_json", "print_lines"]

Data = Annotated[
    Path,
    typer.Option("--data", envvar="MBC_MINER_DATA", help="The data folder.", show_default=False),
]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON instead of text.")]


def print_json(value: Any) -> None:
    """One JSON value on stdout."""
    sys.stdout.write(json.dumps(value, ensure_ascii=False, indent=1) + "\n")


def print_lines(*lines: str) -> None:
    """Text on stdout."""
    sys.stdout.write("\n".join(lines) + "\n")
