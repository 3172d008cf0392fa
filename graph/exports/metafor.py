"""The estimates that syntheses pool, as R's metafor takes them: one row an estimate, on the log scale.

``rma(yi, sei = sei, slab = slab, data = subset(d, group == "..."), method = "REML", test = "adhoc")`` pools a
group as it is pooled here: "adhoc" is Knapp and Hartung's interval, never narrower than without their factor.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

from graph.exports.whole_file import whole_file
from graph.model import Graph
from graph.synthesis.estimates import Estimate
from graph.synthesis.harmonise import GroupKey, select

__all__ = ["metafor"]

_COLUMNS = (
    "group",
    "slab",
    "year",
    "report_year",
    "design",
    "intervention",
    "comparator",
    "endpoint",
    "population",
    "measure",
    "yi",
    "vi",
    "sei",
    "ratio",
    "ci_low",
    "ci_high",
    "ci_level",
    "n",
    "adjusted",
    "inverted",
    "se_from",
    "study",
    "effect",
    "publication",
    "notes",
    "quote",
)


def metafor(graph: Graph, path: Path) -> list[Path]:
    """One CSV file; ``ratio`` and its interval as printed; ``yi``, ``vi``, ``sei`` as pooled (log scale)."""
    with whole_file(path) as stream:
        writer = csv.writer(stream, lineterminator="\r\n")
        writer.writerow(_COLUMNS)
        for group in select(graph).groups:
            writer.writerows(_row(graph, group.key, e) for e in group.kept)
    return [path]


def _row(graph: Graph, key: GroupKey, e: Estimate) -> Iterator[object]:
    values = {
        "group": key.id,
        "slab": e.label,
        "year": e.year,
        "report_year": e.report_year,
        "design": graph.nodes["Study"][e.study_id]["design"],
        "intervention": key.intervention,
        "comparator": key.against,
        "endpoint": key.endpoint,
        "population": key.population,
        "measure": e.measure,
        "yi": e.log.estimate,
        "vi": e.log.se**2,
        "sei": e.log.se,
        "ratio": e.printed.value,
        "ci_low": e.printed.ci_low,
        "ci_high": e.printed.ci_high,
        "ci_level": e.printed.ci_level,
        "n": e.counted,
        "adjusted": None if e.adjusted is None else str(e.adjusted).upper(),
        "inverted": str(e.inverted).upper(),
        "se_from": e.log.source,
        "study": e.study_id,
        "effect": e.effect_id,
        "publication": graph.nodes["Effect"][e.effect_id]["publication_id"],
        "notes": "; ".join(e.notes),
        "quote": graph.nodes["Effect"][e.effect_id]["quote"],
    }
    return (values[column] if values[column] is not None else "NA" for column in _COLUMNS)
