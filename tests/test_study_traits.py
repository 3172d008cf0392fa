"""What a study is called, and what its abstract says of how it was done."""

from __future__ import annotations

from typing import Any

import pytest

from graph.build import build_graph
from graph.model import Graph, Node
from graph.studies.local_treatment import given_or_withheld
from graph.studies.reports import Report
from graph.studies.traits import Traits, read_traits
from miner.article import AbstractSection, Article
from miner.corpus import load_corpus
from miner.model import Arm, ArmResult, Evidence, Extraction, SampleSize
from miner.text.document import read_document
from tests.graph_fixtures import VOCABULARY, Entry, entry

WORDS = load_corpus("mbc-surgery").vocabulary


def traits(
    methods: str = "", arms: tuple[Arm, ...] = (), *, design: str = "retrospective_cohort", **more: Any
) -> Traits:
    article = Article(
        pmid="90000001",
        title="Surgery of the primary tumour in stage IV breast cancer",
        abstract=(
            AbstractSection("METHODS", "METHODS", methods),
            AbstractSection("CONCLUSION", "CONCLUSIONS", "A landmark analysis would be welcome."),
        ),
    )
    found: dict[str, Any] = {"id": "90000001", "extractor": "t", "design": design, "arms": arms, **more}
    report = Report(article, Extraction(**found))
    return read_traits(report, read_document(article.text), WORDS)


def study(*entries: Entry) -> Node:
    (node,) = build_graph(entries, [], VOCABULARY).nodes["Study"].values()
    return node


class TestHandling:
    @pytest.mark.parametrize(
        ("methods", "named"),
        [
            ("A landmark at 12 months was imposed.", ("landmark analysis",)),
            ("Surgery entered the Cox model as a time-varying exposure.", ("time-dependent exposure",)),
            ("Groups were matched 1:1 on the propensity score.", ("propensity score", "matching")),
            ("We used inverse-probability weights.", ("inverse probability weighting",)),
            ("Survival was compared by the log-rank test.", ()),
        ],
    )
    def test_a_way_of_handling_bias_is_named(self, methods: str, named: tuple[str, ...]) -> None:
        assert traits(methods).handling == named

    def test_what_others_should_do_is_not_what_was_done(self) -> None:
        assert traits("We compared survival.").handling == ()


class TestAdjustment:
    @pytest.mark.parametrize(
        ("methods", "factors"),
        [
            (
                "Hazard ratios were adjusted for age, grade and number of sites.",
                "age, grade and number of sites",
            ),
            ("After adjustment for covariates, surgery was associated with survival.", "covariates"),
            ("Models controlling for the receptor status were fitted.", "receptor status were fitted"),
            ("We adjusted for differences between them.", None),
            ("Survival was compared.", None),
        ],
    )
    def test_factors_are_given_as_printed(self, methods: str, factors: str | None) -> None:
        found = traits(methods).adjusted_for
        assert found == factors or (factors or "").startswith(found or "-")


