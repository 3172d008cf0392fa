"""Whether a ratio points the way its own sentence does."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from miner.checks.of_record import check_record, with_record_checks
from miner.model import (
    Arm,
    ArmResult,
    Effect,
    EndpointClass,
    Evidence,
    Extraction,
    Measure,
    PValue,
    SampleSize,
)


def told(
    quote: str, value: float, contrast: str, *results: tuple[str, float], statistic: str = "median_time"
) -> Extraction:
    """One sentence with a hazard ratio for death and the groups' results."""
    evidence = Evidence("RESULTS", quote, 100, 100 + len(quote))
    effect = Effect(
        endpoint="overall survival", endpoint_class="overall_survival", measure="HR", value=value,
        ci=(value * 0.8, value * 1.2), contrast=contrast, evidence=evidence,
    )  # fmt: skip
    groups = tuple(
        ArmResult(
            arm=arm, endpoint="overall survival", endpoint_class="overall_survival",
            statistic="rate" if statistic == "rate" else "median_time", value=number,
            unit="%" if statistic == "rate" else "months", evidence=Evidence("RESULTS", quote, 105, 120),
        )
        for arm, number in results
    )  # fmt: skip
    return Extraction(
        id="r", extractor="t", design="registry_cohort", effects=(effect,), arm_results=groups
    )  # fmt: skip


ROSE = "Median survival rose from 20 months without surgery to 63 months with surgery (HR 0.42)."


@pytest.mark.parametrize(
    ("record", "found"),
    [
        # the medians say that the first-named group did worse, the ratio that it did better
        (
            told(ROSE, 0.42, "no surgery vs surgery", ("no surgery", 20), ("surgery", 63)),
            "direction-against-medians",
        ),
        (
            told(ROSE, 2.4, "surgery vs no surgery", ("surgery", 63), ("no surgery", 20)),
            "direction-against-medians",
        ),
        # the arms of the results are not named: the words behind each result are
        (told(ROSE, 0.42, "no surgery vs surgery", ("all", 20), ("all", 63)), "direction-against-medians"),
        (told(ROSE, 2.4, "surgery", ("all", 20), ("all", 63)), "direction-against-medians"),
        (
            told(
                "5-year OS 40% v 22%", 1.6, "surgery vs none", ("surgery", 40), ("none", 22), statistic="rate"
            ),
            "direction-against-rates",
        ),
        (
            told("Survival was longer with surgery than without (HR 1.6).", 1.6, "surgery vs drugs alone"),
            "direction-against-words",
        ),
        (
            told("Drugs alone carried a higher risk of death (HR 0.6).", 0.6, "drugs alone vs surgery"),
            "direction-against-words",
        ),
        # a treatment has no word that its omission lacks
        (
            told("Surgery improved overall survival (HR 1.5).", 1.5, "surgery vs no surgery"),
            "direction-against-words",
        ),
        (
            told(
                "Survival was longer with surgery than without (HR 1.5).", 1.5, "surgery vs without surgery"
            ),
            "direction-against-words",
        ),
        (told("Surgery worsened overall survival (HR 0.6).", 0.6, "surgery"), "direction-against-words"),
        (
            told("The comparison was in favour of surgery (HR 1.9).", 1.9, "surgery vs drugs"),
            "direction-against-words",
        ),
        (
            told("The difference favoured drugs over surgery (HR 0.5).", 0.5, "surgery vs drugs"),
            "direction-against-words",
        ),
    ],
    ids=range(12),
)
def test_a_ratio_against_its_sentence_is_marked(record: Extraction, found: str) -> None:
    (check,) = with_record_checks(record).effects[0].checks
    assert check.startswith(f"{found}: ")
    assert check in check_record(record)


@pytest.mark.parametrize(
    "record",
    [
        told(ROSE, 0.42, "surgery vs no surgery", ("no surgery", 20), ("surgery", 63)),
        told(
            "Median survival was 20 and 63 months (HR 0.42).",
            0.42,
            "drugs vs surgery",
            ("all", 20),
            ("all", 63),
        ),
        # near no difference the curves may cross
        told(ROSE, 0.92, "surgery vs no surgery", ("surgery", 20), ("no surgery", 24)),
        told(ROSE, 0.42, "no surgery vs surgery", ("no surgery", 40), ("surgery", 40)),
        told("Survival was longer with surgery (HR 0.6).", 0.6, "surgery vs drugs alone"),
        told("Survival was not longer with surgery (HR 1.2).", 1.2, "surgery vs drugs alone"),
        told("Compared with surgery, survival was shorter on drugs (HR 1.6).", 1.6, "drugs vs surgery"),
        told("Survival was longer with surgery (HR 1.6).", 1.6, "age per year"),
        told("Survival was longer with surgery (HR 0.6).", 0.6, "surgery vs no surgery"),
        told("Survival was longer with surgery (HR 1.6).", 1.6, "no surgery vs surgery"),
        told("Survival was longer without surgery (HR 1.6).", 1.6, "surgery vs no surgery"),
        told("The comparison was in favour of surgery (HR 0.5).", 0.5, "surgery vs drugs"),
        told("The difference favoured drugs over surgery (HR 1.9).", 1.9, "surgery vs drugs"),
        # too near 1, and chance not excluded: which side a trend favours is not held against the ratio
        told("The trend favoured drugs (HR 0.9).", 0.9, "surgery vs drugs"),
        # another clause of the sentence speaks of another figure
        told(
            "Quality of life was better with drugs, whereas the hazard of surgery was 0.6.",
            0.6,
            "surgery vs drugs",
        ),
        # 40 and 40.5 months are alike
        told(ROSE, 0.42, "no surgery vs surgery", ("no surgery", 40.5), ("surgery", 40)),
    ],
    ids=range(16),
)
def test_a_ratio_that_agrees_or_cannot_be_judged_is_left_alone(record: Extraction) -> None:
    assert with_record_checks(record) is record


