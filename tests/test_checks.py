"""What does not add up in an estimate, and what only looks odd."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from miner.checks.of_effect import check_effect
from miner.model import Effect, Evidence, Measure, PValue


def effect(
    value: float,
    ci: tuple[float, float] | None = None,
    p: PValue | None = None,
    measure: Measure = "HR",
    quote: str = "",
    level: int = 95,
) -> Effect:
    return Effect(
        endpoint="overall survival",
        endpoint_class="overall_survival",
        measure=measure,
        value=value,
        ci=ci,
        ci_level=level if ci else None,
        p=p,
        evidence=Evidence(None, quote, 0, len(quote)),
    )


def ids(e: Effect) -> list[str]:
    return [check.partition(":")[0] for check in check_effect(e)]


@pytest.mark.parametrize(
    "sound",
    [
        effect(0.66, (0.49, 0.88), PValue("=", 0.005)),
        effect(1.04, (0.81, 1.34), PValue("=", 0.79)),
        effect(1.11, (0.82, 1.52), PValue("=", 0.57), level=90),
        effect(0.55, (0.32, 0.94)),
        effect(5, (1.0, 24), PValue("=", 0.04), "OR"),
        effect(0.74, (0.58, 0.94), PValue("<", 0.05)),
        effect(1.3, (1.19, 1.42), PValue("=", 0.0001)),
        effect(-4.2, (-6.6, -1.8), PValue("<", 0.01), "MD"),
        effect(0.857, (0.686, 1.072), PValue("=", 0.0854), quote="one-sided P = 0.0854"),
        effect(0.9),
        # bounds and values are printed rounded
        effect(0.01, (0.01, 0.02)),
        effect(0.02, (0.01, 0.02)),
        effect(0.0, (-0.1, 0.1), PValue("=", 1.0), "MD"),
        # a lower bound of 0 is one that was rounded
        effect(0.1, (0.0, 0.8), measure="OR"),
        effect(0.66, (0.49, 0.88), PValue("<=", 0.05)),
        effect(1.04, (0.81, 1.34), PValue(">=", 0.5)),
        # what p tells beside bounds that round to 0 nobody knows
        effect(0.01, (0.0, 0.01), PValue("=", 0.9), "OR"),
    ],
    ids=range(17),
)
def test_what_adds_up_raises_nothing(sound: Effect) -> None:
    assert check_effect(sound) == ()


@pytest.mark.parametrize(
    ("odd", "found"),
    [
        (effect(1.45, (1.62, 3.1), measure="OR"), "value-outside"),
        (effect(0.7, (0.9, 0.5)), "bounds-order"),
        (effect(0.9, (0.3, 0.95)), "value-off-middle"),
        (effect(4.5, (-7.0, 6.0), measure="MD"), "value-off-middle"),
        (effect(0.9, (-1.4, -0.4), measure="MD"), "sign-reversed"),
        (effect(0.66, (0.49, 0.88), PValue("=", 0.4)), "p-disagrees"),
        (effect(1.04, (0.81, 1.34), PValue("<", 0.001)), "p-disagrees"),
        (effect(0.66, (0.49, 0.88), PValue(">", 0.5)), "p-disagrees"),
        (effect(-0.5), "ratio-positive"),
        (effect(0.5, (-0.1, 0.9), measure="RR"), "ratio-positive"),
        (effect(0.0, measure="OR"), "ratio-positive"),
        (effect(0.45, (0.5, 0.9)), "value-outside"),
        (effect(0.95, (0.5, 0.9)), "value-outside"),
        (effect(0.9, (0.3, 0.95), measure="OR"), "value-off-middle"),
        (effect(0.4, (0.3, 0.95), measure="IRR"), "value-off-middle"),
        (effect(-0.9, (0.4, 1.4), measure="MD"), "sign-reversed"),
        # the interval gives 0.005: thrice as much or as little is granted, no more
        (effect(0.66, (0.49, 0.88), PValue("=", 0.03)), "p-disagrees"),
        (effect(0.74, (0.58, 0.95), PValue("=", 0.002)), "p-disagrees"),
        (effect(0.66, (0.49, 0.88), PValue("<", 0.0005)), "p-disagrees"),
        (effect(0.66, (0.49, 0.88), PValue(">=", 0.5)), "p-disagrees"),
        (effect(-4.2, (-6.6, -1.8), PValue("=", 0.2), "MD"), "p-disagrees"),
    ],
    ids=range(21),
)
def test_what_does_not_add_up_is_named(odd: Effect, found: str) -> None:
    assert found in ids(odd)


def test_a_p_value_of_non_inferiority_is_not_held_against_the_interval() -> None:
    odd = effect(1.04, (0.81, 1.34), PValue("=", 0.001), quote="P = .001 for noninferiority")
    assert ids(odd) == []


@given(st.floats(-1.5, 1.5), st.floats(0.05, 0.6), st.sampled_from([90, 95, 99]))
def test_a_normal_estimate_adds_up_however_it_is_rounded(log_ratio: float, error: float, level: int) -> None:
    z = {90: 1.6449, 95: 1.96, 99: 2.5758}[level]
    value, low, high = (round(math.exp(log_ratio + k * error), 2) for k in (0, -z, z))
    p = math.erfc(abs(log_ratio / error) / math.sqrt(2))
    if low > 0.02 and round(p, 3) > 0:
        assert ids(effect(value, (low, high), PValue("=", round(p, 3)), level=level)) == []


def test_a_ratio_is_never_said_to_have_the_wrong_sign() -> None:
    """Below 0 stands no ratio, however its interval is read."""
    assert "sign-reversed" not in ids(effect(-0.5, (0.4, 0.6)))


def test_what_a_check_found_says_the_p_values_that_the_interval_allows() -> None:
    (told,) = check_effect(effect(0.66, (0.49, 0.88), PValue("=", 0.4)))
    assert told == "p-disagrees: p = 0.4, but the 95% interval implies about 0.0036 to 0.0078"
    (told,) = check_effect(effect(0.3, (0.2, 0.45), PValue("=", 0.4), level=90))
    assert told == "p-disagrees: p = 0.4, but the 90% interval implies about <0.0005"
