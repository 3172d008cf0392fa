"""Which groups a printed ratio compares, and which way round, before it is pooled; in invented studies."""

from __future__ import annotations

import math
from typing import Any

import pytest

from graph.synthesis.estimates import Estimate, LeftOut, read_estimates
from graph.synthesis.harmonise import select
from tests.map_fixtures import Evidence
from tests.pools import OVERALL, PRIMARY, group_of, reasons_of


def test_a_ratio_of_no_surgery_against_surgery_is_turned_round() -> None:
    evidence = Evidence()
    study = evidence.study("Alpha 2001")
    evidence.effect(
        study, 1.25, (1.0, 1.5625), experimental="no_surgery", comparator="primary_tumour_surgery"
    )
    (estimate,) = group_of(evidence.graph).kept
    assert estimate.inverted
    assert math.exp(estimate.log.estimate) == pytest.approx(0.8)
    assert estimate.notes[0] == "turned to 1/1.25, printed for no surgery vs primary tumour surgery"


def test_a_comparator_without_a_concept_is_read_from_the_contrast() -> None:
    evidence = Evidence()
    study = evidence.study("Alpha 2001")
    evidence.effect(study, 0.8, (0.6, 1.1), comparator=None, contrast="resection vs no resection")
    assert len(group_of(evidence.graph).kept) == 1


@pytest.mark.parametrize(
    ("contrast", "value", "turned"),
    [
        ("surgery", 0.6, False),
        ("surgical treatment of the primary", 0.6, False),
        ("omission of surgery", 1.6, True),
    ],
)
def test_a_regression_factor_is_read_as_treated_against_not(
    contrast: str, value: float, turned: bool
) -> None:
    evidence = Evidence()
    study = evidence.study("Alpha 2001", "registry_cohort")
    words = "On multivariable analysis the factor was associated with survival."
    evidence.effect(
        study,
        value,
        (value * 0.8, value / 0.8),
        comparator=None,
        contrast=contrast,
        quote=words,
        adjusted=True,
    )
    (estimate,) = group_of(evidence.graph).kept
    assert estimate.inverted is turned
    assert estimate.log.estimate < 0
    assert "read as treated against not treated" in estimate.notes[0]


@pytest.mark.parametrize(
    ("factor", "kept"), [("stereotactic_body_radiotherapy", 1), ("locoregional_treatment", 2)]
)
def test_a_factor_beside_the_treatment_compared_is_a_covariate(factor: str, kept: int) -> None:
    evidence = Evidence()
    study = evidence.study("Alpha 2001", "registry_cohort")
    words = "On multivariable analysis the factor was associated with survival."
    evidence.effect(study, 0.6, (0.5, 0.72), adjusted=True)
    evidence.effect(
        study, 1.3, (1.1, 1.5), experimental=factor, comparator=None, contrast="the factor", quote=words
    )
    found = list(read_estimates(evidence.graph))
    assert sum(isinstance(one, Estimate) for one in found) == kept
    reasons = [one.reason for one in found if isinstance(one, LeftOut)]
    assert reasons == ["a covariate: the study compares primary tumour surgery"][: 2 - kept]


def test_which_arm_comes_first_must_be_said_in_words_before_a_ratio_is_turned() -> None:
    evidence = Evidence()
    sides: dict[str, Any] = {"experimental": "systemic_therapy", "comparator": "primary_tumour_surgery"}
    evidence.effect(evidence.study("Alpha 2001"), 0.42, (0.33, 0.53), contrast="arm A vs arm B", **sides)
    assert "which arm the ratio puts first is not said in words" in reasons_of(evidence.graph)[0]


def test_a_ratio_is_not_turned_against_the_same_studys_own_figure() -> None:
    evidence = Evidence()
    study = evidence.study("Alpha 2001")
    evidence.effect(study, 0.41, (0.33, 0.52))
    evidence.effect(study, 0.42, (0.33, 0.53), experimental="no_surgery", comparator="primary_tumour_surgery")
    group = group_of(evidence.graph)
    assert [estimate.printed.value for estimate in group.kept] == [0.41]
    assert "would contradict 0.41" in group.left_out[0].reason


def test_subgroups_of_a_clause_behind_are_not_those_of_the_ratio() -> None:
    evidence = Evidence()
    study = evidence.study("Alpha 2001")
    words = "Surgery lengthened life (HR 0.65, 0.5–0.8), and the lumpectomy subgroup lived longest (HR 0.4)."
    evidence.effect(study, 0.65, (0.5, 0.8), quote=words)
    assert [estimate.printed.value for estimate in group_of(evidence.graph).kept] == [0.65]