def test_marking_twice_changes_nothing_more() -> None:
    once = with_record_checks(told(ROSE, 0.42, "no surgery vs surgery", ("no surgery", 20), ("surgery", 63)))
    assert with_record_checks(once) is once


def test_sizes_of_arms_say_nothing_against_an_effect() -> None:
    sound = told(ROSE, 0.42, "surgery vs no surgery")
    odd = replace(
        sound, sample_size=SampleSize(300, "participants", "randomized"), arms=(Arm("a", 173), Arm("b", 177))
    )
    assert check_record(odd)
    assert with_record_checks(odd).effects[0].checks == ()


def sentence(quote: str, *results: ArmResult, **more: Any) -> Extraction:
    """One sentence with a ratio of 0.5 for surgery against drugs that excludes chance, and its results."""
    evidence = Evidence("RESULTS", quote, 100, 100 + len(quote))
    effect = Effect(
        **{
            "endpoint": "overall survival", "endpoint_class": "overall_survival", "measure": "HR",
            "value": 0.5, "ci": (0.4, 0.62), "contrast": "surgery vs drugs", "evidence": evidence, **more,
        }
    )  # fmt: skip
    return Extraction(id="r", extractor="t", design="registry_cohort", effects=(effect,), arm_results=results)


def result(arm: str, value: float, start: int = 110, **more: Any) -> ArmResult:
    """A median survival of one group in that sentence, which ends at 150 or later."""
    return ArmResult(
        **{
            "arm": arm, "endpoint": "overall survival", "endpoint_class": "overall_survival",
            "statistic": "median_time", "value": value, "unit": "months",
            "evidence": Evidence("RESULTS", "", start, start + 5), **more,
        }
    )  # fmt: skip


def checks(record: Extraction) -> list[str]:
    return [check.partition(":")[0] for check in with_record_checks(record).effects[0].checks]


def against(first: float, second: float, **more: Any) -> tuple[ArmResult, ArmResult]:
    return result("surgery", first, **more), result("drugs", second, **more)


PLAIN = "Groups were compared after seven years in all of them."
SHORTER = against(20, 40)
MEDIANS = ["direction-against-medians"]


def test_results_of_the_same_sentence_endpoint_unit_and_time_are_held_against_a_ratio() -> None:
    assert checks(sentence(PLAIN, *SHORTER)) == MEDIANS
    assert checks(sentence(PLAIN, *against(40, 20))) == []
    assert checks(sentence(PLAIN, *against(20, 40, start=99))) == [], "the sentence before"
    assert checks(sentence(PLAIN, *against(20, 40, start=100))) == MEDIANS
    assert checks(sentence(PLAIN, *against(20, 40, start=100 + len(PLAIN)))) == [], "the sentence behind"
    assert checks(sentence(PLAIN, *against(20, 40, endpoint_class="quality_of_life"))) == []
    assert checks(sentence(PLAIN, SHORTER[0], result("drugs", 40, unit="years"))) == []
    assert checks(sentence(PLAIN, SHORTER[0], result("drugs", 40, timepoint="1 year"))) == []
    assert checks(sentence(PLAIN, *SHORTER, result("radiotherapy", 50))) == [], "three groups"
    assert checks(sentence(PLAIN, SHORTER[0], result("surgery", 40))) == [], "one group twice"
    assert checks(sentence(PLAIN, *against(20, 40, statistic="mean"))) == []


