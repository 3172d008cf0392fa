"""From records to the graph: what becomes a node, what joins reports into a study, and what never does."""

from __future__ import annotations

import random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.build import build_graph
from graph.model import Graph
from graph.studies.registrations import aliases, protocol_ids, read_number
from miner.article import AbstractSection, Article, Correction, Registration
from miner.errors import GraphError
from miner.model import Extraction
from miner.trial import Trial
from tests.graph_fixtures import ENTRIES, TRIALS, VOCABULARY, Entry, effect, entry, sample_graph


def build(*entries: Entry, trials: tuple[Trial, ...] = ()) -> Graph:
    return build_graph(entries, trials, VOCABULARY)


def reports_of(graph: Graph) -> list[list[str]]:
    """The PMIDs of each study, sorted."""
    return sorted(
        sorted(e.source.removeprefix("PMID:") for e in graph.into("REPORTS", study))
        for study in graph.nodes["Study"]
    )


def rct(pmid: str, year: int = 2015, **more: Any) -> Entry:
    return entry(
        pmid, "Elm", year, more.pop("title", "A trial of surgery"), design="randomized_trial", **more
    )


def listed(*numbers: str) -> tuple[Registration, ...]:
    return tuple(Registration("ClinicalTrials.gov", n) for n in numbers)


@settings(max_examples=25)
@given(seed=st.integers(0, 10_000), some=st.integers(1, len(ENTRIES)))
def test_the_order_of_the_input_never_changes_the_graph(seed: int, some: int) -> None:
    entries = list(ENTRIES[:some])
    trials = list(TRIALS)
    straight = build_graph(entries, trials, VOCABULARY)
    shuffler = random.Random(seed)
    shuffler.shuffle(entries)
    shuffler.shuffle(trials)
    assert build_graph(entries, trials, VOCABULARY) == straight


def test_the_same_record_twice_is_one_record() -> None:
    assert build_graph([*ENTRIES, *ENTRIES], TRIALS, VOCABULARY) == sample_graph()


def test_a_later_version_of_a_record_replaces_the_earlier() -> None:
    _, extraction = ENTRIES[0]
    old, new = (Article(pmid="90000900", version=v, title=f"version {v}") for v in (1, 2))
    for order in ([old, new], [new, old]):
        graph = build_graph([(a, extraction) for a in order], [], VOCABULARY)
        assert graph.nodes["Publication"]["PMID:90000900"]["title"] == "version 2"


def test_an_extraction_of_another_record_is_an_error() -> None:
    article, _ = ENTRIES[0]
    with pytest.raises(GraphError, match="extract it again"):
        build_graph([(article, ENTRIES[1][1])], [], VOCABULARY)


def test_an_unknown_concept_is_an_error() -> None:
    with pytest.raises(GraphError, match="'moon_dust' is not in the vocabulary"):
        build(rct("90000910", effects=(effect(1.0, intervention="moon_dust"),)))


