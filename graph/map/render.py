"""From the map's data to one HTML page that needs no network.

The page is filled from ``templates/``: markup by Jinja2, style and scripts written into it. The matrix is
already there as a table, so that it can be read, searched and printed before any script has run.
"""

from __future__ import annotations

import base64
import gzip
import json
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import Any

from jinja2 import Environment, PackageLoader, select_autoescape
from markupsafe import Markup

from graph.map.data import MapData, StudyEntry
from graph.map.flow import flow_rows
from graph.map.pack import pack

__all__ = ["render_map"]

_SCRIPTS = tuple(
    "unpack later data state marks matrix forest detail beside cards glance lists timeline downloads"
    " main".split()
)
_VIEWS = (
    ("map", "Map"),
    ("studies", "Studies"),
    ("timeline", "Timeline"),
    ("trials", "Trials without results"),
    ("left", "Left out"),
    ("changes", "What changed"),
    ("flow", "Flow"),
    ("methods", "Methods"),
)
_KINDS = (
    ("randomized", "randomised"),
    ("observational", "observational"),
    ("series", "series"),
    ("review", "review"),
    ("other", "other"),
)
# The data of more studies are packed: every browser since 2023 unpacks gzip by itself.
_PACK_FROM = 500


def render_map(data: MapData) -> str:
    """The page; the same data give the same page."""
    packed = len(data["studies"]) > _PACK_FROM
    payload = _packed(data) if packed else _payload(data)
    years = [study["year"] for study in data["studies"] if study["year"] is not None]
    html: str = (
        _environment()
        .get_template("map.html.j2")
        .render(
            data=data,
            css=Markup(_text("map.css") + _text("media.css")),  # noqa: S704  # our own files
            script=Markup("\n".join(_text(f"{name}.js") for name in _SCRIPTS)),  # noqa: S704  # our own files
            payload=Markup(payload),  # noqa: S704  # "<" is escaped in it
            packed=packed,
            views=_VIEWS,
            kinds=_KINDS,
            years=(min(years, default=""), max(years, default="")),
            countries=sorted({country for study in data["studies"] for country in study["countries"]}),
            counts=_counts(data),
            flow=flow_rows(data["flow"]),
            **_matrix(data),
        )
    )
    return html


@cache
def _environment() -> Environment:
    return Environment(
        loader=PackageLoader("graph.map"),
        autoescape=select_autoescape(default=True),
        trim_blocks=True,
        lstrip_blocks=True,
    )


def _text(name: str) -> str:
    return files("graph.map").joinpath("templates", name).read_text("utf-8")


def _payload(data: Mapping[str, Any]) -> str:
    """JSON that no part of can end the script element it stands in."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return text.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")


def _packed(data: MapData) -> str:
    """The data in columns, gzipped: level 6 takes a third of level 9's time for one percent more."""
    return base64.b64encode(gzip.compress(_payload(pack(data)).encode(), 6, mtime=0)).decode()


def _counts(data: MapData) -> dict[str, int]:
    shown = [study for study in data["studies"] if study["scope"]]
    reasons = sum(bool(finding["reason"]) for study in shown for finding in study["findings"])
    elsewhere = sum(data["studies"][out["study"]]["scope"] for out in data["left_out"])
    return {
        "studies": len(shown),
        "randomized": sum(study["kind"] == "randomized" for study in shown),
        "pooled": sum(
            finding["kind"] == "Effect" and not finding["reason"]
            for study in shown
            for finding in study["findings"]
        ),
        "left_out": elsewhere + reasons,
        "trials": len(data["trials"]),
        "silent": sum(not trial["reported"] for trial in data["trials"]),
    }


def _matrix(data: MapData) -> dict[str, Any]:
    """Rows with their numbers of studies in scope, columns, and the groups above them."""
    rows, columns = (_lineages(entries) for entries in (data["interventions"], data["endpoints"]))
    counts = [[0] * len(columns) for _ in rows]
    for study in data["studies"]:
        for i, e in _cells(study, rows, columns) if study["scope"] else ():
            counts[i][e] += 1
    above = {entry["parent"] for entry in data["interventions"]}
    return {
        "rows": [
            {
                "entry": entry,
                "folds": i in above,
                "counts": counts[i],
                # What matrix.js shows first stands here already, so that nothing is laid out to be hidden.
                "shown": entry["depth"] <= 1 or any(counts[i]) or bool(entry["awaited"]),
            }
            for i, entry in enumerate(data["interventions"])
        ],
        **_heads(data, [any(counted) for counted in zip(*counts, strict=True)]),
    }


def _heads(data: MapData, studied: Sequence[bool]) -> dict[str, Any]:
    """Groups and columns; narrower endpoints, and those that no study reports, are hidden at first."""
    groups: list[dict[str, Any]] = []
    columns: list[dict[str, Any]] = []
    names = dict(data["groups"])
    for e, entry in enumerate(data["endpoints"]):
        if not groups or groups[-1]["id"] != entry["group"]:
            name = names.get(entry["group"], entry["group"].replace("_", " ").capitalize())
            groups.append({"id": entry["group"], "name": name, "shown": 0, "folds": False})
        shown = entry["parent"] is None and any(studied[e : e + 1])
        columns.append({"shown": shown, "first": shown and not groups[-1]["shown"]})
        groups[-1]["shown"] += shown
        groups[-1]["folds"] = groups[-1]["folds"] or entry["parent"] is not None
    return {"groups": groups, "columns": columns}


def _lineages(entries: Sequence[Any]) -> list[tuple[int, ...]]:
    lines: list[tuple[int, ...]] = []
    for i, entry in enumerate(entries):
        lines.append((i,) if entry["parent"] is None else (i, *lines[entry["parent"]]))
    return lines


def _cells(
    study: StudyEntry, rows: Sequence[tuple[int, ...]], columns: Sequence[tuple[int, ...]]
) -> set[tuple[int, int]]:
    """A study counts once in a cell, however many narrower cells it stands in."""
    return {(row, column) for i, e in study["at"] for row in rows[i] for column in columns[e]}
