"""Refreshes against the simulated servers, and what stands in the data folder after one."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import graph
import miner
from miner.article import Article
from miner.corpus import Corpus
from miner.model import Extraction
from pipelines.refresh import Refreshed, refresh_from_pubmed
from pipelines.status import status_json, status_text

EMAIL = "reader@example.org"


def refresh(folder: Path, corpus: Corpus, **options: Any) -> Refreshed:
    # Read in this process, where a test can put itself in the place of the reader.
    return refresh_from_pubmed(folder, corpus, email=EMAIL, **{"workers": 0, **options})


def publications(folder: Path) -> set[str]:
    rows = graph.open(folder, trust=True, limit=100_000).query("MATCH (p:Publication) RETURN p.pmid AS pmid")
    return {str(row["pmid"]) for row in rows}


def figures(folder: Path) -> dict[str, tuple[float, bool]]:
    """The value of each report's effect, and whether it was corrected by hand."""
    rows = graph.open(folder, trust=True, limit=100_000).query(
        "MATCH (e:Effect)-[:STATED_IN]->(p:Publication) "
        "RETURN p.pmid AS pmid, e.value AS value, e.curated AS c"
    )
    return {str(row["pmid"]): (float(row["value"]), bool(row["c"])) for row in rows}


def kept(folder: Path) -> tuple[bytes, bytes]:
    """Graph and map, to the letter."""
    return (folder / "graph.lbug").read_bytes(), (folder / "evidence-map.html").read_bytes()


class EnoughError(Exception):
    """Stops a run when its records are stored, before there is a graph of them."""


def no_graph(*_: object) -> None:
    raise EnoughError


def told(folder: Path) -> list[str]:
    """What ``mbc-miner status`` prints."""
    return status_text(status_json(folder))


class Tripping:
    """A reader that trips over one record, or goes round in circles on it."""

    def __init__(self, hangs: bool) -> None:
        self.hangs, self.tried, self.extract = hangs, 0, miner.extract

    def __call__(self, source: Article, corpus: Corpus) -> Extraction:
        if source.pmid != "90100001":
            return self.extract(source, corpus)
        self.tried += 1
        while self.hangs:
            pass
        raise ZeroDivisionError("no events")