class TestWhichReportsAreOneStudy:
    def test_one_number_in_two_trial_reports_joins_them(self) -> None:
        graph = build(
            rct("90000910", registrations=listed("NCT90000010")), rct("90000911", trial_ids=("NCT90000010",))
        )
        study = graph.nodes["Study"]["mbc:study/NCT90000010"]
        assert study["publications"] == 2
        assert study["joined_by"] == ("registration NCT:NCT90000010",)

    def test_two_numbers_of_one_trial_join_when_the_registry_says_so(self) -> None:
        trial = Trial(registry="ClinicalTrials.gov", registry_id="NCT90000010", other_ids=("2009-012345-12",))
        entries = (
            rct("90000910", trial_ids=("NCT90000010",)),
            rct("90000911", trial_ids=("EudraCT 2009-012345-12",)),
        )
        assert reports_of(build(*entries)) == [["90000910"], ["90000911"]]
        assert reports_of(build(*entries, trials=(trial,))) == [["90000910", "90000911"]]

    @pytest.mark.parametrize(
        "other",
        [
            pytest.param({"design": "meta_analysis", "trial_ids": ("NCT90000010",)}, id="meta-analysis"),
            pytest.param({"design": "narrative_review", "registrations": listed("NCT90000010")}, id="review"),
            pytest.param({"design": "registry_cohort", "trial_ids": ("NCT90000010",)}, id="SEER cohort"),
            pytest.param(
                {"design": "retrospective_cohort", "trial_ids": ("NCT90000010",)}, id="cohort citing it"
            ),
            pytest.param({"design": "case_report"}, id="no number"),
            pytest.param(
                {"design": "randomized_trial", "trial_ids": ("NCT90000010", "NCT90000011")},
                id="pooled analysis of two",
            ),
        ],
    )
    def test_what_only_speaks_of_a_trial_is_not_joined_to_it(self, other: dict[str, Any]) -> None:
        graph = build(
            rct("90000910", trial_ids=("NCT90000010",)), entry("90000911", "Oak", 2020, "On surgery", **other)
        )
        assert reports_of(graph) == [["90000910"], ["90000911"]]

    def test_a_chain_of_numbers_never_runs_two_trials_together(self) -> None:
        graph = build(
            rct("90000910", trial_ids=("NCT90000010", "ISRCTN90000010")),
            rct("90000911", trial_ids=("ISRCTN90000010", "UMIN000009999")),
            rct("90000912", trial_ids=("UMIN000009999", "NCT90000012")),
        )
        assert reports_of(graph) == [["90000910"], ["90000911"], ["90000912"]]
        assert len(graph.nodes["Study"]) == 3

    def test_the_registry_names_a_report_that_prints_no_number(self) -> None:
        trial = Trial(registry="ClinicalTrials.gov", registry_id="NCT90000010", references=("90000911",))
        graph = build(rct("90000910", trial_ids=("NCT90000010",)), rct("90000911"), trials=(trial,))
        assert reports_of(graph) == [["90000910", "90000911"]]
        alone = build(rct("90000911"), trials=(trial,))
        assert [e.properties["via"] for e in alone.edges["REGISTERED_AS"]] == ["registry_reference"]

    def test_a_protocol_number_in_the_title_counts_elsewhere_not(self) -> None:
        trial = Trial(registry="ClinicalTrials.gov", registry_id="NCT90000010", acronym="ZX-2108")
        titled = build(rct("90000910", title="Surgery or not: the ZX-2108 trial"), trials=(trial,))
        assert [e.properties["via"] for e in titled.edges["REGISTERED_AS"]] == ["protocol_id"]
        told = build(rct("90000910", methods="Unlike ZX-2108, we gave no drugs."), trials=(trial,))
        assert told.edges["REGISTERED_AS"] == []

    def test_pubmed_links_a_follow_up(self) -> None:
        graph = build(
            entry("90000910", "Elm", 2010, "Five years", design="prospective_cohort"),
            entry(
                "90000911", "Elm", 2015, "Ten years", corrections=(Correction("UpdateOf", "90000910", None),)
            ),
        )
        assert reports_of(graph) == [["90000910", "90000911"]]
        (study,) = graph.nodes["Study"].values()
        assert study["joined_by"] == ("PubMed links PMID:90000910 and PMID:90000911",)

    def test_a_comment_is_no_study(self) -> None:
        graph = build(
            entry(
                "90000910",
                "Elm",
                2010,
                "On that trial",
                publication_types=(("D016420", "Comment"),),
                design="other",
            )
        )
        assert graph.nodes["Study"] == {}
        assert list(graph.nodes["Publication"]) == ["PMID:90000910"]


