"""How many people were given local treatment, from the sentences that count them."""

from __future__ import annotations

from dataclasses import replace
from typing import Literal

import pytest

from graph.studies.group_sizes import group_sizes
from graph.studies.reports import Report
from miner.article import AbstractSection, Article
from miner.corpus import load_corpus
from miner.reading import extract
from miner.text.document import read_document

CORPUS = load_corpus("mbc-surgery")


def sizes(
    told: str, title: str = "Surgery in women with stage IV breast cancer"
) -> tuple[int | None, int | None]:
    article = Article(pmid="90000001", title=title, abstract=(AbstractSection("METHODS", "METHODS", told),))
    report = Report(article, extract(article, CORPUS))
    return group_sizes(report, read_document(article.text), CORPUS.vocabulary)


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        ("We found 180 women, 66 of whom had surgery of the breast.", (66, None)),
        ("Of 420 women, 160 underwent resection of the primary.", (160, None)),
        ("Fifty-one (30.4%) of 168 women underwent resection of the primary.", (51, None)),
        ("82 (41%) out of 200 patients had surgery of the primary tumour.", (82, None)),
        ("Fifty-two of 140 women were operated on.", (52, None)),
        ("There were 300 women; the primary was resected in 95.", (95, None)),
        ("We found 1,200 women in all. Surgical intervention took place in 480 (40%).", (480, None)),
        ("In all, 210 women were studied, including 120 who had surgery.", (120, None)),
        ("The study took in 900 women, 410 with and 490 without surgery of the primary.", (410, 490)),
        ("Of 500 women, 320 were managed without surgery of the primary.", (None, 320)),
        ("We studied 300 women. Surgery was performed in 120 and was not in 180.", (120, 180)),
        (
            "Patients were divided into those with (n=150) and those without (n=260) surgical treatment "
            "of the primary tumour.",
            (150, 260),
        ),
        (
            "In all, 300 patients (288 evaluable; LRT: n = 146, ST: n = 142) were randomized to locoregional "
            "treatment (LRT) or systemic therapy (ST).",
            (146, 142),
        ),
        (
            "Women were assigned (1:1) to surgery of the primary tumor followed by drugs (arm A, n=50) "
            "versus systemic therapy without surgery (arm B, n=49).",
            (50, 49),
        ),
        (
            "We matched 60 patients who underwent resection of liver metastases with 60 patients who didn't.",
            (60, 60),
        ),
        (
            "In all 61 patients with liver metastases underwent resection and 99 similar patients were "
            "treated by chemotherapy alone.",
            (61, 99),
        ),
        (
            "We asked if primary surgery (PS) helps. Systemic treatment (ST group, n = 220), or PS either "
            "before or after ST (PS group, n = 240) was given.",
            (240, 220),
        ),
        ("We identified 230 patients with stage IV breast cancer. Mastectomy was done in 98.", (98, None)),
        (
            "Of 300 women, 120 (40%) underwent breast surgery (MRM in 80, BCS in 40) while 180 (60%) "
            "received systemic treatment only.",
            (120, 180),
        ),
        ("We compared 400 women with surgery of the primary tumour and 600 women without it.", (400, 600)),
        ("We studied 300 women. Removal of the tumour was carried out in 120 (40.0%).", (120, None)),
        ("We looked at 44 women who underwent hepatectomy for liver metastases at one clinic.", (44, None)),
        (
            "The files of 61 patients who were treated with ablation of liver metastases were read.",
            (61, None),
        ),
    ],
)
def test_the_treated_are_counted_where_the_whole_study_is(
    told: str, expected: tuple[int | None, int | None]
) -> None:
    assert sizes(told) == expected


@pytest.mark.parametrize(
    "told",
    [
        "Of 643 women, 264 had cranial and 379 had spinal surgery.",  # both had surgery
        "We included 800 women; 200 were treated by lumpectomy and 410 by mastectomy.",
        "We studied 300 women. Surgery was performed in 90 and was not in 110.",  # of whom, is not told
        "We found 700 women and sorted them by the extent of resection.",
        "We followed 90 women who were treated with systemic therapy.",
        "We saw 90 women who received radiotherapy, 30 after surgery (surgery group, n=30) and 60 alone "
        "(radiotherapy group, n=60).",
    ],
)
def test_a_part_of_the_treated_is_not_all_of_them(told: str) -> None:
    assert sizes(told)[0] is None


def test_a_series_of_cases_is_of_the_treated_that_its_title_names() -> None:
    title = "Radiofrequency ablation of liver metastases of breast cancer: a series of 16 cases"
    assert sizes("We describe 16 patients and their course.", title) == (16, None)


class TestWithoutArms:
    """Of a report in which no arms were read, the sentences alone tell."""

    @staticmethod
    def sizes(
        told: str, *, unit: Literal["participants", "other"] = "participants", in_scope: bool = True
    ) -> tuple[int | None, int | None]:
        title = "Surgery in women with stage IV breast cancer"
        article = Article(
            pmid="90000001", title=title, abstract=(AbstractSection("METHODS", "METHODS", told),)
        )
        read = extract(article, CORPUS)
        size, scope = replace(read.sample_size, unit=unit), replace(read.scope, in_scope=in_scope)
        report = Report(article, replace(read, arms=(), sample_size=size, scope=scope))
        return group_sizes(report, read_document(article.text), CORPUS.vocabulary)

    def test_only_people_of_a_study_of_the_question_are_counted(self) -> None:
        told = "Of 420 women, 160 underwent resection of the primary."
        assert self.sizes(told) == (160, None)
        assert self.sizes(told, unit="other") == (None, None)
        assert self.sizes(told, in_scope=False) == (None, None)

    @pytest.mark.parametrize("done", ["underwent surgery", "were managed without surgery"])
    def test_two_counts_of_one_group_are_none(self, done: str) -> None:
        told = f"Of 300 women, {{}} {done} of the primary."
        assert self.sizes(told.format(120)) != (None, None)
        assert self.sizes(f"{told.format(120)} {told.format(130)}") == (None, None)

    @pytest.mark.parametrize(
        ("counted", "expected"),
        [
            ("120 (40%)", (120, None)),
            ("120 (40·4%)", (120, None)),
            ("120 (43%)", (None, None)),
            ("120", (None, None)),
            ("120 and was not in 180", (120, 180)),
            ("120 and was not in 170", (None, None)),
        ],
    )
    def test_a_sentence_that_stands_alone_counts_where_its_figures_add_up_to_the_study(
        self, counted: str, expected: tuple[int | None, int | None]
    ) -> None:
        told = f"We studied 300 women. They were young. Surgery of the primary was performed in {counted}."
        assert self.sizes(told) == expected

    def test_with_and_without_may_stand_in_either_order(self) -> None:
        told = "The study took in 900 women, {} surgery of the primary."
        assert self.sizes(told.format("410 with and 490 without")) == (410, 490)
        assert self.sizes(told.format("410 without and 490 with")) == (490, 410)
