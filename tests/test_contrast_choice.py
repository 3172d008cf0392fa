"""Of several readings of a contrast, the one that looks most like it."""

from __future__ import annotations

import pytest

from miner.contrasts.choice import Reading, Scene, likeliest, traits_of
from miner.contrasts.readings import left_by_sentence
from miner.contrasts.sense import can_stand
from miner.model import Arm
from miner.reading import extract, extract_document
from miner.text.document import read_document


def _contrast(text: str) -> str:
    effects = extract_document(read_document(text)).effects
    assert len(effects) == 1
    return effects[0].contrast


class TestWhatCanStand:
    @pytest.mark.parametrize("contrast", ["surgery vs no surgery", "age", "resection vs did not"])
    def test_names_can(self, contrast: str) -> None:
        assert can_stand(contrast)

    @pytest.mark.parametrize("contrast", ["", "Ninety patients", "both groups vs placebo"])
    def test_what_says_nothing_cannot(self, contrast: str) -> None:
        assert not can_stand(contrast)

    def test_nothing_to_choose_from_gives_nothing(self) -> None:
        assert likeliest([Reading("stated", "both groups")], Scene("text", 0, ())).contrast == ""


class TestTraits:
    def test_the_endpoint_of_the_number_is_told_apart(self) -> None:
        scene = Scene("Resection reduced local recurrence (HR 0.7).", 38, (), "local recurrence")
        reading = Reading("last", "local recurrence")
        assert "left:is the endpoint" in traits_of(reading, [reading], scene)

    def test_the_heaviest_reading_is_as_clear_as_all_that_say_the_same(self) -> None:
        scene = Scene("Resection was compared with observation (HR 0.7).", 44, ())
        said = [Reading(kind, "resection vs observation") for kind in ("study", "design")]
        weights = {"kind:stated": 0.4, "kind:study": 0.5, "kind:design": 0.6}
        alone = likeliest([Reading("stated", "ablation"), said[0]], scene, weights)
        backed = likeliest([Reading("stated", "ablation"), *said], scene, weights)
        assert alone.contrast == backed.contrast == "resection vs observation"
        assert alone.clarity < backed.clarity < 1

    def test_the_arms_of_the_study_are_known(self) -> None:
        arms = (Arm("resection", 20), Arm("observation", 21))
        scene = Scene("Resection lengthened survival (HR 0.7).", 34, arms)
        reading = Reading("frame", "Resection")
        assert "left:an arm" in traits_of(reading, [reading], scene)


class TestTheChoice:
    def test_a_factor_without_effect_is_not_one_left_out(self) -> None:
        doc = read_document(
            "Prognosis in gastric cancer: a cohort study. On multivariable analysis nodal stage (HR 1.9, "
            "95% CI 1.2-3.0) but not the extent of resection (HR 1.04, 95% CI 0.66-1.64) predicted death."
        )
        assert [e.contrast for e in extract_document(doc).effects] == ["nodal stage", "extent of resection"]

    def test_a_group_keeps_what_its_sentence_sets_it_against(self) -> None:
        contrast = _contrast(
            "Early surgery, a trial. We randomised 90 women. Surgery followed by chemotherapy, compared with "
            "chemotherapy alone, was associated with an HR for OS of 0.74 (95% CI 0.58 to 0.95)."
        )
        assert contrast.endswith("vs chemotherapy alone")

    def test_readings_that_agree_make_it_clear(self) -> None:
        scene = Scene("Resection was compared with observation (HR 0.7).", 44, ())
        alone = [Reading("stated", "Resection vs observation"), Reading("title", "margin width")]
        backed = [Reading("stated", "Resection vs observation"), Reading("study", "resection vs observation")]
        assert likeliest(backed, scene).clarity > likeliest(alone, scene).clarity

    def test_an_endpoint_is_not_taken_for_what_is_compared(self) -> None:
        assert (
            "resection"
            in _contrast(
                "Lung resection and outcome. We followed 90 patients for years. Resection was associated "
                "with fewer distant recurrences (HR 0.61, 95% CI 0.40 to 0.93)."
            ).lower()
        )

    @pytest.mark.parametrize("elsewhere", ["study", "arms", "around", "earlier frame"])
    def test_an_item_of_a_list_of_factors_is_not_the_studys_groups(self, elsewhere: str) -> None:
        text = "Grade 3 (HR 2.1) and lobular (HR 1.9) histology were related to earlier relapse."
        readings = [Reading(elsewhere, "resection vs observation"), Reading("factor", "lobular")]
        scene = Scene(text, text.index("1.9"), (), "relapse", "Resection of metastases", text.lower())
        assert likeliest([*readings, Reading("frame", "lobular")], scene).contrast == "lobular"

    def test_the_effect_that_a_sentence_names_is_not_that_of_another_sentence(self) -> None:
        text = "In trials alone the effect of drainage on survival was uncertain (HR 0.9)."
        readings = [Reading("around", "resection vs no resection"), Reading("effect of", "drainage")]
        scene = Scene(text, text.index("0.9"), (), "survival", "Drainage", text.lower())
        assert likeliest(readings, scene).contrast == "drainage"