@pytest.mark.parametrize(
    ("words", "kept"),
    [
        ("Surgery lengthened life (HR 0.65, 0.5–0.8), with a consistent benefit across subgroups.", True),
        ("The HR was 0.65 (0.5–0.8) with surgery, irrespective of the predefined subgroups.", True),
        ("Across subgroups surgery lengthened life by an HR of 0.65 (0.5–0.8).", False),
        ("The HR was 0.65 (0.5–0.8) in one subgroup and the same across all subgroups of age.", False),
    ],
)
def test_a_ratio_said_to_hold_across_subgroups_is_of_everyone(words: str, kept: bool) -> None:
    evidence = Evidence()
    study = evidence.study("Alpha 2001")
    evidence.effect(study, 0.65, (0.5, 0.8), quote=words)
    assert bool(select(evidence.graph).groups) is kept


def test_a_figure_in_a_list_of_factors_must_stand_beside_its_treatment() -> None:
    evidence = Evidence()
    study = evidence.study("Alpha 2001", "retrospective_cohort")
    words = (
        "On multivariable analysis a short interval (HR 4.5, 1.7–11.9) and grade (HR 3.0, 1.1–8.2) mattered."
    )
    factor: dict[str, Any] = {"experimental": None, "comparator": None, "contrast": "grade", "quote": words}
    evidence.effect(study, 3.0, (1.1, 8.2), **factor)
    evidence.effect(study, 4.5, (1.7, 11.9), quote=words)
    assert any("does not name the treatment beside it" in reason for reason in reasons_of(evidence.graph))


class TestAnArmThatATrialNamesElsewhere:
    """A trial has the arms it has: a later report that names only one of them compares it with the other."""

    @staticmethod
    def later(
        others: tuple[str, ...], design: str = "randomized_trial", contrast: str = "surgery"
    ) -> list[float]:
        """The values pooled for a study whose second report names the treatment alone."""
        evidence = Evidence()
        study = evidence.study("Larch 2012", design, 270)
        for comparator in others:
            evidence.effect(study, 0.66, (0.49, 0.88), comparator=comparator)
        late = evidence.report(study, 2019)
        evidence.effect(study, 0.71, (0.59, 0.86), comparator=None, report=late, contrast=contrast)
        groups = [g for g in select(evidence.graph).groups if g.key.intervention == PRIMARY]
        return [e.printed.value for g in groups for e in g.kept if g.key.endpoint == OVERALL]

    def test_is_taken_from_its_other_estimates(self) -> None:
        assert self.later(("no_surgery", "systemic_therapy_alone")) == [0.71]

    def test_is_not_guessed_where_they_name_none(self) -> None:
        assert self.later(()) == []

    def test_is_not_guessed_where_they_name_two(self) -> None:
        assert 0.71 not in self.later(("no_surgery", "stereotactic_body_radiotherapy"))

    def test_is_not_taken_for_the_omission_of_the_treatment(self) -> None:
        assert self.later(("no_surgery",), contrast="no surgery") == [0.66]

    def test_is_not_taken_in_a_cohort(self) -> None:
        assert self.later(("no_surgery",), design="registry_cohort") == [0.66]


FIGURES = "(HR 0.70, 95% CI 0.60-0.82)."
ASSUMED = "which group the ratio puts first is not printed: taken as treated against not treated"


