"""The evidence table of a data folder, in the format asked for."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import graph
from graph.evidence_table.formats import FORMATS
from graph.evidence_table.table import EvidenceTable, evidence_table
from graph.exports.whole_file import check_place, whole_file
from graph.figures.frame import NothingToShow
from miner.errors import QueryRefused
from pipelines.asked import vocabulary_of, wanted_of

__all__ = ["check_format", "table_json", "table_of", "table_text", "write_table"]


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


def check_format(form: str) -> None:
    """Make sure that there is such a format, before any work is done for it.

    Raises:
        QueryRefused: there is none.
    """
    if form not in FORMATS:
        raise QueryRefused(f"--format {form!r} is unknown; use one of {', '.join(FORMATS)}")


def table_text(table: EvidenceTable, form: str) -> str:
    """The table as text, in a format that there is."""
    return FORMATS[form](table)


def table_json(table: EvidenceTable) -> list[dict[str, Any]]:
    """One object a study; null where the abstract does not state it."""
    return [{**row.cells, "notes": list(row.notes)} for row in table.rows]


def write_table(text: str, out: Path) -> Path:
    """Write the table as one file, whole or not at all."""
    check_place(out)
    # RFC 4180 has its own ends of lines: they are kept.
    with whole_file(out) as stream:
        stream.write(text)
    return out
