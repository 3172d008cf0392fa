"""Short forms that a text defines, with their long forms."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from miner.text.abbreviations import find_abbreviations


@pytest.mark.parametrize(
    ("text", "short", "long"),
    [
        ("Progression-free survival (PFS) was longer.", "PFS", "Progression-free survival"),
        ("Time to treatment failure (TTF) was 6 months.", "TTF", "Time to treatment failure"),
        ("breast-conserving surgery [BCS] or mastectomy", "BCS", "breast-conserving surgery"),
        ("treatment of the primary, locoregional treatment (LRT),", "LRT", "locoregional treatment"),
        ("pathological complete response (pCR) rates", "pCR", "pathological complete response"),
        ("those with liver surgery (LS group) were matched", "LS", "liver surgery"),
    ],
)
def test_a_short_form_is_spelled_by_the_words_before_its_bracket(text: str, short: str, long: str) -> None:
    assert find_abbreviations(text)[short] == long


@pytest.mark.parametrize(
    "text",
    [
        "Survival was longer (HR 0.72; 95% CI 0.60-0.86).",
        "It depended on hormone receptor status (HR, 0.52; 95% CI, 0.40-0.68).",
        "Patients came from Leiden (The Netherlands).",
        "After surgery the group (n = 40) did well.",
    ],
)
def test_brackets_that_define_nothing_are_left_alone(text: str) -> None:
    assert find_abbreviations(text) == {}


def test_the_long_form_never_reaches_over_a_full_stop() -> None:
    assert "AB" not in find_abbreviations("All were treated. Benefit was small (AB).")


@given(st.text(max_size=300))
def test_every_long_form_is_printed_in_the_text(text: str) -> None:
    for short, long in find_abbreviations(text).items():
        assert short in text
        assert long in text


@pytest.mark.parametrize(
    ("text", "short", "long"),
    [
        ("Acute lung injury in divers.\nALI was rare. ALI was mild.", "ALI", "Acute lung injury"),
        ("Drug-related skin events\nOf 40, 8 had drSE. The drSE healed.", "drSE", "Drug-related skin events"),
        ("Acute lung injury\nALI was rare.", "ALI", None),
        ("Acute lung, injury\nALI was rare. ALI was mild.", "ALI", None),
        ("Loss of lung\nLOL was rare. LOL was mild.", "LOL", None),
        ("Acute lung injury\nAlanine (ALI) was low. ALI was mild.", "ALI", "Alanine"),
        ("Lung injury\nLI was rare. LI was mild.", "LI", None),
    ],
    ids=[
        "capitals",
        "small first",
        "said once",
        "a mark between",
        "a small word",
        "a bracket defines it",
        "two letters",
    ],
)
def test_a_short_form_that_nothing_defines_is_that_of_the_title(
    text: str, short: str, long: str | None
) -> None:
    assert find_abbreviations(text).get(short) == long
