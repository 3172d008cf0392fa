"""What does not add up within one record."""

from __future__ import annotations

from dataclasses import replace

import pytest

from miner.checks.of_record import check_record, with_record_checks
from miner.model import Arm, ArmResult, Effect, EndpointClass, Evidence, Extraction, SampleSize

NOWHERE = Evidence(None, "", 0, 0)


def rate(value: float, timepoint: str, arm: str = "surgery", endpoint: str = "overall survival") -> ArmResult:
    endpoint_class: EndpointClass = "overall_survival"
    return ArmResult(
        arm=arm, endpoint=endpoint, endpoint_class=endpoint_class, statistic="rate", value=value, unit="%",
        timepoint=timepoint, evidence=NOWHERE,
    )  # fmt: skip


def record(total: int | None = None, arms: tuple[int | None, ...] = (), *results: ArmResult) -> Extraction:
    return Extraction(
        id="r",
        extractor="t",
        design="randomized_trial",
        sample_size=SampleSize(total, "participants", "randomized"),
        arms=tuple(Arm(f"arm {i}", n) for i, n in enumerate(arms)),
        arm_results=results,
    )


@pytest.mark.parametrize(
    "sound",
    [
        record(350, (173, 177)),
        record(350, (173, None)),
        record(None, (173, 177)),
        record(None, (), rate(80, "1 year"), rate(35, "5 years")),
        record(None, (), rate(35, "5 years"), rate(40, "3 years", arm="no surgery")),
        record(None, (), rate(90, "24 months"), rate(95, "1 year")),
    ],
    ids=range(6),
)
def test_what_adds_up_raises_nothing(sound: Extraction) -> None:
    assert check_record(sound) == ()


@pytest.mark.parametrize(
    ("odd", "found"),
    [
        (record(300, (173, 177)), "arms-exceed-total"),
        (record(360, (173, 177)), "arms-below-total"),
        (record(None, (), rate(35, "1 year"), rate(40, "5 years")), "rate-rises"),
        (record(None, (), rate(40, "60 months"), rate(35, "3 years")), "rate-rises"),
    ],
    ids=range(4),
)
def test_what_does_not_add_up_is_named(odd: Extraction, found: str) -> None:
    (check,) = check_record(odd)
    assert check.startswith(f"{found}: ")


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
