"""From a text to its whole record."""

from __future__ import annotations

import subprocess
import sys

import pytest

import miner
from miner.article import AbstractSection, Article
from miner.corpus import load_corpus
from miner.reading import document_of
from miner.version import extractor_version, program_version

TITLE = "Surgery of the primary tumour in stage IV breast cancer: a randomised trial"
RESULTS = "Overall survival was longer with surgery than without surgery (HR 0.66; 95% CI, 0.49-0.88)."
TEXT = f"{TITLE}\nRESULTS: {RESULTS}"


def test_a_text_is_read_linked_and_judged() -> None:
    record = miner.extract(TEXT)
    (effect,) = record.effects
    assert (effect.measure, effect.value, effect.ci) == ("HR", 0.66, (0.49, 0.88))
    assert (effect.intervention, effect.comparator) == ("primary_tumour_surgery", "no_surgery")
    assert (effect.endpoint_id, effect.favours) == ("overall_survival", "experimental")
    assert 0 < effect.confidence < 1
    assert record.scope.in_scope
    assert record.design == "randomized_trial"


def test_the_quote_stands_in_the_text() -> None:
    (effect,) = miner.extract(TEXT).effects
    assert TEXT[effect.evidence.start : effect.evidence.end] == effect.evidence.quote == RESULTS


def test_a_group_that_goes_by_a_letter_is_told_with_what_it_stands_for() -> None:
    text = (
        "A trial of surgery\nMETHODS: Women had mastectomy (arm A, n=40) or drugs (arm B, n=41). "
        "RESULTS: Median survival was 35 months in arm A and 34 months in arm B."
    )
    record = miner.extract(text)
    assert [result.arm for result in record.arm_results] == ["mastectomy (arm A)", "drugs (arm B)"]


def test_without_a_corpus_ids_and_scope_stay_open() -> None:
    record = miner.extract(TEXT, corpus=None)
    assert [e.intervention for e in record.effects] == [None]
    assert not record.scope.in_scope


def test_an_article_is_read_like_its_text() -> None:
    article = Article(pmid="1", title=TITLE, abstract=(AbstractSection("RESULTS", None, RESULTS),))
    from_article, from_text = miner.extract(article), miner.extract(TEXT)
    assert document_of(article).text == TEXT
    assert from_article.id == "PMID:1"
    assert from_article.effects == from_text.effects


def test_the_record_tells_what_read_it() -> None:
    assert miner.extract(TEXT, corpus=None).extractor == program_version()
    assert miner.extract(TEXT).extractor == extractor_version(load_corpus("mbc-surgery"))


@pytest.mark.parametrize("text", ["", "\n", ".", "A title alone", "(((", "p<0.001", "TITLE:", "RESULTS:"])
def test_scraps_of_text_give_an_empty_record(text: str) -> None:
    record = miner.extract(text)
    assert record.effects == ()
    assert (record.design == "other") or record.design_evidence is not None


def test_importing_the_package_imports_no_finder() -> None:
    code = "import sys, miner; raise SystemExit('miner.effects.find' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
