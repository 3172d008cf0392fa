"""The map of a data folder."""

from __future__ import annotations

from pathlib import Path

import graph
from graph.exports.whole_file import check_place
from graph.map.build import build_map
from miner.corpus import load_corpus
from miner.store import Store
from pipelines.rebuild import write_page

__all__ = ["map_of"]


def map_of(data: Path, out: Path) -> Path:
    """Write the map of a data folder's graph, framed (title, notice, flow) by its last refresh."""
    check_place(out)
    whole = graph.open(data).load()
    with Store(data, read_only=True) as store:
        frames = [run.report["map"] for run in store.runs() if "map" in run.report]
    corpus = load_corpus("mbc-surgery")
    frame = frames[-1] if frames else {"title": corpus.title, "question": corpus.question}
    return write_page(build_map(whole, **frame), out)
