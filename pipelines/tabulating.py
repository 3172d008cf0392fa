"""The evidence table of a data folder, in the format asked for."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import graph
from graph.evidence_table.formats import FORMATS
from graph.evidence_table.table import EvidenceTable, evidence_table
from graph.figures.frame import NothingToShow
from miner.errors import GraphError, QueryRefused
from pipelines.asked import vocabulary_of, wanted_of

__all__ = ["table_json", "table_of", "table_text", "write_table"]


def table_of(data: Path, filters: Mapping[str, str | None]) -> EvidenceTable:
    """The table of a data folder.

    Raises:
        QueryRefused: a filter names nothing.
        NothingToShow: no study matches.
    """
    whole = graph.open(data).load()
    words = vocabulary_of(data)
    table = evidence_table(whole, words, wanted_of(whole, words, **filters))
    if not table.rows:
        raise NothingToShow(f"no study in scope is in the table of {table.title}; drop a filter to see more")
    return table


def table_text(table: EvidenceTable, form: str) -> str:
    """The table as text.

    Raises:
        QueryRefused: there is no such format.
    """
    if form not in FORMATS:
        raise QueryRefused(f"--format {form!r} is unknown; use one of {', '.join(FORMATS)}")
    return FORMATS[form](table)


def table_json(table: EvidenceTable) -> list[dict[str, Any]]:
    """One object a study; null where the abstract does not state it."""
    return [{**row.cells, "notes": list(row.notes)} for row in table.rows]


def write_table(text: str, out: Path) -> Path:
    """Write the table as one file, whole or not at all."""
    if not out.parent.is_dir():
        raise GraphError(f"{out.parent} is not a folder; make it first or choose another place for -o")
    part = out.with_name(f"{out.name}.part")
    try:
        # RFC 4180 has its own ends of lines: they are kept.
        part.write_text(text, encoding="utf-8", newline="")
        part.replace(out)
    finally:
        part.unlink(missing_ok=True)
    return out
