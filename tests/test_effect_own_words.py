"""The endpoint told right before an estimate's bracket: what people did, or a list's next item."""

from __future__ import annotations

import pytest

from miner.effects.endpoints import endpoint_of_effect
from miner.model import EndpointClass
from miner.text.document import read_document


def endpoint_of(sentence: str, number: str, title: str = "Deafness in farmers") -> tuple[str, EndpointClass]:
    doc = read_document(f"{title}\nMETHODS:\nFarmers were asked to take part.\nRESULTS:\n{sentence}", "x")
    start = doc.text.index(number, doc.text.index("RESULTS"))
    return endpoint_of_effect(doc, doc.sentence_at(start), start, start + len(number))


LIKELIER = (
    "Deaf farmers were more likely to wear gloves (OR 1.31, 95% CI 1.1-1.6), less likely to receive "
    "counselling (OR 0.72, 95% CI 0.6-0.9) and more likely than others to retire (OR 1.54, 1.2 to 2.0)."
)


@pytest.mark.parametrize(
    ("number", "expected"), [("1.31", "wear gloves"), ("0.72", "counselling"), ("1.54", "retire")]
)
def test_each_predicate_is_the_endpoint_of_its_own_estimate(number: str, expected: str) -> None:
    assert endpoint_of(LIKELIER, number) == (expected, "other")


def test_to_goes_on_with_what_was_likely() -> None:
    sentence = (
        "They were more prone to fall (OR 1.8, 95% CI 1.2-2.6) and to lose work (OR 1.4, 95% CI 1.1-1.8)."
    )
    assert endpoint_of(sentence, "1.4")[0] == "lose work"


def test_what_was_done_more_often_than_to_others() -> None:
    sentence = "Aids of plastic were replaced more often than those of steel (HR 1.42, 95% CI 1.2-1.7)."
    assert endpoint_of(sentence, "1.42")[0] == "replaced"


def test_but_not_tells_the_next_endpoint() -> None:
    sentence = (
        "Muffs lowered the risk of tinnitus (RR 0.61, 0.4 to 0.9) but not of vertigo (RR 0.97, 0.7 to 1.3)."
    )
    assert endpoint_of(sentence, "0.97")[0] == "vertigo"


def test_a_subgroup_is_no_endpoint_beside_the_one_before() -> None:
    sentence = (
        "Noise raised the odds of asthma (OR 1.6, 95% CI 1.2-2.1), and in women (OR 1.9, 95% CI 1.3-2.8)."
    )
    assert endpoint_of(sentence, "1.9")[0] == "asthma"


@pytest.mark.parametrize(
    ("number", "expected"),
    [("0.82", "disease_specific_survival"), ("0.91", "overall_survival")],
)
def test_dying_of_one_cause_and_of_any(number: str, expected: str) -> None:
    sentence = (
        "Farmers were less likely to die of lung cancer (HR 0.82, 95% CI 0.7-0.9) or of any cause "
        "(HR 0.91, 95% CI 0.8-1.0)."
    )
    assert endpoint_of(sentence, number)[1] == expected


@pytest.mark.parametrize("number", ["0.71", "0.84", "0.93"])
def test_a_row_of_risks_goes_one_by_one_to_a_row_of_estimates(number: str) -> None:
    sentence = (
        "The relative risks of asthma, lumbar strain and hay fever were 0.71 (95% CI 0.5-0.9), "
        "0.84 (95% CI 0.7-1.0) and 0.93 (95% CI 0.8-1.1), respectively."
    )
    names = {"0.71": "asthma", "0.84": "lumbar strain", "0.93": "hay fever"}
    assert endpoint_of(sentence, number)[0] == names[number]


def test_a_name_behind_the_estimate_that_has_its_own_gives_way_to_the_subject() -> None:
    sentence = (
        "Wax plugs were rarer (RR 0.62, 0.4 to 0.9), and overall survival was longer (HR 0.81, 0.7 to 0.9)."
    )
    assert endpoint_of(sentence, "0.62")[0] == "Wax plugs"


@pytest.mark.parametrize(
    ("composite", "expected"),
    [
        ("deafness, dialysis, or renal death", "other"),
        ("relapse or death", "disease_free_survival"),
        ("death or ear transplantation", "other"),
    ],
)
def test_what_is_counted_with_death_is_one_endpoint(composite: str, expected: str) -> None:
    sentence = f"Earmuffs lowered the risk of {composite} (HR 0.82, 95% CI 0.73-0.93)."
    name, endpoint_class = endpoint_of(sentence, "0.82")
    assert name.endswith(composite)
    assert endpoint_class == expected


def test_what_was_needed_is_the_endpoint() -> None:
    sentence = "Earmuffs reduced the need for hearing aids (RR 0.45, 95% CI 0.3-0.6)."
    assert endpoint_of(sentence, "0.45")[0] == "hearing aids"


def test_the_primary_endpoint_may_be_told_between_commas() -> None:
    sentence = "The primary outcome, cerumen removal by 72 hours, was rarer (RR 0.80, 95% CI 0.66-0.97)."
    assert endpoint_of(sentence, "0.80")[0] == "cerumen removal by 72 hours"


@pytest.mark.parametrize(
    ("sentence", "number", "expected"),
    [
        (
            "Deafness was associated with tinnitus (OR 2.4, 1.4 to 4.1) and with vertigo (OR 1.73, 1.1-2.6).",
            "1.73",
            "vertigo",
        ),
        (
            "Dust was associated with resistance to drugs (OR 2.4, 1-4) and with itching (OR 1.73, 1.1-2).",
            "1.73",
            "itching",
        ),
        (
            "Dust did not affect deafness (HR 1.05, 0.9-1.2); rehousing was as frequent (OR 1.13, 0.9-1.3).",
            "1.13",
            "rehousing",
        ),
        (
            "Those with aids reached independence more often (OR 1.73, 95% CI 1.1-2.6).",
            "1.73",
            "independence",
        ),
    ],
)
def test_the_item_after_the_relations_own_preposition(sentence: str, number: str, expected: str) -> None:
    assert endpoint_of(sentence, number)[0] == expected


def test_mortality_of_its_own_time_is_not_that_of_the_operation() -> None:
    sentence = (
        "Deaf farmers had more operative mortality (OR 2.05, 95% CI 1.4-2.9), falls (OR 1.5, 1.1-2.0) and "
        "one-year mortality (HR 1.93, 95% CI 1.5-2.4)."
    )
    title = "Deafness in farmers undergoing cardiac surgery"
    assert endpoint_of(sentence, "1.93", title) == ("one-year mortality", "overall_survival")


def test_a_leak_that_factors_are_sought_for_is_a_harm() -> None:
    sentence = (
        "Independent risk factors for leak were deafness (OR 2.13, 95% CI 1.2-3.6) and age (OR 1.2, 1.0-1.4)."
    )
    title = "Risk factors for anastomotic leak after colectomy in farmers"
    assert endpoint_of(sentence, "2.13", title) == ("leak", "adverse_event")


def test_injuries_at_work_are_no_harm_of_treatment() -> None:
    sentence = "Deafness was associated with injuries (IRR 1.73, 95% CI 1.2-2.4)."
    assert endpoint_of(sentence, "1.73", "Deafness and injuries in farmers") == ("injuries", "other")


def test_an_injury_that_the_title_names_is_what_was_studied() -> None:
    sentence = "Helmets were associated with fewer serious head injuries (OR 0.31, 95% CI 0.2-0.4)."
    named = endpoint_of(sentence, "0.31", "Helmet use and head injury in farmers on horseback")
    assert named[1] == "other"
