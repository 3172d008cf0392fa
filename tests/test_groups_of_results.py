"""Whose each printed number is: a rate given to the wrong group reverses a finding as a turned ratio does."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from miner.reading import extract

TITLE = "Locoregional treatment of the primary tumour in de novo metastatic breast cancer"
TOLD = tomllib.loads(Path(__file__).with_name("groups_of_results.toml").read_text("utf-8"))


@pytest.mark.parametrize("case", TOLD["case"], ids=lambda case: case["results"][:60])
def test_each_number_has_the_group_that_the_sentence_gives_it(case: dict[str, Any]) -> None:
    text = f"{TITLE}\nMETHODS: {TOLD['methods'][case['methods']]}\nRESULTS: {case['results']}"
    found = {f"{result.value:g}": result.arm for result in extract(text, None).arm_results}
    assert {value: found.get(value) for value in case["groups"]} == case["groups"]
