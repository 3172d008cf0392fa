"""Which side of a relation a number compares, where its words say what there is a risk of."""

from __future__ import annotations

import pytest

from miner.contrasts.read import contrast_for
from miner.phrases.frames import frame_of
from miner.text.document import read_document


def contrast_of(text: str, number: str, title: str = "A cohort study") -> str:
    doc = read_document(f"{title}\nRESULTS: {text}")
    start = doc.text.index(number)
    return contrast_for(doc, doc.sentence_at(start), start, start + len(number), ())


class TestRisksOfSeveralThings:
    @pytest.mark.parametrize("number", ["2.1", "1.7", "1.3"])
    def test_what_there_is_a_higher_risk_of_is_not_compared(self, number: str) -> None:
        text = (
            "E. coli carriage was associated with higher risks of sepsis (RR 2.1, 95% CI 1.4-3.0), jaundice "
            "(RR 1.7, 95% CI 1.1-2.6) and wet lung (RR 1.3, 95% CI 1.1-1.6)."
        )
        assert contrast_of(text, number) == "E. coli carriage"

    def test_a_range_of_percentages_is_how_much(self) -> None:
        text = (
            "Each added night shift was linked to 4% to 6% lower odds of reaching target glucose on weekdays "
            "(OR 0.95) and weekends (OR 0.94)."
        )
        frame = frame_of(text, text.index("0.94"))
        assert frame is not None
        assert frame.factor == "Each added night shift"
        assert frame.told

    @pytest.mark.parametrize(("number", "factor"), [("2.2", "beer"), ("1.4", "offal")])
    def test_what_is_listed_behind_a_colon_is_the_factor(self, number: str, factor: str) -> None:
        text = "Specific foods linked to a higher risk of gout were: beer (OR 2.2) and offal (OR 1.4)."
        assert contrast_of(text, number) == factor

    @pytest.mark.parametrize(("number", "factor"), [("3.4", "fever"), ("1.8", "rash")])
    def test_when_something_is_likelier_to_be_done(self, number: str, factor: str) -> None:
        text = "Lumbar puncture was more likely to be done when there was fever (OR 3.4) or a rash (OR 1.8)."
        frame = frame_of(text, text.index(number))
        assert frame is not None
        assert (factor in frame.factor, frame.endpoint) == (True, "Lumbar puncture")


class TestReceptorsAreNoRatios:
    @pytest.mark.parametrize("number", ["0.6", "7.4"])
    def test_women_are_named_by_the_receptor(self, number: str) -> None:
        text = (
            "The SIR of a second cancer was 0.6 (95% CI 0.5 to 0.8) among women with HR-positive tumours and "
            "7.4 (95% CI 5.9 to 9.1) among women with HR-negative tumours."
        )
        sign = "positive" if number == "0.6" else "negative"
        assert contrast_of(text, number) == f"women with HR-{sign} tumours"


class TestAPairIsThatOfItsOwnNumber:
    @pytest.mark.parametrize(
        ("number", "contrast"), [("3.9", "cementless cup"), ("1.4", "lateral vs medial entry")]
    )
    def test_a_pair_in_the_next_item_is_not_of_this_one(self, number: str, contrast: str) -> None:
        text = (
            "Independent predictors of loosening were a cementless cup (HR 3.9, 95% CI 3.1-4.8), and lateral "
            "compared with medial entry (HR 1.4, 95% CI 1.1-1.8)."
        )
        assert contrast_of(text, number) == contrast

    @pytest.mark.parametrize(
        ("number", "contrast"), [("9.1", "burns"), ("2.7", "obesity"), ("1.9", "varices")]
    )
    def test_with_or_without_is_torn_by_two_estimates(self, number: str, contrast: str) -> None:
        text = (
            "Independent risk factors for sepsis included burns (OR 9.1), ulcers with (OR 5.2) or without "
            "(OR 3.3) necrosis, obesity (OR 2.7) and varices (OR 1.9)."
        )
        assert contrast_of(text, number) == contrast


class TestAVerbTellsTheFactor:
    @pytest.mark.parametrize("number", ["0.71", "0.64", "0.83"])
    def test_against_what_the_sentence_before_compares(self, number: str) -> None:
        text = (
            "Nursing for six months, compared with three, was a protective factor for eczema (OR 0.93). "
            "Fish oil for pregnant women significantly reduced the risk of milk allergy at two years "
            "(OR 0.71), wheeze at five years (OR 0.64) and rhinitis (OR 0.83)."
        )
        assert contrast_of(text, number).startswith("Fish oil")

    @pytest.mark.parametrize("number", ["1.52", "1.18"])
    def test_people_stand_against_people(self, number: str) -> None:
        text = (
            "Men reporting use of sedatives showed greater decline in word recall (OR 1.52) and in attention "
            "(OR 1.18) than men not using sedatives."
        )
        assert "sedatives" in contrast_of(text, number)
        assert "attention" not in contrast_of(text, number)

    def test_a_benefit_is_seen_in_some(self) -> None:
        text = "No survival benefit with radiotherapy was seen in women with clear margins (HR 1.1)."
        assert contrast_of(text, "1.1") == "radiotherapy"

    @pytest.mark.parametrize(("number", "contrast"), [("3.2", "current smokers"), ("1.6", "former smokers")])
    def test_risks_that_are_seen_in_some(self, number: str, contrast: str) -> None:
        text = (
            "Compared with never smokers, the highest risks were seen in current smokers (OR 3.2, 95% CI "
            "2.1-4.9) and former smokers (OR 1.6, 95% CI 1.1-2.4)."
        )
        assert (
            contrast_of(text, number, "Smoking and cancer: a case-control study")
            == f"{contrast} vs never smokers"
        )

    def test_where_odds_are_higher(self) -> None:
        text = "Cramps showed higher odds in the pregnant group (OR 1.9)."
        frame = frame_of(text, text.index("1.9"))
        assert frame is not None
        assert (frame.factor, frame.endpoint) == ("pregnant group", "Cramps")


