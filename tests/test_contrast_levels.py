"""Levels of a factor, names right before their numbers, and references told without a comma."""

from __future__ import annotations

import pytest

from miner.contrasts.labels import label_ahead, label_in_bracket
from miner.contrasts.read import contrast_for
from miner.phrases.clauses import subject_of, trimmed
from miner.phrases.versus import pairs_in
from miner.reading import extract
from miner.text.document import read_document


def contrast_of(text: str, number: str, title: str = "A cohort study") -> str:
    doc = read_document(f"{title}\nRESULTS: {text}")
    start = doc.text.index(number)
    return contrast_for(doc, doc.sentence_at(start), start, start + len(number), ())


DELAY = (
    "Longer delay worsened survival (8-14 days: HR, 1.12; 95% CI, 1.02-1.23; >14 "
    "days: HR, 1.41; 95% CI, 1.2-1.7)."
)
DRUG = (
    "Aspirin worsened survival (8-14 days: HR, 1.12; 95% CI, 1.02-1.23; >14 days: HR, 1.41; 95% CI, 1.2-1.7)."
)
DRINKS = (
    "The adjusted ORs for gout were wine 1.14 (95% CI: 0.91-1.43), beer 1.82 (95% "
    "CI: 1.43-2.31) and cider 1.52 (95% CI: 1.15-2.01)."
)
CUPS = (
    "The odds ratio of stones was 1.3 (95% CI 0.9 to 1.9) for one cup, 1.8 (1.2 to "
    "2.6) for two and 2.4 (1.5 to 3.9) for more than two cups."
)


@pytest.mark.parametrize(
    ("text", "number", "contrast"),
    [
        pytest.param(DELAY, "1.12", "8-14 days", id="a range of what the subject has more of"),
        pytest.param(DELAY, "1.41", ">14 days", id="a bound"),
        pytest.param(DRUG, "1.41", "Aspirin", id="when an effect was seen"),
        pytest.param(
            "In stage III no such effect was seen, the HR for >14 days being 1.05 (95% CI, 0.86-1.28).",
            "1.05",
            ">14 days",
            id="a bound that the ratio is for",
        ),
        pytest.param(CUPS, "2.4", "more than two cups", id="more than a number is no comparator"),
        pytest.param(
            "Predictors were early fever (HR 3.2, 2.1-4.9), viral type as against "
            "bacterial (HR 1.6, 1.1-2.3) "
            "and age (HR 1.1, 1.0-1.2).",
            "3.2",
            "early fever",
            id="as against speaks of one item",
        ),
        pytest.param(
            "Relative to non-users the adjusted hazard ratio was 1.3 (95% CI 1.1-1.6) in monthly users.",
            "1.3",
            "monthly users vs non-users",
            id="a reference without a comma",
        ),
        pytest.param(
            "Iron intake was unrelated to cramps (OR 1.02, 95% CI 0.9-1.1), but predicted "
            "fatigue (OR 0.81, 0.7-0.9).",
            "0.81",
            "Iron intake",
            id="a verb whose subject stands in the clause before",
        ),
    ],
)
def test_what_is_compared(text: str, number: str, contrast: str) -> None:
    assert contrast_of(text, number) == contrast


@pytest.mark.parametrize(("number", "name"), [("1.14", "wine"), ("1.82", "beer"), ("1.52", "cider")])
def test_a_name_stands_right_before_its_number(number: str, name: str) -> None:
    at = DRINKS.index(number)
    assert label_ahead(DRINKS, at, at + len(number)) == name


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("The ratio was 1.14 (0.9-1.4) and 1.82 (1.4-2.3).", "1.82"),
        ("Gout (with wine 1.14 [0.9-1.4], with beer 1.82 [1.4-2.3]) was common.", "1.82"),
        ("The HRs were stroke 1.14 (0.9-1.4) and mortality 1.82 (1.4-2.3).", "1.82"),
    ],
)
def test_what_is_no_name_before_a_number(text: str, number: str) -> None:
    at = text.index(number)
    assert label_ahead(text, at, at + len(number)) == ""


def test_the_reference_of_named_numbers_is_another_letter_of_theirs() -> None:
    text = (
        "With type A as the reference category, the ORs for falls were type B 1.88 "
        "(1.4-2.5) and type C 2.47 (1.8-3.3)."
    )
    assert contrast_of(text, "1.88") == "type B vs type A"


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("(<15 mmol/l: 1.67; 1.41 to 1.98)", "<15 mmol/l"),
        ("(≥60: 1.67; 1.41-1.98)", ""),
        ("(median: 1.67; 1-2)", ""),
    ],
)
def test_a_level_with_its_unit_needs_no_measure(text: str, label: str) -> None:
    assert label_in_bracket(f"Deaths followed the same shape {text}.", 31 + text.index("1.67")) == label


