"""Whom an estimate favours."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from miner.corpus import load_corpus
from miner.favours import Good, favours_of, good_direction, with_favours
from miner.model import Effect, EndpointClass, Evidence, Measure, PValue


@pytest.mark.parametrize(
    ("measure", "value", "ci", "p", "endpoint_class", "good", "expected"),
    [
        ("HR", 0.66, (0.49, 0.88), None, "overall_survival", None, "experimental"),
        ("HR", 1.40, (1.10, 1.80), None, "overall_survival", None, "comparator"),
        ("HR", 0.90, (0.70, 1.20), None, "overall_survival", None, "neither"),
        ("HR", 0.90, (0.70, 1.00), PValue("=", 0.04), "overall_survival", None, "neither"),
        ("OR", 2.0, (1.2, 3.1), None, "response", "more", "experimental"),
        ("RR", 0.5, None, PValue("<", 0.01), "adverse_event", "fewer", "experimental"),
        ("RR", 0.9, None, PValue("=", 0.3), "adverse_event", "fewer", "neither"),
        ("RR", 0.9, None, PValue("<", 0.1), "adverse_event", "fewer", None),
        ("HR", 0.5, None, None, "overall_survival", None, None),
        ("MD", 4.0, (1.0, 7.0), None, "quality_of_life", "more", "experimental"),
        ("MD", 4.0, (1.0, 7.0), None, "quality_of_life", None, None),
        ("BETA", 4.0, (1.0, 7.0), None, "overall_survival", "more", None),
        ("RD", -0.1, (-0.2, -0.05), None, "overall_survival", "fewer", "experimental"),
        ("RD", 0.1, (0.05, 0.2), None, "overall_survival", "fewer", "comparator"),
        ("RD", 0.1, (0.005, 0.2), None, "overall_survival", "fewer", "comparator"),
        ("SMD", 0.3, (0.005, 0.6), None, "quality_of_life", "more", "experimental"),
        ("IRR", 1.2, (1.1, 1.3), None, "adverse_event", "fewer", "comparator"),
        # an interval that ends at no effect does not exclude it
        ("RR", 0.5, (0.2, 1.0), None, "adverse_event", "fewer", "neither"),
        ("RR", 1.5, (1.0, 2.0), None, "adverse_event", "fewer", "neither"),
        # p alone: .05 shows an effect, and what is not given exactly shows only what it excludes
        ("RR", 0.5, None, PValue("=", 0.05), "adverse_event", "fewer", "experimental"),
        ("RR", 0.5, None, PValue("<=", 0.05), "adverse_event", "fewer", "experimental"),
        ("RR", 0.5, None, PValue(">", 0.05), "adverse_event", "fewer", "neither"),
        ("RR", 0.5, None, PValue(">=", 0.1), "adverse_event", "fewer", "neither"),
        ("RR", 0.5, None, PValue(">", 0.01), "adverse_event", "fewer", None),
        ("HR", 1.0, (0.9, 1.1), None, "other", None, "neither"),
        ("HR", 1.0, None, PValue("=", 0.01), "overall_survival", None, None),
    ],
)
def test_favours(
    measure: Measure,
    value: float,
    ci: tuple[float, float] | None,
    p: PValue | None,
    endpoint_class: EndpointClass,
    good: Good | None,
    expected: str | None,
) -> None:
    assert favours_of(measure, value, ci, p, endpoint_class, good) == expected


@pytest.mark.parametrize(
    ("endpoint", "endpoint_class", "measure", "expected"),
    [
        ("overall survival", "overall_survival", "HR", "fewer"),
        ("death from any cause", "overall_survival", "OR", "fewer"),
        ("5-year survival", "overall_survival", "OR", "more"),
        ("objective response", "response", "OR", "more"),
        ("QLQ-C30 score", "quality_of_life", "MD", None),
        ("local recurrence", "locoregional_control", "RR", "fewer"),
        ("median survival", "overall_survival", "MD", "more"),
        ("OS", "overall_survival", "RR", "more"),
        ("overall outcome", "overall_survival", "RR", "fewer"),
        ("survival without relapse", "disease_free_survival", "RR", "fewer"),
        ("cure without harm", "adverse_event", "OR", "fewer"),
        ("response", "response", "IRR", "more"),
        ("local control", "locoregional_control", "IRR", "more"),
        ("survival of the graft", "other", "OR", None),
        ("survival of the graft", "other", "MD", None),
    ],
)
def test_good_direction(
    endpoint: str, endpoint_class: EndpointClass, measure: Measure, expected: str | None
) -> None:
    assert good_direction(endpoint, endpoint_class, measure) == expected


@given(st.floats(0.1, 0.95), st.floats(0.01, 0.9))
def test_swapping_the_arms_swaps_whom_it_favours(value: float, width: float) -> None:
    low, high = value * (1 - width), min(0.99, value * (1 + width))
    one = favours_of("HR", value, (low, high), None, "overall_survival", None)
    other = favours_of("HR", 1 / value, (1 / high, 1 / low), None, "overall_survival", None)
    assert (one, other) == ("experimental", "comparator")


@pytest.mark.parametrize(
    ("quote", "measure", "value", "contrast", "expected"),
    [
        (
            "Surgery was associated with better progression-free survival",
            "RR",
            0.5,
            "surgery",
            "experimental",
        ),
        ("Odds of survival were higher", "OR", 2.1, "surgery vs biopsy", "experimental"),
        ("Ablation went with longer overall survival", "OR", 1.9, "ablation", "experimental"),
        ("Ablation went with shorter overall survival", "RR", 0.6, "ablation", "comparator"),
        ("Survival was compared", "RR", 0.5, "surgery", None),
        ("Survival was better with it", "RR", 0.5, "no surgery vs surgery", None),
    ],
)
def test_a_ratio_for_survival_counts_what_its_sentence_says(
    quote: str, measure: Measure, value: float, contrast: str, expected: str | None
) -> None:
    effect = Effect(
        endpoint="survival",
        endpoint_class="overall_survival",
        measure=measure,
        value=value,
        p=PValue("=", 0.01),
        contrast=contrast,
        evidence=Evidence(None, quote, 0, len(quote)),
    )
    assert with_favours(effect).favours == expected


@pytest.mark.parametrize(
    ("name", "measure", "value", "ci", "endpoint_class", "expected"),
    [
        # a hazard ratio counts the event: with one that is wanted, more of it is good
        ("time_to_systemic_therapy", "HR", 1.5, (1.2, 1.9), "other", None),
        ("overall_survival", "HR", 0.6, (0.5, 0.7), "overall_survival", "experimental"),
        ("overall_survival", "MD", 6.0, (2.0, 10.0), "other", "experimental"),
        ("overall_survival", "SMD", 0.6, (0.2, 1.0), "other", "experimental"),
        ("overall_survival", "BETA", 0.6, (0.2, 1.0), "other", None),
    ],
)
def test_the_vocabulary_tells_which_direction_is_good(
    name: str,
    measure: Measure,
    value: float,
    ci: tuple[float, float],
    endpoint_class: EndpointClass,
    expected: str | None,
) -> None:
    effect = Effect(
        endpoint=name.replace("_", " "),
        endpoint_class=endpoint_class,
        measure=measure,
        value=value,
        ci=ci,
        contrast="surgery vs no surgery",
        evidence=Evidence(None, "", 0, 0),
    )
    concept = load_corpus("mbc-surgery").vocabulary.facet("endpoints").get(name)
    assert with_favours(effect, concept).favours == expected
