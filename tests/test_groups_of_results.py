"""Whose each printed number is: a rate given to the wrong group reverses a finding as a turned ratio does."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from miner.reading import extract

TITLE = "Locoregional treatment of the primary tumour in de novo metastatic breast cancer"
TOLD = tomllib.loads(Path(__file__).with_name("groups_of_results.toml").read_text("utf-8"))
IN_FORMS = tomllib.loads(Path(__file__).with_name("groups_in_forms.toml").read_text("utf-8"))


def _groups(title: str, methods: str, results: str) -> dict[str, str]:
    record = extract(f"{title}\nMETHODS: {methods}\nRESULTS: {results}", None)
    return {f"{result.value:g}": result.arm for result in record.arm_results}


@pytest.mark.parametrize("case", TOLD["case"], ids=lambda case: case["results"][:60])
def test_each_number_has_the_group_that_the_sentence_gives_it(case: dict[str, Any]) -> None:
    found = _groups(TITLE, TOLD["methods"][case["methods"]], case["results"])
    assert {value: found.get(value) for value in case["groups"]} == case["groups"]


@pytest.mark.parametrize(
    "case",
    [
        pytest.param(case, id=f"{form}: {case['results'][:50]}")
        for form, cases in IN_FORMS["forms"].items()
        for case in cases
    ],
)
def test_each_form_in_which_numbers_are_printed_tells_their_group(case: dict[str, Any]) -> None:
    study = IN_FORMS["methods"][case["methods"]]
    found = _groups(study["title"], study["text"], case["results"])
    groups = {f"{float(value):g}": group for value, group in case["groups"].items()}
    assert {value: found.get(value, "") for value in groups} == groups
