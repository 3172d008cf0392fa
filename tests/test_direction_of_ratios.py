"""Which of two groups a printed ratio puts first: from the sentence to the value that is pooled.

A ratio turned round reverses a finding, so each wording is followed all the way: what is pooled is treated
against not treated, and where the text leaves the direction open nothing is.
"""

from __future__ import annotations

import math
import tomllib
from pathlib import Path
from typing import Any

import pytest

from graph.build import build_graph
from graph.synthesis.estimates import Estimate, read_estimates
from miner.article import AbstractSection, Article
from miner.corpus import load_corpus
from miner.reading import extract

TITLE = "Locoregional treatment of the primary tumour in de novo metastatic breast cancer"
TOLD = tomllib.loads(Path(__file__).with_name("directions.toml").read_text("utf-8"))


def _pooled(case: dict[str, Any]) -> list[float]:
    """The ratios that are pooled, treated against not treated."""
    corpus = load_corpus("mbc-surgery")
    sections = (
        AbstractSection("METHODS", None, TOLD["methods"][case["methods"]]),
        AbstractSection("RESULTS", None, case["results"]),
    )
    article = Article(pmid="90000001", title=case.get("title", TITLE), abstract=sections, published="2020")
    graph = build_graph([(article, extract(article, corpus))], [], corpus.vocabulary)
    return [math.exp(one.log.estimate) for one in read_estimates(graph) if isinstance(one, Estimate)]


@pytest.mark.parametrize("case", TOLD["case"], ids=lambda case: case["results"][:60])
def test_what_is_pooled_is_treated_against_not_treated_or_nothing(case: dict[str, Any]) -> None:
    printed = case.get("printed")
    expected = [] if printed is None else [1 / printed if case["turned"] else printed]
    assert _pooled(case) == pytest.approx(expected)
