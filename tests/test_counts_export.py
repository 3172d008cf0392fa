"""Counts of two groups for R: exported where the text prints both numbers of both, and nowhere else."""

from __future__ import annotations

import csv
import math
from dataclasses import replace
from pathlib import Path

import pytest

import miner
from graph.build import build_graph
from graph.contents.group_counts import group_sizes_of_counts
from graph.exports.export import write_graph
from graph.studies.reports import Report
from miner.article import AbstractSection, Article, Author, Correction, Registration
from miner.corpus import load_corpus
from tests.r_session import in_r, needs_r, r_blocks

VOCABULARY = load_corpus("mbc-surgery").vocabulary
TITLE = "Surgery of the primary tumour in stage IV breast cancer: a randomised trial"
ARMS = (
    "We randomly assigned 350 women with metastatic breast cancer to surgery (n=173) or no surgery (n=177)."
)
BESIDE = (
    "Locoregional progression occurred in 12/173 (7%) of the surgery group and in 45/177 (25%) of the no "
    "surgery group."
)
ALONE = "There were 118 deaths in the surgery group and 117 deaths in the no surgery group."


def article(*results: str, pmid: str = "90000960", year: int = 2015, name: str = "Oak") -> Article:
    return Article(
        pmid=pmid,
        title=TITLE,
        published=str(year),
        authors=(Author(name, "A", None),),
        abstract=(
            AbstractSection("METHODS", None, ARMS),
            AbstractSection("RESULTS", None, " ".join(results)),
        ),
    )


def exported(folder: Path, *articles: Article) -> list[dict[str, str]]:
    whole = build_graph([(a, miner.extract(a)) for a in articles], (), VOCABULARY)
    write_graph("counts", whole, folder / "counts.csv")
    with (folder / "counts.csv").open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def tables(rows: list[dict[str, str]]) -> list[tuple[str, ...]]:
    return [tuple(row[c] for c in ("events", "ai", "n1i", "ci", "n2i", "n_from")) for row in rows]


def test_both_numbers_of_both_groups_stand_with_their_sentences(tmp_path: Path) -> None:
    (beside,), (alone,) = (exported(tmp_path, article(sentence)) for sentence in (BESIDE, ALONE))
    assert tables([beside, alone]) == [
        ("Locoregional progression", "12", "173", "45", "177", "printed with the count"),
        ("deaths", "118", "173", "117", "177", "printed size of the arm"),
    ]
    assert beside["quote1"] == beside["n1_quote"] == BESIDE
    assert (alone["quote1"], alone["n1_quote"]) == (ALONE, ARMS)
    assert (alone["endpoint"], alone["left_out_because"]) == ("mbc:mortality", "NA")


def test_the_treated_stand_first_where_their_names_say_so(tmp_path: Path) -> None:
    turned = (
        "Locoregional progression occurred in 45 of 177 patients in the no surgery group and in 12 of 173 "
        "in the surgery group."
    )
    (row,) = exported(tmp_path, article(turned))
    assert (row["ai"], row["n1i"], row["ci"], row["n2i"]) == ("12", "173", "45", "177")
    assert row["first_group"] == "treated"


@pytest.mark.parametrize(
    "sentence",
    [
        "Locoregional progression occurred in 7% {} and in 25% {}.",
        # a part of each group
        "Among women with bone metastases there were 18 deaths {} and 17 deaths {}.",
        # shares of others than those randomised
        "Wound infection was seen in 8 patients (10%) {} and in 6 patients (5%) {}.",
        # more events than people
        "There were 188 deaths {} and 117 deaths {}.",
        # shares of events
        "Of the deaths, 12 of 118 deaths {} and 15 of 117 deaths {} were early.",
    ],
)
def test_nothing_is_computed_or_taken_from_another_group(tmp_path: Path, sentence: str) -> None:
    told = sentence.format("in the surgery group", "in the no surgery group")
    assert exported(tmp_path, article(told)) == []


