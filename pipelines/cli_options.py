"""Options that several commands share, and how results are printed."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any

import typer

__all__ = ["AsJson", "Data", "MaybeData", "Workers", "print_json", "print_lines", "print_summary", "spread"]


def _folder(given: str) -> Path:
    """A name that a script left empty is not the folder that the script stands in."""
    if not given.strip():
        raise typer.BadParameter("it is empty; name a folder")
    try:
        given.encode()
    except UnicodeEncodeError:
        # Neither engine opens such a file; found out after a day of fetching, it would be too late.
        raise typer.BadParameter("its name is no UTF-8; name a folder that is, or rename it") from None
    return Path(given)


_DATA = typer.Option(
    "--data",
    envvar="MBC_MINER_DATA",
    help="The data folder.",
    show_default=False,
    parser=_folder,
    metavar="<path>",
)
Data = Annotated[Path, _DATA]
MaybeData = Annotated[Path | None, _DATA]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON instead of text.")]
Workers = Annotated[
    int | None,
    typer.Option(
        "--workers",
        min=0,
        help="Processes that read; 0 for none but this one; default: all cores where it pays.",
        show_default=False,
    ),
]


def print_json(value: Any) -> None:
    """One JSON value on stdout."""
    sys.stdout.write(json.dumps(value, ensure_ascii=False, indent=1) + "\n")


def print_lines(*lines: str) -> None:
    """Text on stdout."""
    sys.stdout.write("\n".join(lines) + "\n")


def print_summary(*lines: str) -> None:
    """Text on stdout of what is done and reported elsewhere: whoever reads it may have gone meanwhile."""
    try:
        print_lines(*lines)
        sys.stdout.flush()
    except OSError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def spread(option: str, args: Sequence[str]) -> list[str]:
    """``--opt a b`` as ``--opt a --opt b``: every word after the option, up to the next option, is its own.

    >>> spread("--from-xml", ["refresh", "--from-xml", "a.xml", "b.xml", "--json"])
    ['refresh', '--from-xml', 'a.xml', '--from-xml', 'b.xml', '--json']
    """
    out: list[str] = []
    taking = waiting = False
    for word in args:
        if word.startswith("-") and word != "-":
            out += [option] if waiting else []
            taking = waiting = word == option
            out += [] if taking else [word]
        else:
            out += [option, word] if taking else [word]
            waiting = False
    return [*out, option] if waiting else out
