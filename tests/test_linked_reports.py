"""Reports that a registration or a link of PubMed makes one study, and what that study takes from each."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Literal

import pytest

from graph.studies.join import Joins, StudyGroup, join_reports
from graph.studies.reports import Report
from miner.article import Correction, Registration
from miner.model import SampleSize
from miner.trial import Trial
from tests.graph_fixtures import effect, entry

NUMBER = (Registration("ClinicalTrials.gov", "NCT90000001"),)
RETRACTED: dict[str, Any] = {"publication_types": (("D016441", "Retracted Publication"),)}


def report(last: int, design: str = "randomized_trial", **more: Any) -> Report:
    """The report with this last figure of its number."""
    article, extraction = entry(f"9000000{last}", "Elm", 2010 + last, f"Report {last}")
    of_article = {k: more.pop(k) for k in list(more) if k in type(article).__dataclass_fields__}
    return Report(replace(article, **of_article), replace(extraction, **{"design": design, **more}))


def linked(kind: str, last: int) -> tuple[Correction, ...]:
    return (Correction(kind, f"9000000{last}", None),)


def together(*reports: Report, trials: tuple[Trial, ...] = ()) -> list[list[str]]:
    """The last figures of the numbers of each study with more than one report."""
    studies = join_reports(reports, trials)
    return [[r.id[-1] for r in study.reports] for study in studies if len(study.reports) > 1]


class TestLinksOfPubmed:
    @pytest.mark.parametrize(
        "kind",
        [
            "UpdateIn",
            "UpdateOf",
            "CorrectedandRepublishedIn",
            "CorrectedandRepublishedFrom",
            "RetractedandRepublishedIn",
            "RetractedandRepublishedFrom",
            "OriginalReportIn",
            "ReprintIn",
            "ReprintOf",
            "RepublishedIn",
            "RepublishedFrom",
        ],
    )
    def test_a_report_told_again_is_of_the_same_study(self, kind: str) -> None:
        assert together(report(1), report(2, corrections=linked(kind, 1))) == [["1", "2"]]

    @pytest.mark.parametrize("kind", ["CommentIn", "CommentOn", "ErratumIn", "AssociatedPublication"])
    def test_a_report_that_speaks_of_another_is_not(self, kind: str) -> None:
        assert together(report(1), report(2, corrections=linked(kind, 1))) == []

    @pytest.mark.parametrize(
        "other",
        [{"design": "meta_analysis"}, {"publication_types": (("D016425", "Published Erratum"),)}],
        ids=["review", "notice"],
    )
    def test_neither_a_review_nor_a_notice_is_a_report_of_it(self, other: dict[str, Any]) -> None:
        assert together(report(1), report(2, corrections=linked("UpdateOf", 1), **other)) == []
        assert together(report(1, corrections=linked("UpdateIn", 2)), report(2, **other)) == []

    def test_a_link_to_itself_joins_nothing(self) -> None:
        (study,) = join_reports([report(1, corrections=linked("UpdateOf", 1))], ())
        assert study.joined_by == ()


class TestRegistrations:
    @pytest.mark.parametrize("design", ["nonrandomized_trial", "prospective_cohort"])
    def test_a_trial_of_any_kind_is_joined_by_a_number_in_its_text(self, design: str) -> None:
        assert together(report(1, registrations=NUMBER), report(2, design, trial_ids=("NCT90000001",))) == [
            ["1", "2"]
        ]

    def test_so_is_a_protocol(self) -> None:
        protocol = (("D000078325", "Clinical Trial Protocol"),)
        two = report(2, "other", trial_ids=("NCT90000001",), publication_types=protocol)
        assert together(report(1, registrations=NUMBER), two) == [["1", "2"]]

    @pytest.mark.parametrize(
        ("design", "joins"),
        [("retrospective_cohort", True), ("registry_cohort", False), ("meta_analysis", False)],
    )
    def test_what_is_listed_joins_any_report_but_a_review_or_a_registrys_cohort(
        self, design: str, joins: bool
    ) -> None:
        found = together(report(1, registrations=NUMBER), report(2, design, registrations=NUMBER))
        assert bool(found) == joins

    @pytest.mark.parametrize("name", ["Published Erratum", "Comment", "Editorial", "News", "Biography"])
    def test_a_notice_has_no_registration_of_its_own(self, name: str) -> None:
        notice = report(2, registrations=NUMBER, publication_types=(("", name),))
        assert together(report(1, registrations=NUMBER), notice) == []
        with_findings = report(
            2, registrations=NUMBER, publication_types=(("", name),), effects=(effect(1.0),)
        )
        assert together(report(1, registrations=NUMBER), with_findings) != []

    def test_what_the_registry_cites_is_of_the_trial_if_it_is_a_trials_report(self) -> None:
        trial = Trial(registry="ClinicalTrials.gov", registry_id="NCT90000001", references=("90000002",))
        one = report(1, registrations=NUMBER)
        assert together(one, report(2), trials=(trial,)) == [["1", "2"]]
        assert together(one, report(2, "retrospective_cohort"), trials=(trial,)) == []


class TestReasons:
    def test_each_is_kept_as_studies_grow_together(self) -> None:
        second = report(2, registrations=NUMBER, corrections=linked("UpdateOf", 1))
        (study,) = join_reports([report(1), second, report(3, registrations=NUMBER)], ())
        assert study.joined_by == (
            "PubMed links PMID:90000001 and PMID:90000002",
            "registration NCT:NCT90000001",
        )

    def test_one_given_by_hand_or_by_a_duplicate_is_another(self) -> None:
        pair = ("PMID:90000001", "PMID:90000002", "same DOI")
        (study,) = join_reports([report(1), report(2)], (), Joins(together=(pair,)))
        assert study.joined_by == ("same DOI",)
        apart = Joins(apart=frozenset({"PMID:90000002"}), together=(pair,))
        assert len(join_reports([report(1), report(2)], (), apart)) == 2


Kind = Literal["randomized", "enrolled", "analysed"]


class TestSize:
    @staticmethod
    def study(*sizes: tuple[int | None, Kind]) -> StudyGroup:
        """One study whose reports say these sizes, the main one first."""
        quote = effect(1.0).evidence
        reports = [
            report(n, registrations=NUMBER, sample_size=SampleSize(value, "participants", kind, quote))
            for n, (value, kind) in enumerate(sizes, 1)
        ]
        (study,) = join_reports(reports, ())
        return study

    @pytest.mark.parametrize(
        ("main", "other", "taken"),
        [
            ("randomized", "enrolled", 100),
            ("enrolled", "randomized", 200),
            ("analysed", "enrolled", 200),
            ("enrolled", "analysed", 100),
            ("analysed", "randomized", 200),
            ("enrolled", "enrolled", 100),
        ],
    )
    def test_is_what_was_randomised_before_enrolled_before_analysed(
        self, main: Kind, other: Kind, taken: int
    ) -> None:
        assert self.study((100, main), (200, other)).sized_by.extraction.sample_size.value == taken

    def test_is_that_of_a_report_which_states_one(self) -> None:
        study = self.study((None, "randomized"), (200, "analysed"))
        assert study.sized_by.extraction.sample_size.value == 200

    def test_is_that_of_no_retracted_report_while_another_stands(self) -> None:
        quote = effect(1.0).evidence
        analysed = SampleSize(100, "participants", "analysed", quote)
        randomised = SampleSize(200, "participants", "randomized", quote)
        first = report(1, registrations=NUMBER, sample_size=analysed)
        second = report(2, registrations=NUMBER, sample_size=randomised, **RETRACTED)
        (study,) = join_reports((first, second), ())
        assert study.sized_by.extraction.sample_size.value == 100
        first = report(1, registrations=NUMBER, sample_size=analysed, **RETRACTED)
        (study,) = join_reports((first, second), ())
        assert study.sized_by.extraction.sample_size.value == 200


def test_a_retracted_report_makes_no_trial_of_a_study_that_stands() -> None:
    cohort = report(1, "retrospective_cohort", registrations=NUMBER)
    (study,) = join_reports((cohort, report(2, registrations=NUMBER, **RETRACTED)), ())
    assert study.designed_by is cohort
