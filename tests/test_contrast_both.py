"""A number "with both" is of the two treatments named before it, given together."""

from __future__ import annotations

import pytest

from miner.contrasts.both import of_both
from miner.corpus import load_corpus
from miner.reading import extract

TITLE = "Local therapy of the primary tumour in de novo stage IV breast cancer"
METHODS = "METHODS: We studied 2,400 women with stage IV breast cancer by the local therapy that they had."


@pytest.mark.parametrize(
    "words",
    [
        "Hazard ratios of death were 0.94 (95% CI 0.80-1.10) with radiotherapy, 0.76 (0.66-0.88) with "
        "surgery and 0.70 (0.60-0.82) with both, against no local therapy.",
        "Compared with no local therapy, the HR of death was 0.94 (95% CI 0.80-1.10) for radiotherapy "
        "alone, 0.76 (0.66-0.88) for surgery alone and 0.70 (0.60-0.82) for both.",
        "Surgery alone (HR 0.76, 95% CI 0.66-0.88), radiotherapy alone (HR 0.94, 95% CI 0.80-1.10) and both "
        "(HR 0.70, 95% CI 0.60-0.82) were associated with longer overall survival than no local therapy.",
    ],
)
def test_both_are_the_two_treatments_and_neither_of_them_alone(words: str) -> None:
    read = extract(f"{TITLE}\n{METHODS}\nRESULTS: {words}", load_corpus("mbc-surgery"))
    told = {effect.value: (effect.intervention, effect.comparator) for effect in read.effects}
    assert told[0.70] == ("surgery_plus_radiotherapy", "no_local_treatment")
    assert told[0.76][0] == "surgery"


@pytest.mark.parametrize(
    ("words", "number"),
    [
        ("The OR was 1.2 (0.9-1.6) for women, 1.4 (1.0-1.9) for men and 1.3 (1.0-1.7) for both.", "1.3"),
        ("HRs were 0.8 (0.7-0.9) with drug A and 0.9 (0.8-1.1) for both sexes.", "0.9"),
        ("The HR was 0.7 (0.6-0.8) with both, against neither.", "0.7"),
    ],
)
def test_both_are_not_those_that_no_number_names(words: str, number: str) -> None:
    at = words.index(number)
    assert of_both(words, at, at + len(number)) is None
