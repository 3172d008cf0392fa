"""Which side of a relation a number compares, where its words say what there is a risk of."""

from __future__ import annotations

import pytest

from miner.contrasts.read import contrast_for
from miner.phrases.frames import frame_of
from miner.text.document import read_document


def contrast_of(text: str, number: str, title: str = "A cohort study") -> str:
    doc = read_document(f"{title}\nRESULTS: {text}")
    start = doc.text.index(number)
    return contrast_for(doc, doc.sentence_at(start), start, start + len(number), ())


class TestRisksOfSeveralThings:
    @pytest.mark.parametrize("number", ["2.1", "1.7", "1.3"])
    def test_what_there_is_a_higher_risk_of_is_not_compared(self, number: str) -> None:
        text = (
            "E. coli carriage was associated with higher risks of sepsis (RR 2.1, 95% CI 1.4-3.0), jaundice "
            "(RR 1.7, 95% CI 1.1-2.6) and wet lung (RR 1.3, 95% CI 1.1-1.6)."
        )
        assert contrast_of(text, number) == "E. coli carriage"

    def test_a_range_of_percentages_is_how_much(self) -> None:
        text = (
            "Each added night shift was linked to 4% to 6% lower odds of reaching target glucose on weekdays "
            "(OR 0.95) and weekends (OR 0.94)."
        )
        frame = frame_of(text, text.index("0.94"))
        assert frame is not None
        assert frame.factor == "Each added night shift"
        assert frame.told

    @pytest.mark.parametrize(("number", "factor"), [("2.2", "beer"), ("1.4", "offal")])
    def test_what_is_listed_behind_a_colon_is_the_factor(self, number: str, factor: str) -> None:
        text = "Specific foods linked to a higher risk of gout were: beer (OR 2.2) and offal (OR 1.4)."
        assert contrast_of(text, number) == factor

    @pytest.mark.parametrize(("number", "factor"), [("3.4", "fever"), ("1.8", "rash")])
    def test_when_something_is_likelier_to_be_done(self, number: str, factor: str) -> None:
        text = "Lumbar puncture was more likely to be done when there was fever (OR 3.4) or a rash (OR 1.8)."
        frame = frame_of(text, text.index(number))
        assert frame is not None
        assert (factor in frame.factor, frame.endpoint) == (True, "Lumbar puncture")


class TestReceptorsAreNoRatios:
    @pytest.mark.parametrize("number", ["0.6", "7.4"])
    def test_women_are_named_by_the_receptor(self, number: str) -> None:
        text = (
            "The SIR of a second cancer was 0.6 (95% CI 0.5 to 0.8) among women with HR-positive tumours and "
            "7.4 (95% CI 5.9 to 9.1) among women with HR-negative tumours."
        )
        sign = "positive" if number == "0.6" else "negative"
        assert contrast_of(text, number) == f"women with HR-{sign} tumours"