class TestSizes:
    @pytest.mark.parametrize(
        ("arms", "sizes"),
        [
            ((Arm("surgery", 82), Arm("no surgery", 142)), (82, 142)),
            ((Arm("systemic therapy alone", 131), Arm("locoregional treatment", 125)), (125, 131)),
            ((Arm("primary tumour surgery", 69), Arm("did not", 100)), (69, 100)),
            ((Arm("mastectomy", 61),), (61, None)),
            ((Arm("surgical", 61), Arm("conventional medical therapy", 98)), (61, 98)),
            ((Arm("Locoregional treatment", 122), Arm("did not receive it", 196)), (122, 196)),
            ((Arm("radiotherapy without surgery", 184), Arm("systemic treatment only", 238)), (184, 238)),
            # Which of two treated groups is "the operated one" is not clear; nor is a group without a name.
            ((Arm("breast-conserving surgery", 574), Arm("mastectomy", 1419)), (None, None)),
            ((Arm("surgery", 52), Arm("group", 105)), (None, None)),
            ((), (None, None)),
            # Beside two operations the untreated are clear; the operated are counted by sentences, not added.
            ((Arm("mastectomy", 10), Arm("lumpectomy", 20), Arm("no surgery", 30)), (None, 30)),
        ],
    )
    def test_only_groups_that_are_clear_are_counted(
        self, arms: tuple[Arm, ...], sizes: tuple[int | None, int | None]
    ) -> None:
        found = traits(arms=arms)
        assert (found.treated, found.untreated) == sizes

    def test_a_letter_goes_with_what_it_stands_for(self) -> None:
        arms = (Arm("systemic therapy alone (arm A)", 205), Arm("primary tumour resection (arm B)", 202))
        found = traits(arms=arms)
        assert (found.treated, found.untreated) == (202, 205)

    @pytest.mark.parametrize(("share", "treated"), [(35.0, 70), (70.0, None)])
    def test_without_groups_those_treated_are_counted_where_their_share_is_of_the_whole(
        self, share: float, treated: int | None
    ) -> None:
        said = Evidence(None, "Of 200 women 70 underwent surgery.", 0, 34)
        alike: dict[str, Any] = {
            "arm": "all patients",
            "endpoint": "underwent surgery",
            "evidence": said,
        }
        count = ArmResult(statistic="count", value=70.0, unit="patients", endpoint_class="other", **alike)
        rate = ArmResult(statistic="rate", value=share, unit="%", endpoint_class="other", **alike)
        found = traits(arm_results=(count, rate), sample_size=SampleSize(200))
        assert (found.treated, found.untreated) == (treated, None)

    def test_groups_larger_than_the_study_are_misread(self) -> None:
        found = traits(arms=(Arm("surgery", 2133),), sample_size=SampleSize(39))
        assert (found.treated, found.untreated) == (None, None)

    def test_a_review_has_no_groups_of_its_own(self) -> None:
        assert traits(arms=(Arm("surgery", 9),), design="meta_analysis") == Traits((), None, None, None)


class TestLabels:
    def test_author_and_year(self) -> None:
        assert study(entry("90000001", "Linden", 2015, "A cohort"))["label"] == "Linden 2015"

    @pytest.mark.parametrize(
        ("article", "label"),
        [
            (
                {"title": "Could local surgery improve survival in stage IV disease?"},
                "“Could local surgery improve survival…” n.d.",
            ),
            ({"title": "Hepatectomy: a series", "published": "2018-05"}, "“Hepatectomy…” 2018"),
            (
                {"title": "RETRACTED: A plant extract against fatigue"},
                "“A plant extract against fatigue” n.d.",
            ),
            ({"title": "[Short one.]", "published": "2001"}, "“Short one” 2001"),
        ],
    )
    def test_without_an_author_the_title_speaks(self, article: dict[str, Any], label: str) -> None:
        record = Article(pmid="90000001", abstract=(), **article)
        graph = build_graph(
            [(record, Extraction(id="90000001", extractor="t", design="case_series"))], [], VOCABULARY
        )
        assert [s["label"] for s in graph.nodes["Study"].values()] == [label]

    def test_two_of_one_name_get_letters(self) -> None:
        pair = [entry(f"9000000{i}", "Linden", 2015, f"Cohort {i}") for i in (1, 2)]
        labels = {s["label"] for s in build_graph(pair, [], VOCABULARY).nodes["Study"].values()}
        assert labels == {"Linden 2015a", "Linden 2015b"}


def test_the_graph_keeps_what_was_read() -> None:
    graph: Graph = build_graph(
        [
            entry(
                "90000001",
                "Linden",
                2015,
                "Surgery in stage IV breast cancer",
                "Patients were matched by propensity score; models were adjusted for age and grade.",
                arms=(Arm("surgery", 40), Arm("systemic therapy alone", 60)),
            )
        ],
        [],
        WORDS,
    )
    (node,) = graph.nodes["Study"].values()
    assert node["bias_handling"] == ("propensity score", "matching")
    assert (node["adjusted_for"], node["n_treated"], node["n_untreated"]) == ("age and grade", 40, 60)


class TestGroupsByName:
    @pytest.mark.parametrize(
        ("words", "kind"),
        [
            ("women who were operated on", "given"),
            ("excision group", "given"),
            ("radiotherapy without surgery", "given"),
            ("surgery alone", "given"),
            ("omission of surgery", "withheld"),
            ("managed without surgery of the primary", "withheld"),
            ("surgery not performed", "withheld"),
            ("systemic therapy alone", "withheld"),
            ("tumour left in place", None),
            ("left in place", "withheld"),
            ("the remaining patients", "withheld"),
            ("QXT combined with chemotherapy", None),
            ("patients", None),
        ],
    )
    def test_a_name_says_whether_it_was_given_local_treatment(self, words: str, kind: str | None) -> None:
        assert given_or_withheld(words, "", WORDS) == kind
