"""The map of a data folder."""

from __future__ import annotations

from pathlib import Path

import graph
from graph.map.build import build_map
from miner.corpus import load_corpus
from miner.errors import GraphError
from miner.store import Store
from pipelines.rebuild import write_page

__all__ = ["map_of"]


def map_of(data: Path, out: Path) -> Path:
    """Write the map of a data folder's graph, framed (title, notice, flow) by its last refresh."""
    if not out.parent.is_dir():
        raise GraphError(f"{out.parent} is not a folder; make it first or choose another place for -o")
    whole = graph.open(data).load()
    with Store(data, read_only=True) as store:
        frames = [run.report["map"] for run in store.runs() if "map" in run.report]
    corpus = load_corpus("mbc-surgery")
    frame = frames[-1] if frames else {"title": corpus.title, "question": corpus.question}
    return write_page(build_map(whole, **frame), out)