def test_what_was_left_out_is_never_turned_into_what_was_done() -> None:
    text = "The omission of drainage carried a higher hazard of death (HR 1.8)."
    readings = [Reading("subject", "omission of drainage"), Reading("title", "drainage")]
    scene = Scene(text, text.index("1.8"), (), "death", "Drainage and survival", text.lower())
    assert likeliest(readings, scene).contrast == "omission of drainage"
    assert likeliest(readings[::-1], scene).contrast == "omission of drainage"


GROUPS = "Stents and grafts\nMETHODS: We compared 90 patients with stents with 95 with grafts.\nRESULTS: "


@pytest.mark.parametrize(
    "sentence",
    [
        pytest.param("Cramps (RR 1.29, 95% CI 0.84-1.98) and itching (RR 1.1) were comparable.", id="first"),
        pytest.param("Itching (RR 1.1) and cramps (RR 1.29, 95% CI 0.84-1.98) did not differ.", id="last"),
        pytest.param("Cramps did not change (38 vs 41 per 1000 days; RR 1.29, 0.84-1.98).", id="rates"),
    ],
)
def test_what_differs_between_groups_or_does_not_is_no_factor(sentence: str) -> None:
    (effect,) = [e for e in extract(GROUPS + sentence, None).effects if e.value == 1.29]
    assert {side.split()[-1] for side in effect.contrast.split(" vs ")} == {"stents", "grafts"}


def test_whom_the_sentence_itself_sets_against_whom_stays() -> None:
    text = "Pain in smokers was lower than in drinkers (P = 0.02)."
    own, arms = Reading("stated", "Pain in smokers vs drinkers"), Reading("arms", "stents vs grafts")
    scene = Scene(text, text.index(" was"), (Arm("stents", 90), Arm("grafts", 95)))
    assert own in left_by_sentence([own, arms], scene)
    alike = scene._replace(text="Pain in smokers was similar (P = 0.5).")
    assert left_by_sentence([own, arms], alike) == [arms]


def test_a_factor_that_goes_with_something_stays_one() -> None:
    text = f"{GROUPS}Diabetes (RR 1.29, 95% CI 1.04-1.98) and age (RR 1.1) were associated with cramps."
    assert extract(text, None).effects[0].contrast == "Diabetes"


def test_an_arm_that_goes_by_a_letter_is_no_endpoint() -> None:
    text = (
        "Early drainage: randomised trial\nMETHODS: Patients were randomised to arm A (drain, n = 45) or "
        "arm B (suture, n = 45).\nRESULTS: Median overall survival in arm A was 32.8 months versus 47.2 "
        "months in arm B (HR 1.41; 95% CI 0.72-2.76)."
    )
    assert extract(text, None).effects[0].contrast == "drain (arm A) vs suture (arm B)"