def test_a_count_of_nobody_knows_whom_has_no_size() -> None:
    source = article(BESIDE)
    read = miner.extract(source)
    assert len(group_sizes_of_counts(Report(source, read), VOCABULARY)) == 2
    results = tuple(replace(result, arm="all patients") for result in read.arm_results)
    assert group_sizes_of_counts(Report(source, replace(read, arm_results=results)), VOCABULARY) == {}


def test_a_table_that_a_later_report_prints_in_small_letters_is_the_same(tmp_path: Path) -> None:
    registered = (Registration("ClinicalTrials.gov", "NCT90000001"),)
    words = BESIDE.replace("Locoregional progression occurred", "There was locoregional progression")
    first = replace(article(BESIDE), registrations=registered)
    later = replace(article(words, pmid="90000961", year=2018), registrations=registered)
    rows = exported(tmp_path, first, later)
    assert [(row["events"], row["left_out_because"]) for row in rows] == [
        ("Locoregional progression", "the study's report PMID:90000961 prints it too"),
        ("locoregional progression", "NA"),
    ]


def test_a_retracted_report_takes_no_table_from_the_one_before(tmp_path: Path) -> None:
    registered = (Registration("ClinicalTrials.gov", "NCT90000001"),)
    first = replace(article(BESIDE), registrations=registered)
    retracted = (Correction("RetractionIn", "90000999", None),)
    later = replace(
        article(BESIDE, pmid="90000961", year=2018), registrations=registered, corrections=retracted
    )
    rows = exported(tmp_path, first, later)
    assert [(row["publication"], row["left_out_because"]) for row in rows] == [
        ("PMID:90000960", "NA"),
        ("PMID:90000961", "the report that states it is retracted"),
    ]


def test_a_report_without_a_year_is_not_the_latest(tmp_path: Path) -> None:
    registered = (Registration("ClinicalTrials.gov", "NCT90000001"),)
    dated = replace(article(BESIDE), registrations=registered)
    undated = replace(article(BESIDE, pmid="90000961"), registrations=registered, published=None)
    rows = exported(tmp_path, dated, undated)
    assert {row["publication"]: row["left_out_because"] for row in rows} == {
        "PMID:90000960": "NA",
        "PMID:90000961": "the study's report PMID:90000960 prints it too",
    }


def test_what_is_not_to_be_pooled_says_why(tmp_path: Path) -> None:
    registered = (Registration("ClinicalTrials.gov", "NCT90000001"),)
    first = replace(article(BESIDE), registrations=registered)
    later = replace(article(BESIDE, pmid="90000961", year=2018), registrations=registered)
    rows = exported(tmp_path, first, later)
    assert [(row["publication"], row["left_out_because"]) for row in rows] == [
        ("PMID:90000960", "the study's report PMID:90000961 prints it too"),
        ("PMID:90000961", "NA"),
    ]


@needs_r
def test_the_page_on_exports_computes_ratios_of_counts_in_r_word_for_word(tmp_path: Path) -> None:
    other = BESIDE.replace("12/173 (7%)", "20/173 (12%)").replace("45/177 (25%)", "40/177 (23%)")
    exported(tmp_path, article(BESIDE), article(other, pmid="90000962", year=2019, name="Elm"))
    block = r_blocks()[1]
    said = in_r("-e", f"{block}\ncat(es$yi, es$vi, pooled$k)", folder=tmp_path).splitlines()[-1].split()
    expected = [
        *(math.log(a / n1 / (c / n2)) for a, n1, c, n2 in ((20, 173, 40, 177), (12, 173, 45, 177))),
        *(1 / a - 1 / n1 + 1 / c - 1 / n2 for a, n1, c, n2 in ((20, 173, 40, 177), (12, 173, 45, 177))),
        2,
    ]
    assert [float(x) for x in said] == pytest.approx(expected, abs=1e-4)
