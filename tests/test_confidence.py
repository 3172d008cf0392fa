"""How likely an effect is right in all its parts."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from miner.effects.confidence import confidence_of, signs_of
from miner.model import Effect, Evidence, Measure, PValue

MEASURES: st.SearchStrategy[Measure] = st.sampled_from(["HR", "OR", "MD", "OTHER"])
QUOTE = "Overall survival was longer with surgery than with drugs alone (HR 0.7; 95% CI 0.5-0.9)."
EFFECT = Effect(
    endpoint="overall survival",
    endpoint_class="overall_survival",
    measure="HR",
    value=0.7,
    ci=(0.5, 0.9),
    contrast="surgery vs drugs alone",
    evidence=Evidence(None, QUOTE, 0, len(QUOTE)),
)


def test_what_does_not_add_up_lowers_confidence() -> None:
    assert confidence_of(replace(EFFECT, checks=("value outside its interval",))) < confidence_of(EFFECT)


def test_groups_named_in_the_sentence_itself_raise_confidence() -> None:
    elsewhere = replace(EFFECT, evidence=Evidence(None, "Overall survival was longer (HR 0.7).", 0, 37))
    assert confidence_of(elsewhere) < confidence_of(EFFECT)


def test_one_word_does_not_tell_which_groups_are_compared() -> None:
    assert confidence_of(replace(EFFECT, contrast="surgery")) < confidence_of(EFFECT)


def test_readings_that_agree_raise_confidence() -> None:
    assert confidence_of(replace(EFFECT, clarity=0.95)) > confidence_of(replace(EFFECT, clarity=0.5))


def test_signs_are_those_shown() -> None:
    assert set(signs_of(EFFECT)) == {
        "always",
        "contrast_doubtful",
        "hazard_ratio",
        "endpoint_named",
        "endpoint_in_sentence",
        "endpoint_classed",
        "survival_endpoint",
        "two_groups_named",
        "groups_in_sentence",
    }


@given(st.booleans(), st.booleans(), MEASURES, st.text(max_size=5))
def test_confidence_is_a_probability(interval: bool, p: bool, measure: Measure, endpoint: str) -> None:
    effect = replace(
        EFFECT,
        ci=(0.5, 0.9) if interval else None,
        p=PValue("=", 0.01) if p else None,
        measure=measure,
        endpoint=endpoint,
    )
    assert 0 < confidence_of(effect) < 1
