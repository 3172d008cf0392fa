"""A study as the map shows it, the rows it may stand in, and the columns. All studies are invented."""

from __future__ import annotations

from itertools import groupby

import pytest

from graph.map.build import build_map
from graph.map.data import MapData, StudyEntry
from miner.model import REVIEW_DESIGNS
from tests.map_fixtures import Evidence


def page_of(evidence: Evidence) -> MapData:
    return build_map(evidence.graph, title="Invented field", question="Does it help?", notice="")


def only(evidence: Evidence) -> StudyEntry:
    """The one study of the map."""
    (study,) = page_of(evidence)["studies"]
    return study


def reported_twice() -> Evidence:
    """A registered trial with an earlier report beside its main one, each with a figure."""
    evidence = Evidence()
    study = evidence.study(
        "Alpha 2005",
        sources=("seer",),
        populations=("bone_only_metastases", "de_novo_metastatic"),
        trial="NCT90000001",
        countries=("France", "Italy"),
    )
    main = evidence.graph.sources("REPORTS", study)[0]
    main |= {"title": "Surgery or none", "journal": "Journal of the main report"}
    early = evidence.report(study, 2001, journal="Journal of the early one", doi=None)
    evidence.effect(study, 0.7, (0.6, 0.82), checks=("value_outside_interval",))
    evidence.effect(study, 0.8, (0.6, 1.07), report=early)
    return evidence


def test_a_study_is_shown_by_its_main_report_and_leads_to_each() -> None:
    evidence = reported_twice()
    study, page = only(evidence), page_of(evidence)
    assert (study["title"], study["journal"]) == ("Surgery or none", "Journal of the main report")
    assert (study["year"], study["design"], study["kind"], study["n"]) == (
        2005,
        "randomized_trial",
        "randomized",
        300,
    )
    assert (study["scope"], study["conclusion"], study["countries"]) == (
        True,
        "no_difference",
        ["France", "Italy"],
    )
    assert [page["populations"][i]["name"] for i in study["populations"]] == [
        "Bone-only metastases",
        "De novo metastatic breast cancer",
    ]
    assert [page["sources"][i]["name"] for i in study["sources"]] == ["SEER Program"]
    assert [words.partition(" ")[0].partition(":")[0] for words, _ in study["links"]] == [
        "PubMed",
        "doi",
        "PubMed",
        "NCT90000001",
    ]
    first, second = study["findings"]
    assert first["about"].endswith(" · Journal of the main report 2005")
    assert second["about"].endswith(" · Journal of the early one 2001")
    assert first["checks"] == ["value outside interval"]
    assert (first["kind"], first["reason"]) == (
        "Effect",
        "the printed figures do not agree (value outside interval)",
    )
    assert (second["checks"], second["reason"]) == ([], "")


def test_what_is_retracted_or_doubted_is_flagged() -> None:
    evidence = reported_twice()
    assert only(evidence)["flags"] == []
    evidence.graph.sources("REPORTS", "mbc:study/Alpha-2005")[1]["concern"] = True
    assert only(evidence)["flags"] == ["expression of concern"]
    assert ["concern" in finding["about"] for finding in only(evidence)["findings"]].count(True) == 1
    evidence.graph.sources("REPORTS", "mbc:study/Alpha-2005")[1]["retracted"] = True
    assert ["report retracted" in finding["about"] for finding in only(evidence)["findings"]].count(True) == 1
    evidence.graph.nodes["Study"]["mbc:study/Alpha-2005"]["retracted"] = True
    assert only(evidence)["flags"] == ["retracted", "expression of concern"]


def test_what_a_person_gave_is_marked() -> None:
    evidence = reported_twice()
    assert (only(evidence)["curated"], only(evidence)["by_hand"]) == (False, [])
    evidence.graph.nodes["Study"]["mbc:study/Alpha-2005"]["given_by_hand"] = ("design",)
    assert (only(evidence)["curated"], only(evidence)["by_hand"]) == (True, ["design"])
    evidence = reported_twice()
    evidence.graph.targets("FOUND", "mbc:study/Alpha-2005", "Effect")[1]["curated"] = True
    assert only(evidence)["curated"]


@pytest.mark.parametrize(
    ("design", "kind"),
    [
        ("randomized_trial", "randomized"),
        ("registry_cohort", "observational"),
        ("case_series", "series"),
        ("case_report", "series"),
        ("guideline", "other"),
        (None, "other"),
        *((design, "review") for design in sorted(REVIEW_DESIGNS)),
    ],
)
def test_a_design_is_drawn_as_one_of_five_kinds(design: str | None, kind: str) -> None:
    evidence = reported_twice()
    evidence.graph.nodes["Study"]["mbc:study/Alpha-2005"]["design"] = design
    assert (only(evidence)["kind"], only(evidence)["design"]) == (kind, design or "other")