class TestWhatAStudySays:
    def test_the_main_report_is_the_first_with_findings_and_gives_the_label(self) -> None:
        graph = build(
            rct("90000910", 2009, title="Protocol", trial_ids=("NCT90000010",)),
            rct("90000911", 2015, trial_ids=("NCT90000010",), effects=(effect(1.0),)),
            rct("90000912", 2021, trial_ids=("NCT90000010",), effects=(effect(0.9),)),
        )
        study = graph.nodes["Study"]["mbc:study/NCT90000010"]
        assert study["label"] == "Elm 2015"
        assert study["main_publication_id"] == "PMID:90000911"

    def test_a_paper_stands_before_the_meeting_s_abstract_of_it(self) -> None:
        graph = build(
            rct("90000910", 2020, trial_ids=("NCT90000010",), effects=(effect(1.0),), issue="18_suppl"),
            rct("90000911", 2022, trial_ids=("NCT90000010",), effects=(effect(1.0),)),
        )
        assert graph.nodes["Study"]["mbc:study/NCT90000010"]["label"] == "Elm 2022"

    def test_the_randomised_number_stands_before_the_analysed(self) -> None:
        study = sample_graph().nodes["Study"]["mbc:study/NCT90000001"]
        assert (study["sample_size"], study["sample_size_kind"]) == (300, "randomized")

    def test_a_size_that_no_report_states_is_null(self) -> None:
        (study,) = build(rct("90000910")).nodes["Study"].values()
        assert (study["sample_size"], study["sample_size_unit"], study["sample_size_kind"]) == (
            None,
            None,
            None,
        )

    def test_studies_that_would_share_a_label_get_a_letter(self) -> None:
        labels = [s["label"] for s in sample_graph().nodes["Study"].values()]
        assert {"Alder 2012a", "Alder 2012b", "Larch 2015"} <= set(labels)
        assert len(labels) == len(set(labels))

    def test_it_is_retracted_only_when_every_report_is(self) -> None:
        gone = (Correction("RetractionIn", "90000999", None),)
        graph = build(
            rct("90000910", trial_ids=("NCT90000010",), corrections=gone),
            rct("90000911", trial_ids=("NCT90000010",)),
            rct("90000912", corrections=gone),
        )
        assert {i: s["retracted"] for i, s in graph.nodes["Study"].items()} == {
            "mbc:study/NCT90000010": False,
            "mbc:study/PMID90000912": True,
        }

    @pytest.mark.parametrize(
        ("methods", "years"),
        [
            ("Women diagnosed between January 2004 and December 2010 were identified.", (2004, 2010)),
            ("We reviewed patients treated in 1999-2008.", (1999, 2008)),
            ("Patients were treated from 2001 through 2005.", (2001, 2005)),
            ("We searched PubMed from 1990 to 2020 for patients.", None),
            ("Patients were followed up from 2004 to 2019.", None),
            ("Women treated since 2004 were identified.", None),
        ],
    )
    def test_years_are_those_of_the_patients(self, methods: str, years: tuple[int, int] | None) -> None:
        (study,) = build(entry("90000910", "Elm", 2020, "A cohort", methods)).nodes["Study"].values()
        assert (study["years_from"], study["years_to"]) == (years or (None, None))

    def test_populations_and_sources_come_from_title_and_methods(self) -> None:
        graph = sample_graph()
        seer = "mbc:study/PMID90000903"
        assert [n["name"] for n in graph.targets("DRAWS_ON", seer)] == ["SEER"]
        assert [n["name"] for n in graph.targets("INCLUDES", seer)] == ["bone-only"], (
            "liver metastases were excluded"
        )

    def test_a_treatment_named_without_an_estimate_is_described(self) -> None:
        roles = {
            e.target: e.properties["role"] for e in sample_graph().out("EVALUATES", "mbc:study/PMID90000905")
        }
        assert roles == {"mbc:hepatic_metastasectomy": "described"}


class TestFindings:
    def test_an_effect_knows_its_study_report_endpoint_and_treatments(self) -> None:
        graph = sample_graph()
        found = graph.targets("FOUND", "mbc:study/NCT90000002", "Effect")
        (whole,) = [e for e in found if e["subgroup"] is None]
        node_id = str(whole["id"])
        assert node_id.startswith("mbc:effect/PMID90000902/HR/")
        assert (whole["value"], whole["ci_low"], whole["ci_high"], whole["ci_level"]) == (0.7, 0.52, 0.94, 90)
        assert [n["id"] for n in graph.targets("STATED_IN", node_id)] == ["PMID:90000902"]
        assert [n["id"] for n in graph.targets("ON", node_id)] == ["mbc:overall_survival"]
        assert [n["id"] for n in graph.targets("EXPERIMENTAL", node_id)] == ["mbc:primary_tumour_surgery"]
        assert [n["id"] for n in graph.targets("COMPARATOR", node_id)] == ["mbc:systemic_therapy"]

    def test_its_id_does_not_change_with_the_confidence_of_the_reading(self) -> None:
        sure, unsure = (
            build(rct("90000910", effects=(effect(0.8, confidence=c, checks=k),)))
            for c, k in ((0.99, ()), (0.2, ("p and interval disagree",)))
        )
        assert list(sure.nodes["Effect"]) == list(unsure.nodes["Effect"])

    def test_two_estimates_in_one_sentence_are_two(self) -> None:
        graph = build(rct("90000910", effects=(effect(0.8, adjusted=False), effect(0.8, adjusted=True))))
        assert len(graph.nodes["Effect"]) == 2

    def test_an_unrecognised_endpoint_leaves_the_effect_without_one(self) -> None:
        graph = build(rct("90000910", effects=(effect(0.8, endpoint="mood", endpoint_id=None),)))
        assert graph.edges["ON"] == []
        assert [e["endpoint_name"] for e in graph.nodes["Effect"].values()] == ["mood"]


