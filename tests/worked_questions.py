"""The worked questions of ``docs/cypher.md``; ``python -m tests.worked_questions`` writes answers anew."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import graph
from graph.query.rows import Rows
from pipelines.demo import run_demo

__all__ = ["PAGE", "Worked", "table", "with_answers", "worked"]

PAGE = Path(__file__).parent.parent / "docs" / "cypher.md"
_WORKED = re.compile(r"### \d+\. (.+)\n\n```cypher\n([^`]+)\n```\n(?:\n((?:\|.*\n)+))?")


class Worked(NamedTuple):
    """A question in words, in Cypher, and its answer as printed."""

    words: str
    cypher: str
    answer: str


def worked() -> Iterator[Worked]:
    """The questions on the page."""
    for words, cypher, answer in re.findall(_WORKED, PAGE.read_text("utf-8")):
        yield Worked(words, cypher, answer)


def table(rows: Rows) -> str:
    """The rows as a table of the page."""
    head = [rows.columns, ["---"] * len(rows.columns)]
    return "".join(f"| {' | '.join(map(_cell, row))} |\n" for row in (*head, *rows.values))


def _cell(value: Any) -> str:
    if isinstance(value, list):
        return "; ".join(map(_cell, value))
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float):
        return f"{value:g}"
    return "" if value is None else str(value).replace("|", "\\|")


def with_answers(handle: graph.Handle) -> str:
    """The page with the answers that the graph gives."""

    def answered(m: re.Match[str]) -> str:
        start = m.group().partition("\n```\n")[0]
        return f"{start}\n```\n\n{table(handle.query(m[2]))}"

    return _WORKED.sub(answered, PAGE.read_text("utf-8"))


def _main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        run_demo(Path(folder) / "demo", lambda *_: lambda *_: None)
        PAGE.write_text(with_answers(graph.open(Path(folder) / "demo")), "utf-8")


if __name__ == "__main__":
    _main()