class TestAReferenceOfItsOwn:
    def test_a_decimal_point_does_not_end_it(self) -> None:
        text = (
            "Using the group with an index < 8.8 and no gout as the reference, the highest hazard ratio was "
            "found in the group with a higher index and gout (HR 2.15)."
        )
        assert contrast_of(text, "2.15") == "higher index and gout vs group with an index < 8.8 and no gout"

    def test_this_genotype_is_that_of_the_sentence_before(self) -> None:
        text = (
            "Carriers of the rs12 T allele had an increased risk of gout (OR 1.3). Moreover, this genotype "
            "was associated with an increased risk of kidney stones (OR 1.7)."
        )
        assert "rs12 T allele" in contrast_of(text, "1.7")


class TestLabelsOfRows:
    @pytest.mark.parametrize(
        ("number", "contrast"),
        [
            ("1.00", "low iron intake group"),
            ("1.24", "middle iron intake group"),
            ("1.61", "high iron intake group"),
        ],
    )
    def test_groups_stand_behind_their_brackets(self, number: str, contrast: str) -> None:
        text = (
            "Anaemia was seen in 41 (12%; HR 1.00; 95% CI 0.8-1.2) in the low, 38 (11%; HR 1.24; 95% CI "
            "0.9-1.6) in the middle, and 29 (8%; HR 1.61; 95% CI 1.1-2.3) in the high iron intake group."
        )
        assert contrast_of(text, number) == contrast

    @pytest.mark.parametrize(
        ("number", "contrast"), [("2.1", "Mayo score"), ("1.4", "Child score"), ("1.2", "Child score")]
    )
    def test_two_ratios_of_one_label(self, number: str, contrast: str) -> None:
        text = (
            "Both scores foretold transplantation and bleeding; Mayo score: HR 3.3 (1.5-6.7), "
            "HR 2.1 (1.3-3.5); "
            "Child score: HR 1.4 (1.1-2.2), HR 1.2 (1.0-1.8), respectively."
        )
        assert contrast_of(text, number, "Two scores") == contrast

    def test_the_ratio_in_a_group(self) -> None:
        text = "This association held (P = 0.02): the HR in the lowest third was 1.56 (95% CI 1.02-2.36)."
        assert contrast_of(text, "1.56", "Salt and death") == "lowest third"

    def test_subgroups_in_brackets_of_a_later_clause(self) -> None:
        text = (
            "Low expression was associated with longer survival in stage II (HR 0.92) and stage III (HR "
            "0.91) disease, although this amounted to a gain of 2.0% (stage II) and 0.4% (stage III)."
        )
        assert contrast_of(text, "0.92") == "Low expression"


class TestTheEndpointOfAListOfTraits:
    @pytest.mark.parametrize(
        ("number", "factor"), [("2.6", "having another illness"), ("2.4", "more stress")]
    )
    def test_the_short_form_within_another(self, number: str, factor: str) -> None:
        text = "csFOF was associated with having another illness (OR 2.6) and more stress (OR 2.4)."
        frame = frame_of(text, text.index(number), "fear of falling (FOF)")
        assert frame is not None
        assert (frame.factor, frame.endpoint) == (factor, "csFOF")

    def test_an_adjective_behind_and_is_no_verb(self) -> None:
        text = "The trial led to less lying down and prolonged bouts of standing (31 min/day)."
        frame = frame_of(text, text.index("31"))
        assert frame is None or "lying" not in frame.factor

    @pytest.mark.parametrize(("number", "factor"), [("1.3", "maternal asthma"), ("1.5", "dust at home")])
    def test_what_mothers_had_is_no_endpoint_of_their_children(self, number: str, factor: str) -> None:
        text = "Wheeze in toddlers was associated with maternal asthma (OR 1.3) and dust at home (OR 1.5)."
        frame = frame_of(text, text.index(number), "asthma")
        assert frame is not None
        assert (frame.factor, frame.endpoint) == (factor, "Wheeze")


class TestWhoStandsOnTheLeft:
    @pytest.mark.parametrize(
        ("text", "number", "contrast"),
        [
            (
                "In infants born by section, the odds of colic were higher than in those born vaginally "
                "(OR 1.36).",
                "1.36",
                "infants born by section vs born vaginally",
            ),
            (
                "Women in the top third of noise had an adjusted OR for early birth of 1.27 (1.11-1.45) "
                "versus the lowest third.",
                "1.27",
                "Women in the top third of noise vs lowest third",
            ),
            (
                "Eating fish at 6 months might reduce the risk of wheeze in children compared with late "
                "weaning (OR 0.61).",
                "0.61",
                "Eating fish at 6 months vs late weaning",
            ),
            (
                "Patients first diagnosed with oral cancer would have an increased risk of lymphoma "
                "(SIR 1.18).",
                "1.18",
                "patients first diagnosed with oral cancer",
            ),
            (
                "Relapse was predicted by necrosis (OR 3.1) but not by age at surgery (OR 0.99).",
                "0.99",
                "age at surgery",
            ),
        ],
    )
    def test_the_whole_name_of_the_group(self, text: str, number: str, contrast: str) -> None:
        assert contrast_of(text, number).lower() == contrast.lower()