class TestWhichGroupTheRatioPutsFirst:
    """A ratio turned wrongly favours the other group: words must say that it is the other way round."""

    @staticmethod
    def read(
        contrast: str, words: str, first: str, second: str, title: str = "On local treatment"
    ) -> Estimate | LeftOut:
        """The estimate of a trial that prints this contrast, in a sentence that begins with these words."""
        evidence = Evidence()
        study = evidence.study("Alpha 2001")
        evidence.graph.sources("REPORTS", study)[0]["title"] = title
        quote = f"{words} {FIGURES}"
        evidence.effect(
            study, 0.7, (0.6, 0.82), experimental=first, comparator=second, contrast=contrast, quote=quote
        )
        (found,) = read_estimates(evidence.graph)
        return found

    @pytest.mark.parametrize(
        ("contrast", "words", "title", "inverted", "note"),
        [
            ("no surgery vs surgery", "No surgery versus surgery", "", True, "turned to 1/0.7"),
            ("no surgery vs surgery", "Death was rarer without it", "", True, "turned to 1/0.7"),
            ("no surgery vs surgery", "The risk of death was lower", "", False, ASSUMED),
            ("no surgery vs surgery", "Death was rarer with surgery", "", False, ASSUMED),
            ("no surgery vs surgery", "The risk of death was lower", "Omission of surgery", True, "turned"),
            ("women without surgery", "Women without surgery lived longer", "", True, "turned to 1/0.7"),
        ],
    )
    def test_the_omission_of_treatment_first(
        self, contrast: str, words: str, title: str, inverted: bool, note: str
    ) -> None:
        found = self.read(contrast, words, "no_surgery", "primary_tumour_surgery", title)
        assert isinstance(found, Estimate)
        assert (found.experimental, found.comparator, found.inverted) == (PRIMARY, "", inverted)
        assert found.notes[0].startswith(note)

    def test_those_without_treatment_as_whom_others_are_set_against(self) -> None:
        words = "Survival was longer than in women without surgery"
        found = self.read("women without surgery", words, "no_surgery", "primary_tumour_surgery")
        assert isinstance(found, LeftOut)
        assert "who is set against them is not read" in found.reason

    @pytest.mark.parametrize(
        ("first", "second", "words", "inverted"),
        [
            ("mastectomy", "radiotherapy", "Mastectomy versus radiotherapy", False),
            ("radiotherapy", "mastectomy", "Radiotherapy versus mastectomy", True),
            ("mastectomy", "radiotherapy", "Survival was longer with mastectomy", False),
            ("mastectomy", "radiotherapy", "Survival was longer", False),
        ],
    )
    def test_two_treatments_stand_in_the_order_of_their_ids(
        self, first: str, second: str, words: str, inverted: bool
    ) -> None:
        found = self.read(f"{first} vs {second}", words, first, second)
        assert isinstance(found, Estimate)
        assert (found.experimental, found.comparator) == ("mbc:mastectomy", "mbc:radiotherapy")
        assert found.inverted is inverted

    @pytest.mark.parametrize(
        ("contrast", "words", "why"),
        [
            (
                "radiotherapy vs mastectomy",
                "Survival was 38 months with radiotherapy and 40 with mastectomy",
                "which of the two the ratio puts first is not said in words",
            ),
            (
                "postoperative radiotherapy vs mastectomy",
                "Postoperative radiotherapy versus mastectomy",
                "both groups had the treatment that this one follows",
            ),
            (
                "radiotherapy vs mastectomy alone",
                "Radiotherapy versus mastectomy alone",
                "the other group may have had as well what one had alone",
            ),
        ],
    )
    def test_two_treatments_of_which_more_would_have_to_be_known(
        self, contrast: str, words: str, why: str
    ) -> None:
        found = self.read(contrast, words, "radiotherapy", "mastectomy")
        assert isinstance(found, LeftOut)
        assert f"contrast not clear, {why}" in found.reason

    def test_each_treatment_alone_is_compared_with_the_other(self) -> None:
        words = "Radiotherapy alone versus mastectomy alone"
        assert isinstance(self.read(words.lower(), words, "radiotherapy", "mastectomy"), Estimate)

    @pytest.mark.parametrize(
        "sides", [("mastectomy", "primary_tumour_surgery"), ("primary_tumour_surgery", "mastectomy")]
    )
    def test_a_treatment_against_what_includes_it_is_no_comparison(self, sides: tuple[str, str]) -> None:
        found = self.read(f"{sides[0]} vs {sides[1]}", f"{sides[0]} versus {sides[1]}", *sides)
        assert isinstance(found, LeftOut)
        assert "one side includes the other" in found.reason


class TestAPartOfThoseTreated:
    """Set against all who were not: how the operation went is known only of those who had it."""

    read = staticmethod(TestWhichGroupTheRatioPutsFirst.read)

    @pytest.mark.parametrize(
        ("contrast", "words", "is_read"),
        [
            ("complete resection vs none", "Complete resection versus none", True),
            ("complete resection vs none", "Resection versus none", False),
            ("R1 resection vs none", "R1 resection versus none", False),
            ("complete resection vs none", "Complete resection versus none or incomplete", False),
        ],
    )
    def test_is_read_where_its_own_sentence_tells_of_it_and_of_no_other_part(
        self, contrast: str, words: str, is_read: bool
    ) -> None:
        found = self.read(contrast, words, "primary_tumour_surgery", "no_surgery")
        if isinstance(found, Estimate):
            assert found.notes == ("of those treated, only those named: complete resection",)
        else:
            assert "it sets but a part of those treated against the others" in found.reason
        assert isinstance(found, Estimate) is is_read
