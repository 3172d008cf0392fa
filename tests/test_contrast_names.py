"""What a text calls the groups of a contrast."""

from __future__ import annotations

import pytest

from miner.contrasts.names import (
    against_its_denial,
    against_other_sex,
    known_endpoint,
    names_cases,
    spelled_out,
)
from miner.text.document import read_document

TRIAL = "Sutures and staples\nMETHODS: We compared knotless barbed sutures (KBS) with skin staples (SST)."
CASES = "Coffee and gallstones: a case-control study\nMETHODS: Cases and controls were asked about coffee."


@pytest.mark.parametrize(
    ("contrast", "spelled"),
    [
        ("KBS vs SST", "knotless barbed sutures (KBS) vs skin staples (SST)"),
        ("knotless barbed sutures vs skin staples", "knotless barbed sutures (KBS) vs skin staples (SST)"),
        ("early skin staples", "early skin staples (SST)"),
        ("skin staple group", "skin staple group"),
        ("skin staples group", "skin staples (SST) group"),
        ("skin staples removed early", "skin staples removed early"),
    ],
)
def test_long_and_short_forms_stand_together(contrast: str, spelled: str) -> None:
    assert spelled_out(read_document(TRIAL), contrast) == spelled


def test_the_endpoint_of_the_title_has_its_short_form() -> None:
    doc = read_document("Coffee and the risk of wound seroma\nRESULTS: A wound seroma (WS) was rare.")
    assert known_endpoint(doc) == "wound seroma (WS)"


class TestCases:
    @pytest.mark.parametrize("phrase", ["cases", "gallstones", "women with gallstones", "cases vs controls"])
    def test_those_sampled_for_the_endpoint(self, phrase: str) -> None:
        assert names_cases(read_document(CASES), phrase)

    @pytest.mark.parametrize("phrase", ["coffee", "women who smoke", "family history of gallstones"])
    def test_what_they_were_asked_about(self, phrase: str) -> None:
        assert not names_cases(read_document(CASES), phrase)

    def test_other_designs_have_none(self) -> None:
        assert not names_cases(read_document(TRIAL), "women with gallstones")


class TestTheOtherSide:
    @pytest.mark.parametrize(
        ("text", "contrast", "completed"),
        [
            ("Obese and non-obese women were compared.", "Maternal obesity", "Maternal obesity vs non-obese"),
            ("We compared vaccinated and unvaccinated girls.", "Vaccination", "Vaccination vs unvaccinated"),
            ("Smokers and nonsmokers were compared.", "current smoking", "current smoking vs nonsmokers"),
            ("Nonsmokers were many.", "age", "age"),
            ("Nonsmokers were many.", "smoking, per 10 cigarettes", "smoking, per 10 cigarettes"),
            ("Nonsmokers were many.", "never smoking", "never smoking"),
            ("The tumour was small or non-small.", "small tumour", "small tumour"),
        ],
    )
    def test_those_whom_the_text_denies_it_of(self, text: str, contrast: str, completed: str) -> None:
        assert against_its_denial(read_document(f"A cohort\nMETHODS: {text}"), contrast) == completed

    def test_users_are_of_what_the_title_names(self) -> None:
        doc = read_document("Statins and seroma\nMETHODS: Users and non-users were compared.")
        assert against_its_denial(doc, "Statin therapy") == "Statin therapy"
        assert against_its_denial(doc, "Statins") == "Statins vs non-users"

    def test_men_against_women_where_there_are_both(self) -> None:
        assert against_other_sex(read_document("Seroma in men and women"), "men") == "men vs women"
        assert against_other_sex(read_document("Seroma in women"), "women") == "women"
