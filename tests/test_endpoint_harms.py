"""Harms that no table of names knows, told by how their names end and by what the study gave."""

from __future__ import annotations

import pytest

from miner.effects.endpoints import endpoint_of_effect
from miner.endpoints.harms import brings_harm
from miner.endpoints.read import class_in_context
from miner.text.document import read_document


@pytest.mark.parametrize(
    "name",
    [
        "cuff rupture",
        "premature catheter removal",
        "balloon displacement",
        "hypokalaemia",
        "gum swelling",
        "renal impairment",
        "liver damage",
    ],
)
def test_what_a_treatment_breaks_or_brings_about_is_a_harm(name: str) -> None:
    doc = read_document(f"Risk of {name} after tube insertion\nRESULTS: It was seen in 4%.")
    assert brings_harm(doc, name)
    assert class_in_context(doc, f"{name} was seen in 4%.", name) == "adverse_event"


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Splints for the treatment of patellar dislocation", "patellar dislocation"),
        ("Steroids in patients with facial palsy", "facial palsy"),
        ("Winter weather and tendon rupture in skiers", "tendon rupture"),
        ("Drug A and the speed of walking", "walking speed"),
        ("Drug A in septic shock", "reversal of shock"),
        ("Salt intake and chronic kidney disease in farmers", "chronic kidney disease"),
        ("Dialysis for end-stage renal disease", "end-stage renal disease"),
    ],
)
def test_what_was_treated_or_befell_people_is_none(title: str, name: str) -> None:
    assert not brings_harm(read_document(f"{title}\nRESULTS: It was seen in 4%."), name)


def test_a_ratio_of_deaths_is_on_deaths() -> None:
    doc = read_document(
        "Asbestos workers in one shipyard\nRESULTS: Asthma was common. The SMR was 1.31 (95% CI 1.10-1.55)."
    )
    start = doc.text.index("1.31")
    assert endpoint_of_effect(doc, doc.sentences[-1], start, start + 4)[1] == "overall_survival"
