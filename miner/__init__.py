"""Reads what an abstract reports: design, sample size, arms, effects, with their quotes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from miner.model import Extraction

if TYPE_CHECKING:
    from pathlib import Path

    from miner.article import Article
    from miner.corpus import Corpus

__all__ = ["Extraction", "extract"]


def extract(source: Article | str, corpus: Corpus | str | Path | None = "mbc-surgery") -> Extraction:
    """Read what a PubMed record or a text (title on its first line) reports.

    ``corpus`` gives the vocabulary and the question of scope: a bundled name, a folder, a loaded corpus,
    or None to leave ids and scope open.
    """
    from miner import reading  # late, so that ``import miner`` stays fast

    return reading.extract(source, corpus)