def test_a_negative_receptor_keeps_its_dash() -> None:
    assert [trimmed(name) for name in ("HER2-", "the ER- ", "basal/HER2−,", "low-", "care -")] == [
        "HER2-", "ER-", "basal/HER2−", "low", "care",
    ]  # fmt: skip


def test_the_subject_of_a_verb_alone_is_that_of_the_clause_before() -> None:
    text = "Iron was unrelated to cramps, but predicted fatigue in women"
    assert subject_of(text, len(text)) == "Iron"


def test_against_is_no_word_of_the_groups_that_follow() -> None:
    (pair,) = pairs_in("Against untreated twins the excess risk was slight")
    assert (pair.right, pair.kind) == ("untreated twins", "reference")


@pytest.mark.parametrize(
    ("text", "number", "contrast"),
    [
        pytest.param(
            "Patients with gout had worse sleep than those without (OR 1.40, 95% CI 1.1-1.7).",
            "1.40",
            "gout vs no gout",
            id="those without",
        ),
        pytest.param(
            "Women with chronic back pain scored 9.6 points worse than those without "
            "(mean difference 9.6; 95% CI 5.0 to 14.2).",
            "9.6; 95",
            "chronic back pain vs no chronic back pain",
            id="what pains is no endpoint there",
        ),
        pytest.param(
            "Brewers were at greater risk of gout (HR 2.11, 1.7-2.6), but not of asthma (HR 1.14, 0.8-1.6), "
            "than farmers.",
            "2.11",
            "Brewers vs farmers",
            id="but not of another",
        ),
        pytest.param(
            "Older pupils were at greater risk of dropping out (HR 2.11, 1.7-2.6) than those of 10-14 years.",
            "2.11",
            "Older pupils vs those of 10-14 years",
            id="those of an age",
        ),
        pytest.param(
            "Goitre was found in 16.8% of survivors and 4.2% of siblings, being commoner among survivors "
            "than among siblings (RR 3.8; 95% CI, 3.3 to 4.4).",
            "3.8",
            "survivors vs siblings",
            id="survivors beside others",
        ),
        pytest.param(
            "The HR of statins was 0.64 (0.45-0.92) for PFS and 0.71 (0.48-1.06) for OS.",
            "0.71",
            "statins",
            id="one factor of two endpoints",
        ),
    ],
)
def test_who_is_set_against_whom(text: str, number: str, contrast: str) -> None:
    assert contrast_of(text, number) == contrast


@pytest.mark.parametrize(
    ("text", "contrast"),
    [
        pytest.param(
            "Falls occurred more with aspirin than with heparin (HR 1.35, 1.04-1.75), not with warfarin "
            "(HR 1.02, 0.74-1.41).",
            "warfarin vs heparin",
            id="another in the place of the first",
        ),
        pytest.param(
            "Falls occurred more with aspirin than with heparin (HR 1.35, 1.04-1.75), but not in smokers "
            "(HR 1.02, 0.74-1.41).",
            "aspirin vs heparin",
            id="in whom it was not seen",
        ),
    ],
)
def test_an_exception_stands_in_the_place_that_its_preposition_tells(text: str, contrast: str) -> None:
    assert contrast_of(text, "1.02") == contrast


def test_the_name_before_a_number_that_shares_its_measure() -> None:
    text = (
        "Long naps conferred an HR of 1.18 (95% CI 1.04-1.31) and short naps 1.03 (0.98-1.09) for glaucoma."
    )
    assert contrast_of(text, "1.03") == "short naps"


GROUPS = (
    "60 women underwent surgery (surgery group) and 70 did not (no-surgery group). "
    "RESULTS: Median survival was 50 months in the surgery group and 38 months in the no-surgery group. "
    "In multivariable analysis the number of organs involved ({levels}; hazard ratio, 0.48; 95% CI, "
    "0.24-0.93) was an independent factor, surgery (yes vs. no; hazard ratio, 0.75; 95% CI, 0.39-1.41) not."
)


@pytest.mark.parametrize("levels", ["1 vs. 2 or more", "one vs two", "<3 versus ≥3", "single vs. multiple"])
def test_levels_in_the_numbers_bracket_are_of_what_stands_before_it(levels: str) -> None:
    effects = extract(f"Surgery in stage IV breast cancer\nMETHODS: {GROUPS.format(levels=levels)}").effects
    factor, surgery = (effect.contrast for effect in effects)
    assert factor in ("number of organs involved", "single vs multiple")
    assert surgery == "surgery vs no surgery"