class TestPublications:
    def test_notices_point_at_what_they_amend_whichever_record_says_so(self) -> None:
        amends = {(e.source, e.target, e.properties["kind"]) for e in sample_graph().edges["AMENDS"]}
        assert amends == {
            ("PMID:90000908", "PMID:90000902", "erratum"),
            ("PMID:90000999", "PMID:90000905", "retraction"),
        }

    @pytest.mark.parametrize(
        ("amended", "notice", "kind"),
        [
            ("RetractionIn", "RetractionOf", "retraction"),
            ("PartialRetractionIn", "PartialRetractionOf", "retraction"),
            ("ErratumIn", "ErratumFor", "erratum"),
            ("ExpressionOfConcernIn", "ExpressionOfConcernFor", "concern"),
            ("UpdateIn", "UpdateOf", "update"),
            ("CommentIn", "CommentOn", "comment"),
            ("CorrectedandRepublishedIn", "CorrectedandRepublishedFrom", "republication"),
            ("RetractedandRepublishedIn", "RetractedandRepublishedFrom", "republication"),
            ("RepublishedIn", "RepublishedFrom", "republication"),
            ("ReprintIn", "ReprintOf", "republication"),
        ],
    )
    def test_each_link_of_pubmed_points_from_the_notice_to_what_it_amends(
        self, amended: str, notice: str, kind: str
    ) -> None:
        for holder, link, other in (
            ("90000910", amended, "90000911"),
            ("90000911", notice, "90000910"),
        ):
            graph = build(rct(holder, corrections=(Correction(link, other, ""),)))
            (edge,) = graph.edges["AMENDS"]
            assert (edge.source, edge.target) == ("PMID:90000911", "PMID:90000910")
            assert edge.properties["kind"] == kind

    @pytest.mark.parametrize(
        "link", [("RetractionIn", "90000910"), ("RetractionIn", None), ("Other", "90000911")]
    )
    def test_a_link_to_itself_to_nothing_or_of_no_known_kind_is_none(
        self, link: tuple[str, str | None]
    ) -> None:
        kind, pmid = link
        none = Correction(kind, pmid, "")
        assert build(rct("90000910", corrections=(none,))).edges["AMENDS"] == []
        retraction = Correction("RetractionIn", "90000912", "")
        assert len(build(rct("90000910", corrections=(none, retraction))).edges["AMENDS"]) == 1

    def test_a_notice_outside_the_corpus_is_only_its_number(self) -> None:
        notice = sample_graph().nodes["Publication"]["PMID:90000999"]
        assert (notice["in_corpus"], notice["title"]) == (False, None)

    def test_citations_stay_within_the_corpus(self) -> None:
        cited = {e.target for e in sample_graph().out("CITES", "PMID:90000902")}
        assert cited == {"PMID:90000900", "PMID:90000903"}

    def test_a_number_that_no_registry_record_backs_is_marked(self) -> None:
        graph = build(rct("90000910", trial_ids=("UMIN000005586",)))
        trial = graph.nodes["Trial"]["UMIN:UMIN000005586"]
        assert (trial["registry"], trial["in_registry"], trial["title"]) == ("UMIN-CTR", False, None)


@pytest.mark.parametrize(
    ("printed", "node_id"),
    [
        ("NCT00193778", "NCT:NCT00193778"),
        ("nct00193778", "NCT:NCT00193778"),
        ("ISRCTN12345678", "ISRCTN:ISRCTN12345678"),
        ("EudraCT 2009-012345-12", "EUDRACT:2009-012345-12"),
        ("2009-012345-12", "EUDRACT:2009-012345-12"),
        ("UMIN000005586", "UMIN:UMIN000005586"),
        ("UMIN5586", "UMIN:UMIN000005586"),
        ("JPRN-umin0005586", "UMIN:UMIN000005586"),
        ("CTRI/2012/01/002345", "CTRI:CTRI/2012/01/002345"),
        ("CRD42020123456", None),
        ("NCT0019377", None),
    ],
)
def test_a_registry_number_is_known_by_its_shape(printed: str, node_id: str | None) -> None:
    number = read_number(printed)
    assert (number.id if number else None) == node_id


def test_an_alias_never_hides_a_trial_of_its_own() -> None:
    one = Trial(registry="ClinicalTrials.gov", registry_id="NCT90000010", other_ids=("NCT90000011",))
    two = Trial(registry="ClinicalTrials.gov", registry_id="NCT90000011")
    assert aliases([one, two]) == {}
    assert aliases([one]) == {"NCT:NCT90000011": "NCT:NCT90000010"}


def test_a_protocol_number_of_two_trials_names_neither() -> None:
    one = Trial(registry="ClinicalTrials.gov", registry_id="NCT90000010", other_ids=("ZX-2108", "short"))
    two = Trial(registry="ClinicalTrials.gov", registry_id="NCT90000011", other_ids=("ZX-2108",))
    assert protocol_ids([one]) == {"ZX-2108": "NCT:NCT90000010"}
    assert protocol_ids([one, two]) == {}


def test_a_record_without_author_or_year_is_labelled_by_its_number() -> None:
    article = Article(pmid="90000910", title="T", abstract=(AbstractSection(None, None, "Text."),))
    graph = build((article, Extraction(id="90000910", extractor="t", design="case_series")))
    assert [s["label"] for s in graph.nodes["Study"].values()] == ["PMID:90000910"]
