"""Wordings of observational studies that compare groups."""

from __future__ import annotations

import pytest

from miner.comparisons.claims import claims_in
from miner.comparisons.find import find_comparisons
from miner.model import Arm, Effect
from miner.text.document import read_document


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            "More men (n = 62, 10.6%) suffered from wound infection than women (n = 19, 5.1%) (P = .003).",
            [("wound infection", "higher")],
            id="people counted in a bracket",
        ),
        pytest.param(
            "Significantly fewer patients with gout had pain than those without.",
            [("pain", "lower")],
            id="fewer people without a p-value",
        ),
        pytest.param(
            "Older women were significantly less likely to undergo surgery.",
            [("surgery", "lower")],
            id="less likely",
        ),
        pytest.param(
            "Pain was similar in both groups, as were the scores for fatigue.",
            [("Pain", "no_difference"), ("scores for fatigue", "no_difference")],
            id="as were",
        ),
        pytest.param(
            "Regarding pain, fatigue and stay, no significant differences were found.",
            [("pain", "no_difference"), ("fatigue", "no_difference"), ("stay", "no_difference")],
            id="the topic at the head",
        ),
        pytest.param(
            "Cough did not differ (31% and 29%); neither did time to discharge (4 and 5 days).",
            [("Cough", "no_difference"), ("time to discharge", "no_difference")],
            id="neither did",
        ),
        pytest.param(
            "Cough was equally frequent; fever was as common with drug A; leaks were practically identical.",
            [("Cough", "no_difference"), ("fever", "no_difference"), ("leaks", "no_difference")],
            id="alike in other words",
        ),
        pytest.param(
            "Cough and fever weren't different either (P = .80 and .15).",
            [("Cough", "no_difference"), ("fever", "no_difference")],
            id="a contraction",
        ),
        pytest.param(
            "Median stay was 8 and 9 days (logrank, P = NS), while cough was seen in 30% with drug A but in "
            "none with placebo (P < .001).",
            [("", "higher"), ("", "no_difference")],
            id="a test without its figure beside one with it, and none for zero",
        ),
        pytest.param(
            "Cough, fever and rash were all less with drug A (p < .001 each), leaks too (4 vs 8%; p = .02).",
            [("Cough", "lower"), ("fever", "lower"), ("rash", "lower"), ("", "lower")],
            id="one p-value for each of a list",
        ),
        pytest.param(
            "Events were similar, except for more rashes in the drug A arm (P = .001).",
            [("Events", "no_difference"), ("", "higher")],
            id="alike is not what has a p-value",
        ),
        pytest.param(
            "Cough was reported more often with drug A (P = .02); rash occurred significantly more often.",
            [("rash", "higher"), ("Cough", "higher")],
            id="told of more often",
        ),
        pytest.param(
            "There was a decrease in wheeze in the drug A group versus controls (P = .009).",
            [("wheeze", "lower")],
            id="a fall compared with that of others",
        ),
        pytest.param(
            "Stay was longer with drug A (32 vs. 27 days) but without statistical significance.",
            [("Stay", "no_difference")],
            id="short of significance behind vs.",
        ),
        pytest.param(
            "Parity and later relapse were not associated.",
            [("Parity", "no_difference")],
            id="two things with each other",
        ),
        pytest.param(
            "Median stay and blood loss in men and women were 9 vs 6 days (P = .01) and 210 vs 340 mL "
            "(P = .02), respectively.",
            [("stay", "higher"), ("blood loss", "lower")],
            id="respectively",
        ),
        pytest.param(
            "Signs more common with sepsis than without include fever (40% vs 12%, P = .01) "
            "and rash (9% vs 2%, P = .02).",
            [("fever", "higher"), ("rash", "higher")],
            id="a list of signs, each with its numbers",
        ),
        pytest.param(
            "Survival with a leak was 29 months but >60 months for controls (P < .001).",
            [("", "lower")],
            id="numbers set against each other by but",
        ),
        pytest.param(
            "Seizures occurred in all patients with abscess but in only 2 controls (P < .001).",
            [("", "higher")],
            id="all against a few",
        ),
        pytest.param(
            "Regression showed no significant impact of prior surgery on 90-day mortality (P = .31).",
            [("90-day mortality", "no_difference")],
            id="no impact of one on another",
        ),
        pytest.param(
            "The differences in hearing thresholds were not statistically significant.",
            [("hearing thresholds", "no_difference")],
            id="the difference was not significant",
        ),
        pytest.param(
            "Strokes decreased across increasing tertiles of fish intake (P < .001).",
            [("Strokes", "lower")],
            id="across the parts of a scale",
        ),
        pytest.param(
            "Strokes fell across quintiles of tea, from 40 in the lowest (1 cup; P = .02).",
            [("Strokes", "lower")],
            id="the p-value behind a semicolon",
        ),
        pytest.param(
            "Women with higher parity had markedly longer labour (P = .02).",
            [("labour", "higher")],
            id="what the people are with is no result",
        ),
        pytest.param(
            "Women reported significantly more pain and poorer sleep than men.",
            [("pain", "higher"), ("sleep", "lower")],
            id="an item with a word of its own",
        ),
        pytest.param(
            "Men had longer stays, higher costs and fewer falls (P < .01).",
            [("stays", "higher"), ("costs", "higher"), ("falls", "lower")],
            id="a list of words of their own",
        ),
        pytest.param(
            "Adherence was highest among older patients (P < .001).", [("Adherence", "higher")], id="highest"
        ),
        pytest.param(
            "There was a trend toward lower mortality in women (P = .07).",
            [("mortality", "no_difference")],
            id="a trend with its p-value",
        ),
        pytest.param(
            "There was no longer a significant difference in mortality between the sexes.",
            [("mortality", "no_difference")],
            id="no longer",
        ),
        pytest.param(
            "Women were older (71 vs 64 years, P < .001) and had more hypertension (P = .02).",
            [("hypertension", "higher")],
            id="age at first",
        ),
        pytest.param(
            "The cough score was greatly lower after tea (P < .05).", [("cough score", "lower")], id="greatly"
        ),
        pytest.param(
            "In men, no excess risk was significantly associated with coffee.", [], id="no risk associated"
        ),
    ],
)
def test_wordings_of_observational_studies(text: str, expected: list[tuple[str, str]]) -> None:
    assert [(c.name, c.direction) for c in claims_in(text)] == expected


