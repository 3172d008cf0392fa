"""Which phrase of a sentence is the factor and which the endpoint."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from miner.phrases.frames import frame_of


def _frame(text: str, number: str) -> tuple[str, str]:
    frame = frame_of(text, text.index(number))
    assert frame is not None
    return frame.factor, frame.endpoint


class TestAListOfFactors:
    @pytest.mark.parametrize(
        ("number", "factor"), [("1.02", "age"), ("1.60", "high grade"), ("0.71", "hormone receptor status")]
    )
    def test_each_number_goes_to_the_phrase_before_it(self, number: str, factor: str) -> None:
        text = (
            "On multivariable analysis, age (HR 1.02), high grade (HR 1.60) and hormone receptor status "
            "(HR 0.71) were independent predictors of relapse."
        )
        assert _frame(text, number) == (factor, "relapse")

    def test_the_endpoint_may_come_first(self) -> None:
        text = "Independent predictors of death were bone-only disease (HR 0.6) and visceral crisis (HR 2.4)."
        assert _frame(text, "2.4") == ("visceral crisis", "death")

    def test_an_endpoint_that_is_predicted_by_factors(self) -> None:
        text = "Local control was independently predicted by margin width (HR 0.8) and tumour size (HR 1.3)."
        assert _frame(text, "1.3") == ("tumour size", "Local control")

    @pytest.mark.parametrize(
        ("number", "factor"),
        [("1.43", "bone pain"), ("1.28", "ECOG 1"), ("1.86", "ECOG 2"), ("1.35", "anaemia")],
    )
    def test_a_level_told_alone_has_the_factor_before_it(self, number: str, factor: str) -> None:
        text = "Death was hastened also by bone pain (1.43), ECOG 1 (1.28) or 2 (1.86), and anaemia (1.35)."
        assert _frame(text, number) == (factor, "Death")

    @pytest.mark.parametrize(("number", "factor"), [("1.03", "age"), ("2.40", "wound haematoma")])
    def test_what_is_listed_beside_age_is_a_factor(self, number: str, factor: str) -> None:
        text = "Slow healing was associated with age (OR 1.03) and wound haematoma (OR 2.40)."
        assert _frame(text, number) == (factor, "Slow healing")

    def test_the_endpoint_that_the_study_is_known_for_is_no_factor(self) -> None:
        text = "Gallstones were associated with coffee (OR 0.8) and thick bile (OR 2.4)."
        frame = frame_of(text, text.index("2.4"), known="gallstones")
        assert frame is not None
        assert (frame.factor, frame.endpoint) == ("thick bile", "Gallstones")

    @pytest.mark.parametrize(
        ("number", "factor"),
        [("1.3", "lower nodal yield"), ("2.2", "increased drain output"), ("1.9", "fever")],
    )
    def test_an_adjective_that_opens_an_item_is_no_verb(self, number: str, factor: str) -> None:
        text = (
            "Obesity (OR 5), lower nodal yield (OR 1.3), increased drain output (OR 2.2), fever (OR 1.9) "
            "predicted wound seroma."
        )
        assert _frame(text, number) == (factor, "wound seroma")

    def test_the_phrase_in_whose_bracket_the_number_stands_is_the_factor(self) -> None:
        text = "A higher drain score (OR 4.1) was associated with seroma in women after mastectomy."
        assert _frame(text, "4.1") == ("higher drain score", "seroma")

    def test_a_number_of_patients_with_a_comma_leads_in_as_well(self) -> None:
        text = "Among 8,140 matched women, clip use was associated with a lower risk of seroma (HR 0.88)."
        assert _frame(text, "0.88")[0] == "clip use"


class TestAListOfEndpoints:
    @pytest.mark.parametrize(("number", "endpoint"), [("0.62", "survival"), ("0.40", "local progression")])
    def test_one_factor_bears_on_each(self, number: str, endpoint: str) -> None:
        text = "Resection led to longer survival (HR 0.62) and less local progression (HR 0.40)."
        factor, said = _frame(text, number)
        assert factor == "Resection"
        assert endpoint in said

    @pytest.mark.parametrize(
        "less", ["19% lower", "22 per cent reduced", "two-fold increased", "2.5-fold higher"]
    )
    def test_how_much_less_is_no_verb(self, less: str) -> None:
        text = f"Early weaning was associated with a {less} risk of gallstones (OR 0.81)."
        factor, endpoint = _frame(text, "0.81")
        assert factor == "Early weaning"
        assert "gallstones" in endpoint

    def test_a_survival_that_is_associated_with_a_factor_is_the_endpoint(self) -> None:
        text = "Overall survival was associated with the number of metastases (HR 1.4)."
        assert _frame(text, "1.4") == ("number of metastases", "Overall survival")

    def test_a_factor_that_is_associated_with_survival_is_the_factor(self) -> None:
        text = "Hepatectomy was associated with improved overall survival (HR 0.5)."
        assert _frame(text, "0.5") == ("Hepatectomy", "overall survival")

    def test_what_there_is_more_of_is_the_endpoint(self) -> None:
        text = (
            "Reassurance was associated with greater contentment (OR 1.3) and more frequent visits (OR 1.2)."
        )
        assert _frame(text, "1.2") == ("Reassurance", "more frequent visits")

    def test_an_estimate_with_brackets_in_its_bracket_ends_an_item(self) -> None:
        text = "Predictors of relapse were statins (odds ratio [OR] 0.33, [CI] 0.1 to 0.9) and age (OR 1.06)."
        assert _frame(text, "1.06") == ("age", "relapse")


class TestListsOfFactors:
    @pytest.mark.parametrize(
        "said",
        [
            "Dropout was independently linked with nights (OR 1.6), younger age (OR 1.4) and debt (OR 2.1).",
            "Dropout was predicted by nights (OR 1.6), younger age (OR 1.4) and debt (OR 2.1).",
            "Dropout occurred more often with nights (OR 1.6), younger age (OR 1.4) or debt (OR 2.1).",
            "Dropout increased with nights (OR 1.6), younger age (OR 1.4) and debt (OR 2.1).",
        ],
    )
    def test_what_several_factors_bear_on_is_the_endpoint_of_all(self, said: str) -> None:
        assert _frame(said, "1.4") == ("younger age", "Dropout")
        assert _frame(said, "2.1") == ("debt", "Dropout")

    def test_what_one_exposure_leads_to_is_no_list_of_factors(self) -> None:
        text = "Vaping was associated with bronchitis (OR 1.6), wheeze (OR 1.4) and rhinitis (OR 1.2)."
        assert _frame(text, "1.4")[0] == "Vaping"

    def test_an_item_that_opens_like_a_verb_is_a_factor(self) -> None:
        text = "Risk factors for ileus were opioids (OR 1.9), prolonged fasting (OR 1.6) and age (OR 1.1)."
        assert _frame(text, "1.6") == ("prolonged fasting", "ileus")

    @pytest.mark.parametrize("aux", ["was", "did", "had"])
    def test_another_factor_does_likewise(self, aux: str) -> None:
        text = f"Obesity was a risk factor for gout (HR 2.1), as {aux} heavy drinking (HR 1.7)."
        assert _frame(text, "1.7") == ("heavy drinking", "gout")

    def test_several_others_do_likewise(self) -> None:
        text = "Gout predicted stroke (HR 2.1), as did migraine (HR 1.7) and sleep apnoea (HR 1.4)."
        assert _frame(text, "1.4") == ("sleep apnoea", "stroke")

    def test_a_level_above_a_number_is_not_a_comparison(self) -> None:
        text = "Adherence was predicted by more than two visits (OR 1.6) and low income (OR 1.4)."
        assert _frame(text, "1.6")[0] == "more than two visits"

    def test_a_relation_may_leave_its_verb_out(self) -> None:
        text = "Readmission was associated with poverty (OR 1.6) and inversely with home visits (OR 0.7)."
        assert _frame(text, "0.7") == ("home visits", "Readmission")

    def test_what_is_incident_is_an_endpoint(self) -> None:
        text = "Deafness was associated with incident dementia (HR 1.6)."
        assert _frame(text, "1.6") == ("Deafness", "incident dementia")


class TestWhatIsNotTold:
    def test_no_relation_no_frame(self) -> None:
        assert frame_of("The hazard ratio was 0.7.", 21) is None

    def test_a_passive_reduction_names_no_factor_on_its_left(self) -> None:
        frame = frame_of("Mortality was significantly reduced after hepatectomy (HR 0.6).", 58)
        assert frame is None or frame.factor != "Mortality was significantly"

    def test_a_pronoun_is_no_factor(self) -> None:
        assert _frame("It was associated with a lower risk of stroke (HR 0.8).", "0.8") == (
            "",
            "risk of stroke",
        )

    def test_what_was_adjusted_for_is_no_factor(self) -> None:
        text = (
            "After adjusting for age, grade and site, lobectomy was associated with longer survival (HR 0.7)."
        )
        assert _frame(text, "0.7")[0] == "lobectomy"


@given(
    st.text(alphabet="aHR 0.7(),;were predictors of death as associated with ", max_size=300),
    st.integers(0, 300),
)
def test_any_text_is_read_without_error(text: str, at: int) -> None:
    frame = frame_of(text, min(at, len(text)))
    assert frame is None or frame.factor or frame.endpoint


class TestAClauseWithoutItsVerb:
    @pytest.mark.parametrize(("number", "factor"), [("1.02", "wine"), ("1.03", "cider")])
    def test_those_that_were_not_stand_in_the_place_of_the_subject(self, number: str, factor: str) -> None:
        text = (
            "Beer was associated with gout (RR 1.12, 1.07-1.18), whereas wine (RR 1.02, 0.98-1.06) and cider "
            "(RR 1.03, 0.97-1.09) were not."
        )
        assert _frame(text, number) == (factor, "gout")

    def test_or_of_the_endpoint_where_that_is_the_subject(self) -> None:
        text = "Gout was more frequent in brewers (OR 1.8, 1.2-2.7), but asthma (OR 1.1, 0.8-1.5) was not."
        assert _frame(text, "1.1,") == ("brewers", "asthma")

    def test_a_clause_with_a_verb_of_its_own_is_none(self) -> None:
        text = "Beer raised the risk of gout (RR 1.12), whereas wine (RR 1.02) had no effect."
        assert frame_of(text, text.index("1.02")) is None


def test_an_analysis_without_a_comma_is_no_part_of_the_factor() -> None:
    assert _frame("In crude analysis salt >10 g was linked with gout (OR 4.1).", "4.1") == (
        "salt >10 g",
        "gout",
    )
