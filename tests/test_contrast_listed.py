"""Several groups set against one: the comparator is said once, before the list, behind it or in a bracket."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from miner.contrasts.listed import common_reference, listed_item
from miner.contrasts.read import contrast_for
from miner.text.document import read_document

TITLE = "Health in later life: a cohort study"


def contrasts_of(text: str, title: str = TITLE) -> list[str]:
    """The contrast of each ratio in the text: each number with a decimal that an interval follows."""
    doc = read_document(f"{title}\nWe followed 2400 adults. {text}")
    start = doc.text.index(text[:20])
    return [
        contrast_for(doc, doc.sentence_at(m.start()), m.start(), m.end(), (), "")
        for m in re.finditer(r"\d\.\d+(?=,? \(?95%)", doc.text)
        if m.start() > start
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            "Compared with swimmers, the highest risks of sprain were seen in runners "
            "(OR 2.4, 95% CI 1.6-3.6), "
            "dancers (OR 1.9, 95% CI 1.2-3.0) and cyclists (OR 1.4, 95% CI 1.0-2.0).",
            ["runners vs swimmers", "dancers vs swimmers", "cyclists vs swimmers"],
            id="before the list",
        ),
        pytest.param(
            "Relief came sooner on both gauze (HR 1.5, 95% CI 1.1-2.0) and gel "
            "(HR 1.6, 95% CI 1.2-2.1) than on plaster.",
            ["gauze vs plaster", "gel vs plaster"],
            id="on both",
        ),
        pytest.param(
            "Versus open repair, hernias recurred less often after laparoscopic (HR 0.7, 95% CI 0.5-0.9) "
            "and robotic repair (HR 0.6, 95% CI 0.4-0.9).",
            ["laparoscopic repair vs open repair", "robotic repair vs open repair"],
            id="the noun is printed once",
        ),
        pytest.param(
            "Caries was more frequent in drinkers of juice (OR 1.3, 95% CI 1.1-1.6) and soda "
            "(OR 2.1, 95% CI 1.6-2.8) than in drinkers of water.",
            ["drinkers of juice vs drinkers of water", "soda vs drinkers of water"],
            id="behind the list",
        ),
        pytest.param(
            "Scarring was commoner after stapling (OR 1.8, 95% CI 1.2-2.7) and gluing "
            "(OR 1.5, 95% CI 1.0-2.2) "
            "(reference: suturing).",
            ["stapling vs suturing", "gluing vs suturing"],
            id="in a bracket of its own",
        ),
        pytest.param(
            "Walking was slower with more pain (mild pain: OR 1.2, 95% CI 1.0-1.5; severe pain: OR 2.2, "
            "95% CI 1.7-2.9; reference: no pain).",
            ["mild pain vs no pain", "severe pain vs no pain"],
            id="in the bracket of the list",
        ),
        pytest.param(
            "The odds ratios of cough were 1.4 (95% CI 1.1-1.8) for bakers and 1.9 (95% CI 1.4-2.6) "
            "for millers, "
            "both relative to clerks.",
            ["bakers vs clerks", "millers vs clerks"],
            id="behind a row of numbers with their labels",
        ),
        pytest.param(
            "Using gardeners as the comparator, eczema was more frequent among nurses "
            "(OR 2.0, 95% CI 1.3-3.1) "
            "and hairdressers (OR 2.6, 95% CI 1.7-4.0).",
            ["nurses vs gardeners", "hairdressers vs gardeners"],
            id="named as comparator",
        ),
    ],
)
def test_each_item_is_set_against_the_one_comparator(text: str, expected: list[str]) -> None:
    assert contrasts_of(text) == expected


def test_items_that_are_endpoints_are_not_set_against_it() -> None:
    text = (
        "Zoledronate was associated with fewer fractures (HR 0.6, 95% CI 0.4-0.9) and lower mortality "
        "(HR 0.7, 95% CI 0.5-0.9) compared with placebo."
    )
    assert all(c == "Zoledronate vs placebo" for c in contrasts_of(text))


def test_a_number_that_stands_alone_has_no_list() -> None:
    text = "Falls were rarer after training (HR 0.7, 95% CI 0.5-0.9) than after advice."
    assert listed_item(text, text.index("0.7")).item == ""


@settings(deadline=None, max_examples=60)
@given(st.text(alphabet="ab,;()[]. 012", max_size=60))
def test_any_text_can_be_asked(text: str) -> None:
    for at in range(0, len(text), 7):
        item, reference, _ = common_reference(text, at, at)
        assert item in text or item.split()[0] in text
        assert reference in text or reference.split()[0] in text
