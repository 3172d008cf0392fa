"""What tables of models leave in a sentence: small letters, bounds without a name, units."""

from __future__ import annotations

import pytest

from miner.effects.find import find_effects
from miner.text.document import read_document


def shown(results: str, methods: str = "Regression was used.") -> list[str]:
    """Each estimate as "OR 1.66 [1.19, 2.88] p=0.005"."""
    out = []
    text = f"Gout and stroke in a city\nMETHODS: {methods}\nRESULTS: {results}"
    for e in find_effects(read_document(text, "t"), ()):
        told = f"{e.measure} {e.value:g}"
        told += f" [{e.ci[0]:g}, {e.ci[1]:g}]" if e.ci else ""
        out.append(told + (f" p{e.p.op}{e.p.value:g}" if e.p else ""))
    return out


@pytest.mark.parametrize(
    ("printed", "read"),
    [
        ("HR 3.41, 95% 1.27-9.12, p=0.014", "HR 3.41 [1.27, 9.12] p=0.014"),
        ("OR 0.62 (95% 0.45 to 0.86)", "OR 0.62 [0.45, 0.86]"),
        ("OR = 2.4; 95% credible interval [Crl] = 1.3, 4.2", "OR 2.4 [1.3, 4.2]"),
        ("RR = 0.71, 95% CI: 0. 53 to 0.95, p = 0.03", "RR 0.71 [0.53, 0.95] p=0.03"),
        ("OR 0.64, 95% CI 0.51-0.80; P, trend < 0.001", "OR 0.64 [0.51, 0.8] p<0.001"),
        ("OR=1,42 (95% CI 1,10-1,83; p=0,007)", "OR 1.42 [1.1, 1.83] p=0.007"),
        ("HR 2.4; 1.4-4.2; p .003", "HR 2.4 [1.4, 4.2] p=0.003"),
        ("HR 0.8, 95% CI 0.7-0.9; P for trend, 0.02", "HR 0.8 [0.7, 0.9] p=0.02"),
        ("ORIVW = 1.21, 95% CI: 1.13-1.30, p=6.00 × 10-3", "OR 1.21 [1.13, 1.3] p=0.006"),
        ("HRpooled=1.38 (95% CI: 1.15-1.66)", "HR 1.38 [1.15, 1.66]"),
        ("SIRregistry = 1.38, 95% CI: 1.15-1.66", "OTHER 1.38 [1.15, 1.66]"),
        ("EAR = 3.6 per 1000 person-years, 95% CI = 2.9 to 4.4", "RD 3.6 [2.9, 4.4]"),
    ],
)
def test_an_estimate_is_read_as_it_is_printed(printed: str, read: str) -> None:
    assert shown(f"Stroke was related to gout ({printed}).") == [read]


@pytest.mark.parametrize(
    "sentence",
    [
        "A 10-mmol increase in urate was associated with 3.4 mm Hg increase in pressure (P < .001).",
        "Each additional attack was associated with a 3.4 mm Hg increase in pressure (P < .001).",
        "A 2-year longer course was associated with a 3.4 mm Hg increase in pressure (P < .001).",
    ],
)
def test_a_difference_for_a_unit_of_exposure_is_a_coefficient(sentence: str) -> None:
    assert shown(sentence) == ["BETA 3.4 p<0.001"]


def test_a_ratio_without_a_name_is_that_of_the_model() -> None:
    sentence = "In adjusted analyses gout was associated with stroke (1.84, 95% CI 1.21-2.80)."
    assert shown(sentence, "Logistic regression was used.") == ["OR 1.84 [1.21, 2.8]"]
    assert shown(sentence, "Cox regression was used.") == ["HR 1.84 [1.21, 2.8]"]
    assert shown(sentence, "Titres were modelled on the log scale.") == ["OTHER 1.84 [1.21, 2.8]"]
    assert shown("Urate rose by an adjusted 0.25 L (95% CI 0.21-0.37 L).") == []


def test_a_count_in_a_list_of_ratios_is_none() -> None:
    results = (
        "Visits differed by sex (rate ratio [RR] 1.7; 95% CI 1.5-2.0). Men made 0.14 (95% CI 0.12-0.17) "
        "visits for gout and 0.88 (95% CI 0.77-1.01) other visits per year."
    )
    assert shown(results) == ["RR 1.7 [1.5, 2]"]


@pytest.mark.parametrize("told", ["a 1.3- to 3-fold higher risk", "2-fold to 4-fold higher odds"])
def test_a_range_of_multiples_is_no_estimate(told: str) -> None:
    assert shown(f"Gout was seen with {told} of stroke.") == []