@pytest.mark.parametrize(
    ("value", "ci", "p", "marked"),
    [
        (0.5, (0.4, 0.62), None, True),
        (0.5, None, PValue("=", 0.2), True),  # far from 1
        (0.85, (0.75, 0.96), None, True),
        (0.85, (0.7, 1.03), None, False),  # near 1 and by chance: curves may cross
        (0.85, (0.7, 1.0), None, False),
        (0.85, None, PValue("=", 0.05), True),
        (0.85, None, PValue("<", 0.01), True),
        (0.85, None, PValue("<=", 0.05), True),
        (0.85, None, PValue(">", 0.01), False),
        (0.85, None, PValue("=", 0.06), False),
        (0.85, None, None, False),
        (0.5, None, None, False),  # a ratio without interval and p-value may be anything
        (0.96, (0.94, 0.98), None, False),  # too near 1 to point anywhere
    ],
)
def test_a_ratio_that_chance_explains_is_not_held_against_results(
    value: float, ci: tuple[float, float] | None, p: PValue | None, marked: bool
) -> None:
    assert checks(sentence(PLAIN, *SHORTER, value=value, ci=ci, p=p)) == (MEDIANS if marked else [])


@pytest.mark.parametrize(("value", "marked"), [(1.15, True), (0.85, False), (1.04, False)])
def test_a_ratio_above_1_is_held_against_longer_medians(value: float, marked: bool) -> None:
    record = sentence(PLAIN, *against(40, 20), value=value, ci=(value - 0.02, value + 0.02))
    assert checks(record) == (MEDIANS if marked else [])


RATES: list[tuple[str, str, str, str, tuple[float, float], bool]] = [
    ("HR", "overall_survival", "overall survival", "surgery lived less often", (20, 40), True),
    ("HR", "overall_survival", "overall survival", "and more often", (40, 20), False),
    ("HR", "overall_survival", "mortality", "died more often", (40, 20), True),
    ("HR", "overall_survival", "mortality", "and less often", (20, 40), False),
    ("HR", "overall_survival", "survival or death", "which of the two is not told", (40, 20), False),
    ("HR", "quality_of_life", "quality of life survival", "no event of the class is bad", (20, 40), False),
    ("OR", "response", "response", "responded more often, with lower odds", (40, 20), True),
    ("RR", "adverse_event", "toxicity", "suffered less often", (20, 40), False),
    ("OR", "overall_survival", "survival", "an odds ratio may count the dead", (20, 40), False),
    ("IRR", "response", "response", "rates of events are not shares", (40, 20), False),
]  # fmt: skip


@pytest.mark.parametrize(("measure", "kind", "endpoint", "why", "values", "marked"), RATES)
def test_rates_are_held_against_a_ratio_that_counts_the_same_event(
    measure: Measure,
    kind: EndpointClass,
    endpoint: str,
    why: str,
    values: tuple[float, float],
    marked: bool,
) -> None:
    told = against(*values, statistic="rate", unit="%", endpoint=endpoint, endpoint_class=kind)
    record = sentence(PLAIN, *told, measure=measure, endpoint_class=kind)
    assert checks(record) == (["direction-against-rates"] if marked else []), why


def test_results_that_differ_by_a_fiftieth_or_less_say_nothing() -> None:
    assert checks(sentence(PLAIN, *against(49, 50))) == []
    assert checks(sentence(PLAIN, *against(48.9, 50))) == MEDIANS


def test_of_two_ratios_of_one_class_in_a_sentence_none_is_held_against_its_results() -> None:
    record = sentence(PLAIN, *SHORTER)
    (effect,) = record.effects
    other = replace(effect, value=0.4, ci=(0.3, 0.53))
    assert with_record_checks(replace(record, effects=(effect, other))).effects == (effect, other)
    apart = replace(other, endpoint_class="quality_of_life")
    assert with_record_checks(replace(record, effects=(effect, apart))).effects[0].checks != ()


@pytest.mark.parametrize(
    ("quote", "more", "marked"),
    [
        ("Survival was longer with drugs (HR 0.5).", {"contrast": "drugs vs surgery"}, False),
        ("Survival was shorter with surgery (HR 0.5).", {}, True),
        ("Survival was not shorter with surgery (HR 0.5).", {}, False),
        ("Survival was shorter and survival was longer with surgery (HR 0.5).", {}, False),
        ("Survival was shorter with surgery and drugs (HR 0.5).", {}, False),
        ("Scores were shorter with surgery (HR 0.5).", {"endpoint_class": "quality_of_life"}, False),
        ("Survival was shorter with surgery (OR 0.5).", {"measure": "OR"}, False),
        ("The comparison favoured drugs (OR 0.5).", {"measure": "OR"}, False),
        ("The comparison favoured drugs (HR 0·5).", {}, True),
    ],
)
def test_words_are_held_against_the_hazard_of_an_event_that_nobody_wants(
    quote: str, more: dict[str, Any], marked: bool
) -> None:
    assert checks(sentence(quote, **more)) == (["direction-against-words"] if marked else [])


def test_a_ratio_that_cannot_be_has_no_direction() -> None:
    assert checks(sentence(PLAIN, *SHORTER, value=0.0)) == []
    assert checks(sentence(PLAIN, *SHORTER, value=-0.5)) == []
    assert checks(sentence(PLAIN, *SHORTER, contrast="")) == []
    assert checks(sentence(PLAIN, *SHORTER, contrast="surgery vs drugs vs none")) == []
