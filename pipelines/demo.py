"""The bundled corpus from its records to the map, offline."""

from __future__ import annotations

from pathlib import Path

from miner.corpus import load_corpus
from pipelines.progress import Stage
from pipelines.refresh import Refreshed, refresh_from_files

__all__ = ["NOTICE", "run_demo"]

NOTICE = (
    "Bundled sample: bibliography and figures are those of the real publications, verified; "
    "the abstracts are paraphrases written for this sample."
)


def run_demo(folder: Path, stage: Stage) -> Refreshed:
    """Mine the bundled corpus into ``folder``."""
    corpus = load_corpus("mbc-surgery")
    sample = corpus.folder / "sample"
    return refresh_from_files(
        folder, corpus, [sample / "records.xml.gz"], trials=sample / "trials.json", notice=NOTICE, stage=stage
    )
