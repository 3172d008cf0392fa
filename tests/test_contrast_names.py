"""What a text calls the groups of a contrast."""

from __future__ import annotations

import pytest

from miner.contrast_names import known_endpoint, names_cases, spelled_out
from miner.document import read_document

TRIAL = "Sutures and staples\nMETHODS: We compared knotless barbed sutures (KBS) with skin staples (SST)."
CASES = "Coffee and gallstones: a case-control study\nMETHODS: Cases and controls were asked about coffee."


@pytest.mark.parametrize(
    ("contrast", "spelled"),
    [
        ("KBS vs SST", "knotless barbed sutures (KBS) vs skin staples (SST)"),
        ("knotless barbed sutures vs skin staples", "knotless barbed sutures (KBS) vs skin staples (SST)"),
        ("early skin staples", "early skin staples (SST)"),
        ("skin staples removed early", "skin staples removed early"),
    ],
)
def test_long_and_short_forms_stand_together(contrast: str, spelled: str) -> None:
    assert spelled_out(read_document(TRIAL), contrast) == spelled


def test_the_endpoint_of_the_title_has_its_short_form() -> None:
    doc = read_document("Coffee and the risk of wound seroma\nRESULTS: A wound seroma (WS) was rare.")
    assert known_endpoint(doc) == "wound seroma (WS)"


class TestCases:
    @pytest.mark.parametrize("phrase", ["cases", "older cases", "women with gallstones", "cases vs controls"])
    def test_those_sampled_for_the_endpoint(self, phrase: str) -> None:
        assert names_cases(read_document(CASES), phrase)

    @pytest.mark.parametrize("phrase", ["coffee", "women who smoke", "family history of gallstones"])
    def test_what_they_were_asked_about(self, phrase: str) -> None:
        assert not names_cases(read_document(CASES), phrase)

    def test_other_designs_have_none(self) -> None:
        assert not names_cases(read_document(TRIAL), "women with gallstones")