def test_a_report_without_a_page_of_its_own_is_searched_for_by_its_title() -> None:
    evidence = reported_twice()
    for report in evidence.graph.sources("REPORTS", "mbc:study/Alpha-2005"):
        report |= {"url": "https://example.org/1", "doi": None}
    (search, address), (trial, _) = only(evidence)["links"]
    assert (search, trial) == ("its title in PubMed", "NCT90000001")
    assert "Surgery" in address


def test_a_finding_without_groups_stands_under_what_the_study_tests_before_what_it_describes() -> None:
    evidence = Evidence()
    study = evidence.study("Alpha 2001", "case_series", treatments=("hepatic_metastasectomy",))
    evidence.arm_result(study, "resected", 30.0, "months")
    page = page_of(evidence)
    (at,) = page["studies"][0]["at"]
    assert page["interventions"][at[0]]["id"] == "mbc:hepatic_metastasectomy"
    evidence.graph.add_edge(
        "EVALUATES", ("Study", study), ("Intervention", "mbc:mastectomy"), role="experimental"
    )
    page = page_of(evidence)
    (at,) = page["studies"][0]["at"]
    assert page["interventions"][at[0]]["id"] == "mbc:mastectomy"


def test_a_finding_between_groups_stands_under_these_alone() -> None:
    evidence = Evidence()
    study = evidence.study("Alpha 2001", treatments=("hepatic_metastasectomy",))
    evidence.effect(study, 0.7, (0.6, 0.82), experimental="mastectomy", comparator="radiotherapy")
    page = page_of(evidence)
    assert {page["interventions"][row]["id"] for row, _ in page["studies"][0]["at"]} == {
        "mbc:mastectomy",
        "mbc:radiotherapy",
    }


class TestRows:
    def test_stand_beneath_the_broader_ones_the_more_studied_first(self) -> None:
        evidence = Evidence()
        for n, treatment in enumerate(("breast_conserving_surgery", "mastectomy", "mastectomy")):
            study = evidence.study(f"S{n} 2001")
            evidence.effect(study, 0.7, (0.6, 0.82), experimental=treatment)
        rows = page_of(evidence)["interventions"]
        place = {row["id"]: n for n, row in enumerate(rows)}
        assert place["mbc:mastectomy"] < place["mbc:breast_conserving_surgery"]
        for n, row in enumerate(rows):
            if row["parent"] is None:
                assert row["depth"] == 0
            else:
                assert row["parent"] < n
                assert row["depth"] == rows[row["parent"]]["depth"] + 1

    def test_none_withholds_treatment(self) -> None:
        evidence = reported_twice()
        categories = {
            evidence.graph.nodes["Intervention"][row["id"]]["category"]
            for row in page_of(evidence)["interventions"]
        }
        assert "surgery" in categories
        assert "none" not in categories

    def test_await_trials_of_themselves_and_of_what_lies_beneath_that_report_nothing(self) -> None:
        evidence = reported_twice()
        evidence.trial("NCT90000009", "mastectomy")
        evidence.trial("NCT90000008", "mastectomy")
        evidence.trial("NCT90000007", "mastectomy", has_results=True)
        page = page_of(evidence)
        awaited = {row["id"]: row["awaited"] for row in page["interventions"]}
        assert len(awaited["mbc:mastectomy"]) == 2
        assert (
            awaited["mbc:mastectomy"]
            == awaited["mbc:primary_tumour_surgery"]
            == sorted(awaited["mbc:mastectomy"])
        )
        assert awaited["mbc:radiotherapy"] == []


class TestColumns:
    def test_stand_in_groups_survival_first_and_the_more_studied_first_in_each(self) -> None:
        evidence = Evidence()
        study = evidence.study("Alpha 2001")
        for endpoint in (
            "relative_survival",
            "overall_survival",
            "progression_free_survival",
            "complication",
        ):
            evidence.effect(study, 0.7, (0.6, 0.82), endpoint=endpoint)
        evidence.effect(evidence.study("Beta 2002"), 0.7, (0.6, 0.82))
        columns = page_of(evidence)["endpoints"]
        # Each group is one run of columns.
        assert [group for group, _ in groupby(columns, lambda column: column["group"])] == (
            "survival local_control progression distant recurrence patient_reported harm response function "
            "process biology"
        ).split()
        place = {column["id"]: n for n, column in enumerate(columns)}
        assert place["mbc:overall_survival"] < place["mbc:relative_survival"]

    def test_say_which_events_patients_want(self) -> None:
        good = {column["id"]: column["good"] for column in page_of(reported_twice())["endpoints"]}
        assert (good["mbc:overall_survival"], good["mbc:objective_response"]) == ("fewer", "more")
        assert good["mbc:quality_of_life"] == ""
