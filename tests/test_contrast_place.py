"""Where a phrase stands to a number, and what that says of it."""

from __future__ import annotations

import pytest

from miner.contrasts.place import is_covariate, spot_of

LIST = "Smoking (OR 1.8), high intake of salt (SALT; OR 1.4) and age (OR 1.1) were predictors of stroke."


def _traits(text: str, number: str, left: str) -> set[str]:
    return set(spot_of(text, text.index(number)).traits(left))


class TestItemsOfAList:
    @pytest.mark.parametrize(
        ("number", "left", "place"),
        [
            ("1.8", "Smoking", "own item"),
            ("1.4", "high intake of salt", "own item"),
            ("1.4", "Smoking", "another's item"),
            ("1.1", "high intake", "beyond another's"),
            ("1.1", "obesity", "elsewhere"),
        ],
    )
    def test_a_phrase_belongs_to_the_bracket_behind_it(self, number: str, left: str, place: str) -> None:
        assert f"place:{place}" in _traits(LIST, number, left)

    def test_a_semicolon_parts_clauses(self) -> None:
        text = "Age was the only predictor of relapse (OR 1.6); for death, smoking counted (OR 1.2)."
        assert "place:other clause" in _traits(text, "1.2", "Age")

    def test_the_endpoint_of_a_list_of_endpoints(self) -> None:
        text = "Surgery was associated with fewer relapses (HR 0.6) and longer survival (HR 0.8)."
        assert "left:the frame's endpoint, among endpoints" in _traits(text, "0.6", "relapses")
        assert "left:the frame's endpoint, among factors" in _traits(LIST, "1.8", "stroke")

    def test_a_number_without_brackets_has_no_item(self) -> None:
        assert "place:no bracket" in _traits("Surgery gave a hazard ratio of 0.6.", "0.6", "Surgery")


class TestWhatWasHeldConstant:
    @pytest.mark.parametrize(
        "text",
        [
            "Frailty predicted falls in models adjusted for age and prior falls (OR 1.4).",
            "After adjusting for age, prior falls and sex, frailty was associated with falls (OR 1.4).",
            "In a model corrected for prior falls, frailty remained a predictor (OR 1.4).",
            "Frailty was linked to falls after controlling for age, sex and prior falls [OR 1.4].",
            "With allowance for prior falls, frailty doubled the risk (OR 1.4).",
        ],
    )
    def test_it_is_not_what_the_number_is_of(self, text: str) -> None:
        assert is_covariate("prior falls", text)
        assert not is_covariate("railty", text)

    def test_what_is_also_named_elsewhere_is_more_than_that(self) -> None:
        text = "Age predicted falls; adjusted for sex and Age, frailty did so as well (OR 1.4)."
        assert not is_covariate("Age", text)
