"""Events and people of two groups side by side, as ``escalc`` of R's metafor takes them: a row a 2x2 table.

Only where the text prints both numbers of both groups (:mod:`graph.contents.group_counts`).
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

from graph.exports.whole_file import whole_file
from graph.model import Graph, Node
from graph.sides import only
from graph.synthesis.eligibility import reason_against

__all__ = ["counts"]

_COLUMNS = (
    "slab",
    "year",
    "report_year",
    "design",
    "endpoint",
    "events",
    "timepoint",
    "group1",
    "group2",
    "first_group",
    "ai",
    "n1i",
    "ci",
    "n2i",
    "n_from",
    "left_out_because",
    "study",
    "publication",
    "quote1",
    "quote2",
    "n1_quote",
    "n2_quote",
)
_Row = dict[str, object]


def counts(graph: Graph, path: Path) -> list[Path]:
    """One CSV file, by study, report and endpoint; ``group1`` is the treated one where their names say so."""
    rows = [row for study in graph.nodes["Study"].values() for row in _rows(graph, study)]
    rows.sort(
        key=lambda row: tuple(str(row[c]) for c in ("slab", "study", "report_year", "endpoint", "events"))
    )
    with whole_file(path) as stream:
        writer = csv.writer(stream, lineterminator="\r\n")
        writer.writerow(_COLUMNS)
        writer.writerows([row[c] if row[c] is not None else "NA" for c in _COLUMNS] for row in rows)
    return [path]


def _rows(graph: Graph, study: Node) -> list[_Row]:
    """The tables of a study; of several reports that print one, the latest that may be pooled is taken."""
    rows = [_row(graph, study, pair) for pair in _pairs(graph, str(study["id"]))]
    latest: dict[tuple[object, ...], _Row] = {}
    for row in sorted(rows, key=lambda row: str(row["report_year"] or "")):
        if row["left_out_because"] is None:
            latest[_about(row)] = row
    for row in rows:
        taken = latest.get(_about(row), row)
        if row["publication"] != taken["publication"] and row["left_out_because"] is None:
            row["left_out_because"] = f"the study's report {taken['publication']} prints it too"
    return rows


def _about(row: _Row) -> tuple[object, ...]:
    return row["endpoint"], str(row["events"] or "").lower(), row["timepoint"]


def _pairs(graph: Graph, study_id: str) -> Iterator[tuple[Node, Node]]:
    """Counts of one thing at one time in one report, where it counts two groups and no more."""
    alike: dict[tuple[object, ...], list[Node]] = {}
    for result in graph.targets("FOUND", study_id, "ArmResult"):
        if result["statistic"] == "count":
            events = str(result["endpoint_name"] or "").lower()
            key = (
                result["publication_id"],
                only(graph, "ON", str(result["id"])),
                events,
                result["timepoint"],
            )
            alike.setdefault(key, []).append(result)
    for found in alike.values():
        if len(found) == 2 and found[0]["arm"] != found[1]["arm"]:
            one, other = found
            if one["n"] is not None and one["n_from"] == other["n_from"]:
                swapped = (one["local_treatment"], other["local_treatment"]) == ("withheld", "given")
                yield (other, one) if swapped else (one, other)


def _row(graph: Graph, study: Node, pair: tuple[Node, Node]) -> _Row:
    one, other = pair
    told = (one["local_treatment"], other["local_treatment"]) == ("given", "withheld")
    return {
        "slab": study["label"],
        "year": study["year"],
        "report_year": graph.nodes["Publication"][str(one["publication_id"])]["year"],
        "design": study["design"],
        "endpoint": only(graph, "ON", str(one["id"])),
        "events": one["endpoint_name"],
        "timepoint": one["timepoint"],
        "group1": one["arm"],
        "group2": other["arm"],
        "first_group": "treated" if told else "as read",
        "ai": _whole(one["value"]),
        "n1i": one["n"],
        "ci": _whole(other["value"]),
        "n2i": other["n"],
        "n_from": one["n_from"],
        "left_out_because": reason_against(graph, study, one),
        "study": study["id"],
        "publication": one["publication_id"],
        "quote1": one["quote"],
        "quote2": other["quote"],
        "n1_quote": one["n_quote"],
        "n2_quote": other["n_quote"],
    }


def _whole(value: object) -> int:
    return round(float(str(value)))
