"""Reads what an abstract reports: design, sample size, arms, effects, with their quotes.

In: a text, or a PubMed record (``pubmed_xml`` gives an ``article.Article``). Out: an ``Extraction``
(``model``).

Read ``reading`` first: it asks the folders in turn, each of which says in its own docstring how to read it.
The patterns are data (``rules``), how much each trait weighs was fitted (``weights``). A corpus
(``corpus``, ``vocabulary``) links what was read to ids (``link``) and tells its scope (``scope``). Beside
the reading stand the network (``entrez``, ``registry``) and the store of what was fetched and read
(``store``).
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from miner.model import Extraction

if TYPE_CHECKING:
    from pathlib import Path

    from miner import pubmed_xml
    from miner.article import Article
    from miner.corpus import Corpus

__all__ = ["Extraction", "extract", "pubmed_xml"]


def extract(source: Article | str, corpus: Corpus | str | Path | None = "mbc-surgery") -> Extraction:
    """Read what a PubMed record or a text (title on its first line) reports.

    ``corpus`` gives the vocabulary and the question of scope: a bundled name, a folder, a loaded corpus,
    or None to leave ids and scope open.
    """
    from miner import reading  # late, so that ``import miner`` stays fast

    return reading.extract(source, corpus)


def __getattr__(name: str) -> Any:
    if name == "pubmed_xml":  # late for the same reason
        return import_module("miner.pubmed_xml")
    raise AttributeError(f"module 'miner' has no attribute {name!r}; it has {', '.join(__all__)}")
