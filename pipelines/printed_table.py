"""Rows for people: an aligned table, or a block a row where the terminal is too narrow for one."""

from __future__ import annotations

import json
import shutil
import sys
import textwrap
from collections.abc import Sequence
from typing import Any

__all__ = ["print_table", "terminal_width"]

_LEAST = 12
"""Characters below which a column of words is no longer read with ease."""

_GAP = 2


def terminal_width() -> int | None:
    """Characters in a line of the terminal; None in a file or pipe, where lines are as long as they are."""
    return shutil.get_terminal_size().columns if sys.stdout.isatty() else None


def print_table(columns: Sequence[str], rows: Sequence[dict[str, Any]], width: int | None) -> None:
    """Print rows on stdout, in lines of ``width`` characters if given. A number is never broken."""
    cells = [[_cell(row[c]) for c in columns] for row in rows]
    numeric = [all(isinstance(row[c], int | float | None) for row in rows) for c in columns]
    if width is not None and rows and _least_width(columns, cells, numeric) > width:
        _print_blocks(columns, cells, width)
        return
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(box=None, pad_edge=False, show_edge=False, header_style="bold")
    for column, number in zip(columns, numeric, strict=True):
        table.add_column(
            Text(column),
            justify="right" if number else "left",
            overflow="fold",
            no_wrap=number and bool(rows),
        )
    for row in cells:
        table.add_row(*map(Text, row))
    Console(width=width or 10_000, soft_wrap=False).print(table)


def _least_width(columns: Sequence[str], cells: Sequence[Sequence[str]], numeric: Sequence[bool]) -> int:
    """Characters that a table needs at least."""
    widest = [
        max(len(column), *(len(row[i]) for row in cells))
        if number
        else max(min(_LEAST, len(column)), min(_LEAST, *(len(row[i]) for row in cells)))
        for i, (column, number) in enumerate(zip(columns, numeric, strict=True))
    ]
    return sum(widest) + _GAP * (len(columns) - 1)


def _print_blocks(columns: Sequence[str], cells: Sequence[Sequence[str]], width: int) -> None:
    """A line for each column that has a value, an empty line between rows."""
    names = max(map(len, columns)) + _GAP
    blocks = (
        "\n".join(
            textwrap.fill(
                value,
                max(width, names + _LEAST),
                initial_indent=column.ljust(names),
                subsequent_indent=" " * names,
                break_on_hyphens=False,
            )
            for column, value in zip(columns, row, strict=True)
            if value
        )
        for row in cells
    )
    sys.stdout.write("\n\n".join(blocks) + "\n")


def _number(value: float) -> str:
    """All digits of what is printed in up to ten, as figures of a text are; six of what was computed.

    >>> [_number(x) for x in (1234567.891, 0.1 + 0.2, 2 / 3, 2e10 / 3, 1e-9)]
    ['1234567.891', '0.3', '0.666667', '6666666667', '1e-09']
    """
    exact = f"{value:.10g}"
    return exact if float(exact) == value or abs(value) >= 1e6 else f"{value:.6g}"


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, float):
        return _number(value)
    if isinstance(value, dict | list | tuple | bool):
        return json.dumps(value, ensure_ascii=False)
    return str(value)