def test_numbers_stand_in_the_order_in_which_the_sentence_names_the_groups() -> None:
    doc = read_document(
        "Clonidine versus ketamine\nMETHODS: Women had clonidine or ketamine.\n"
        "RESULTS: Pain was seen in 75% and 40% of women with ketamine and clonidine, respectively (P = .01)."
    )
    [read] = find_comparisons(doc, (Arm("clonidine", 50), Arm("ketamine", 50)), ())
    assert (read.contrast.startswith("clonidine"), read.direction) in ((True, "lower"), (False, "higher"))


@pytest.mark.parametrize(
    "text",
    [
        "Adjusting for income did not substantively change the estimates.",
        "With both diets, children showed significant improvements in sleep and mood.",
        "Night work was linked to gout and raised the risk of falls significantly.",
    ],
)
def test_what_holds_in_all_groups_or_models_or_was_estimated_compares_nothing(text: str) -> None:
    doc = read_document(
        "Night work and gout: a cohort study\nRESULTS: Night work raised the risk of falls (RR 1.4). "
        f"{text}\nCONCLUSION: More work is needed."
    )
    place = doc.text.index("Night work raised")
    effect = Effect(
        endpoint="risk of falls",
        endpoint_class="other",
        measure="RR",
        value=1.4,
        contrast="night work",
        evidence=doc.evidence(place, doc.text.index("1.4).") + 5),
    )
    assert find_comparisons(doc, (), (effect,)) == ()


def test_whose_the_endpoint_was_is_no_group_of_its_name() -> None:
    doc = read_document(
        "Cough in infancy\nRESULTS: The reflux score of infants with cough was lower than that of infants "
        "without (P < .05).\nCONCLUSION: More work is needed."
    )
    assert [(c.endpoint, c.direction) for c in find_comparisons(doc, (), ())] == [("reflux score", "lower")]


@pytest.mark.parametrize(
    ("text", "contrast", "direction"),
    [
        ("Serum ferritin was higher in cases than in controls (P < .05).", "cases vs controls", "higher"),
        ("Ferritin was lower in patients compared with controls (P < .05).", "patients vs controls", "lower"),
        ("Diagnostic delay was significantly longer in women (31 vs 18 days).", "women", "higher"),
        ("Ferritin levels were similar across the three groups (P = .5).", "", "no_difference"),
        ("Compared with tea, coffee led to lower ferritin (P < .05).", "coffee vs tea", "lower"),
    ],
)
def test_groups_behind_the_wording_and_before_the_subject(text: str, contrast: str, direction: str) -> None:
    doc = read_document(f"Ferritin in gout\nRESULTS: {text}\nCONCLUSION: More work is needed.")
    assert [(c.contrast, c.direction) for c in find_comparisons(doc, (), ())] == [(contrast, direction)]
